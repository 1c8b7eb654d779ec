use leasehold_oauth_types::factors::FactorWord;
use leptos::prelude::*;

use crate::components::{ButtonKind, LinkButton, Symbol};
use crate::pages::factor_words::icon;
use crate::visit::use_texts;

/// What could be added, with a word on what each is good for.
#[component]
pub(super) fn AddWays(kinds: Vec<FactorWord>, issuer: String) -> impl IntoView {
    let t = use_texts();
    let cards = [
        (FactorWord::Passkey, "ways-passkey-text", "passkey-title", "ways-passkey-another", "passkey"),
        (FactorWord::Pin, "ways-pin-text", "pin-title", "ways-pin-again", "pin"),
        (FactorWord::Totp, "ways-totp-text", "totp-title", "ways-totp-again", "totp"),
        (
            FactorWord::RecoveryCodes,
            "ways-codes-text",
            "ways-codes-make",
            "ways-codes-again",
            "recovery-codes",
        ),
    ];
    let cards = cards.into_iter().map(|(kind, text, add, again, page)| {
        let there = kinds.contains(&kind);
        let weight =
            if kind == FactorWord::Passkey && !there { ButtonKind::Primary } else { ButtonKind::Quiet };
        view! {
            <li class="card card-small way-card">
                <Symbol icon=icon(kind)/>
                <p>{t.get(text)}</p>
                <LinkButton
                    kind=weight
                    href=format!("{issuer}/factors/{page}")
                    label=t.get(if there { again } else { add })
                />
            </li>
        }
    });
    view! {
        <h2 class="section">{t.get("ways-add")}</h2>
        <ul class="card-grid way-cards" role="list">{cards.collect_view()}</ul>
    }
}
