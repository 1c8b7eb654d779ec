skip-link = Skip to the page
nav-label = Main
nav-overview = Overview
nav-devices = Devices & sessions
nav-access = Access & apps
nav-activity = Activity
nav-accounts = Accounts
nav-send = Send money
nav-invoices = Invoices
nav-log = Revocation log
nav-account-of = Your account: { $name }
nav-sign-out = Sign out
nav-count = { $n ->
    [one] one needs you
   *[other] { $n } need you
}

word-active = Active
word-asks = Asks you each time
word-paused = Paused
word-paused-until = Paused until { $until }
word-needs-you = Needs you
word-removed = Removed

lost-in-app = { $noun } in { $app }
lost-since = Since

fact-to = To
fact-account = Account
fact-app = App
fact-reference = Reference
fact-amount = Amount
fact-invoice = Invoice
fact-supplier = Supplier
fact-device = Device
fact-place = Place
fact-allows = Allows

refusal-no-reason = This permission is not active at the moment.
refusal-restore = See why and turn it back on
refusal-look = See what is paused
refusal-ask = See what was removed

failure-not-found = This page does not exist
failure-not-found-lead = The address may be old, or mistyped.
failure-expired = This page is no longer valid
failure-expired-lead = It was already used, took too long, or was begun in another browser. Please start again from the app.
failure-forged = That did not come from this page
failure-forged-lead = Nothing was done. Please go back, reload the page and try again.
failure-invalid = That request was not complete
failure-invalid-lead = Nothing was done. Please go back and try again.
failure-forbidden = You don't have access to this page
failure-forbidden-lead = It is for administrators. If you think you should see it, ask one of them.
failure-refused = This is switched off for now
failure-refused-lead = Nothing was done.
failure-unavailable = We can't show this right now
failure-unavailable-lead = Something behind this page does not answer. Nothing was lost; please try again in a moment.
failure-home = Back to the start

setback-denied = You cancelled the confirmation.
setback-interaction-required = It takes your confirmation, and you could not be asked. Please try again.
setback-not-met = None of your ways to prove it's you is strong enough for this.
setback-held = A rule has taken this access meanwhile. Your access page says why, and how to get it back.
setback-key-missing = This browser did not show the key that it had when you signed in. Make sure JavaScript is on, sign out and in again, and repeat it.
setback-not-in-progress = The confirmation took too long, was already used, or was begun in another browser. Please try again.
setback-someone-else = Somebody else finished the confirmation that you began here.
setback-unavailable = The confirmation could not be checked just now. Please try again in a moment.
setback-rejected = The confirmation did not work. Please try again.
failure-unconfirmed = Please confirm it's you
failure-unconfirmed-lead = This page is only shown after a confirmation.
failure-unconfirmed-again = Confirm it's you

time-just-now = just now
time-minutes-ago = { $n ->
    [one] 1 minute ago
   *[other] { $n } minutes ago
}
time-hours-ago = { $n ->
    [one] 1 hour ago
   *[other] { $n } hours ago
}
time-days-ago = { $n ->
    [one] yesterday
   *[other] { $n } days ago
}
time-date = { $day } { $month }
time-tomorrow-at = tomorrow { $clock }
time-seconds = { $n ->
    [one] 1 second
   *[other] { $n } seconds
}
time-minutes = { $n ->
    [one] 1 minute
   *[other] { $n } minutes
}
time-hours = { $n ->
    [one] 1 hour
   *[other] { $n } hours
}
time-days = { $n ->
    [one] 1 day
   *[other] { $n } days
}
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday

prove-device = One moment
prove-device-lead = We are checking that this is still your browser. If nothing happens, sign in again.
sign-in-failed = You are not signed in
sign-in-failed-denied = You said no, so nothing was shared with this app.
sign-in-failed-expired = This sign-in was already used, took too long, or was begun in another browser.
sign-in-failed-someone-else = Somebody else finished what you began here, so nothing was done.
sign-in-failed-busy = Too many sign-ins came from your network just now. Please try again in a minute.
sign-in-failed-interaction = This sign-in needs you, and you could not be asked. Please try again.
sign-in-failed-not-met = None of your ways to prove it's you is strong enough for this app.
sign-in-failed-unavailable = Something behind this page does not answer. Please try again in a moment.
sign-in-failed-rejected = The answer to this sign-in did not pass our checks, so we dropped it.
sign-in-failed-again = Sign in again
elevation-label = Extra access
elevation-end = End now
