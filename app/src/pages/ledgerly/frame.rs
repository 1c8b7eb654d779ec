use leptos::prelude::*;

use crate::components::{AppFrame, Icon, NavItem};

/// The bookkeeping around a page.
#[component]
pub(super) fn LedgerlyFrame(current: &'static str, children: Children) -> impl IntoView {
    let nav = vec![NavItem { href: "/", icon: Icon::Invoice, key: "nav-invoices", count: 0 }];
    view! {
        <AppFrame nav current>
            {children()}
        </AppFrame>
    }
}
