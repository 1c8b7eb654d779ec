use leptos::prelude::*;

use super::Standing;
use crate::components::{AppFrame, Icon, NavItem};

/// The dashboard around a page; how the person stands shows in the navigation.
#[component]
pub(super) fn AccountFrame(current: &'static str, standing: Standing, children: Children) -> impl IntoView {
    let nav = vec![
        NavItem { href: "/", icon: Icon::Home, key: "nav-overview", count: 0 },
        NavItem {
            href: "/devices",
            icon: Icon::Devices,
            key: "nav-devices",
            count: standing.unusual().len(),
        },
        NavItem { href: "/access", icon: Icon::Apps, key: "nav-access", count: standing.needs() },
        NavItem { href: "/ways", icon: Icon::Key, key: "nav-ways", count: 0 },
        NavItem { href: "/activity", icon: Icon::Activity, key: "nav-activity", count: 0 },
    ];
    view! {
        <AppFrame nav current>
            {children()}
        </AppFrame>
    }
}
