package leasehold.rules.left_region_test

import data.leasehold.rules.left_region

place(country, region, quality) := {"country": country, "region": region, "quality": quality}

nl := place("NL", "eu_eea", "observed")

de := place("DE", "eu_eea", "asserted")

br := place("BR", "other", "observed")

us := place("US", "other", "observed")

unknown := place(null, null, "observed")

facts(issued_in, now) := {"issued_in": issued_in, "place": now}

left(country) := {{"cause": concat("=", ["country", country]), "subject": "session"}}

suspended := {{"cause": "country=unknown", "subject": "session", "action": "suspend", "remedy": "wait"}}

test_at_home_nothing_is_said if {
	count(left_region.findings) == 0 with input as facts(nl, nl)
}

test_another_country_of_the_region_is_home if {
	count(left_region.findings) == 0 with input as facts(nl, de)
}

test_another_country_counts_by_country if {
	settings := object.union(data.settings.left_region, {"by": "country"})
	left_region.findings == left("DE") with input as facts(nl, de) with data.settings.left_region as settings
	count(left_region.findings) == 0 with input as facts(nl, nl) with data.settings.left_region as settings
}

test_outside_is_outside if {
	left_region.findings == left("BR") with input as facts(nl, br)
}

test_outside_is_outside_even_if_access_was_given_there if {
	left_region.findings == left("BR") with input as facts(br, br)
	left_region.findings == left("US") with input as facts(br, us)
}

test_coming_back_inside_is_another_region_too if {
	left_region.findings == left("NL") with input as facts(br, nl)
}

test_before_there_is_a_grant_only_outside_counts if {
	left_region.findings == left("BR") with input as facts(null, br)
	count(left_region.findings) == 0 with input as facts(null, nl)
}

test_own_regions if {
	settings := object.union(data.settings.left_region, {"inside": ["other"]})
	count(left_region.findings) == 0 with input as facts(br, us) with data.settings.left_region as settings
	left_region.findings == left("NL") with input as facts(nl, nl) with data.settings.left_region as settings
}

test_an_unknown_place_only_suspends if {
	left_region.findings == suspended with input as facts(nl, unknown)
	left_region.findings == suspended with input as facts(nl, place(null, null, "asserted"))
	left_region.findings == suspended with input as facts(nl, place("BR", null, "observed"))
}

test_an_unknown_place_at_issuance_is_compared_with_nothing if {
	count(left_region.findings) == 0 with input as facts(unknown, nl)
}

test_claims_count_for_nothing if {
	count(left_region.findings) == 0 with input as facts(nl, place("BR", "other", "claimed"))
	count(left_region.findings) == 0 with input as facts(nl, place(null, null, "claimed"))
	count(left_region.findings) == 0 with input as facts(place("BR", "other", "claimed"), nl)
}
