# What adds to the risk of this session: signals that were noticed, with the points that are left of them, and
# what rules raise here and now. What somebody has confirmed ("that was me") adds nothing any more.
package leasehold.risk

# What was noticed several times stands here several times.
factors := [part |
	some parts in [noticed, raised]
	some part in parts
]

score := sum([part.points | some part in factors])

noticed := [{"kind": signal.kind, "cause": signal.cause, "points": signal.points} | some signal in counted]

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
raised contains part if {
	some said in data.leasehold.rules.threat_list.raises
	part := factor("threat_list", said)
}

raised contains part if {
	some said in data.leasehold.rules.unusual_behaviour.raises
	part := factor("unusual_behaviour", said)
}

raised contains part if {
	some rule, settings in data.settings
	settings.enabled
	some said in data.leasehold.raises[rule].raises
	part := factor(rule, said)
}

factor(rule, said) := {"kind": rule, "cause": said.cause, "points": said.points} if {
	data.settings[rule].enabled
	said.points > 0
	not confirmed(said.cause)
}
