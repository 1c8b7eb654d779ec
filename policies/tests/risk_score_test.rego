package leasehold.rules.risk_score_test

import data.leasehold.rules.risk_score

limits := object.union(data.settings.risk_score, {"soft": 50, "hard": 90})

signal(kind, subject, points) := {
	"kind": kind,
	"cause": concat("=", [kind, "1"]),
	"subject": subject,
	"at": 900,
	"quality": "observed",
	"values": {},
	"points": points,
	"fades_at": 2000 + points,
}

facts(signals) := {
	"now": 1000,
	"signals": signals,
	"waivers": [],
	"network": {"listed": null},
	"behaviour": null,
	"device": {"id": "dev_1", "key": "none"},
	"scopes": {},
}

confirmed(signals, cause) := object.union(
	facts(signals),
	{"waivers": [{"rule": "risk_score", "cause": cause, "until": 1001}]},
)

replay := signal("token_replay", "session", 60)

known := signal("recovery_used", "user", 31)

soft := {
	"cause": "elevated",
	"subject": "session",
	"scopes": "sensitive",
	"action": "suspend",
	"remedy": "wait",
}

test_up_to_the_soft_limit_nothing_is_said if {
	count(risk_score.findings) == 0 with input as facts([signal("other_key", "session", 50)])
		with data.settings.risk_score as limits
}

test_above_the_soft_limit_it_waits if {
	risk_score.findings == {soft} with input as facts([signal("other_key", "session", 51)])
		with data.settings.risk_score as limits
	risk_score.findings == {soft} with input as facts([replay, signal("recovery_used", "user", 30)])
		with data.settings.risk_score as limits
}

test_above_the_hard_limit_every_part_is_named_as_well if {
	expected := {
		soft,
		{"cause": "token_replay=1", "subject": "session"},
		{"cause": "recovery_used=1", "subject": "session"},
	}
	risk_score.findings == expected with input as facts([replay, known]) with data.settings.risk_score as limits
}

test_confirming_one_part_leaves_the_rest if {
	risk_score.findings == {soft} with input as confirmed([replay, known], "recovery_used=1")
		with data.settings.risk_score as limits
	count(risk_score.findings) == 0 with input as confirmed([replay, known], "token_replay=1")
		with data.settings.risk_score as limits
}

test_only_a_session_that_is_part_of_it_ends if {
	risk_score.ends_session with input as facts([replay, known]) with data.settings.risk_score as limits
	not ended([signal("cookie_reused", "device", 60), known])
	not ended([replay])
}

# Or each sign-in would end like the one before.
test_how_a_session_began_does_not_end_it if {
	begun := object.union(replay, {"values": {"at_sign_in": 1}})
	not ended([begun, known])
	ended([begun, known, replay])
}

test_whoever_signs_in_above_the_hard_limit_is_challenged if {
	risk_score.challenge_sign_in with input as facts([replay, known]) with data.settings.risk_score as limits
	not risk_score.challenge_sign_in with input as facts([replay]) with data.settings.risk_score as limits
}

ended(signals) if {
	risk_score.ends_session with input as facts(signals) with data.settings.risk_score as limits
}

test_what_rules_raise_counts_too if {
	listed := object.union(facts([replay]), {"network": {"listed": "drop"}})
	expected := {
		soft,
		{"cause": "token_replay=1", "subject": "session"},
		{"cause": "list=drop", "subject": "session"},
	}
	risk_score.findings == expected with input as listed with data.settings.risk_score as limits
}

test_a_rule_switched_off_raises_nothing if {
	off := object.union(data.settings.threat_list, {"enabled": false})
	listed := object.union(facts([replay]), {"network": {"listed": "drop"}})
	risk_score.findings == {soft} with input as listed
		with data.settings.risk_score as limits
		with data.settings.threat_list as off
}

test_the_next_step_of_fading_is_a_boundary if {
	expected := {{"at": 2031, "scopes": "all_but_harmless"}, {"at": 2031, "scopes": "sensitive"}}
	risk_score.boundaries == expected with input as facts([replay, known])
	count(risk_score.boundaries) == 0 with input as facts([])
}
