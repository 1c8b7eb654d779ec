notices-title = { $n ->
    [0] Notices
    [one] Notices, 1 new
   *[other] Notices, { $n } new
}
notices-new = New
notices-near = near { $place }
notices-read = Mark as read
notices-read-all = Mark all as read
notices-passkey = Passkey
notices-totp = Authenticator app
notices-pin = PIN
notices-recovery-codes = Recovery codes
notices-password = Password
notices-named = { $factor } “{ $name }”
notices-factor-added = { $what } was added
notices-factor-renamed = { $what } is now called “{ $name }”
notices-factor-removed = { $what } was removed
notices-recovery-codes-made = Recovery codes were made; any earlier ones no longer work
notices-recovery-code-used = { $n ->
    [0] Your last recovery code was used
    [one] A recovery code was used; 1 is left
   *[other] A recovery code was used; { $n } are left
}
notices-pin-locked = Your PIN is locked after too many wrong tries
notices-codes-paused = Many wrong codes were typed for your authenticator app
notices-passkey-cloned = { $what } may have been copied
notices-device-new = A new device signed in
notices-device-confirmed = “{ $name }” was confirmed as yours
notices-device-link-sent = A link to confirm “{ $name }” was sent by mail
notices-device-known = “{ $name }” was confirmed by mail
notices-device-blocked = “{ $name }” was blocked
notices-activity-confirmed = Unusual activity was confirmed as yours
notices-password-changed = Your password was changed
notices-device-key-changed = This device shows another key than before
notices-policy-asked = { $name } asks for policy { $version }, which gives somebody more and waits for a second administrator
notices-policy-coming = { $name } asks for policy { $version }, which gives somebody more and takes effect in { $hours ->
    [one] one hour
   *[other] { $hours } hours
    }
