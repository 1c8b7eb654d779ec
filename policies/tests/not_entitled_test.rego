package leasehold.rules.not_entitled_test

import data.leasehold.rules.not_entitled

facts(roles) := {"now": 1000, "roles": roles, "scopes": {
	"accounts.read": {"sensitive": false, "harmless": false, "idle_since": null},
	"payments.write": {"sensitive": true, "harmless": false, "idle_since": null},
}}

findings(given, roles) := said if {
	settings := object.union(data.settings.not_entitled, {"roles": given})
	said := not_entitled.findings with input as facts(roles) with data.settings.not_entitled as settings
}

payments := {{"cause": "scope=payments.write", "subject": "user", "only": ["payments.write"]}}

test_as_it_ships_everything_is_for_everybody if {
	count(not_entitled.findings) == 0 with input as facts([])
}

test_without_the_role_the_scope_goes_and_nothing_else if {
	findings({"payments.write": ["payer"]}, ["reader"]) == payments
	findings({"payments.write": ["payer"]}, []) == payments
}

test_one_of_its_roles_is_enough if {
	count(findings({"payments.write": ["payer", "treasurer"]}, ["reader", "treasurer"])) == 0
}

test_a_scope_for_no_role_is_for_nobody if {
	findings({"payments.write": []}, ["payer"]) == payments
}

test_scopes_that_are_not_decided_on_concern_nobody if {
	count(findings({"admin.write": ["admin"]}, [])) == 0
}
