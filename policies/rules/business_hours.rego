# Business hours: the person's local time is outside their working hours. It says when it returns.
package leasehold.rules.business_hours

findings contains {"cause": cause, "subject": "user", "until": input.hours.changes_at} if not open

boundaries contains input.hours.changes_at

# The cause is another one from then on.
boundaries contains at if {
	at := input.hours.holiday_changes_at
	at != null
}

default cause := "outside_hours"

cause := "holiday" if {
	input.hours.holiday
	current
}

open if {
	input.hours.open
	not input.hours.holiday
	current
}

# Hours that were worked out for an earlier moment are no hours.
current if input.now < input.hours.changes_at
