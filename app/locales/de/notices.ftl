notices-title = { $n ->
    [0] Mitteilungen
    [one] Mitteilungen, 1 neue
   *[other] Mitteilungen, { $n } neue
}
notices-new = Neu
notices-near = in der Nähe von { $place }
notices-read = Als gelesen markieren
notices-read-all = Alle als gelesen markieren
notices-passkey = Passkey
notices-totp = Authenticator-App
notices-pin = PIN
notices-recovery-codes = Wiederherstellungscodes
notices-password = Passwort
notices-named = { $factor } „{ $name }“
notices-factor-added = { $what } wurde hinzugefügt
notices-factor-renamed = { $what } heißt jetzt „{ $name }“
notices-factor-removed = { $what } wurde entfernt
notices-recovery-codes-made = Wiederherstellungscodes wurden erstellt; frühere gelten nicht mehr
notices-recovery-code-used = { $n ->
    [0] Dein letzter Wiederherstellungscode wurde benutzt
    [one] Ein Wiederherstellungscode wurde benutzt; 1 ist übrig
   *[other] Ein Wiederherstellungscode wurde benutzt; { $n } sind übrig
}
notices-pin-locked = Deine PIN ist nach zu vielen falschen Versuchen gesperrt
notices-codes-paused = Für deine Authenticator-App wurden viele falsche Codes eingegeben
notices-passkey-cloned = { $what } wurde vielleicht kopiert
notices-device-new = Ein neues Gerät hat sich angemeldet
notices-device-confirmed = „{ $name }“ wurde als dein Gerät bestätigt
notices-device-link-sent = Ein Link, um „{ $name }“ zu bestätigen, wurde per Mail verschickt
notices-device-known = „{ $name }“ wurde per Mail bestätigt
notices-device-blocked = „{ $name }“ wurde gesperrt
notices-activity-confirmed = Ungewöhnliche Aktivität wurde als deine bestätigt
notices-password-changed = Dein Passwort wurde geändert
notices-device-key-changed = Dieses Gerät zeigt einen anderen Schlüssel als zuvor
notices-policy-asked = { $name } bittet um die Richtlinie { $version }, die jemandem mehr gibt und auf eine zweite Person mit Adminrechten wartet
notices-policy-coming = { $name } bittet um die Richtlinie { $version }, die jemandem mehr gibt und in { $hours ->
    [one] einer Stunde
   *[other] { $hours } Stunden
    } gilt
