# Impossible travel: two places further apart than anybody travels in the time between them. The distance is the
# least that it can have been; networks that move people about on paper never get here.
package leasehold.rules.impossible_travel

settings := data.settings.impossible_travel

findings contains {"cause": signal.cause, "subject": "session"} if {
	some signal in travels
	input.now < asked_until(signal)
}

boundaries contains next if {
	next := min([at | some signal in travels; at := asked_until(signal); at > input.now])
}

travels contains signal if {
	some signal in input.signals
	signal.kind == "impossible_travel"
	beyond := signal.values.km - settings.tolerance_km
	beyond > 0

	# Kilometres in seconds against kilometres in an hour. Time that ran backwards is no time.
	beyond * 3600 > settings.speed_kmh * max([signal.values.seconds, 0])
}

# It happened once: who confirmed it is not asked again when the waiver ends.
asked_until(signal) := signal.at + (settings.asks_for_s * 1000)
