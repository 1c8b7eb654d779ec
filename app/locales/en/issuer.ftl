issuer-home-title = Leasehold
issuer-home-lead = Sign-in and permissions for your apps. See and change them on your dashboard.
issuer-home-go = Go to your dashboard

sign-in-title = Sign in
sign-in-lead = to continue to { $app }
sign-in-username = Sign-in name
sign-in-password = Password
sign-in-next = Next
sign-in-submit = Sign in
sign-in-back = Use another name
sign-in-wrong = That name and password do not belong together.
sign-in-too-many = Too many attempts from here. Please wait a few minutes and try again.
sign-in-invalid = Please fill in this field.
sign-in-other-person = You signed in as somebody else than the app asked for. Please sign in as the person you use it as.
sign-in-key-missing = We could not check that this is still your browser. Sign in again to go on; nothing has been done.

consent-title = { $app } asks for access
consent-again-title = Allow { $app } again?
consent-lead = You are signed in as { $username }.
consent-legend = What { $app } may do
consent-sensitive = Sensitive
consent-lasts = Lasts { $span }.
consent-lasts-session = Lasts as long as you are signed in.
consent-asks-each-time = Asks you to confirm each time.
consent-returns = Off now: { $reason } Allowing it turns it back on.
consent-held = Not yet: { $reason }
consent-note = You can take any of this back at any time on your dashboard.
consent-allow = Allow { $app }
consent-deny = Don't allow

step-up-payment-title = Confirm it's you to send { $amount }
step-up-payment-submit = Send { $amount }
step-up-payment-cancel = Cancel, nothing is sent
step-up-invoice-title = Confirm it's you to approve { $invoice }
step-up-invoice-submit = Approve { $invoice }
step-up-invoice-cancel = Cancel, nothing is approved
step-up-scopes-title = Confirm it's you to go on in { $app }
step-up-submit = Confirm it's you
step-up-cancel = Cancel, nothing changes
step-up-restore-title = { $n ->
    [one] Confirm it's you to turn this back on
   *[other] Confirm it's you to turn these back on
}
step-up-restore-submit = { $n ->
    [one] Turn it back on
   *[other] Turn them back on
}
step-up-restore-cancel = Cancel, everything stays as it is
step-up-device-title = Confirm { $device } is yours
step-up-device-submit = Yes, it's mine
step-up-device-cancel = Cancel, it stays unconfirmed
step-up-device-seen = First seen
step-up-device-warning = Only go on if you are using it yourself right now.
step-up-number = Number on the new device
step-up-number-hint = Open “Access & apps” there; it shows two digits.
step-up-code = Code from your authenticator app
step-up-lasts = You won't be asked again for { $span }.
step-up-no-factor = None of your ways to prove it's you is older than what happened, so none of them counts here. Ask your administrator.
step-up-waits = The way that you added counts from { $when }. Come back then.
step-up-needs-passkey = This asks for a passkey, and you have none yet. Add one under “Ways to prove it’s you”.

code-wrong = { $n ->
    [0] That code is not right. There are no tries left for now.
    [one] That code is not right. You have one try left.
   *[other] That code is not right. You have { $n } tries left.
}
code-used = That code was used before. Wait for the next one in your app.
code-too-many = Too many tries. Please wait { $wait }.
code-not-eligible = This way to prove it's you is newer than what happened, so it does not count here.
number-wrong = { $n ->
    [0] That is not the number on the new device. There are no tries left for now.
    [one] That is not the number on the new device. You have one try left.
   *[other] That is not the number on the new device. You have { $n } tries left.
}

totp-title = Add an authenticator app
totp-lead = Scan the picture with your authenticator app, then type the code it shows.
totp-qr = QR code for your authenticator app
totp-no-scan = Can't scan it? Type this key
totp-code = Code from the app
totp-password = Your password, once more
totp-submit = Add this app
totp-password-wrong = That is not your password.
totp-skip = Skip for now

device-link-title = Confirm this device
device-link-lead = You asked for this link { $when }. It works once.
device-link-back = Comes back on this device
device-link-held = Stays off until a trusted device confirms this one
device-link-submit = Confirm
device-link-elsewhere = Open this link in the browser in which you asked for it, while you are signed in there.
device-link-elsewhere-not-you = If you did not ask for it, close this page: nothing has changed.
setup-title = Set up your account
setup-open-lead = This link works once, for a few minutes.
setup-open = Start
setup-admin-lead = You are the first administrator.
setup-user-lead = Choose a password to finish your account.
setup-name = Your name
setup-username = Sign-in name
setup-username-invalid = Use 3 to 64 letters, digits, dots or dashes.
setup-password = Password
setup-password-hint = At least 12 characters. A few words are easiest to remember.
setup-password-short = That is too short: at least 12 characters.
setup-password-common = That password is on lists that attackers try first. Please choose another.
setup-submit = Continue
setup-done-title = You're all set
setup-done-lead = Your account is ready.
setup-done-go = Sign in

sign-out-title = Sign out?
sign-out-lead = You are signed in as { $username }. This signs you out of every app in this browser.
sign-out-submit = Sign out
sign-out-stay = Stay signed in
signed-out-title = You are signed out
signed-out-lead = This browser stays known, so signing in again is quick.
signed-out-again = Sign in again

as-error-title = We can't continue
as-error-client = The app that sent you here is not known to us.
as-error-redirect = The app gave an address to return to that is not registered, so we won't send you there.
as-error-expired = This sign-in took too long or was already used. Please start again from the app.
as-error-busy = Too many sign-ins came from your network just now. Please try again in a minute.
as-error-server = Something went wrong on our side. Please try again in a moment.
as-error-request = The app sent a request that is not complete or not allowed.
as-error-note = Nothing was shared. You can close this page.
