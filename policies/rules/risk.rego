# What adds to the risk of this session: signals that were noticed, with the points that are left of them, and
# what rules raise here and now. What somebody has confirmed ("that was me") adds nothing any more.
package leasehold.risk

factors contains {"kind": signal.kind, "cause": signal.cause, "points": signal.points} if {
	some signal in input.signals
	signal.points > 0
	not confirmed(signal.cause)
}

factors contains {"kind": rule, "cause": raised.cause, "points": raised.points} if {
	some rule in ["threat_list", "unusual_behaviour", "device_changed"]
	data.settings[rule].enabled
	some raised in data.leasehold.rules[rule].raises
	not confirmed(raised.cause)
}

score := sum([factor.points | some factor in factors])

confirmed(cause) if {
	some waiver in input.waivers
	waiver.rule == "risk_score"
	waiver.cause == cause
	input.now < waiver.until
}
