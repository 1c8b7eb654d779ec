overview-title = { $n ->
    [0] Alles is in orde, { $name }.
    [one] Eén toestemming wacht op jou, { $name }.
   *[other] { $n } toestemmingen wachten op jou, { $name }.
}
overview-title-device = { $n ->
    [one] Een nieuw apparaat meldde zich aan, { $name }.
   *[other] { $n } nieuwe apparaten meldden zich aan, { $name }.
}
overview-lead-device = Was jij dat? Zolang je dat niet zegt, kan het niets gevoeligs doen.
overview-lead-needs = Al het andere werkt zoals altijd.
overview-lead-fine = Al je apps werken zoals altijd.
overview-lead-paused = Niets wacht op jou. Wat gepauzeerd is, komt vanzelf terug.
overview-recent = Recente activiteit
overview-details = Details
off-in-app = { $n ->
    [one] { $nouns } staat uit in { $app }
   *[other] { $nouns } staan uit in { $app }
}
still-works = { $n ->
    [one] { $nouns } werkt nog.
   *[other] Dit werkt nog: { $nouns }.
}
took-effect = Ging in na { $seconds } s
paused-returns = Het komt vanzelf terug.

restore-button = { $app } herstellen
restore-reconsent = { $app } opnieuw toestaan
restore-confirm-device = Bevestig dit apparaat op een apparaat dat je al vertrouwt: open daar “Apparaten & sessies”.
confirm-number-title = Bevestig dit apparaat
restore-number = Het vertrouwde apparaat vraagt om dit getal
confirm-here = Hier bevestigen
confirm-mail-how = Of krijg een deel nu al terug: open in deze browser een link die we je mailen. Het gevoeligste blijft uit tot een vertrouwd apparaat dit bevestigt.
confirm-mail = Stuur me een link per mail
restore-elsewhere = Open deze pagina op { $device } om het daar te herstellen.
restore-ask-admin = Vraag je beheerder om het terug te geven.

access-lead = Wat je apps voor je mogen doen, en wat ze kwijt zijn.
access-empty = Geen enkele app heeft toegang.
access-details = Details
app-active = Actief
app-limited = Beperkt
app-this-device = Dit apparaat
app-since = verbonden

activity-lead = Wat er met je account gebeurde, het nieuwste eerst.
activity-empty = Er is nog niets gebeurd.
activity-withdrawn = { $what } uitgezet
activity-paused = { $what } gepauzeerd
activity-restored = { $what } staat weer aan
activity-allowed = Je stond toe: { $what }
activity-confirmed = Je bevestigde dat jij het was: { $what }
activity-expired = { $what } is verlopen
activity-ended = { $what } heeft geen toegang meer
activity-was-me = Je zei dat ongewone activiteit op { $what } van jou was
activity-device-confirmed = Je bevestigde { $what }
activity-device-known-by-mail = Je bevestigde { $what } per mail
activity-device-blocked = Je blokkeerde { $what }
activity-device-trust-withdrawn = { $what } is niet langer vertrouwd
activity-device-cookie-reused = Een verouderde kopie van { $what } verscheen en werd niet herkend
activity-account-set-up = Account ingesteld op { $what }
activity-sign-in = Aangemeld op { $what }
activity-sign-out = Afgemeld op { $what }

unusual-rest = Alles
unusual-title = Ongewone activiteit
unusual-lead = Wat de laatste tijd anders was dan je gewend bent. Was jij het, zeg dat dan: 30 dagen lang telt hetzelfde niet meer tegen je. Wat je laat staan, telt elke dag minder.
unusual-times = { $n } keer
unusual-elsewhere = Alleen een ander apparaat dat je al vertrouwde, kan zeggen dat jij dit was.
unusual-confirmed = Jij was dit, zei je
unusual-sign-in-failed = Een aanmelding mislukte
unusual-wrong-factor = Iemand had je wachtwoord en faalde bij de volgende stap
unusual-hot-network = Je meldde je aan vanaf een netwerk waar veel aanmeldingen mislukten
unusual-password-spraying = Je meldde je aan vanaf een netwerk waar veel accounts geprobeerd werden
unusual-new-device = Een apparaat meldde zich voor het eerst aan
unusual-impossible-travel = Je account werd op twee plaatsen gebruikt, te ver uit elkaar voor de tijd ertussen
unusual-token-replay = Toegang van een app werd twee keer gebruikt, alsof iemand die gekopieerd had
unusual-cookie-reused = Een verouderde kopie van een apparaat verscheen en werd niet herkend
unusual-passkey-cloned = Een passkey is misschien gekopieerd
unusual-other-key = Een aanmelding verscheen met een andere sleutel dan de eigen
unusual-traits-changed = Een apparaat ziet er anders uit dan eerst
unusual-credential-changed = Een manier om te bewijzen dat jij het bent, is gewijzigd
unusual-recovery-used = Een herstelcode is gebruikt
unusual-role-changed = Je rollen zijn gewijzigd
unusual-other = Er was iets ongewoons

devices-lead = Meerdere sessies op één apparaat zijn normaal. Plaatsen zijn bij benadering.
devices-unusual = Ongewoon
devices-yours = Je apparaten
devices-no-others = Er zijn geen andere apparaten aangemeld.
devices-sign-out-others = Alle andere sessies afmelden
device-this = Dit apparaat
device-active-now = nu actief
device-trusted-until = vertrouwd tot { $date }
device-trusted = vertrouwd
device-not-confirmed = nog niet bevestigd
device-blocked = gemarkeerd als niet van jou
device-signed-out = afgemeld
device-signed-in = Aangemeld
device-sign-out = { $device } afmelden
device-new = Nieuw, { $when } voor het eerst gezien
device-new-signed-in = Aangemeld
device-new-cannot = Zolang je het niet bevestigt, kan het niets gevoeligs doen.
device-was-me = Dit was ik
device-was-not-me = Dit was ik niet
device-not-mine = Dit is niet van mij
device-mine-after-all = Het is toch van mij
device-mine-how = Meld je daar eerst aan: de toegangspagina daar toont het getal dat hier gevraagd wordt.
block-title = Is { $device } niet van jou?
block-lead = Zeg het als iemand anders daar je account gebruikt.
block-signs-out = Het wordt overal afgemeld en kan niets gevoeligs doen als het zich opnieuw aanmeldt.
block-trust = Apparaten die ermee bevestigd zijn, worden niet meer vertrouwd, en wat daar bevestigd werd, geldt niet meer.
block-factors = Passkeys, codes en pincodes die erop zijn toegevoegd, werken niet meer. Je wachtwoord blijft: wijzig het als iemand het kan weten.
block-back = Had je het mis, dan kun je het vanaf dit apparaat terugdraaien.
block-submit = Ja, blokkeren
block-cancel = Annuleren, het blijft zoals het is
device-confirm-elsewhere = Alleen een apparaat dat al eerder vertrouwd was kan dit bevestigen.
device-confirm-needs-key = Deze browser heeft geen sleutel die ouder is dan het nieuwe apparaat en kan het dus niet bevestigen. Zet JavaScript aan en meld je hier opnieuw aan, dan kan hij het volgende bevestigen; dit apparaat kan zichzelf bevestigen met een passkey.

notice-unchanged = Er is niets veranderd.
notice-restored = Hersteld. Je gebruikelijke bevestigingen blijven zoals ze zijn.
notice-confirmed = Bevestigd. Het apparaat kan nu doen wat je daar hebt toegestaan.
notice-was-me = Dank je. Het telt niet meer tegen je.
notice-known = Bevestigd per mail. Het gevoeligste wacht nog op een vertrouwd apparaat.
notice-link-sent = We hebben je een link gestuurd. Open hem binnen 15 minuten in deze browser.
notice-link-paused = Je vroeg al om meer links. Gebruik de laatste, of probeer het later opnieuw.
notice-blocked = Geblokkeerd. Het apparaat is afgemeld en kan niet meer met je account gebruikt worden.
notice-proved = Bedankt, dat was jij. Doe het nu nog een keer.
notice-signed-out = Afgemeld.
notice-signed-out-others = Alle andere sessies zijn afgemeld.
