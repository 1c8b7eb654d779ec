use leptos::prelude::*;

use crate::components::{AppFrame, Icon, NavItem};

/// The dashboard around a page; `needs` is how many permissions wait for the person.
#[component]
pub(super) fn AccountFrame(current: &'static str, needs: usize, children: Children) -> impl IntoView {
    let nav = vec![
        NavItem { href: "/", icon: Icon::Home, key: "nav-overview", count: 0 },
        NavItem { href: "/devices", icon: Icon::Devices, key: "nav-devices", count: 0 },
        NavItem { href: "/access", icon: Icon::Apps, key: "nav-access", count: needs },
        NavItem { href: "/activity", icon: Icon::Activity, key: "nav-activity", count: 0 },
    ];
    view! {
        <AppFrame nav current>
            {children()}
        </AppFrame>
    }
}
