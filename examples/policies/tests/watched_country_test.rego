package leasehold.rules.watched_country_test

import data.leasehold.raises.watched_country as risk
import data.leasehold.rules.watched_country

place(country, quality) := {"place": {"country": country, "region": "other", "quality": quality}}

test_a_watched_country_is_a_cause if {
	expected := {{"cause": "country=KP", "subject": "session"}}
	watched_country.findings == expected with input as place("KP", "observed")
}

test_others_are_not if {
	count(watched_country.findings) == 0 with input as place("NL", "observed")
	count(watched_country.findings) == 0 with input as place(null, "observed")
}

test_claims_count_for_nothing if {
	count(watched_country.findings) == 0 with input as place("KP", "claimed")
}

test_it_adds_to_the_risk if {
	risk.raises == {{"cause": "country=KP", "points": 30}} with input as place("KP", "observed")
}
