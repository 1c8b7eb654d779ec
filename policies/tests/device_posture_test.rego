package leasehold.rules.device_posture_test

import data.leasehold.rules.device_posture

posture(source, compliant, until) := {"source": source, "compliant": compliant, "at": 500, "until": until}

facts(postures) := {"now": 1000, "device": {"id": "dev_1", "posture": postures}}

off(source, until) := {"cause": concat("=", ["posture", source]), "subject": "device", "until": until}

test_of_which_nobody_speaks_is_fine if {
	count(device_posture.findings) == 0 with input as facts([])
}

test_a_compliant_device_is_fine if {
	count(device_posture.findings) == 0 with input as facts([posture("mdm", true, null)])
}

test_a_device_that_is_not_waits_until_it_is if {
	device_posture.findings == {off("mdm", null)} with input as facts([posture("mdm", false, null)])
	count(device_posture.boundaries) == 0 with input as facts([posture("mdm", false, null)])
}

test_or_until_that_no_longer_counts if {
	device_posture.findings == {off("mdm", 1001)} with input as facts([posture("mdm", false, 1001)])
	device_posture.boundaries == {1001} with input as facts([posture("mdm", false, 1001)])
	count(device_posture.findings) == 0 with input as facts([posture("mdm", false, 1000)])
}

test_one_source_does_not_speak_for_another if {
	said := [posture("edr", false, null), posture("mdm", true, null)]
	device_posture.findings == {off("edr", null)} with input as facts(said)
}
