package leasehold.rules.new_device_test

import data.leasehold.rules.new_device

facts(trusted, blocked, until) := {"now": 1000, "device": {
	"id": "dev_1",
	"trusted": trusted,
	"blocked": blocked,
	"trusted_until": until,
	"key": "none",
}}

new := {{"cause": "device=dev_1", "subject": "device"}}

blocked := {{"cause": "blocked=dev_1", "subject": "device"}}

test_a_trusted_device_is_fine if {
	count(new_device.findings) == 0 with input as facts(true, false, 1001)
}

test_trust_without_end_is_fine if {
	count(new_device.findings) == 0 with input as facts(true, false, null)
	count(new_device.boundaries) == 0 with input as facts(true, false, null)
}

test_a_device_never_confirmed_is_new if {
	new_device.findings == new with input as facts(false, false, null)
}

test_trust_past_its_end_is_none if {
	new_device.findings == new with input as facts(true, false, 1000)
}

test_a_blocked_device_is_blocked_whatever_else if {
	new_device.findings == blocked with input as facts(true, true, 1001)
	new_device.findings == blocked with input as facts(false, true, null)
}

test_the_end_of_trust_is_a_boundary if {
	new_device.boundaries == {1001} with input as facts(true, false, 1001)
}
