# Dormant scope: nobody has used it for a long time. What is not used is no loss to its owner, and would be a gain to
# others. Only that scope goes, and only in that app.
package leasehold.rules.dormant_scope

findings contains {"cause": concat("=", ["scope", scope]), "subject": "client", "only": [scope]} if {
	some scope, at in dormant_at
	input.now >= at
}

boundaries contains at if some at in dormant_at

dormant_at[scope] := facts.idle_since + patience if {
	some scope, facts in input.scopes
	is_number(facts.idle_since)
}

patience := ((data.settings.dormant_scope.days * 24) * 3600) * 1000
