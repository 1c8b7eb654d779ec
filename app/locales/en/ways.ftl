nav-ways = Ways to prove it's you

factor-password = Password
factor-totp = Authenticator app
factor-passkey = Passkey
factor-pin = PIN
factor-recovery-codes = Recovery codes

ways-lead = The strongest come first. To add or change one, you confirm it's you.
ways-only-password = Only your password protects your account: whoever learns it can sign in as you. Add a passkey; it takes a few seconds.
ways-no-codes = If you lost your devices today, you could not get back in by yourself. Make recovery codes and keep them somewhere safe.
ways-synced = synced between your devices
ways-one-device = this device only
ways-may-sync = not synced yet
ways-uses = { $n ->
    [one] used once by its own count
   *[other] used { $n } times by its own count
}
ways-codes-left = { $n ->
    [one] one code left
   *[other] { $n } codes left
}
ways-codes-few = Make new ones soon
ways-counts-from = Counts from { $when }
ways-added = added
ways-added-on = on { $device }
ways-locked = Locked
ways-copied = May have been copied
ways-copied-replace = It may have been copied: remove it and add a new one. Until then it counts no more than your password.
ways-unlock-here = Too many wrong tries. Confirm something here in another way, or set a new PIN; that unlocks it.
ways-unlock-there = Too many wrong tries. Confirm something on that device in another way; that unlocks it.
ways-used = last used
ways-never-used = never used
ways-change = Rename or remove
ways-remove = Remove
ways-add = Add a way
ways-passkey-text = Your fingerprint, your face or the lock of your screen. Nothing to type, and no false page can ask you for it.
ways-passkey-another = Add another passkey
ways-totp-text = A code from an app on your phone, which also works without reception.
ways-totp-again = Move to another app
ways-codes-text = Ten codes to print and keep, for the day when you have lost everything else.
ways-codes-make = Make recovery codes
ways-codes-again = Make new codes
ways-back = Cancel, nothing changes

way-another = Use another way
way-passkey = Passkey
way-passkey-continue = Continue with passkey
passkey-refused = That passkey was not accepted. Try again, or use another way.
sign-in-passkey = Sign in with a passkey
sign-in-passkey-refused = That passkey was not accepted. Try again, or sign in with your name and password.

confirm-title = Confirm it's you
confirm-lead = You are signed in as { $username }. Before you change how you prove it's you, we make sure that it is.
confirm-none = I have none of these: use a recovery code
recovery-code = Recovery code
recovery-code-hint = Each code works once. It lets you add a new way; the new way counts after a wait, and other apps ask you to sign in again.
recovery-use = Use this code
recovery-wrong = That is not one of your unused codes.

passkey-title = Add a passkey
passkey-lead = Your browser asks for your fingerprint, your face or the lock of your screen. That is all: there is nothing to remember.
passkey-name = Name of this passkey
passkey-name-hint = So that you recognise it in your list.
passkey-counts-now = It counts at once, for signing in and for confirming.
passkey-counts-later = You can sign in with it at once. To confirm payments and changes, it counts in { $span }: if it were not yours, you would have that long to notice.
passkey-submit = Add this passkey

codes-title = Recovery codes
codes-lead = Ten codes for the day when you have lost your other ways. Each works once.
codes-limits = A code lets you add a new way. It never confirms a payment.
codes-replaces = { $n ->
    [one] Your one unused code stops working.
   *[other] Your { $n } unused codes stop working.
}
codes-make = Make ten codes
codes-shown-title = Keep these codes
codes-shown-lead = They are shown this once. Print them, or keep them where you keep your passwords.
codes-download = Download
codes-copy = Copy
codes-print = Print
codes-copied = Copied.
codes-saved = I have saved them

factor-rename = Save the name
factor-remove = Remove { $name }
factor-name-invalid = A name has 1 to 60 characters.
factor-not-sure = Nothing was removed. Please tick that you are sure.
factor-too-weak = Nothing was removed. With a recovery code, or on a device that you have not confirmed yet, you can add a way, not take one away.
passkey-removed-title = Passkey removed
passkey-removed-lead = It no longer works here. Where it is kept, such as on your phone or in a password manager, it may still be offered: delete it there.
passkey-removed-back = Back to your ways
factor-last-passkey = This is your last passkey. What asks for one cannot be confirmed without it.
factor-last-second = This is your last way beside the password. Without it you cannot send money or confirm anything, and a new one counts only after a wait.
factor-last-here = This is your last way that works here. What is left beside it works on another device only, or is locked.
factor-sure = I am sure

activity-passkey-enrolled = Passkey added on { $what }
activity-passkey-removed = Passkey removed on { $what }
activity-totp-enrolled = Authenticator app added on { $what }
activity-totp-removed = Authenticator app removed on { $what }
activity-pin-enrolled = PIN set on { $what }
activity-pin-removed = PIN removed on { $what }
activity-codes-made = Recovery codes made on { $what }
activity-codes-removed = Recovery codes removed on { $what }
activity-code-used = Recovery code used on { $what }
activity-factor-renamed = Passkey renamed on { $what }
ways-pin-text = A PIN for this browser alone: quick to type, useless anywhere else.
ways-pin-again = Change the PIN of this device
confirm-elsewhere = Your ways to prove it's you work on other devices only. Do this there, or use a recovery code.
confirm-stronger = A recovery code is not enough for this. Confirm in another way.
confirm-stronger-none = A recovery code is not enough for this, and none of your own ways works here. Add one first; once it counts, come back.
confirm-stronger-forgotten = I forgot my PIN: add another way first
confirm-stronger-add = Add a passkey
