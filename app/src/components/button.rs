use leptos::prelude::*;

use super::{Icon, Symbol};

/// How much weight a button has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ButtonKind {
    Primary,
    Quiet,
    Small,
    Link,
}

impl ButtonKind {
    pub(crate) const fn class(self) -> &'static str {
        match self {
            Self::Primary => "button button-primary",
            Self::Quiet => "button button-quiet",
            Self::Small => "button button-quiet button-small",
            Self::Link => "button-link",
        }
    }
}

/// A button that submits its form. Says what it does.
#[component]
pub(crate) fn Button(
    kind: ButtonKind,
    #[prop(into)] label: String,
    #[prop(optional)] icon: Option<Icon>,
    #[prop(optional)] name: Option<&'static str>,
    #[prop(optional)] value: Option<&'static str>,
    /// Submits although fields are empty: for ways back.
    #[prop(optional)]
    skip_checks: bool,
) -> impl IntoView {
    view! {
        <button type="submit" class=kind.class() name=name value=value formnovalidate=skip_checks>
            {icon.map(|icon| view! { <Symbol icon/> })}
            <span>{label}</span>
        </button>
    }
}

/// A link that looks like a button.
#[component]
pub(crate) fn LinkButton(
    kind: ButtonKind,
    #[prop(into)] href: String,
    #[prop(into)] label: String,
    #[prop(optional)] icon: Option<Icon>,
) -> impl IntoView {
    view! {
        <a class=kind.class() href=href>
            {icon.map(|icon| view! { <Symbol icon/> })}
            <span>{label}</span>
        </a>
    }
}
