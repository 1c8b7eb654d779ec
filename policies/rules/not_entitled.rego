# Not entitled: the scope is for people with certain roles, and this person has none of them. Scopes that the
# settings do not name are for everybody.
package leasehold.rules.not_entitled

findings contains {"cause": concat("=", ["scope", scope]), "subject": "user", "only": [scope]} if {
	some scope, roles in data.settings.not_entitled.roles
	input.scopes[scope]
	not entitled(roles)
}

entitled(roles) if {
	some role in roles
	role in input.roles
}
