# Device changed: the browser came with the cookie of a device that has a key, and showed none or another. That
# is the same browser after its storage was cleared, or somebody with a copy of the cookie. A device that only looks
# different takes nothing away here: the signal traits_changed has a weight in data.risk.
package leasehold.rules.device_changed

findings contains {"cause": concat("=", [input.device.key, input.device.id]), "subject": "device"} if {
	input.device.key in {"lost", "changed"}
	not input.device.blocked
}
