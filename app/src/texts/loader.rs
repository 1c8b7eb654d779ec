//! The locale files, compiled in.
#![expect(clippy::disallowed_types, reason = "the map of the macro is looked up, never listed")]

use fluent_templates::static_loader;

static_loader! {
    pub(super) static LOCALES = {
        locales: "./locales",
        fallback_language: "en",
        // Isolation marks would end up in copied texts and accessible names; the pages use `<bdi>` for names.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}
