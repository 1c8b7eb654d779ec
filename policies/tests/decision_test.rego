package leasehold.decision_test

import data.leasehold.decision

device := {"id": "dev_1", "trusted": true, "blocked": false, "trusted_until": null, "key": "proved"}

place(country, region) := {"country": country, "region": region, "quality": "observed"}

hours := {"zone": "UTC", "open": true, "changes_at": 2000}

facts := {
	"now": 1000,
	"scopes": {"payments.write": {"sensitive": true, "harmless": false}},
	"issued_in": place("NL", "eu_eea"),
	"place": place("BR", "other"),
	"device": device,
	"hours": hours,
	"waivers": [],
}

with_waiver(waiver) := object.union(facts, {"waivers": [waiver]})

test_settings_fill_in_what_a_rule_leaves_open if {
	expected := {
		"rule": "left_region",
		"action": "revoke",
		"remedy": "step_up",
		"scopes": "sensitive",
		"cause": "country=BR",
		"subject": "session",
	}
	decision.findings == {expected} with input as facts
}

test_a_rule_switched_off_says_nothing if {
	settings := object.union(data.settings.left_region, {"enabled": false})
	count(decision.findings) == 0 with input as facts with data.settings.left_region as settings
}

test_a_waiver_for_the_cause_counts if {
	waiver := {"rule": "left_region", "cause": "country=BR", "until": 1001}
	count(decision.findings) == 0 with input as with_waiver(waiver)
}

test_a_waiver_for_another_cause_does_not_count if {
	waiver := {"rule": "left_region", "cause": "country=AR", "until": 1001}
	count(decision.findings) == 1 with input as with_waiver(waiver)
}

test_a_waiver_of_another_rule_does_not_count if {
	waiver := {"rule": "new_device", "cause": "country=BR", "until": 1001}
	count(decision.findings) == 1 with input as with_waiver(waiver)
}

test_a_waiver_counts_until_its_end if {
	waiver := {"rule": "left_region", "cause": "country=BR", "until": 1000}
	count(decision.findings) == 1 with input as with_waiver(waiver)
}

test_boundaries_come_with_their_scopes if {
	decision.boundaries == {{"at": 2000, "scopes": ["invoices.approve"]}} with input as facts
}

test_without_the_rule_for_keys_a_changed_device_is_a_new_one if {
	off := object.union(data.settings.device_changed, {"enabled": false})
	changed := object.union(device, {"trusted": false, "key": "changed"})
	said := decision.findings with data.settings.device_changed as off
		with input as object.union(facts, {"device": changed, "place": facts.issued_in})
	{finding.rule | some finding in said} == {"new_device"}
}

test_a_boundary_may_name_its_scopes if {
	said := {7, {"at": 8, "scopes": ["accounts.read"]}}
	expected := {{"at": 7, "scopes": ["invoices.approve"]}, {"at": 8, "scopes": ["accounts.read"]}}
	decision.boundaries == expected with data.leasehold.rules.business_hours.boundaries as said with input as facts
}
