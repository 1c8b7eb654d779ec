overview-title = { $n ->
    [0] Alles in Ordnung, { $name }.
    [one] Eine Berechtigung braucht dich, { $name }.
   *[other] { $n } Berechtigungen brauchen dich, { $name }.
}
overview-title-device = { $n ->
    [one] Ein neues Gerät hat sich angemeldet, { $name }.
   *[other] { $n } neue Geräte haben sich angemeldet, { $name }.
}
overview-lead-device = Warst du das? Solange du es nicht sagst, kann es nichts Sensibles tun.
overview-lead-needs = Alles andere funktioniert wie gewohnt.
overview-lead-fine = Alle deine Apps funktionieren wie gewohnt.
overview-lead-paused = Nichts braucht dich. Was pausiert ist, kommt von selbst zurück.
overview-recent = Letzte Aktivität
overview-details = Details
off-in-app = { $n ->
    [one] { $nouns } ist in { $app } ausgeschaltet
   *[other] { $nouns } sind in { $app } ausgeschaltet
}
still-works = { $n ->
    [one] { $nouns } geht weiterhin.
   *[other] Das geht weiterhin: { $nouns }.
}
took-effect = Wirksam nach { $seconds } s
paused-returns = Es kommt von selbst zurück.

restore-button = { $app } wiederherstellen
restore-reconsent = { $app } erneut erlauben
restore-confirm-device = Bestätige dieses Gerät auf einem, dem du schon vertraust: öffne dort „Geräte & Sitzungen“.
confirm-number-title = Bestätige dieses Gerät
restore-number = Das vertraute Gerät fragt nach dieser Zahl
confirm-here = Hier bestätigen
confirm-mail-how = Oder bekomme einen Teil schon jetzt zurück: Öffne in diesem Browser einen Link, den wir dir mailen. Das Sensibelste bleibt aus, bis ein vertrautes Gerät dieses bestätigt.
confirm-mail = Schick mir einen Link per Mail
restore-elsewhere = Öffne diese Seite auf { $device }, um es dort wiederherzustellen.
restore-ask-admin = Bitte deinen Administrator, es zurückzugeben.

access-lead = Was deine Apps für dich tun dürfen und was sie verloren haben.
access-empty = Keine App hat Zugriff.
access-details = Details
app-active = Aktiv
app-limited = Eingeschränkt
app-this-device = Dieses Gerät
app-since = verbunden

activity-lead = Was mit deinem Konto geschah, das Neueste zuerst.
activity-empty = Es ist noch nichts geschehen.
activity-withdrawn = { $what }: ausgeschaltet
activity-paused = { $what }: pausiert
activity-restored = { $what }: wieder eingeschaltet
activity-allowed = Du hast erlaubt: { $what }
activity-confirmed = Du hast bestätigt, dass du es warst: { $what }
activity-expired = { $what }: abgelaufen
activity-ended = { $what } hat keinen Zugriff mehr
activity-was-me = Du hast gesagt, dass ungewöhnliche Aktivität auf { $what } von dir war
activity-device-confirmed = Du hast { $what } bestätigt
activity-device-known-by-mail = Du hast { $what } per Mail bestätigt
activity-device-blocked = Du hast { $what } gesperrt
activity-device-trust-withdrawn = { $what } wird nicht mehr vertraut
activity-device-cookie-reused = Eine veraltete Kopie von { $what } tauchte auf und wurde nicht erkannt
activity-account-set-up = Konto eingerichtet auf { $what }
activity-sign-in = Angemeldet auf { $what }
activity-sign-out = Abgemeldet auf { $what }

unusual-rest = Alles
unusual-title = Ungewöhnliche Aktivität
unusual-lead = Was zuletzt anders war als sonst bei dir. Warst du es, dann sag es: 30 Tage lang zählt dasselbe nicht mehr gegen dich. Was du stehen lässt, zählt jeden Tag weniger.
unusual-times = { $n }-mal
unusual-elsewhere = Nur ein anderes Gerät, dem du schon vertraut hast, kann sagen, dass du das warst.
unusual-confirmed = Du hast gesagt, dass du das warst
unusual-sign-in-failed = Eine Anmeldung schlug fehl
unusual-wrong-factor = Jemand hatte dein Passwort und scheiterte am nächsten Schritt
unusual-hot-network = Du hast dich aus einem Netz angemeldet, in dem viele Anmeldungen fehlschlugen
unusual-password-spraying = Du hast dich aus einem Netz angemeldet, in dem viele Konten durchprobiert wurden
unusual-new-device = Ein Gerät hat sich zum ersten Mal angemeldet
unusual-impossible-travel = Dein Konto wurde an zwei Orten benutzt, zu weit auseinander für die Zeit dazwischen
unusual-token-replay = Der Zugriff einer App wurde zweimal benutzt, als hätte ihn jemand kopiert
unusual-cookie-reused = Eine veraltete Kopie eines Geräts tauchte auf und wurde nicht erkannt
unusual-passkey-cloned = Ein Passkey wurde vielleicht kopiert
unusual-other-key = Eine Anmeldung erschien mit einem anderen Schlüssel als ihrem eigenen
unusual-traits-changed = Ein Gerät sieht anders aus als zuvor
unusual-credential-changed = Eine Art, dich auszuweisen, wurde geändert
unusual-recovery-used = Ein Wiederherstellungscode wurde benutzt
unusual-role-changed = Deine Rollen wurden geändert
unusual-other = Etwas war ungewöhnlich

devices-lead = Mehrere Sitzungen auf einem Gerät sind normal. Orte sind ungefähr.
devices-unusual = Ungewöhnlich
devices-yours = Deine Geräte
devices-no-others = Kein anderes Gerät ist angemeldet.
devices-sign-out-others = Alle anderen Sitzungen abmelden
device-this = Dieses Gerät
device-active-now = jetzt aktiv
device-trusted-until = vertraut bis { $date }
device-trusted = vertraut
device-not-confirmed = noch nicht bestätigt
device-blocked = als nicht deins markiert
device-signed-out = abgemeldet
device-signed-in = Angemeldet
device-sign-out = { $device } abmelden
device-new = Neu, zuerst gesehen { $when }
device-new-signed-in = Angemeldet
device-new-cannot = Solange du es nicht bestätigst, kann es nichts Sensibles tun.
device-was-me = Das war ich
device-was-not-me = Das war ich nicht
device-not-mine = Das gehört mir nicht
device-mine-after-all = Es gehört doch mir
device-mine-how = Melde dich zuerst dort an: Die Zugriffsseite dort zeigt die Zahl, nach der hier gefragt wird.
block-title = Gehört { $device } nicht dir?
block-lead = Sage es, wenn dort jemand anders dein Konto benutzt.
block-signs-out = Es wird überall abgemeldet und kann nichts Heikles tun, wenn es sich neu anmeldet.
block-trust = Geräten, die von dort bestätigt wurden, wird nicht mehr vertraut, und was dort bestätigt wurde, gilt nicht mehr.
block-factors = Passkeys, Codes und PINs, die dort hinzugefügt wurden, gelten nicht mehr. Dein Passwort bleibt: Ändere es, wenn es jemand kennen könnte.
block-back = Hast du dich geirrt, kannst du es von diesem Gerät aus zurücknehmen.
block-submit = Ja, blockieren
block-cancel = Abbrechen, es bleibt, wie es ist
device-confirm-elsewhere = Nur ein Gerät, dem schon vorher vertraut wurde, kann dieses bestätigen.
device-confirm-needs-key = Dieser Browser hat keinen Schlüssel, der älter ist als das neue Gerät, und kann es deshalb nicht bestätigen. Schalte JavaScript ein und melde dich hier neu an, dann kann er das nächste bestätigen; dieses kann sich selbst mit einem Passkey bestätigen.

notice-unchanged = Es wurde nichts geändert.
notice-restored = Wiederhergestellt. Deine üblichen Bestätigungen bleiben, wie sie sind.
notice-confirmed = Bestätigt. Das Gerät kann jetzt tun, was du dort erlaubt hast.
notice-was-me = Danke. Es zählt nicht mehr gegen dich.
notice-known = Per Mail bestätigt. Das Sensibelste wartet noch auf ein vertrautes Gerät.
notice-link-sent = Wir haben dir einen Link geschickt. Öffne ihn innerhalb von 15 Minuten in diesem Browser.
notice-link-paused = Du hast schon mehrere Links angefordert. Nimm den letzten oder versuche es später noch einmal.
notice-blocked = Gesperrt. Das Gerät ist abgemeldet und kann nicht mehr mit deinem Konto benutzt werden.
notice-proved = Danke, das warst du. Mach es jetzt noch einmal.
notice-signed-out = Abgemeldet.
notice-signed-out-others = Alle anderen Sitzungen sind abgemeldet.
