passkey-failed = Dat is niet gelukt en er is niets verzonden. Probeer het opnieuw of kies een andere manier.
passkey-add-failed = Er is geen passkey toegevoegd. Misschien heeft dit apparaat er al een, heeft het geen vingerafdruk, gezicht of schermvergrendeling om te controleren, of is het geannuleerd.
passkey-needs-scripts = Passkeys hebben JavaScript nodig, en dat staat uit in deze browser.
passkey-missing = Deze browser kan geen passkeys gebruiken. Kies een andere manier, of open deze pagina in een browser die dat wel kan.

pin-label = Pincode op dit apparaat
pin-new = Nieuwe pincode
pin-hint = 6 tot 12 cijfers. De pincode werkt alleen op dit apparaat en verlaat het nooit.
pin-repeat = Dezelfde pincode nog eens
pin-failed = Je pincode kan nu niet in deze browser worden gecontroleerd. Probeer het opnieuw of kies een andere manier.
pin-set-failed = Er is geen pincode ingesteld. Probeer het opnieuw.
pin-digits = Een pincode heeft 6 tot 12 cijfers.
pin-guessable = Die pincode probeert iedereen als eerste. Kies een andere.
pin-mismatch = Deze twee pincodes zijn niet gelijk.
pin-needs-scripts = Een pincode heeft JavaScript nodig, en dat staat uit in deze browser.
pin-missing = Deze browser kan de sleutel niet bewaren die een pincode nodig heeft. Kies een andere manier, of open deze pagina in een browser die dat wel kan.
pin-wrong = { $n ->
    [one] Die pincode klopt niet. Je hebt nog één poging.
   *[other] Die pincode klopt niet. Je hebt nog { $n } pogingen.
}
pin-refused = Dat is niet gelukt. Typ je pincode opnieuw of kies een andere manier.
pin-locked = Je pincode is geblokkeerd na te veel pogingen. Kies een andere manier; daarmee wordt hij ook weer vrijgegeven.
pin-title = Stel een pincode in voor dit apparaat
pin-lead = { $device } vraagt er dan om in plaats van om een code. De pincode werkt hier en nergens anders, en verlaat deze browser nooit.
pin-submit = Pincode instellen
pin-replaces = De pincode die dit apparaat nu heeft, werkt dan niet meer.
pin-counts-later = Hij telt over { $span }: als hij niet van jou was, had je zo lang de tijd om het te merken.
totp-counts-later = Hij telt over { $span }: als hij niet van jou was, had je zo lang de tijd om het te merken.
