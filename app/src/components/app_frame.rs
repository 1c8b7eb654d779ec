use leptos::prelude::*;

use super::{Avatar, BrandMark, ElevationPill, Icon, Symbol};
use crate::visit::{use_texts, use_visit};

/// One entry of the navigation.
pub(crate) struct NavItem {
    /// Where it leads.
    pub(crate) href: &'static str,
    /// Icon beside the word.
    pub(crate) icon: Icon,
    /// Key of the word.
    pub(crate) key: &'static str,
    /// How many things wait there.
    pub(crate) count: usize,
}

/// Navigation at the side, or at the bottom of narrow screens, and the page beside it.
#[component]
pub(crate) fn AppFrame(nav: Vec<NavItem>, current: &'static str, children: Children) -> impl IntoView {
    let t = use_texts();
    let items = nav.into_iter().map(|item| {
        let here = (item.href == current).then_some("page");
        let count = (item.count > 0).then(|| {
            let label = t.with("nav-count", [("n", item.count.into())]);
            view! {
                <span class="nav-count" aria-hidden="true">{item.count}</span>
                <span class="visually-hidden">{label}</span>
            }
        });
        view! {
            <li>
                <a class="nav-link" href=item.href aria-current=here>
                    <Symbol icon=item.icon/>
                    <span class="nav-word">{t.get(item.key)}</span>
                    {count}
                </a>
            </li>
        }
    });
    let demo = use_visit().site.demo_panel.clone().map(|href| {
        view! { <a class="demo-link" href=href>{t.get("demo-open")}</a> }
    });
    // One layer of types less: the compiler has a limit.
    let topbar = view! {
        <div class="topbar">
            <div id="live-elevation" data-live="">
                <ElevationPill/>
            </div>
            <Avatar/>
        </div>
    }
    .into_any();
    view! {
        <div class="frame">
            <header class="side">
                <a class="side-brand" href="/">
                    <BrandMark/>
                </a>
                <nav id="live-nav" data-live="" aria-label=t.get("nav-label")>
                    <ul class="nav" role="list">{items.collect_view()}</ul>
                </nav>
                {demo}
            </header>
            <div class="stage">
                {topbar}
                <main id="main" class="stage-main" tabindex="-1">
                    {children()}
                </main>
            </div>
        </div>
    }
}
