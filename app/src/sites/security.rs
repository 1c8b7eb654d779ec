use leptos::nonce::use_nonce;

/// The policy of the page that is being drawn (checklist HD-1, HD-2); such pages are `no-store`.
///
/// `form-action` names where the answer to a form may lead, since browsers apply it to the redirects as well
/// (AZ-16). With `'strict-dynamic'` only scripts with the nonce load others. `require-trusted-types-for` is
/// left out: the framework sets HTML from templates of its own.
pub(crate) fn policy(form_targets: &[String]) -> String {
    let nonce = use_nonce().map(|nonce| nonce.to_string()).unwrap_or_default();
    let mut form_action = String::from("'self'");
    for origin in form_targets.iter().filter(|origin| is_source(origin)) {
        form_action.push(' ');
        form_action.push_str(origin);
    }
    format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; \
         style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; \
         form-action {form_action}; frame-ancestors 'none'; object-src 'none'"
    )
}

/// Whether the text can stand in a policy as one source, so that it cannot add a directive. A redirect to an
/// app's own scheme is named by the scheme alone (`com.example.app:`).
fn is_source(origin: &str) -> bool {
    !origin.is_empty()
        && origin.bytes().all(|byte| byte.is_ascii_alphanumeric() || b":/.-_+[]".contains(&byte))
        && origin.contains(':')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_redirect_origin_cannot_add_a_directive() {
        assert!(is_source("http://northbank.localhost:8080"));
        assert!(is_source("com.example.app:"));
        for bad in ["", "https://a.example; script-src *", "https://a.example 'unsafe-inline'", "*"] {
            assert!(!is_source(bad), "{bad}");
        }
    }
}
