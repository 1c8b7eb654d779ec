# Left the region: the address is outside the regions where work is done, or in another region (with
# "by": "country", in another country) than when access was given.
package leasehold.rules.left_region

settings := data.settings.left_region

findings contains {"cause": concat("=", ["country", input.place.country]), "subject": "session"} if {
	known_here
	moved
}

# Where nobody can tell the country, nothing is revoked: it comes back with the next address that is known.
findings contains {
	"cause": "country=unknown",
	"subject": "session",
	"action": "suspend",
	"remedy": "wait",
} if {
	vouched(input.place)
	not known_here
}

# No inside regions at all leave only the comparison with where access was given.
moved if {
	count(settings.inside) > 0
	not input.place.region in settings.inside
}

moved if {
	known_then
	input.issued_in.region != input.place.region
}

moved if {
	settings.by == "country"
	known_then
	input.issued_in.country != input.place.country
}

known_here if known(input.place)

known_then if known(input.issued_in)

# What anyone may claim is as good as nothing said.
vouched(place) if place.quality in {"asserted", "observed"}

known(place) if {
	vouched(place)
	is_string(place.country)
	is_string(place.region)
}
