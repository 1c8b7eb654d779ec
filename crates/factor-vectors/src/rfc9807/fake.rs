//! Appendix C.2: the answer where there is no record, made as we make it, from a record that stands in.

use opaque_ke::{CredentialRequest, ServerLogin, ServerLoginParameters, ServerRegistration};
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
    client_public_key: Hex,
    masking_key: Hex,
    masking_nonce: Hex,
    server_private_key: Hex,
    server_public_key: Hex,
    server_nonce: Hex,
    server_keyshare_seed: Hex,
    ke1: Hex,
    ke2: Hex,
}

pub(super) fn login(vector: &Vector) -> Outcome {
    let server = server(&vector.oprf_seed, &vector.server_private_key, &vector.server_public_key)?;
    let empty_envelope = [0; 96];
    let record = [vector.client_public_key.0.as_slice(), &vector.masking_key.0, &empty_envelope].concat();
    let mut random = Script::ke2(&vector.masking_nonce, &vector.server_keyshare_seed, &vector.server_nonce);
    let answered = ServerLogin::<Suite>::start(
        &mut random,
        &server,
        Some(ServerRegistration::deserialize(&record)?),
        CredentialRequest::deserialize(&vector.ke1.0)?,
        &vector.credential_identifier.0,
        ServerLoginParameters {
            context: Some(&vector.context.0),
            identifiers: identifiers(vector.client_identity.as_ref(), vector.server_identity.as_ref()),
        },
    )?;
    same("KE2", Hex::of(&answered.message.serialize()), vector.ke2.clone())
}
