nav-ways = Wie du zeigst, dass du es bist

factor-password = Passwort
factor-totp = Authenticator-App
factor-passkey = Passkey
factor-pin = PIN
factor-recovery-codes = Wiederherstellungscodes

ways-lead = Die stärksten stehen oben. Um etwas hinzuzufügen oder zu ändern, bestätigst du, dass du es bist.
ways-only-password = Nur dein Passwort schützt dein Konto: Wer es erfährt, kann sich als du anmelden. Füge einen Passkey hinzu; das dauert ein paar Sekunden.
ways-no-codes = Wenn du heute deine Geräte verlierst, kommst du allein nicht mehr hinein. Erstelle Wiederherstellungscodes und bewahre sie sicher auf.
ways-synced = zwischen deinen Geräten synchronisiert
ways-one-device = nur dieses Gerät
ways-may-sync = noch nicht synchronisiert
ways-uses = { $n ->
    [one] nach eigener Zählung einmal benutzt
   *[other] nach eigener Zählung { $n }-mal benutzt
}
ways-codes-left = { $n ->
    [one] noch ein Code
   *[other] noch { $n } Codes
}
ways-codes-few = Bald neue erstellen
ways-counts-from = Zählt ab { $when }
ways-added = hinzugefügt
ways-added-on = auf { $device }
ways-locked = Gesperrt
ways-copied = Vielleicht kopiert
ways-copied-replace = Vielleicht gibt es eine Kopie davon: Entferne ihn und füge einen neuen hinzu. Bis dahin zählt er nicht mehr als dein Passwort.
ways-unlock-here = Zu viele falsche Versuche. Bestätige hier etwas auf einem anderen Weg oder lege eine neue PIN fest; das entsperrt sie.
ways-unlock-there = Zu viele falsche Versuche. Bestätige auf jenem Gerät etwas auf einem anderen Weg; das entsperrt sie.
ways-used = zuletzt benutzt
ways-never-used = nie benutzt
ways-change = Umbenennen oder entfernen
ways-remove = Entfernen
ways-add = Weiteren Weg hinzufügen
ways-passkey-text = Dein Fingerabdruck, dein Gesicht oder deine Bildschirmsperre. Nichts zu tippen, und keine gefälschte Seite kann danach fragen.
ways-passkey-another = Weiteren Passkey hinzufügen
ways-totp-text = Ein Code aus einer App auf deinem Telefon, die auch ohne Empfang funktioniert.
ways-totp-again = Zu einer anderen App wechseln
ways-codes-text = Zehn Codes zum Ausdrucken und Aufbewahren, für den Tag, an dem alles andere verloren ist.
ways-codes-make = Wiederherstellungscodes erstellen
ways-codes-again = Neue Codes erstellen
ways-back = Abbrechen, nichts ändert sich

way-another = Einen anderen Weg nehmen
way-passkey = Passkey
way-passkey-continue = Mit Passkey fortfahren
passkey-refused = Dieser Passkey wurde nicht akzeptiert. Versuche es noch einmal oder nimm einen anderen Weg.
sign-in-passkey = Mit einem Passkey anmelden
sign-in-passkey-refused = Dieser Passkey wurde nicht akzeptiert. Versuche es noch einmal oder melde dich mit Name und Passwort an.

confirm-title = Bestätige, dass du es bist
confirm-lead = Du bist als { $username } angemeldet. Bevor du änderst, wie du das zeigst, prüfen wir, dass du es bist.
confirm-none = Ich habe nichts davon: Wiederherstellungscode benutzen
recovery-code = Wiederherstellungscode
recovery-code-hint = Jeder Code gilt einmal. Du kannst damit einen neuen Weg hinzufügen; er zählt erst nach einer Wartezeit, und andere Apps verlangen eine neue Anmeldung.
recovery-use = Diesen Code benutzen
recovery-wrong = Das ist keiner deiner unbenutzten Codes.

passkey-title = Passkey hinzufügen
passkey-lead = Dein Browser fragt nach Fingerabdruck, Gesicht oder Bildschirmsperre. Mehr ist es nicht: Du musst dir nichts merken.
passkey-name = Name dieses Passkeys
passkey-name-hint = Damit du ihn in deiner Liste wiedererkennst.
passkey-counts-now = Er zählt sofort, zum Anmelden und zum Bestätigen.
passkey-counts-later = Du kannst dich sofort damit anmelden. Um Zahlungen und Änderungen zu bestätigen, zählt er in { $span }: Wäre er nicht deiner, hättest du so lange Zeit, es zu bemerken.
passkey-submit = Diesen Passkey hinzufügen

codes-title = Wiederherstellungscodes
codes-lead = Zehn Codes für den Tag, an dem du alle anderen Wege verloren hast. Jeder gilt einmal.
codes-limits = Mit einem Code fügst du einen neuen Weg hinzu. Eine Zahlung bestätigt er nie.
codes-replaces = { $n ->
    [one] Dein unbenutzter Code gilt dann nicht mehr.
   *[other] Deine { $n } unbenutzten Codes gelten dann nicht mehr.
}
codes-make = Zehn Codes erstellen
codes-shown-title = Bewahre diese Codes auf
codes-shown-lead = Sie werden nur jetzt gezeigt. Drucke sie aus oder bewahre sie bei deinen Passwörtern auf.
codes-download = Herunterladen
codes-copy = Kopieren
codes-print = Drucken
codes-copied = Kopiert.
codes-saved = Ich habe sie aufbewahrt

factor-rename = Namen speichern
factor-remove = { $name } entfernen
factor-name-invalid = Ein Name hat 1 bis 60 Zeichen.
factor-not-sure = Es wurde nichts entfernt. Bitte setze den Haken, dass du sicher bist.
factor-too-weak = Es wurde nichts entfernt. Mit einem Wiederherstellungscode, oder auf einem Gerät, das du noch nicht bestätigt hast, kannst du einen Weg hinzufügen, aber keinen entfernen.
passkey-removed-title = Passkey entfernt
passkey-removed-lead = Er gilt hier nicht mehr. Wo er aufbewahrt wird, etwa auf deinem Telefon oder in einem Passwortmanager, wird er vielleicht noch angeboten: Lösch ihn dort.
passkey-removed-back = Zurück zu deinen Wegen
factor-last-passkey = Das ist dein letzter Passkey. Was einen verlangt, kannst du ohne ihn nicht bestätigen.
factor-last-second = Das ist dein letzter Weg neben dem Passwort. Ohne ihn kannst du kein Geld senden und nichts bestätigen, und ein neuer zählt erst nach einer Wartezeit.
factor-last-here = Das ist dein letzter Weg, der hier funktioniert. Was daneben bleibt, funktioniert nur auf einem anderen Gerät oder ist gesperrt.
factor-sure = Ich bin sicher

activity-passkey-enrolled = Passkey auf { $what } hinzugefügt
activity-passkey-removed = Passkey auf { $what } entfernt
activity-totp-enrolled = Authenticator-App auf { $what } hinzugefügt
activity-totp-removed = Authenticator-App auf { $what } entfernt
activity-pin-enrolled = PIN auf { $what } eingerichtet
activity-pin-removed = PIN auf { $what } entfernt
activity-codes-made = Wiederherstellungscodes auf { $what } erstellt
activity-codes-removed = Wiederherstellungscodes auf { $what } entfernt
activity-code-used = Wiederherstellungscode auf { $what } benutzt
activity-factor-renamed = Passkey auf { $what } umbenannt
ways-pin-text = Eine PIN nur für diesen Browser: schnell getippt, anderswo wertlos.
ways-pin-again = PIN dieses Geräts ändern
confirm-elsewhere = Deine Möglichkeiten zu beweisen, dass du es bist, gelten nur auf anderen Geräten. Mach das dort oder nimm einen Wiederherstellungscode.
confirm-stronger = Ein Wiederherstellungscode genügt dafür nicht. Bestätige auf einem anderen Weg.
confirm-stronger-none = Ein Wiederherstellungscode genügt dafür nicht, und keiner deiner eigenen Wege gilt hier. Füge zuerst einen hinzu; sobald er zählt, komm zurück.
confirm-stronger-forgotten = PIN vergessen: zuerst einen anderen Weg hinzufügen
confirm-stronger-add = Passkey hinzufügen
