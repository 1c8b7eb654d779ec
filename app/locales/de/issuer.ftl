issuer-home-title = Leasehold
issuer-home-lead = Anmeldung und Berechtigungen für deine Apps. Auf deinem Dashboard siehst und änderst du sie.
issuer-home-go = Zu deinem Dashboard

sign-in-title = Anmelden
sign-in-lead = um mit { $app } weiterzumachen
sign-in-username = Anmeldename
sign-in-password = Passwort
sign-in-next = Weiter
sign-in-submit = Anmelden
sign-in-back = Anderen Namen verwenden
sign-in-wrong = Name und Passwort gehören nicht zusammen.
sign-in-too-many = Zu viele Versuche von hier. Bitte warte ein paar Minuten und versuche es dann erneut.
sign-in-invalid = Bitte fülle dieses Feld aus.
sign-in-other-person = Du meldest dich als jemand anderes an, als die App verlangt. Bitte melde dich als die Person an, die die App verwendet.
sign-in-key-missing = Wir konnten nicht prüfen, ob das noch dein Browser ist. Melde dich neu an, um fortzufahren; es ist noch nichts geschehen.

consent-title = { $app } bittet um Zugriff
consent-again-title = { $app } erneut erlauben?
consent-lead = Du bist angemeldet als { $username }.
consent-legend = Was { $app } tun darf
consent-sensitive = Sensibel
consent-lasts = Gilt { $span }.
consent-lasts-session = Gilt, solange du angemeldet bist.
consent-asks-each-time = Fragt dich jedes Mal nach einer Bestätigung.
consent-returns = Jetzt aus: { $reason } Wenn du es erlaubst, geht es wieder an.
consent-held = Noch nicht: { $reason }
consent-note = Auf deinem Dashboard kannst du das jederzeit zurücknehmen.
consent-allow = { $app } erlauben
consent-deny = Nicht erlauben

step-up-payment-title = Bestätige, dass du { $amount } sendest
step-up-payment-submit = { $amount } senden
step-up-payment-cancel = Abbrechen, es wird nichts gesendet
step-up-invoice-title = Bestätige, dass du { $invoice } freigibst
step-up-invoice-submit = { $invoice } freigeben
step-up-invoice-cancel = Abbrechen, es wird nichts freigegeben
step-up-scopes-title = Bestätige, dass du es bist, um in { $app } weiterzumachen
step-up-submit = Bestätigen
step-up-cancel = Abbrechen, es ändert sich nichts
step-up-restore-title = { $n ->
    [one] Bestätige, dass du das wieder einschaltest
   *[other] Bestätige, dass du diese wieder einschaltest
}
step-up-restore-submit = { $n ->
    [one] Wieder einschalten
   *[other] Alle wieder einschalten
}
step-up-restore-cancel = Abbrechen, alles bleibt, wie es ist
step-up-device-title = Bestätige, dass { $device } dir gehört
step-up-device-submit = Ja, es gehört mir
step-up-device-cancel = Abbrechen, es bleibt unbestätigt
step-up-device-seen = Zum ersten Mal gesehen
step-up-device-warning = Mach nur weiter, wenn du es gerade selbst benutzt.
step-up-number = Zahl auf dem neuen Gerät
step-up-number-hint = Öffne dort „Zugriff & Apps“; es zeigt zwei Ziffern.
step-up-code = Code aus deiner Authenticator-App
step-up-lasts = Wir fragen { $span } lang nicht noch einmal.
step-up-no-factor = Keine deiner Möglichkeiten, dich auszuweisen, ist älter als das, was geschehen ist; darum zählt hier keine. Frag deinen Administrator.
step-up-waits = Der Weg, den du hinzugefügt hast, zählt ab { $when }. Komm dann wieder.
step-up-needs-passkey = Dafür braucht es einen Passkey, und du hast noch keinen. Füge einen bei deinen Möglichkeiten hinzu, dich auszuweisen.

code-wrong = { $n ->
    [0] Dieser Code stimmt nicht. Du hast vorerst keine Versuche mehr.
    [one] Dieser Code stimmt nicht. Du hast noch einen Versuch.
   *[other] Dieser Code stimmt nicht. Du hast noch { $n } Versuche.
}
code-used = Dieser Code wurde schon benutzt. Warte auf den nächsten in deiner App.
code-too-many = Zu viele Versuche. Bitte warte { $wait }.
code-not-eligible = Diese Möglichkeit, dich auszuweisen, ist neuer als das, was geschehen ist, und zählt hier nicht.
number-wrong = { $n ->
    [0] Das ist nicht die Zahl auf dem neuen Gerät. Du hast vorerst keine Versuche mehr.
    [one] Das ist nicht die Zahl auf dem neuen Gerät. Du hast noch einen Versuch.
   *[other] Das ist nicht die Zahl auf dem neuen Gerät. Du hast noch { $n } Versuche.
}

totp-title = Authenticator-App hinzufügen
totp-lead = Scanne das Bild mit deiner Authenticator-App und tippe dann den Code ein, den sie zeigt.
totp-qr = QR-Code für deine Authenticator-App
totp-no-scan = Scannen geht nicht? Tippe diesen Schlüssel ein
totp-code = Code aus der App
totp-password = Noch einmal dein Passwort
totp-submit = Diese App hinzufügen
totp-password-wrong = Das ist nicht dein Passwort.
totp-skip = Vorerst überspringen

device-link-title = Bestätige dieses Gerät
device-link-lead = Du hast diesen Link { $when } angefordert. Er funktioniert einmal.
device-link-back = Kommt auf diesem Gerät zurück
device-link-held = Bleibt aus, bis ein vertrautes Gerät dieses bestätigt
device-link-submit = Bestätigen
device-link-elsewhere = Öffne diesen Link in dem Browser, in dem du ihn angefordert hast, während du dort angemeldet bist.
device-link-elsewhere-not-you = Hast du ihn nicht angefordert, schließe diese Seite: Es hat sich nichts geändert.
setup-title = Dein Konto einrichten
setup-open-lead = Dieser Link funktioniert einmal, ein paar Minuten lang.
setup-open = Beginnen
setup-admin-lead = Du bist der erste Administrator.
setup-user-lead = Wähle ein Passwort, um dein Konto fertigzustellen.
setup-name = Dein Name
setup-username = Anmeldename
setup-username-invalid = Verwende 3 bis 64 Buchstaben, Ziffern, Punkte oder Striche.
setup-password = Passwort
setup-password-hint = Mindestens 12 Zeichen. Ein paar Wörter merkt man sich am leichtesten.
setup-password-short = Das ist zu kurz: mindestens 12 Zeichen.
setup-password-common = Dieses Passwort steht auf Listen, die Angreifer zuerst versuchen. Bitte wähle ein anderes.
setup-submit = Weiter
setup-done-title = Fertig
setup-done-lead = Dein Konto ist bereit.
setup-done-go = Anmelden

sign-out-title = Abmelden?
sign-out-lead = Du bist angemeldet als { $username }. Das meldet dich in diesem Browser bei jeder App ab.
sign-out-submit = Abmelden
sign-out-stay = Angemeldet bleiben
signed-out-title = Du bist abgemeldet
signed-out-lead = Dieser Browser bleibt bekannt, erneut anmelden geht also schnell.
signed-out-again = Erneut anmelden

as-error-title = Wir können nicht weitermachen
as-error-client = Die App, die dich hierher geschickt hat, kennen wir nicht.
as-error-redirect = Die App nannte eine Adresse für den Rückweg, die nicht eingetragen ist; dorthin schicken wir dich nicht.
as-error-expired = Diese Anmeldung dauerte zu lange oder wurde schon benutzt. Bitte beginne in der App neu.
as-error-busy = Aus deinem Netz kamen gerade zu viele Anmeldungen. Bitte versuche es in einer Minute noch einmal.
as-error-server = Bei uns ging etwas schief. Bitte versuche es gleich noch einmal.
as-error-request = Die App schickte eine Anfrage, die nicht vollständig oder nicht erlaubt ist.
as-error-note = Es wurde nichts geteilt. Du kannst diese Seite schließen.
