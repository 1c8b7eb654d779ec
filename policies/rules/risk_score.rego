# Risk score: what adds to the risk of a session, taken together. Above the soft limit it waits until that has
# faded; above the hard one each part of it has to be confirmed as well, by whoever signs in before they get any
# further, and the session ends if it is part of it itself. What was noticed as it began does not count for that:
# the next one would begin the same way, and no session would live long enough to confirm anything.
#
# The score is of the session, and so is every hold, also for what was noticed about the device or the person: a
# hold on all of a person's sessions would reach those that prove their key, and would open again from each
# session in which nobody has confirmed anything yet.
package leasehold.rules.risk_score

settings := data.settings.risk_score

findings contains {
	"cause": "elevated",
	"subject": "session",
	"scopes": settings.soft_scopes,
	"action": "suspend",
	"remedy": "wait",
} if {
	data.leasehold.risk.score > settings.soft
}

findings contains {"cause": factor.cause, "subject": "session"} if {
	above_hard
	some factor in data.leasehold.risk.factors
}

ends_session if {
	above_hard
	some signal in data.leasehold.risk.counted
	signal.subject == "session"
	not signal.values.at_sign_in
}

challenge_sign_in if above_hard

above_hard if data.leasehold.risk.score > settings.hard

boundaries contains {"at": fades_at, "scopes": scopes} if {
	fades_at := min([signal.fades_at | some signal in data.leasehold.risk.counted])
	some scopes in [settings.scopes, settings.soft_scopes]
}
