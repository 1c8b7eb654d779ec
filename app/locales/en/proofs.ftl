passkey-failed = That did not work, and nothing was sent. Try again, or use another way.
passkey-add-failed = No passkey was added. This device may have one already, may have no fingerprint, face or screen lock to check, or it was cancelled.
passkey-needs-scripts = Passkeys need JavaScript, which is off in this browser.
passkey-missing = This browser cannot use passkeys. Choose another way, or open this page in a browser that can.

pin-label = PIN on this device
pin-new = New PIN
pin-hint = 6 to 12 digits. It works on this device only and never leaves it.
pin-repeat = The same PIN again
pin-failed = Your PIN can't be checked in this browser right now. Try again, or use another way.
pin-set-failed = No PIN was set. Please try again.
pin-digits = A PIN has 6 to 12 digits.
pin-guessable = That PIN is among the first that anyone would try. Please choose another.
pin-mismatch = These two PINs are not the same.
pin-needs-scripts = A PIN needs JavaScript, which is off in this browser.
pin-missing = This browser cannot keep the key that a PIN needs. Choose another way, or open this page in a browser that can.
pin-wrong = { $n ->
    [one] That PIN is not right. You have one try left.
   *[other] That PIN is not right. You have { $n } tries left.
}
pin-refused = That did not work. Please type your PIN again, or use another way.
pin-locked = Your PIN is locked after too many tries. Use another way; that also unlocks it.
pin-title = Set a PIN for this device
pin-lead = { $device } will ask for it instead of a code. The PIN works here and nowhere else, and never leaves this browser.
pin-submit = Set PIN
pin-replaces = The PIN that this device has now stops working.
pin-counts-later = It counts in { $span }: if it were not yours, you would have that long to notice.
totp-counts-later = It counts in { $span }: if it were not yours, you would have that long to notice.
