overview-title = { $n ->
    [0] All is well, { $name }.
    [one] One permission needs you, { $name }.
   *[other] { $n } permissions need you, { $name }.
}
overview-title-device = { $n ->
    [one] A new device signed in, { $name }.
   *[other] { $n } new devices signed in, { $name }.
}
overview-lead-device = Was it you? Until you say so, it cannot do anything sensitive.
overview-lead-needs = Everything else works as usual.
overview-lead-fine = All your apps work as usual.
overview-lead-paused = Nothing needs you. What is paused comes back by itself.
overview-recent = Recent activity
overview-details = Details
off-in-app = { $n ->
    [one] { $nouns } is off in { $app }
   *[other] { $nouns } are off in { $app }
}
still-works = { $n ->
    [one] { $nouns } still works.
   *[other] These still work: { $nouns }.
}
took-effect = Took effect in { $seconds } s
paused-returns = It comes back by itself.

restore-button = Restore { $app }
restore-reconsent = Allow { $app } again
restore-confirm-device = Confirm this device on one you already trust: open “Devices & sessions” there.
confirm-number-title = Confirm this device
restore-number = The trusted device asks for this number
confirm-here = Confirm here
confirm-mail-how = Or get part of it back now: open a link that we mail you, in this browser. What is most sensitive stays off until a trusted device confirms this one.
confirm-mail = Send me a link by mail
restore-elsewhere = Open this page on { $device } to restore it there.
restore-ask-admin = Ask your administrator to give it back.

access-lead = What your apps may do for you, and what they lost.
access-empty = No apps have access.
access-details = Details
app-active = Active
app-limited = Limited
app-this-device = This device
app-since = connected

activity-lead = What happened to your account, newest first.
activity-empty = Nothing has happened yet.
activity-withdrawn = { $what } switched off
activity-paused = { $what } paused
activity-restored = { $what } is back on
activity-allowed = You allowed: { $what }
activity-confirmed = You confirmed it was you: { $what }
activity-expired = { $what } ran out
activity-ended = { $what } lost its access
activity-was-me = You said that unusual activity on { $what } was you
activity-device-confirmed = You confirmed { $what }
activity-device-known-by-mail = You confirmed { $what } by mail
activity-device-blocked = You blocked { $what }
activity-device-trust-withdrawn = { $what } is no longer trusted
activity-device-cookie-reused = An outdated copy of { $what } appeared and was not recognised
activity-account-set-up = Account set up on { $what }
activity-sign-in = Signed in on { $what }
activity-sign-out = Signed out on { $what }

unusual-rest = Everything
unusual-title = Unusual activity
unusual-lead = What was unlike you lately. Say so if it was you: for 30 days the same no longer counts against you. What you leave alone counts less each day.
unusual-times = { $n } times
unusual-elsewhere = Only another device that you trusted before can say that this was you.
unusual-confirmed = You said this was you
unusual-sign-in-failed = A sign-in failed
unusual-wrong-factor = Somebody had your password and failed at the next step
unusual-hot-network = You signed in from a network where many sign-ins were failing
unusual-password-spraying = You signed in from a network where many accounts were being tried
unusual-new-device = A device signed in for the first time
unusual-impossible-travel = Your account was used in two places, too far apart for the time between
unusual-token-replay = Access of an app was used twice, as if somebody had copied it
unusual-cookie-reused = An outdated copy of a device appeared and was not recognised
unusual-passkey-cloned = A passkey may have been copied
unusual-other-key = A sign-in appeared with another key than its own
unusual-traits-changed = A device looks different than before
unusual-credential-changed = A way to prove it’s you was changed
unusual-recovery-used = A recovery code was used
unusual-role-changed = Your roles were changed
unusual-other = Something was unusual

devices-lead = Several sessions on one device are normal. Places are approximate.
devices-unusual = Unusual
devices-yours = Your devices
devices-no-others = No other devices are signed in.
devices-sign-out-others = Sign out all other sessions
device-this = This device
device-active-now = active now
device-trusted-until = trusted until { $date }
device-trusted = trusted
device-not-confirmed = not confirmed yet
device-blocked = marked as not yours
device-signed-out = signed out
device-signed-in = Signed in
device-sign-out = Sign out { $device }
device-new = New, first seen { $when }
device-new-signed-in = Signed in
device-new-cannot = Until you confirm it, it cannot do anything sensitive.
device-was-me = This was me
device-was-not-me = This wasn't me
device-not-mine = This isn't mine
device-mine-after-all = It is mine after all
device-mine-how = Sign in there first: its access page shows the number that you are asked for here.
block-title = Is { $device } not yours?
block-lead = Say so if somebody else is using your account there.
block-signs-out = It is signed out everywhere, and cannot do anything sensitive if it signs in again.
block-trust = Devices that were confirmed from it are no longer trusted, and what was confirmed there is over.
block-factors = Passkeys, codes and PINs that were added on it stop working. Your password stays: change it if somebody may know it.
block-back = If you were wrong, you can take it back from this device.
block-submit = Yes, block it
block-cancel = Cancel, it stays as it is
device-confirm-elsewhere = Only a device that was trusted before can confirm this one.
device-confirm-needs-key = This browser has no key that is older than the new device, so it cannot confirm it. Turn on JavaScript and sign in here again, so that it can confirm the next one; this one can confirm itself with a passkey.

notice-unchanged = Nothing was changed.
notice-restored = Restored. Your usual confirmations stay as they are.
notice-confirmed = Confirmed. The device can now do what you allowed there.
notice-was-me = Thank you. It no longer counts against you.
notice-known = Confirmed by mail. What is most sensitive still waits for a trusted device.
notice-link-sent = We sent you a link. Open it in this browser, within 15 minutes.
notice-link-paused = You asked for several links already. Use the latest one, or try again later.
notice-blocked = Blocked. The device is signed out and cannot be used with your account.
notice-proved = Thank you, that was you. Now do it once more.
notice-signed-out = Signed out.
notice-signed-out-others = All other sessions are signed out.
