greeting = Hallo { $name },

factor-added = { $what } toegevoegd aan je account
factor-renamed = { $what } heet nu “{ $name }”
factor-removed = { $what } verwijderd van je account
recovery-codes-made = Er zijn herstelcodes gemaakt; eerdere werken niet meer
recovery-code-used = { $n ->
    [0] Je laatste herstelcode is gebruikt
    [one] Er is een herstelcode gebruikt; er is er nog 1
   *[other] Er is een herstelcode gebruikt; er zijn er nog { $n }
}
pin-locked = Je pincode is geblokkeerd na te veel foute pogingen
codes-paused = Er zijn veel foute codes van je app ingevoerd
passkey-cloned = { $what } is misschien gekopieerd
device-new = Nieuw apparaat aangemeld bij je account
device-confirmed = “{ $name }” is bevestigd als jouw apparaat
device-link-sent = Een link om “{ $name }” te bevestigen
device-known = “{ $name }” is per mail bevestigd
device-blocked = “{ $name }” is geblokkeerd
activity-confirmed = Ongewone activiteit is bevestigd als van jou
password-changed = Je wachtwoord is gewijzigd
device-key-changed = Een apparaat van je toont een andere sleutel dan eerst
policy-asked = { $name } vraagt om beleid { $version }, dat iemand meer geeft en op een tweede beheerder wacht
policy-coming = { $name } vraagt om beleid { $version }, dat iemand meer geeft en over { $hours } uur ingaat

factor-passkey = Passkey
factor-totp = Authenticator-app
factor-pin = Pincode
factor-recovery-codes = Herstelcodes
factor-password = Wachtwoord
named = { $factor } “{ $name }”

fact-when = Wanneer
fact-near = In de buurt van
fact-device = Apparaat

was-you = Was jij dit? Dan hoef je niets te doen.
was-you-link = Heb je hierom gevraagd? Open deze link dan binnen 15 minuten in de browser waarin je dat deed:
not-you-device = Was jij dit niet? Open je apparaten, meld dat apparaat af en geef aan dat het niet van jou is:
not-you-factor = Weet je niet waarom? Kijk bij je manieren om te bewijzen dat jij het bent en verwijder wat niet van jou is:
not-you-ways = Was jij dit niet? Open je manieren om te bewijzen dat jij het bent, verwijder wat niet van jou is en waarschuw je beheerder:
not-you-account = Was jij dit niet? Open je apparaten, meld af wat je niet herkent en waarschuw je beheerder:
never-asked = We vragen nooit per mail om een wachtwoord of een code.

date = { $day } { $month }
month-1 = januari
month-2 = februari
month-3 = maart
month-4 = april
month-5 = mei
month-6 = juni
month-7 = juli
month-8 = augustus
month-9 = september
month-10 = oktober
month-11 = november
month-12 = december
