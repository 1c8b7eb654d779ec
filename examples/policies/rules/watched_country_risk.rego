# A rule that also adds to the risk says so in a package of its own.
package leasehold.raises.watched_country

import data.leasehold.rules.watched_country

raises contains {"cause": finding.cause, "points": data.settings.watched_country.points} if {
	some finding in watched_country.findings
}
