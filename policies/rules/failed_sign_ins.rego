# Failed sign-ins: too many of them, in this browser, with the right password wherever, or on the network where the
# session began. Anybody can fail to sign in, so none of this reaches a device that proves its key: nobody can take
# a stranger's access away.
package leasehold.rules.failed_sign_ins

settings := data.settings.failed_sign_ins

findings contains {"cause": cause, "subject": "device", "until": until} if {
	not keyed
	some cause, until in too_many
}

# New sign-ins from there prove more. That is over only when they have.
findings contains {"cause": signal.cause, "subject": "session", "action": "revoke", "remedy": "step_up"} if {
	not keyed
	some signal in began_among
	input.now < asked_until(signal)
}

boundaries contains until if {
	not keyed
	some until in too_many
}

boundaries contains next if {
	not keyed
	next := min([at | some signal in began_among; at := asked_until(signal); at > input.now])
}

# Until when there are too many: without a further one they are too few as soon as the oldest of the latest ones that
# make it too many no longer counts. Signals come latest first.
too_many[kind] := until if {
	some kind, moments in {"sign_in_failed": in_this_browser, "wrong_factor": with_the_password}
	until := moments[settings.failures - 1] + window
}

in_this_browser := [signal.at |
	some signal in input.signals
	signal.kind == "sign_in_failed"
	signal.subject == "device"
	input.now < signal.at + window
]

# Not what one session has done: the hold is on all of them that this device has.
with_the_password := [signal.at |
	some signal in input.signals
	signal.kind == "wrong_factor"
	signal.subject in {"device", "user"}
	input.now < signal.at + window
]

began_among contains signal if {
	some signal in input.signals
	signal.kind in {"hot_network", "password_spraying"}
}

asked_until(signal) := signal.at + (settings.asks_for_s * 1000)

window := settings.window_s * 1000

keyed if input.device.key == "proved"
