issuer-home-title = Leasehold
issuer-home-lead = Aanmelden en toestemmingen voor je apps. Op je dashboard zie en verander je ze.
issuer-home-go = Naar je dashboard

sign-in-title = Aanmelden
sign-in-lead = om verder te gaan naar { $app }
sign-in-username = Gebruikersnaam
sign-in-password = Wachtwoord
sign-in-next = Volgende
sign-in-submit = Aanmelden
sign-in-back = Een andere naam gebruiken
sign-in-wrong = Die naam en dat wachtwoord horen niet bij elkaar.
sign-in-too-many = Te veel pogingen vanaf hier. Wacht een paar minuten en probeer het opnieuw.
sign-in-invalid = Vul dit veld in.
sign-in-other-person = Je meldt je aan als iemand anders dan de app vroeg. Meld je aan als de persoon met wie je de app gebruikt.
sign-in-key-missing = We konden niet nagaan of dit nog jouw browser is. Log opnieuw in om verder te gaan; er is nog niets gedaan.

consent-title = { $app } vraagt om toegang
consent-again-title = { $app } opnieuw toestaan?
consent-lead = Je bent aangemeld als { $username }.
consent-legend = Wat { $app } mag doen
consent-sensitive = Gevoelig
consent-lasts = Geldt { $span }.
consent-lasts-session = Geldt zolang je aangemeld bent.
consent-asks-each-time = Vraagt je elke keer om bevestiging.
consent-returns = Nu uit: { $reason } Als je het toestaat, gaat het weer aan.
consent-held = Nog niet: { $reason }
consent-note = Op je dashboard kun je dit op elk moment terugnemen.
consent-allow = { $app } toestaan
consent-deny = Niet toestaan

step-up-payment-title = Bevestig dat jij { $amount } overmaakt
step-up-payment-submit = { $amount } overmaken
step-up-payment-cancel = Annuleren, er wordt niets overgemaakt
step-up-invoice-title = Bevestig dat jij { $invoice } goedkeurt
step-up-invoice-submit = { $invoice } goedkeuren
step-up-invoice-cancel = Annuleren, er wordt niets goedgekeurd
step-up-scopes-title = Bevestig dat jij het bent om verder te gaan in { $app }
step-up-submit = Bevestigen
step-up-cancel = Annuleren, er verandert niets
step-up-restore-title = { $n ->
    [one] Bevestig dat jij dit weer aanzet
   *[other] Bevestig dat jij deze weer aanzet
}
step-up-restore-submit = { $n ->
    [one] Weer aanzetten
   *[other] Alles weer aanzetten
}
step-up-restore-cancel = Annuleren, alles blijft zoals het is
step-up-device-title = Bevestig dat { $device } van jou is
step-up-device-submit = Ja, dat is van mij
step-up-device-cancel = Annuleren, het blijft onbevestigd
step-up-device-seen = Voor het eerst gezien
step-up-device-warning = Ga alleen verder als je het nu zelf gebruikt.
step-up-number = Getal op het nieuwe apparaat
step-up-number-hint = Open daar “Toegang & apps”; je ziet er twee cijfers.
step-up-code = Code uit je authenticator-app
step-up-lasts = We vragen het { $span } lang niet opnieuw.
step-up-no-factor = Geen van je manieren om te bewijzen dat jij het bent is ouder dan wat er gebeurde, dus hier telt er geen. Vraag het je beheerder.
step-up-waits = De manier die je hebt toegevoegd telt vanaf { $when }. Kom dan terug.
step-up-needs-passkey = Hiervoor is een passkey nodig en die heb je nog niet. Voeg er een toe bij je manieren om te bewijzen dat jij het bent.

code-wrong = { $n ->
    [0] Die code klopt niet. Je hebt voorlopig geen pogingen meer.
    [one] Die code klopt niet. Je hebt nog één poging.
   *[other] Die code klopt niet. Je hebt nog { $n } pogingen.
}
code-used = Die code is al gebruikt. Wacht op de volgende in je app.
code-too-many = Te veel pogingen. Wacht { $wait }.
code-not-eligible = Deze manier om te bewijzen dat jij het bent is nieuwer dan wat er gebeurde en telt hier dus niet.
number-wrong = { $n ->
    [0] Dat is niet het getal op het nieuwe apparaat. Je hebt voorlopig geen pogingen meer.
    [one] Dat is niet het getal op het nieuwe apparaat. Je hebt nog één poging.
   *[other] Dat is niet het getal op het nieuwe apparaat. Je hebt nog { $n } pogingen.
}

totp-title = Een authenticator-app toevoegen
totp-lead = Scan de afbeelding met je authenticator-app en typ de code die je ziet.
totp-qr = QR-code voor je authenticator-app
totp-no-scan = Lukt scannen niet? Typ deze sleutel
totp-code = Code uit de app
totp-password = Nog eens je wachtwoord
totp-submit = Deze app toevoegen
totp-password-wrong = Dat is niet je wachtwoord.
totp-skip = Nu overslaan

device-link-title = Bevestig dit apparaat
device-link-lead = Je vroeg { $when } om deze link. Hij werkt één keer.
device-link-back = Komt terug op dit apparaat
device-link-held = Blijft uit tot een vertrouwd apparaat dit bevestigt
device-link-submit = Bevestigen
device-link-elsewhere = Open deze link in de browser waarin je erom vroeg, terwijl je daar aangemeld bent.
device-link-elsewhere-not-you = Heb je er niet om gevraagd? Sluit deze pagina: er is niets veranderd.
setup-title = Je account instellen
setup-open-lead = Deze link werkt één keer, een paar minuten lang.
setup-open = Beginnen
setup-admin-lead = Jij bent de eerste beheerder.
setup-user-lead = Kies een wachtwoord om je account af te maken.
setup-name = Je naam
setup-username = Gebruikersnaam
setup-username-invalid = Gebruik 3 tot 64 letters, cijfers, punten of streepjes.
setup-password = Wachtwoord
setup-password-hint = Minstens 12 tekens. Een paar woorden onthoud je het makkelijkst.
setup-password-short = Dat is te kort: minstens 12 tekens.
setup-password-common = Dat wachtwoord staat op lijsten die aanvallers het eerst proberen. Kies een ander.
setup-submit = Verder
setup-done-title = Klaar
setup-done-lead = Je account is klaar voor gebruik.
setup-done-go = Aanmelden

sign-out-title = Afmelden?
sign-out-lead = Je bent aangemeld als { $username }. Je wordt in deze browser bij elke app afgemeld.
sign-out-submit = Afmelden
sign-out-stay = Aangemeld blijven
signed-out-title = Je bent afgemeld
signed-out-lead = Deze browser blijft bekend, dus opnieuw aanmelden gaat snel.
signed-out-again = Opnieuw aanmelden

as-error-title = We kunnen niet verder
as-error-client = De app die je hierheen stuurde kennen we niet.
as-error-redirect = De app gaf een adres om naar terug te keren dat niet is aangemeld, dus daar sturen we je niet heen.
as-error-expired = Deze aanmelding duurde te lang of is al gebruikt. Begin opnieuw vanuit de app.
as-error-busy = Er kwamen net te veel aanmeldingen van jouw netwerk. Probeer het over een minuut nog eens.
as-error-server = Er ging iets mis bij ons. Probeer het zo nog eens.
as-error-request = De app stuurde een verzoek dat niet compleet of niet toegestaan is.
as-error-note = Er is niets gedeeld. Je kunt deze pagina sluiten.
