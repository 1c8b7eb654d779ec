package leasehold.rules.dormant_scope_test

import data.leasehold.rules.dormant_scope

settings := object.union(data.settings.dormant_scope, {"days": 10})

day := 86400000

now := 100 * day

facts(since) := {"now": now, "scopes": {
	"accounts.read": {"sensitive": false, "harmless": false, "idle_since": now},
	"payments.write": {"sensitive": true, "harmless": false, "idle_since": since},
}}

findings(since) := said if {
	said := dormant_scope.findings with input as facts(since) with data.settings.dormant_scope as settings
}

boundaries(since) := said if {
	said := dormant_scope.boundaries with input as facts(since) with data.settings.dormant_scope as settings
}

test_what_is_used_stays if {
	count(findings(now - (9 * day))) == 0
}

test_what_is_not_used_goes_and_nothing_else if {
	expected := {{"cause": "scope=payments.write", "subject": "client", "only": ["payments.write"]}}
	findings(now - (10 * day)) == expected
}

test_what_nobody_has_is_not_dormant if {
	count(findings(null)) == 0
	boundaries(null) == {now + (10 * day)}
}

test_the_day_it_goes_is_a_boundary if {
	boundaries(now - day) == {now + (9 * day), now + (10 * day)}
}
