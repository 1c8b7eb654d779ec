package leasehold.rules.business_hours_test

import data.leasehold.rules.business_hours

facts(open, changes_at) := {"now": 1000, "hours": {
	"zone": "UTC",
	"open": open,
	"holiday": false,
	"changes_at": changes_at,
}}

holiday(open, changes_at) := object.union(facts(open, changes_at), {"hours": {"holiday": true}})

outside(until) := {{"cause": "outside_hours", "subject": "user", "until": until}}

off(until) := {{"cause": "holiday", "subject": "user", "until": until}}

test_within_hours_nothing_is_said if {
	count(business_hours.findings) == 0 with input as facts(true, 1001)
}

test_outside_hours_it_says_until_when if {
	business_hours.findings == outside(5000) with input as facts(false, 5000)
}

test_hours_of_an_earlier_moment_are_none if {
	business_hours.findings == outside(1000) with input as facts(true, 1000)
}

test_the_next_change_is_a_boundary if {
	business_hours.boundaries == {1001} with input as facts(true, 1001)
	business_hours.boundaries == {5000} with input as facts(false, 5000)
}

test_the_midnight_between_two_causes_is_a_boundary if {
	night := object.union(facts(false, 5000), {"hours": {"holiday_changes_at": 3000}})
	business_hours.boundaries == {3000, 5000} with input as night
	never := object.union(facts(false, 5000), {"hours": {"holiday_changes_at": null}})
	business_hours.boundaries == {5000} with input as never
}

test_a_holiday_is_a_reason_of_its_own if {
	business_hours.findings == off(5000) with input as holiday(false, 5000)
}

test_nobody_works_on_a_holiday if {
	business_hours.findings == off(5000) with input as holiday(true, 5000)
}

test_a_holiday_of_an_earlier_moment_is_none if {
	business_hours.findings == outside(1000) with input as holiday(false, 1000)
}
