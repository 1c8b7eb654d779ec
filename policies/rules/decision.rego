# Puts together what the rules say. A rule is a package leasehold.rules.<code> with settings of the same
# code in data.settings. It gives
#
#   findings      a set of {"cause", "subject"}, where needed with "action", "remedy", "scopes" or "until" to
#                 differ from its settings, or with "only" to speak of some of its scopes;
#   boundaries    moments (milliseconds) at which it would speak differently with no other fact changing, or
#                 {"at", "scopes"} where they concern other scopes than its settings;
#   ends_session  true when the session has to end;
#   challenge_sign_in  true when whoever signs in has to do at once what gives back what it takes.
#
# Which scopes a selector means is worked out outside, and so is everything a rule must not be able to
# change: consent, assurance and the scopes of recovery.
package leasehold.decision

answer := {
	"findings": findings,
	"boundaries": boundaries,
	"risk": data.leasehold.risk.factors,
	"ends_session": ends_session,
	"challenge_sign_in": challenge_sign_in,
}

# A rule that says so ends the session, not only its scopes.
default ends_session := false

ends_session if {
	some rule, settings in data.settings
	settings.enabled
	data.leasehold.rules[rule].ends_session
}

default challenge_sign_in := false

challenge_sign_in if {
	some rule, settings in data.settings
	settings.enabled
	data.leasehold.rules[rule].challenge_sign_in
}

findings contains finding if {
	some rule, settings in data.settings
	settings.enabled
	some said in data.leasehold.rules[rule].findings
	usual := {"action": settings.action, "remedy": settings.remedy, "scopes": settings.scopes}
	finding := object.union(object.union(usual, said), {"rule": rule})
	not waived(finding)
}

boundaries contains boundary if {
	some rule, settings in data.settings
	settings.enabled
	some said in data.leasehold.rules[rule].boundaries
	boundary := object.union({"scopes": settings.scopes}, moment(said))
}

moment(said) := said if {
	is_object(said)
} else := {"at": said}

# Somebody proved themselves for this very cause. Another cause of the same rule is another matter.
waived(finding) if {
	some waiver in input.waivers
	waiver.rule == finding.rule
	waiver.cause == finding.cause
	input.now < waiver.until
}
