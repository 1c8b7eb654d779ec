use leptos::prelude::*;

use super::{Icon, Symbol};

/// How a pill is coloured. The word always says the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tone {
    Good,
    Wait,
    Alarm,
    Plain,
}

impl Tone {
    const fn class(self) -> &'static str {
        match self {
            Self::Good => "pill pill-good",
            Self::Wait => "pill pill-wait",
            Self::Alarm => "pill pill-alarm",
            Self::Plain => "pill pill-plain",
        }
    }
}

/// A status: icon and word.
#[component]
pub(crate) fn Pill(tone: Tone, icon: Icon, #[prop(into)] text: String) -> impl IntoView {
    view! {
        <span class=tone.class()>
            <Symbol icon/>
            <span>{text}</span>
        </span>
    }
}
