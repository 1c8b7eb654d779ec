passkey-failed = Das hat nicht geklappt, und es wurde nichts gesendet. Versuche es noch einmal oder nimm einen anderen Weg.
passkey-add-failed = Es wurde kein Passkey hinzugefügt. Vielleicht hat dieses Gerät schon einen, kann weder Fingerabdruck noch Gesicht oder Bildschirmsperre prüfen, oder es wurde abgebrochen.
passkey-needs-scripts = Passkeys brauchen JavaScript, und das ist in diesem Browser ausgeschaltet.
passkey-missing = Dieser Browser kann keine Passkeys benutzen. Nimm einen anderen Weg oder öffne diese Seite in einem Browser, der es kann.

pin-label = PIN auf diesem Gerät
pin-new = Neue PIN
pin-hint = 6 bis 12 Ziffern. Sie gilt nur auf diesem Gerät und verlässt es nie.
pin-repeat = Dieselbe PIN noch einmal
pin-failed = Deine PIN lässt sich in diesem Browser gerade nicht prüfen. Versuche es noch einmal oder nimm einen anderen Weg.
pin-set-failed = Es wurde keine PIN eingerichtet. Bitte versuche es noch einmal.
pin-digits = Eine PIN hat 6 bis 12 Ziffern.
pin-guessable = Diese PIN würde jeder zuerst probieren. Bitte wähle eine andere.
pin-mismatch = Die beiden PINs sind nicht gleich.
pin-needs-scripts = Eine PIN braucht JavaScript, und das ist in diesem Browser ausgeschaltet.
pin-missing = Dieser Browser kann den Schlüssel nicht aufbewahren, den eine PIN braucht. Nimm einen anderen Weg oder öffne diese Seite in einem Browser, der es kann.
pin-wrong = { $n ->
    [one] Diese PIN stimmt nicht. Du hast noch einen Versuch.
   *[other] Diese PIN stimmt nicht. Du hast noch { $n } Versuche.
}
pin-refused = Das hat nicht geklappt. Bitte tippe deine PIN noch einmal ein oder nimm einen anderen Weg.
pin-locked = Deine PIN ist nach zu vielen Versuchen gesperrt. Nimm einen anderen Weg; das entsperrt sie auch wieder.
pin-title = Eine PIN für dieses Gerät festlegen
pin-lead = { $device } fragt dann danach statt nach einem Code. Die PIN gilt hier und nirgends sonst und verlässt diesen Browser nie.
pin-submit = PIN festlegen
pin-replaces = Die jetzige PIN dieses Geräts gilt dann nicht mehr.
pin-counts-later = Sie zählt in { $span }: Wäre sie nicht deine, hättest du so lange Zeit, es zu bemerken.
totp-counts-later = Sie zählt in { $span }: Wäre sie nicht deine, hättest du so lange Zeit, es zu bemerken.
