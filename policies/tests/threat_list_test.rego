package leasehold.rules.threat_list_test

import data.leasehold.rules.threat_list

listed(name) := {"now": 1000, "network": {"listed": name}}

test_a_network_on_no_list_is_fine if {
	count(threat_list.findings) == 0 with input as listed(null)
	count(threat_list.raises) == 0 with input as listed(null)
}

test_a_listed_network_is_named_by_its_list if {
	threat_list.findings == {{"cause": "list=drop", "subject": "session"}} with input as listed("drop")
}

test_a_listed_network_raises_the_risk if {
	settings := object.union(data.settings.threat_list, {"points": 7})
	expected := {{"cause": "list=drop", "points": 7}}
	threat_list.raises == expected with input as listed("drop") with data.settings.threat_list as settings
}
