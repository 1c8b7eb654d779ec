use leasehold_domain::ClientId;
use leasehold_domain::client::{Client, ClientRegistry};

use super::Guarded;
use super::apps::{AppPlan, CALLBACK, SIGNED_OUT};
use super::guards::OwnApis;
use crate::config::Settings;
use crate::keys::{KeyFileError, KeyFolder};

/// Everyone the authorization server knows: our own apps and APIs, then those of the configuration.
pub(super) fn registry(
    settings: &Settings,
    plans: &[AppPlan],
    own: &OwnApis,
    more: &[Guarded],
    keys: &KeyFolder,
) -> anyhow::Result<ClientRegistry> {
    let mut clients = Vec::new();
    for plan in plans {
        clients.push(client(plan, keys)?);
    }
    for client in &settings.clients {
        clients.push(client.client()?);
    }
    let mut servers = Vec::new();
    for api in [&own.account, &own.admin].into_iter().chain(more) {
        servers.push(api.resource_server(keys)?);
    }
    for server in &settings.resource_servers {
        servers.push(server.resource_server()?);
    }
    Ok(ClientRegistry::new(clients, servers))
}

fn client(plan: &AppPlan, keys: &KeyFolder) -> Result<Client, KeyFileError> {
    Ok(Client {
        id: ClientId::new(plan.client),
        name: plan.title.to_owned(),
        audience: plan.audience.clone(),
        redirect_uris: vec![format!("{}{CALLBACK}", plan.origin)],
        post_logout_redirect_uris: vec![format!("{}{SIGNED_OUT}", plan.origin)],
        home: Some(format!("{}/", plan.origin)),
        scopes: plan.scope.clone(),
        first_party: plan.first_party,
        jwks: keys.own(plan.client)?.jwks(),
        authorization_details_types: plan.details.iter().map(|kind| (*kind).to_owned()).collect(),
        // A backend for frontend pushes all of them.
        require_pushed_authorization_requests: true,
    })
}
