//! Appendix C.1: registration and login.

use opaque_ke::{
    ClientLogin, ClientLoginFinishParameters, ClientRegistration, ClientRegistrationFinishParameters,
    CredentialFinalization, CredentialRequest, CredentialResponse, RegistrationRequest, RegistrationResponse,
    ServerLogin, ServerLoginParameters, ServerRegistration,
};
use serde::Deserialize;

use super::script::Script;
use super::{Suite, identifiers, server};
use crate::hex::Hex;
use crate::report::{Outcome, same};

#[derive(Deserialize)]
pub(super) struct Vector {
    pub(super) name: String,
    context: Hex,
    client_identity: Option<Hex>,
    server_identity: Option<Hex>,
    oprf_seed: Hex,
    credential_identifier: Hex,
    password: Hex,
    envelope_nonce: Hex,
    masking_nonce: Hex,
    server_private_key: Hex,
    server_public_key: Hex,
    server_nonce: Hex,
    client_nonce: Hex,
    client_keyshare_seed: Hex,
    server_keyshare_seed: Hex,
    blind_registration: Hex,
    blind_login: Hex,
    registration_request: Hex,
    registration_response: Hex,
    registration_upload: Hex,
    ke1: Hex,
    ke2: Hex,
    ke3: Hex,
    export_key: Hex,
    session_key: Hex,
}

pub(super) fn registration(vector: &Vector) -> Outcome {
    let password = &vector.password.0;
    let ids = identifiers(vector.client_identity.as_ref(), vector.server_identity.as_ref());
    let mut blind = Script::blind(&vector.blind_registration, &[]);
    let started = ClientRegistration::<Suite>::start(&mut blind, password)?;
    same("the request", Hex::of(&started.message.serialize()), vector.registration_request.clone())?;

    let server = server(&vector.oprf_seed, &vector.server_private_key, &vector.server_public_key)?;
    let request = RegistrationRequest::deserialize(&vector.registration_request.0)?;
    let answered = ServerRegistration::<Suite>::start(&server, request, &vector.credential_identifier.0)?;
    same("the response", Hex::of(&answered.message.serialize()), vector.registration_response.clone())?;

    let response = RegistrationResponse::deserialize(&vector.registration_response.0)?;
    let parameters = ClientRegistrationFinishParameters::new(ids, None);
    let mut nonce = Script::new(&[&vector.envelope_nonce]);
    let finished = started.state.finish(&mut nonce, password, response, parameters)?;
    same("the upload", Hex::of(&finished.message.serialize()), vector.registration_upload.clone())?;
    same("the export key", Hex::of(&finished.export_key), vector.export_key.clone())
}

pub(super) fn login(vector: &Vector) -> Outcome {
    let password = &vector.password.0;
    let context = Some(vector.context.0.as_slice());
    let ids = identifiers(vector.client_identity.as_ref(), vector.server_identity.as_ref());
    let mut random =
        Script::blind(&vector.blind_login, &[&vector.client_keyshare_seed, &vector.client_nonce]);
    let started = ClientLogin::<Suite>::start(&mut random, password)?;
    same("KE1", Hex::of(&started.message.serialize()), vector.ke1.clone())?;

    let server = server(&vector.oprf_seed, &vector.server_private_key, &vector.server_public_key)?;
    let mut random = Script::ke2(&vector.masking_nonce, &vector.server_keyshare_seed, &vector.server_nonce);
    let answered = ServerLogin::<Suite>::start(
        &mut random,
        &server,
        Some(ServerRegistration::deserialize(&vector.registration_upload.0)?),
        CredentialRequest::deserialize(&vector.ke1.0)?,
        &vector.credential_identifier.0,
        ServerLoginParameters { context, identifiers: ids },
    )?;
    same("KE2", Hex::of(&answered.message.serialize()), vector.ke2.clone())?;

    let finished = started.state.finish(
        &mut Script::new(&[]),
        password,
        CredentialResponse::deserialize(&vector.ke2.0)?,
        ClientLoginFinishParameters::new(context, ids, None),
    )?;
    same("KE3", Hex::of(&finished.message.serialize()), vector.ke3.clone())?;
    same("the browser's session key", Hex::of(&finished.session_key), vector.session_key.clone())?;
    let ke3 = CredentialFinalization::deserialize(&vector.ke3.0)?;
    let accepted = answered.state.finish(ke3, ServerLoginParameters { context, identifiers: ids })?;
    same("the server's session key", Hex::of(&accepted.session_key), vector.session_key.clone())
}
