package leasehold.rules.failed_sign_ins_test

import data.leasehold.rules.failed_sign_ins

settings := object.union(data.settings.failed_sign_ins, {"failures": 3, "window_s": 1, "asks_for_s": 60})

signal(kind, subject, at) := {
	"kind": kind,
	"cause": concat("=", [kind, "x"]),
	"subject": subject,
	"at": at,
	"quality": "observed",
	"values": {},
	"points": 5,
	"fades_at": 90000,
}

all(kind, subject, moments) := [signal(kind, subject, at) | some at in moments]

facts(signals, key) := {"now": 10000, "signals": signals, "device": {"id": "dev_1", "key": key}}

findings(signals, key) := said if {
	said := failed_sign_ins.findings with input as facts(signals, key)
		with data.settings.failed_sign_ins as settings
}

boundaries(signals) := said if {
	said := failed_sign_ins.boundaries with input as facts(signals, "none")
		with data.settings.failed_sign_ins as settings
}

waits(cause, until) := {{"cause": cause, "subject": "device", "until": until}}

test_a_few_failures_are_nothing if {
	count(findings(all("sign_in_failed", "device", [9600, 9500]), "none")) == 0
	count(boundaries(all("sign_in_failed", "device", [9600, 9500]))) == 0
}

test_too_many_in_this_browser_wait_until_they_are_fewer if {
	failures := all("sign_in_failed", "device", [9900, 9700, 9500, 9200])
	findings(failures, "none") == waits("sign_in_failed", 10500)
	findings(failures, "lost") == waits("sign_in_failed", 10500)
	boundaries(failures) == {10500}
}

test_those_before_the_window_do_not_count if {
	count(findings(all("sign_in_failed", "device", [9700, 9500, 9000]), "none")) == 0
	findings(all("sign_in_failed", "device", [9700, 9500, 9001]), "none") == waits("sign_in_failed", 10001)
}

test_the_right_password_and_a_wrong_factor_counts_for_the_person if {
	findings(all("wrong_factor", "user", [9700, 9600, 9500]), "none") == waits("wrong_factor", 10500)
}

test_a_wrong_password_elsewhere_counts_for_nothing if {
	count(findings(all("sign_in_failed", "user", [9700, 9600, 9500]), "none")) == 0
}

test_what_one_session_did_does_not_stop_the_others if {
	count(findings(all("sign_in_failed", "session", [9700, 9600, 9500]), "none")) == 0
	count(findings(all("wrong_factor", "session", [9700, 9600, 9500]), "none")) == 0
}

test_both_are_counted_apart if {
	mixed := array.concat(all("sign_in_failed", "device", [9600, 9500]), all("wrong_factor", "user", [9600, 9500]))
	count(findings(mixed, "none")) == 0
}

proves(cause) := {{"cause": cause, "subject": "session", "action": "revoke", "remedy": "step_up"}}

test_a_session_that_began_among_failures_proves_itself if {
	findings([signal("hot_network", "session", 9000)], "none") == proves("hot_network=x")
	findings([signal("password_spraying", "session", 9000)], "lost") == proves("password_spraying=x")
	boundaries([signal("hot_network", "session", 9000)]) == {69000}
}

test_that_is_asked_for_a_while if {
	count(findings([signal("hot_network", "session", -50000)], "none")) == 0
}

test_stranger_cannot_suspend if {
	failures := array.concat(
		all("sign_in_failed", "device", numbers.range(9001, 9100)),
		all("wrong_factor", "user", numbers.range(9001, 9100)),
	)
	network := [signal("hot_network", "session", 9000), signal("password_spraying", "session", 9000)]
	count(findings(array.concat(failures, network), "proved")) == 0
}
