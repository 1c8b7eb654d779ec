skip-link = Zur Seite springen
nav-label = Hauptmenü
nav-overview = Überblick
nav-devices = Geräte & Sitzungen
nav-access = Zugriff & Apps
nav-activity = Aktivität
nav-accounts = Konten
nav-send = Geld senden
nav-invoices = Rechnungen
nav-log = Entzüge
nav-account-of = Dein Konto: { $name }
nav-sign-out = Abmelden
nav-count = { $n ->
    [one] eine braucht dich
   *[other] { $n } brauchen dich
}

word-active = Aktiv
word-asks = Fragt jedes Mal
word-paused = Pausiert
word-paused-until = Pausiert bis { $until }
word-needs-you = Braucht dich
word-removed = Entfernt

lost-in-app = { $noun } in { $app }
lost-since = Seit

fact-to = An
fact-account = Konto
fact-app = App
fact-reference = Verwendungszweck
fact-amount = Betrag
fact-invoice = Rechnung
fact-supplier = Lieferant
fact-device = Gerät
fact-place = Ort
fact-allows = Erlaubt

refusal-no-reason = Diese Berechtigung ist im Moment nicht aktiv.
refusal-restore = Warum? Ansehen und wieder einschalten
refusal-look = Ansehen, was pausiert ist
refusal-ask = Ansehen, was entfernt wurde

failure-not-found = Diese Seite gibt es nicht
failure-not-found-lead = Die Adresse ist vielleicht alt oder vertippt.
failure-expired = Diese Seite gilt nicht mehr
failure-expired-lead = Sie wurde schon benutzt, es dauerte zu lange, oder du hast in einem anderen Browser angefangen. Bitte beginne in der App neu.
failure-forged = Das kam nicht von dieser Seite
failure-forged-lead = Es wurde nichts getan. Bitte geh zurück, lade die Seite neu und versuche es noch einmal.
failure-invalid = Diese Anfrage war nicht vollständig
failure-invalid-lead = Es wurde nichts getan. Bitte geh zurück und versuche es noch einmal.
failure-forbidden = Du hast keinen Zugang zu dieser Seite
failure-forbidden-lead = Sie ist für Administratoren. Wenn du sie sehen solltest, frag einen von ihnen.
failure-refused = Das ist vorerst ausgeschaltet
failure-refused-lead = Es wurde nichts getan.
failure-unavailable = Wir können das gerade nicht zeigen
failure-unavailable-lead = Etwas hinter dieser Seite antwortet nicht. Es ging nichts verloren; bitte versuche es gleich noch einmal.
failure-home = Zurück zum Anfang

setback-denied = Du hast die Bestätigung abgebrochen.
setback-interaction-required = Dafür ist deine Bestätigung nötig, und du konntest nicht gefragt werden. Bitte versuche es noch einmal.
setback-not-met = Keine deiner Möglichkeiten zu beweisen, dass du es bist, ist dafür stark genug.
setback-held = Eine Regel hat diesen Zugriff inzwischen entzogen. Auf der Seite mit deinen Zugriffen steht, warum und wie du ihn zurückbekommst.
setback-key-missing = Dieser Browser hat nicht den Schlüssel gezeigt, den er bei deiner Anmeldung hatte. Stelle sicher, dass JavaScript eingeschaltet ist, melde dich ab und wieder an und wiederhole es.
setback-not-in-progress = Die Bestätigung dauerte zu lange, wurde schon benutzt oder in einem anderen Browser begonnen. Bitte versuche es noch einmal.
setback-someone-else = Jemand anderes hat die Bestätigung beendet, die du hier begonnen hast.
setback-unavailable = Die Bestätigung konnte gerade nicht geprüft werden. Bitte versuche es gleich noch einmal.
setback-rejected = Die Bestätigung hat nicht geklappt. Bitte versuche es noch einmal.
failure-unconfirmed = Bitte bestätige, dass du es bist
failure-unconfirmed-lead = Diese Seite ist erst nach einer Bestätigung zu sehen.
failure-unconfirmed-again = Bestätigen, dass du es bist

time-just-now = gerade eben
time-minutes-ago = { $n ->
    [one] vor 1 Minute
   *[other] vor { $n } Minuten
}
time-hours-ago = { $n ->
    [one] vor 1 Stunde
   *[other] vor { $n } Stunden
}
time-days-ago = { $n ->
    [one] gestern
   *[other] vor { $n } Tagen
}
time-date = { $day }. { $month }
time-tomorrow-at = morgen { $clock }
time-seconds = { $n ->
    [one] 1 Sekunde
   *[other] { $n } Sekunden
}
time-minutes = { $n ->
    [one] 1 Minute
   *[other] { $n } Minuten
}
time-hours = { $n ->
    [one] 1 Stunde
   *[other] { $n } Stunden
}
time-days = { $n ->
    [one] 1 Tag
   *[other] { $n } Tage
}
month-1 = Januar
month-2 = Februar
month-3 = März
month-4 = April
month-5 = Mai
month-6 = Juni
month-7 = Juli
month-8 = August
month-9 = September
month-10 = Oktober
month-11 = November
month-12 = Dezember
weekday-1 = Montag
weekday-2 = Dienstag
weekday-3 = Mittwoch
weekday-4 = Donnerstag
weekday-5 = Freitag
weekday-6 = Samstag
weekday-7 = Sonntag

prove-device = Einen Augenblick
prove-device-lead = Wir prüfen, ob das noch dein Browser ist. Geschieht nichts, melde dich erneut an.
sign-in-failed = Du bist nicht angemeldet
sign-in-failed-denied = Du hast abgelehnt, darum wurde nichts mit dieser App geteilt.
sign-in-failed-expired = Diese Anmeldung wurde schon benutzt, dauerte zu lange oder begann in einem anderen Browser.
sign-in-failed-someone-else = Jemand anderes hat beendet, was du hier begonnen hast; darum ist nichts geschehen.
sign-in-failed-busy = Aus deinem Netz kamen gerade zu viele Anmeldungen. Bitte versuche es in einer Minute noch einmal.
sign-in-failed-interaction = Für diese Anmeldung braucht es dich, und du konntest nicht gefragt werden. Bitte versuche es noch einmal.
sign-in-failed-not-met = Keine deiner Möglichkeiten zu beweisen, dass du es bist, ist stark genug für diese App.
sign-in-failed-unavailable = Etwas hinter dieser Seite antwortet nicht. Bitte versuche es gleich noch einmal.
sign-in-failed-rejected = Die Antwort auf diese Anmeldung hat unsere Prüfungen nicht bestanden, darum haben wir sie verworfen.
sign-in-failed-again = Erneut anmelden
elevation-label = Erweiterter Zugriff
elevation-end = Jetzt beenden
