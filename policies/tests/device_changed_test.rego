package leasehold.rules.device_changed_test

import data.leasehold.rules.device_changed
import data.leasehold.rules.new_device

facts(key, blocked) := {"now": 1000, "waivers": [], "device": {
	"id": "dev_1",
	"trusted": false,
	"blocked": blocked,
	"trusted_until": null,
	"key": key,
}}

test_a_device_with_its_key_is_fine if {
	count(device_changed.findings) == 0 with input as facts("proved", false)
}

test_a_device_that_never_had_a_key_is_fine if {
	count(device_changed.findings) == 0 with input as facts("none", false)
}

test_a_lost_key_is_a_cause if {
	device_changed.findings == {{"cause": "lost=dev_1", "subject": "device"}} with input as facts("lost", false)
}

test_another_key_is_another_cause if {
	expected := {{"cause": "changed=dev_1", "subject": "device"}}
	device_changed.findings == expected with input as facts("changed", false)
}

test_a_blocked_device_is_blocked_and_no_more if {
	count(device_changed.findings) == 0 with input as facts("lost", true)
}

test_one_rule_speaks_of_it if {
	count(new_device.findings) == 0 with input as facts("lost", false)
}
