//! `GET /accounts`.

use axum::Json;
use axum::extract::State;
use leasehold_guard::Authorized;

use crate::Bank;
use crate::api::AccountsView;

pub(super) async fn list(State(bank): State<Bank>, who: Authorized) -> Json<AccountsView> {
    Json(AccountsView { accounts: bank.accounts(who.sub()) })
}
