skip-link = Naar de pagina
nav-label = Hoofdmenu
nav-overview = Overzicht
nav-devices = Apparaten & sessies
nav-access = Toegang & apps
nav-activity = Activiteit
nav-accounts = Rekeningen
nav-send = Geld overmaken
nav-invoices = Facturen
nav-log = Intrekkingen
nav-account-of = Je account: { $name }
nav-sign-out = Afmelden
nav-count = { $n ->
    [one] één vraagt je aandacht
   *[other] { $n } vragen je aandacht
}

word-active = Actief
word-asks = Vraagt het elke keer
word-paused = Gepauzeerd
word-paused-until = Gepauzeerd tot { $until }
word-needs-you = Wacht op jou
word-removed = Verwijderd

lost-in-app = { $noun } in { $app }
lost-since = Sinds

fact-to = Aan
fact-account = Rekening
fact-app = App
fact-reference = Omschrijving
fact-amount = Bedrag
fact-invoice = Factuur
fact-supplier = Leverancier
fact-device = Apparaat
fact-place = Plaats
fact-allows = Geeft

refusal-no-reason = Deze toestemming is op dit moment niet actief.
refusal-restore = Bekijk waarom en zet het weer aan
refusal-look = Bekijk wat gepauzeerd is
refusal-ask = Bekijk wat verwijderd is

failure-not-found = Deze pagina bestaat niet
failure-not-found-lead = Het adres is misschien oud of verkeerd getypt.
failure-expired = Deze pagina is niet meer geldig
failure-expired-lead = Ze is al gebruikt, het duurde te lang, of je begon in een andere browser. Begin opnieuw vanuit de app.
failure-forged = Dat kwam niet van deze pagina
failure-forged-lead = Er is niets gedaan. Ga terug, laad de pagina opnieuw en probeer het nog eens.
failure-invalid = Dat verzoek was niet compleet
failure-invalid-lead = Er is niets gedaan. Ga terug en probeer het nog eens.
failure-forbidden = Je hebt geen toegang tot deze pagina
failure-forbidden-lead = Ze is voor beheerders. Denk je dat je haar wel hoort te zien, vraag het een van hen.
failure-refused = Dit staat voorlopig uit
failure-refused-lead = Er is niets gedaan.
failure-unavailable = We kunnen dit nu niet laten zien
failure-unavailable-lead = Iets achter deze pagina antwoordt niet. Er is niets verloren; probeer het zo nog eens.
failure-home = Terug naar het begin

setback-denied = Je hebt het bevestigen afgebroken.
setback-interaction-required = Hiervoor is je bevestiging nodig, en die kon niet gevraagd worden. Probeer het nog eens.
setback-not-met = Geen van je manieren om te bewijzen dat jij het bent is hier sterk genoeg voor.
setback-held = Een regel heeft deze toegang intussen ingetrokken. Op de pagina met je toegang staat waarom, en hoe je hem terugkrijgt.
setback-key-missing = Deze browser toonde niet de sleutel die hij had toen je je aanmeldde. Zorg dat JavaScript aan staat, meld je af en weer aan, en doe het opnieuw.
setback-not-in-progress = Het bevestigen duurde te lang, was al gebruikt of begon in een andere browser. Probeer het nog eens.
setback-someone-else = Iemand anders maakte het bevestigen af dat jij hier begon.
setback-unavailable = Je bevestiging kon zojuist niet gecontroleerd worden. Probeer het zo nog eens.
setback-rejected = Het bevestigen is niet gelukt. Probeer het nog eens.
failure-unconfirmed = Bevestig dat jij het bent
failure-unconfirmed-lead = Deze pagina is pas te zien na een bevestiging.
failure-unconfirmed-again = Bevestigen dat jij het bent

time-just-now = zojuist
time-minutes-ago = { $n ->
    [one] 1 minuut geleden
   *[other] { $n } minuten geleden
}
time-hours-ago = { $n ->
    [one] 1 uur geleden
   *[other] { $n } uur geleden
}
time-days-ago = { $n ->
    [one] gisteren
   *[other] { $n } dagen geleden
}
time-date = { $day } { $month }
time-tomorrow-at = morgen { $clock }
time-seconds = { $n ->
    [one] 1 seconde
   *[other] { $n } seconden
}
time-minutes = { $n ->
    [one] 1 minuut
   *[other] { $n } minuten
}
time-hours = { $n ->
    [one] 1 uur
   *[other] { $n } uur
}
time-days = { $n ->
    [one] 1 dag
   *[other] { $n } dagen
}
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
weekday-1 = maandag
weekday-2 = dinsdag
weekday-3 = woensdag
weekday-4 = donderdag
weekday-5 = vrijdag
weekday-6 = zaterdag
weekday-7 = zondag

prove-device = Een ogenblik
prove-device-lead = We controleren of dit nog steeds jouw browser is. Gebeurt er niets, log dan opnieuw in.
sign-in-failed = Je bent niet aangemeld
sign-in-failed-denied = Je zei nee, dus er is niets met deze app gedeeld.
sign-in-failed-expired = Deze aanmelding was al gebruikt, duurde te lang of begon in een andere browser.
sign-in-failed-someone-else = Iemand anders maakte af wat jij hier begon, dus er is niets gebeurd.
sign-in-failed-busy = Er kwamen net te veel aanmeldingen van jouw netwerk. Probeer het over een minuut nog eens.
sign-in-failed-interaction = Voor deze aanmelding ben jij nodig, en je kon niet gevraagd worden. Probeer het nog eens.
sign-in-failed-not-met = Geen van je manieren om te bewijzen dat jij het bent is sterk genoeg voor deze app.
sign-in-failed-unavailable = Iets achter deze pagina antwoordt niet. Probeer het zo nog eens.
sign-in-failed-rejected = Het antwoord op deze aanmelding kwam niet door onze controles, dus hebben we het weggegooid.
sign-in-failed-again = Opnieuw aanmelden
elevation-label = Extra toegang
elevation-end = Nu beëindigen
