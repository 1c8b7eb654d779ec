# Business hours: the person's local time is outside their working hours. It says when it returns.
package leasehold.rules.business_hours

findings contains {"cause": "outside_hours", "subject": "user", "until": input.hours.changes_at} if not open

boundaries contains input.hours.changes_at

# Hours that were worked out for an earlier moment are no hours.
open if {
	input.hours.open
	input.now < input.hours.changes_at
}
