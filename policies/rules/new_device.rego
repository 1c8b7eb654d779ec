# New device: the person has not confirmed this browser yet, or no longer, or said that it is not theirs.
package leasehold.rules.new_device

findings contains {"cause": concat("=", ["device", input.device.id]), "subject": "device"} if {
	not trusted
	not input.device.blocked
	not changed
}

# A cause of its own, so that a waiver from before the device was blocked speaks for nothing.
findings contains {"cause": concat("=", ["blocked", input.device.id]), "subject": "device"} if {
	input.device.blocked
}

# Said by the rule that knows more of it, unless that one is switched off.
changed if {
	data.settings.device_changed.enabled
	input.device.key in {"lost", "changed"}
}

boundaries contains input.device.trusted_until if trust_ends

trusted if {
	input.device.trusted
	not trust_over
}

trust_over if {
	trust_ends
	input.device.trusted_until <= input.now
}

# Trust may have no end; null would compare as less than every number.
trust_ends if is_number(input.device.trusted_until)
