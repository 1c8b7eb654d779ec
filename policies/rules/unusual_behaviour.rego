# Unusual behaviour: unlike what this person did so far. It takes nothing away and raises the risk. The causes name
# what is unusual and not how it looked, so that who confirmed it is not asked again an hour later.
package leasehold.rules.unusual_behaviour

settings := data.settings.unusual_behaviour

raises contains {"cause": cause, "points": settings.points[cause]} if {
	enough
	some cause in unusual
}

raises contains {"cause": concat("=", ["scope", scope]), "points": settings.points.scope} if {
	enough
	some scope in input.behaviour.first_used
	input.scopes[scope].sensitive
}

unusual contains "hour" if input.behaviour.hour_permille < settings.hour_permille

unusual contains "network" if input.behaviour.network_permille < settings.network_permille

unusual contains "rate" if {
	input.behaviour.calls >= settings.min_calls
	input.behaviour.calls > input.behaviour.calls_at_most * settings.rate_factor
}

# A short past makes everything unusual.
enough if input.behaviour.days >= settings.min_days

# The hour and the calls within it go by without anything happening, in all time zones by the half hour.
boundaries contains (input.now - (input.now % half_hour)) + half_hour if count(raises) > 0

half_hour := 1800000
