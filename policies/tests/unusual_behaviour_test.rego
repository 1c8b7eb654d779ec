package leasehold.rules.unusual_behaviour_test

import data.leasehold.rules.unusual_behaviour

usual := {
	"days": 30,
	"hour_permille": 300,
	"network_permille": 900,
	"calls": 20,
	"calls_at_most": 40,
	"first_used": [],
}

facts(behaviour) := {
	"now": 3600001,
	"scopes": {
		"payments.write": {"sensitive": true, "harmless": false},
		"accounts.read": {"sensitive": false, "harmless": false},
	},
	"behaviour": behaviour,
}

but(change) := facts(object.union(usual, change))

points := {"hour": 1, "network": 2, "rate": 3, "scope": 4}

settings := object.union(data.settings.unusual_behaviour, {
	"min_days": 14,
	"hour_permille": 10,
	"network_permille": 10,
	"rate_factor": 5,
	"min_calls": 60,
	"points": points,
})

raises(change) := said if {
	said := unusual_behaviour.raises with input as but(change) with data.settings.unusual_behaviour as settings
}

test_as_always_is_fine if {
	count(raises({})) == 0
}

test_without_a_past_nothing_is_unusual if {
	count(unusual_behaviour.raises) == 0 with input as facts(null)
	count(raises({"days": 13, "hour_permille": 0})) == 0
}

test_an_unusual_hour if {
	raises({"hour_permille": 9}) == {{"cause": "hour", "points": 1}}
	count(raises({"hour_permille": 10})) == 0
}

test_an_unusual_network if {
	raises({"network_permille": 9}) == {{"cause": "network", "points": 2}}
	count(raises({"network_permille": 10})) == 0
}

test_far_more_calls_than_ever if {
	raises({"calls": 201}) == {{"cause": "rate", "points": 3}}
	count(raises({"calls": 200})) == 0
}

test_few_calls_are_never_too_many if {
	count(raises({"calls": 59, "calls_at_most": 1})) == 0
	raises({"calls": 60, "calls_at_most": 1}) == {{"cause": "rate", "points": 3}}
}

test_a_sensitive_scope_for_the_first_time if {
	expected := {{"cause": "scope=payments.write", "points": 4}}
	raises({"first_used": ["payments.write", "accounts.read", "unheard.of"]}) == expected
}

test_all_at_once if {
	said := raises({"hour_permille": 0, "network_permille": 0})
	{raised.cause | some raised in said} == {"hour", "network"}
}

test_what_is_unusual_is_weighed_again_by_the_half_hour if {
	unusual_behaviour.boundaries == {5400000} with input as but({"hour_permille": 0})
	count(unusual_behaviour.boundaries) == 0 with input as but({})
}
