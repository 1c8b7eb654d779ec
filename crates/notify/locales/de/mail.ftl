greeting = Hallo { $name },

factor-added = { $what } zu deinem Konto hinzugefügt
factor-renamed = { $what } heißt jetzt „{ $name }“
factor-removed = { $what } von deinem Konto entfernt
recovery-codes-made = Wiederherstellungscodes wurden erstellt; frühere gelten nicht mehr
recovery-code-used = { $n ->
    [0] Dein letzter Wiederherstellungscode wurde benutzt
    [one] Ein Wiederherstellungscode wurde benutzt; 1 ist übrig
   *[other] Ein Wiederherstellungscode wurde benutzt; { $n } sind übrig
}
pin-locked = Deine PIN ist nach zu vielen falschen Versuchen gesperrt
codes-paused = Für deine Authenticator-App wurden viele falsche Codes eingegeben
passkey-cloned = { $what } wurde vielleicht kopiert
device-new = Neues Gerät bei deinem Konto angemeldet
device-confirmed = „{ $name }“ wurde als dein Gerät bestätigt
device-link-sent = Ein Link, um „{ $name }“ zu bestätigen
device-known = „{ $name }“ wurde per Mail bestätigt
device-blocked = „{ $name }“ wurde gesperrt
activity-confirmed = Ungewöhnliche Aktivität wurde als deine bestätigt
password-changed = Dein Passwort wurde geändert
device-key-changed = Eines deiner Geräte zeigt einen anderen Schlüssel als zuvor
policy-asked = { $name } bittet um die Richtlinie { $version }, die jemandem mehr gibt und auf eine zweite Person mit Adminrechten wartet
policy-coming = { $name } bittet um die Richtlinie { $version }, die jemandem mehr gibt und in { $hours ->
    [one] einer Stunde
   *[other] { $hours } Stunden
    } gilt

factor-passkey = Passkey
factor-totp = Authenticator-App
factor-pin = PIN
factor-recovery-codes = Wiederherstellungscodes
factor-password = Passwort
named = { $factor } „{ $name }“

fact-when = Wann
fact-near = In der Nähe von
fact-device = Gerät

was-you = Warst du das, ist nichts zu tun.
was-you-link = Hast du darum gebeten, öffne diesen Link innerhalb von 15 Minuten in dem Browser, in dem du es getan hast:
not-you-device = Warst du es nicht, öffne deine Geräte, melde dieses ab und markiere es als nicht deines:
not-you-factor = Weißt du nicht, warum, sieh nach, wie du beweist, dass du es bist, und entferne, was nicht deins ist:
not-you-ways = Warst du es nicht, öffne deine Wege zu beweisen, dass du es bist, entferne, was nicht deins ist, und sag es deiner Administration:
not-you-account = Warst du es nicht, öffne deine Geräte, melde ab, was du nicht kennst, und sag es deiner Administration:
never-asked = Wir fragen nie per Mail nach einem Passwort oder einem Code.

date = { $day }. { $month }
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
