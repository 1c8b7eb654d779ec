# Device posture: a source says that the device is not as its organisation wants it. Each source speaks for itself,
# and only it takes back what it said.
package leasehold.rules.device_posture

findings contains {
	"cause": concat("=", ["posture", posture.source]),
	"subject": "device",
	"until": posture.until,
} if {
	some posture in input.device.posture
	not posture.compliant
	not over(posture)
}

boundaries contains posture.until if {
	some posture in input.device.posture
	is_number(posture.until)
}

over(posture) if {
	is_number(posture.until)
	posture.until <= input.now
}
