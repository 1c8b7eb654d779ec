use leptos::prelude::*;

use super::payment_fields::{PaymentFault, PaymentFields};
use crate::components::{Button, ButtonKind, Field, PostForm};
use crate::visit::{use_texts, use_visit};

/// The form of a new payment. Its key makes the payment happen once, however often the form is sent.
#[component]
pub(crate) fn PaymentForm(fields: PaymentFields, fault: Option<PaymentFault>) -> impl IntoView {
    let t = use_texts();
    let csrf = use_visit().person.map(|person| person.csrf.clone()).unwrap_or_default();
    let field = move |name, label, value, maxlength, wrong: Option<&str>| {
        let (inputmode, required) = (if name == "amount" { "decimal" } else { "text" }, name != "reference");
        let error = wrong.map(|key| t.get(key));
        view! { <Field name label value autocomplete="off" inputmode maxlength required error/> }
    };
    let wrong = move |of: &str| {
        let (name, key) = match fault? {
            PaymentFault::To => ("to", "pay-to-wrong"),
            PaymentFault::Account => ("account", "pay-account-wrong"),
            PaymentFault::Amount => ("amount", "pay-amount-wrong"),
            PaymentFault::Funds => ("amount", "pay-funds"),
            PaymentFault::Reference => ("reference", "pay-reference-wrong"),
        };
        (name == of).then_some(key)
    };
    view! {
        <PostForm action="/actions/send-payment" csrf class="card card-body stack form-card">
            <input type="hidden" name="idempotency_key" value=fields.idempotency_key/>
            {field("to", t.get("pay-to"), fields.to, 70, wrong("to"))}
            {field("account", t.get("pay-account"), fields.account, 42, wrong("account"))}
            {field("amount", t.get("pay-amount"), fields.amount, 16, wrong("amount"))}
            {field("reference", t.get("pay-reference"), fields.reference, 140, wrong("reference"))}
            <p><Button kind=ButtonKind::Primary label=t.get("pay-submit")/></p>
        </PostForm>
    }
}
