package leasehold.risk_test

import data.leasehold.risk

signal(kind, cause, points) := {
	"kind": kind,
	"cause": cause,
	"subject": "session",
	"at": 900,
	"quality": "observed",
	"values": {},
	"points": points,
	"fades_at": 2000,
}

facts(signals, key) := {
	"now": 1000,
	"signals": signals,
	"waivers": [],
	"network": {"listed": null},
	"behaviour": null,
	"device": {"id": "dev_1", "key": key},
	"scopes": {},
}

confirmed(cause, until) := object.union(
	facts([signal("token_replay", "replay=1", 60), signal("new_device", "device=dev_1", 20)], "none"),
	{"waivers": [{"rule": "risk_score", "cause": cause, "until": until}]},
)

test_nothing_noticed_is_no_risk if {
	risk.score == 0 with input as facts([], "none")
	count(risk.factors) == 0 with input as facts([], "none")
}

test_signals_add_up if {
	signals := [signal("token_replay", "replay=1", 60), signal("new_device", "device=dev_1", 20)]
	risk.score == 80 with input as facts(signals, "none")
}

test_what_was_noticed_twice_counts_twice if {
	failure := {"kind": "sign_in_failed", "cause": "device=dev_1", "points": 5}
	signals := [signal("sign_in_failed", "device=dev_1", 5), signal("sign_in_failed", "device=dev_1", 5)]
	risk.factors == [failure, failure] with input as facts(signals, "none")
}

test_what_has_faded_is_no_factor if {
	count(risk.factors) == 0 with input as facts([signal("new_device", "device=dev_1", 0)], "none")
}

test_what_was_confirmed_adds_nothing if {
	risk.score == 20 with input as confirmed("replay=1", 1001)
	risk.score == 60 with input as confirmed("device=dev_1", 1001)
	risk.score == 80 with input as confirmed("device=dev_2", 1001)
	risk.score == 80 with input as confirmed("replay=1", 1000)
}

test_strangers_add_nothing_where_the_device_proves_its_key if {
	kinds := ["hot_network", "password_spraying", "sign_in_failed", "wrong_factor"]
	signals := [signal(kind, "c", 40) | some kind in kinds]
	risk.score == 0 with input as facts(signals, "proved")
	risk.score == 160 with input as facts(signals, "none")
	risk.score == 160 with input as facts(signals, "lost")
}

test_what_its_own_sessions_do_counts_with_a_key_too if {
	risk.score == 60 with input as facts([signal("token_replay", "replay=1", 60)], "proved")
}

test_what_rules_raise_is_a_factor_of_theirs if {
	listed := object.union(facts([], "proved"), {"network": {"listed": "drop"}})
	expected := [{"kind": "threat_list", "cause": "list=drop", "points": data.settings.threat_list.points}]
	risk.factors == expected with input as listed
}

test_what_own_modules_raise_is_a_factor_too if {
	said := {"left_region": {"raises": {{"cause": "own", "points": 3}}}}
	expected := [{"kind": "left_region", "cause": "own", "points": 3}]
	risk.factors == expected with data.leasehold.raises as said with input as facts([], "proved")
	off := object.union(data.settings.left_region, {"enabled": false})
	count(risk.factors) == 0 with data.leasehold.raises as said
		with data.settings.left_region as off
		with input as facts([], "proved")
}

test_what_one_rule_raises_is_confirmed_one_by_one if {
	said := {"left_region": {"raises": {{"cause": "a", "points": 3}, {"cause": "b", "points": 4}}}}
	waivers := {"waivers": [{"rule": "risk_score", "cause": "a", "until": 1001}]}
	expected := [{"kind": "left_region", "cause": "b", "points": 4}]
	risk.factors == expected with data.leasehold.raises as said
		with input as object.union(facts([], "proved"), waivers)
}

test_nothing_raises_less_than_nothing if {
	said := {"left_region": {"raises": {{"cause": "a", "points": -3}}}}
	count(risk.factors) == 0 with data.leasehold.raises as said with input as facts([], "proved")
}
