package leasehold.rules.impossible_travel_test

import data.leasehold.rules.impossible_travel

settings := object.union(data.settings.impossible_travel, {
	"speed_kmh": 900,
	"tolerance_km": 100,
	"asks_for_s": 60,
})

signal(kind, values) := {
	"kind": kind,
	"cause": "travel=BR",
	"subject": "session",
	"at": 1000,
	"quality": "observed",
	"values": values,
	"points": 50,
	"fades_at": 9000,
}

facts(now, signals) := {"now": now, "signals": signals, "waivers": []}

travel(km, seconds) := facts(1000, [signal("impossible_travel", {"km": km, "seconds": seconds})])

asked := {{"cause": "travel=BR", "subject": "session"}}

findings(given) := said if {
	said := impossible_travel.findings with input as given with data.settings.impossible_travel as settings
}

test_nobody_noticed_anything if {
	count(findings(facts(1000, []))) == 0
}

test_faster_than_anybody_travels if {
	findings(travel(1001, 3600)) == asked
	count(findings(travel(1000, 3600))) == 0
}

test_a_short_way_is_never_too_fast if {
	count(findings(travel(100, 0))) == 0
	count(findings(travel(100, -3600))) == 0
	findings(travel(101, 0)) == asked
	findings(travel(101, -3600)) == asked
}

test_without_measures_nothing_is_said if {
	count(findings(facts(1000, [signal("impossible_travel", {})]))) == 0
	count(findings(facts(1000, [signal("impossible_travel", {"km": 9000})]))) == 0
}

test_other_signals_are_no_travel if {
	count(findings(facts(1000, [signal("new_device", {"km": 9000, "seconds": 1})]))) == 0
}

test_it_is_asked_for_a_while if {
	far := [signal("impossible_travel", {"km": 9000, "seconds": 60})]
	findings(facts(60999, far)) == asked
	count(findings(facts(61000, far))) == 0
	at := impossible_travel.boundaries with input as facts(1000, far) with data.settings.impossible_travel as settings
	at == {61000}
}
