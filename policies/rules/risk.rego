# What adds to the risk of this session: signals that were noticed, with the points that are left of them, and
# what rules raise here and now. What somebody has confirmed ("that was me") adds nothing any more.
package leasehold.risk

# What was noticed several times is one factor.
factors contains {"kind": kind, "cause": cause, "points": points} if {
	some [kind, cause] in {[signal.kind, signal.cause] | some signal in counted}
	points := sum([signal.points | some signal in counted; signal.kind == kind; signal.cause == cause])
}

factors contains {"kind": noticed.rule, "cause": noticed.cause, "points": noticed.points} if {
	some noticed in raised
	data.settings[noticed.rule].enabled
	not confirmed(noticed.cause)
}

score := sum([factor.points | some factor in factors])

# A list: two signals that look the same are two.
counted := [signal |
	some signal in input.signals
	signal.points > 0
	not confirmed(signal.cause)
	not by_strangers(signal)
]

# Anyone can fail to sign in. To a device that proves its key that means nothing: nobody can take a stranger's
# access away.
by_strangers(signal) if {
	input.device.key == "proved"
	signal.kind in {"hot_network", "password_spraying", "sign_in_failed", "wrong_factor"}
}

confirmed(cause) if {
	some waiver in input.waivers
	waiver.rule == "risk_score"
	waiver.cause == cause
	input.now < waiver.until
}

# Named one by one: the rule about the score, which looks here, must be none of those that are looked at. Modules
# of one's own raise in a package leasehold.raises.<code>.
raised contains object.union(said, {"rule": "threat_list"}) if {
	some said in data.leasehold.rules.threat_list.raises
}

raised contains object.union(said, {"rule": "unusual_behaviour"}) if {
	some said in data.leasehold.rules.unusual_behaviour.raises
}

raised contains object.union(said, {"rule": rule}) if {
	some rule, _ in data.settings
	some said in data.leasehold.raises[rule].raises
}
