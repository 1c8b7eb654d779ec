# Watched country: countries that the organisation does not want to be served from. An example of a rule of one's
# own; what it names is in data.json, what people read in reasons/.
package leasehold.rules.watched_country

findings contains {"cause": concat("=", ["country", input.place.country]), "subject": "session"} if {
	input.place.quality in {"asserted", "observed"}
	input.place.country in data.settings.watched_country.countries
}
