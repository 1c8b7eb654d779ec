greeting = Hello { $name },

factor-added = { $what } added to your account
factor-renamed = { $what } is now called “{ $name }”
factor-removed = { $what } removed from your account
recovery-codes-made = Recovery codes were made; any earlier ones no longer work
recovery-code-used = { $n ->
    [0] Your last recovery code was used
    [one] A recovery code was used; 1 is left
   *[other] A recovery code was used; { $n } are left
}
pin-locked = Your PIN is locked after too many wrong tries
codes-paused = Many wrong codes were typed for your authenticator app
passkey-cloned = { $what } may have been copied
device-new = New device signed in to your account
device-confirmed = “{ $name }” was confirmed as yours
device-link-sent = A link to confirm “{ $name }”
device-known = “{ $name }” was confirmed by mail
device-blocked = “{ $name }” was blocked
activity-confirmed = Unusual activity was confirmed as yours
password-changed = Your password was changed
device-key-changed = A device of yours shows another key than before
policy-asked = { $name } asks for policy { $version }, which gives somebody more and waits for a second administrator
policy-coming = { $name } asks for policy { $version }, which gives somebody more and takes effect in { $hours ->
    [one] one hour
   *[other] { $hours } hours
    }

factor-passkey = Passkey
factor-totp = Authenticator app
factor-pin = PIN
factor-recovery-codes = Recovery codes
factor-password = Password
named = { $factor } “{ $name }”

fact-when = When
fact-near = Near
fact-device = Device

was-you = If this was you, there is nothing to do.
was-you-link = If you asked for this, open this link in the browser in which you did, within 15 minutes:
not-you-device = If it was not you, open your devices, sign that one out and mark it as not yours:
not-you-factor = If you do not know why, look at your ways to prove it's you and remove what is not yours:
not-you-ways = If it was not you, open your ways to prove it's you, remove what is not yours, and tell your administrator:
not-you-account = If it was not you, open your devices, sign out what you do not recognise, and tell your administrator:
never-asked = We never ask for a password or a code by mail.

date = { $day } { $month }
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
