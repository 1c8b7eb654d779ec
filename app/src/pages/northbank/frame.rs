use leptos::prelude::*;

use crate::components::{AppFrame, Icon, NavItem};

/// The bank around a page.
#[component]
pub(super) fn NorthbankFrame(current: &'static str, children: Children) -> impl IntoView {
    let nav = vec![
        NavItem { href: "/", icon: Icon::Bank, key: "nav-accounts", count: 0 },
        NavItem { href: "/payments/new", icon: Icon::Arrow, key: "nav-send", count: 0 },
    ];
    view! {
        <AppFrame nav current>
            {children()}
        </AppFrame>
    }
}
