use leptos::prelude::*;

/// One labelled field. An error is tied to it with `aria-describedby`.
#[component]
pub(crate) fn Field(
    name: &'static str,
    /// Where the page has another field of this name.
    #[prop(optional)]
    id: Option<&'static str>,
    #[prop(into)] label: String,
    #[prop(default = "text")] kind: &'static str,
    #[prop(optional)] autocomplete: Option<&'static str>,
    #[prop(optional)] inputmode: Option<&'static str>,
    #[prop(optional, into)] value: Option<String>,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional_no_strip)] error: Option<String>,
    #[prop(optional)] maxlength: Option<u16>,
    #[prop(optional)] pattern: Option<&'static str>,
    /// For codes: wide digits.
    #[prop(optional)]
    code: bool,
    #[prop(optional)] autofocus: bool,
    #[prop(default = true)] required: bool,
) -> impl IntoView {
    let id = id.unwrap_or(name);
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let described = match (&hint, &error) {
        (_, Some(_)) => Some(error_id.clone()),
        (Some(_), None) => Some(hint_id.clone()),
        (None, None) => None,
    };
    let invalid = error.is_some().then_some("true");
    view! {
        <div class="field">
            <label for=id>{label}</label>
            {hint.map(|hint| view! { <p class="field-hint" id=hint_id>{hint}</p> })}
            <input
                class=if code { "input input-code" } else { "input" }
                id=id
                name=name
                type=kind
                value=value
                autocomplete=autocomplete
                inputmode=inputmode
                maxlength=maxlength
                pattern=pattern
                required=required
                autofocus=autofocus
                autocapitalize="none"
                spellcheck="false"
                aria-describedby=described
                aria-invalid=invalid
            />
            {error.map(|error| view! { <p class="field-error" id=error_id role="alert">{error}</p> })}
        </div>
    }
}
