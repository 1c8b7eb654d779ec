notices-title = { $n ->
    [0] Meldingen
    [one] Meldingen, 1 nieuwe
   *[other] Meldingen, { $n } nieuwe
}
notices-new = Nieuw
notices-near = in de buurt van { $place }
notices-read = Markeren als gelezen
notices-read-all = Alles markeren als gelezen
notices-passkey = Passkey
notices-totp = Authenticator-app
notices-pin = Pincode
notices-recovery-codes = Herstelcodes
notices-password = Wachtwoord
notices-named = { $factor } “{ $name }”
notices-factor-added = { $what } is toegevoegd
notices-factor-renamed = { $what } heet nu “{ $name }”
notices-factor-removed = { $what } is verwijderd
notices-recovery-codes-made = Er zijn herstelcodes gemaakt; eerdere werken niet meer
notices-recovery-code-used = { $n ->
    [0] Je laatste herstelcode is gebruikt
    [one] Er is een herstelcode gebruikt; er is er nog 1
   *[other] Er is een herstelcode gebruikt; er zijn er nog { $n }
}
notices-pin-locked = Je pincode is geblokkeerd na te veel foute pogingen
notices-codes-paused = Er zijn veel foute codes van je authenticator-app ingevoerd
notices-passkey-cloned = { $what } is misschien gekopieerd
notices-device-new = Een nieuw apparaat meldde zich aan
notices-device-confirmed = “{ $name }” is bevestigd als jouw apparaat
notices-device-link-sent = Een link om “{ $name }” te bevestigen is per mail verstuurd
notices-device-known = “{ $name }” is per mail bevestigd
notices-device-blocked = “{ $name }” is geblokkeerd
notices-activity-confirmed = Ongewone activiteit is bevestigd als van jou
notices-password-changed = Je wachtwoord is gewijzigd
notices-device-key-changed = Dit apparaat toont een andere sleutel dan eerst
notices-policy-asked = { $name } vraagt om beleid { $version }, dat iemand meer geeft en op een tweede beheerder wacht
notices-policy-coming = { $name } vraagt om beleid { $version }, dat iemand meer geeft en over { $hours } uur ingaat
