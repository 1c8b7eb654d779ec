# Threat list: a list names the network that the request comes from, and somebody vouches for the address. What
# comes from there is denied; that it came from there is part of the risk.
package leasehold.rules.threat_list

findings contains {"cause": cause, "subject": "session"}

raises contains {"cause": cause, "points": data.settings.threat_list.points}

cause := concat("=", ["list", input.network.listed]) if is_string(input.network.listed)
