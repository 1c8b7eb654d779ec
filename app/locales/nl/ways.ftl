nav-ways = Manieren om te bewijzen dat jij het bent

factor-password = Wachtwoord
factor-totp = Authenticator-app
factor-passkey = Passkey
factor-pin = Pincode
factor-recovery-codes = Herstelcodes

ways-lead = De sterkste staan bovenaan. Om er een toe te voegen of te wijzigen, bevestig je dat jij het bent.
ways-only-password = Alleen je wachtwoord beschermt je account: wie het te weten komt, kan als jou inloggen. Voeg een passkey toe; dat duurt een paar seconden.
ways-no-codes = Als je vandaag je apparaten kwijtraakt, kom je er zelf niet meer in. Maak herstelcodes en bewaar ze op een veilige plek.
ways-synced = gesynchroniseerd tussen je apparaten
ways-one-device = alleen dit apparaat
ways-may-sync = nog niet gesynchroniseerd
ways-uses = { $n ->
    [one] eenmaal gebruikt volgens zijn eigen teller
   *[other] { $n } keer gebruikt volgens zijn eigen teller
}
ways-codes-left = { $n ->
    [one] nog één code
   *[other] nog { $n } codes
}
ways-codes-few = Maak snel nieuwe
ways-counts-from = Telt vanaf { $when }
ways-added = toegevoegd
ways-added-on = op { $device }
ways-locked = Geblokkeerd
ways-copied = Misschien gekopieerd
ways-copied-replace = Misschien is er een kopie van: verwijder hem en voeg een nieuwe toe. Tot dan telt hij niet zwaarder dan je wachtwoord.
ways-unlock-here = Te veel foute pogingen. Bevestig hier iets op een andere manier of stel een nieuwe pincode in; dan werkt hij weer.
ways-unlock-there = Te veel foute pogingen. Bevestig op dat apparaat iets op een andere manier; dan werkt hij weer.
ways-used = laatst gebruikt
ways-never-used = nooit gebruikt
ways-change = Hernoemen of verwijderen
ways-remove = Verwijderen
ways-add = Manier toevoegen
ways-passkey-text = Je vingerafdruk, je gezicht of je schermvergrendeling. Niets te typen, en geen valse pagina kan erom vragen.
ways-passkey-another = Nog een passkey toevoegen
ways-totp-text = Een code uit een app op je telefoon, die ook zonder bereik werkt.
ways-totp-again = Overstappen op een andere app
ways-codes-text = Tien codes om te printen en te bewaren, voor de dag dat je al het andere kwijt bent.
ways-codes-make = Herstelcodes maken
ways-codes-again = Nieuwe codes maken
ways-back = Annuleren, er verandert niets

way-another = Op een andere manier
way-passkey = Passkey
way-passkey-continue = Doorgaan met passkey
passkey-refused = Die passkey is niet geaccepteerd. Probeer het opnieuw of kies een andere manier.
sign-in-passkey = Inloggen met een passkey
sign-in-passkey-refused = Die passkey is niet geaccepteerd. Probeer het opnieuw of log in met je naam en wachtwoord.

confirm-title = Bevestig dat jij het bent
confirm-lead = Je bent ingelogd als { $username }. Voordat je wijzigt hoe je dat bewijst, controleren we dat jij het bent.
confirm-none = Ik heb geen van deze: een herstelcode gebruiken
recovery-code = Herstelcode
recovery-code-hint = Elke code werkt één keer. Je kunt er een nieuwe manier mee toevoegen; die telt pas na een wachttijd, en andere apps vragen je opnieuw in te loggen.
recovery-use = Deze code gebruiken
recovery-wrong = Dat is niet een van je ongebruikte codes.

passkey-title = Passkey toevoegen
passkey-lead = Je browser vraagt om je vingerafdruk, je gezicht of je schermvergrendeling. Dat is alles: er valt niets te onthouden.
passkey-name = Naam van deze passkey
passkey-name-hint = Zodat je hem in je lijst herkent.
passkey-counts-now = Hij telt meteen, om in te loggen en om te bevestigen.
passkey-counts-later = Je kunt er meteen mee inloggen. Om betalingen en wijzigingen te bevestigen telt hij over { $span }: als hij niet van jou was, had je zo lang de tijd om het te merken.
passkey-submit = Deze passkey toevoegen

codes-title = Herstelcodes
codes-lead = Tien codes voor de dag dat je je andere manieren kwijt bent. Elke code werkt één keer.
codes-limits = Met een code voeg je een nieuwe manier toe. Een betaling bevestig je er nooit mee.
codes-replaces = { $n ->
    [one] Je ene ongebruikte code werkt daarna niet meer.
   *[other] Je { $n } ongebruikte codes werken daarna niet meer.
}
codes-make = Tien codes maken
codes-shown-title = Bewaar deze codes
codes-shown-lead = Ze worden alleen nu getoond. Print ze, of bewaar ze waar je je wachtwoorden bewaart.
codes-download = Downloaden
codes-copy = Kopiëren
codes-print = Printen
codes-copied = Gekopieerd.
codes-saved = Ik heb ze bewaard

factor-rename = Naam opslaan
factor-remove = { $name } verwijderen
factor-name-invalid = Een naam heeft 1 tot 60 tekens.
factor-not-sure = Er is niets verwijderd. Vink aan dat je het zeker weet.
factor-too-weak = Er is niets verwijderd. Met een herstelcode, of op een apparaat dat je nog niet bevestigd hebt, kun je een manier toevoegen, niet weghalen.
passkey-removed-title = Passkey verwijderd
passkey-removed-lead = Hij werkt hier niet meer. Waar hij bewaard wordt, zoals op je telefoon of in een wachtwoordmanager, wordt hij misschien nog aangeboden: verwijder hem daar.
passkey-removed-back = Terug naar je manieren
factor-last-passkey = Dit is je laatste passkey. Wat erom vraagt, kun je zonder niet bevestigen.
factor-last-second = Dit is je laatste manier naast het wachtwoord. Zonder kun je geen geld versturen of iets bevestigen, en een nieuwe telt pas na een wachttijd.
factor-last-here = Dit is je laatste manier die hier werkt. Wat er verder is, werkt alleen op een ander apparaat of is geblokkeerd.
factor-sure = Ik weet het zeker

activity-passkey-enrolled = Passkey toegevoegd op { $what }
activity-passkey-removed = Passkey verwijderd op { $what }
activity-totp-enrolled = Authenticator-app toegevoegd op { $what }
activity-totp-removed = Authenticator-app verwijderd op { $what }
activity-pin-enrolled = Pincode ingesteld op { $what }
activity-pin-removed = Pincode verwijderd op { $what }
activity-codes-made = Herstelcodes gemaakt op { $what }
activity-codes-removed = Herstelcodes verwijderd op { $what }
activity-code-used = Herstelcode gebruikt op { $what }
activity-factor-renamed = Passkey hernoemd op { $what }
ways-pin-text = Een pincode voor alleen deze browser: snel getypt, elders waardeloos.
ways-pin-again = Pincode van dit apparaat wijzigen
confirm-elsewhere = Je manieren om te bewijzen dat jij het bent werken alleen op andere apparaten. Doe dit daar, of gebruik een herstelcode.
confirm-stronger = Een herstelcode is hiervoor niet genoeg. Bevestig op een andere manier.
confirm-stronger-none = Een herstelcode is hiervoor niet genoeg, en geen van je eigen manieren werkt hier. Voeg er eerst een toe; kom terug zodra die telt.
confirm-stronger-forgotten = Pincode vergeten: voeg eerst een andere manier toe
confirm-stronger-add = Passkey toevoegen
