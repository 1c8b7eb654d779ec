//! Every endpoint and every role (design section 4, invariant 10).
//!
//! The routes are read from the source; what each role is answered is printed and compared with `matrix.txt`.
//! A new route without a line there fails, and so does any change of who may do what. After a change that is
//! meant, run with `LEASEHOLD_WRITE_MATRIX=1` and read the difference.

mod actors;
mod ask;
mod bad_input;
mod routes;

use std::fmt::Write as _;

use crate::support::TestApp;
use actors::{Actors, Role};
use routes::routes;

const MATRIX: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/endpoints/matrix.txt");

#[tokio::test]
async fn every_endpoint_answers_every_role_as_written() {
    let app = TestApp::start().await;
    let mut actors = Actors::start(&app).await;
    let mut matrix = String::from("area      method path");
    for role in Role::ALL {
        write!(matrix, " | {role:?}").unwrap();
    }
    matrix.push('\n');
    for route in routes() {
        write!(matrix, "{:<9} {:<6} {}", route.area, route.method, route.path).unwrap();
        for role in Role::ALL {
            let answer = ask::ask(&app, &mut actors, &route, role).await;
            write!(matrix, " | {answer}").unwrap();
        }
        matrix.push('\n');
    }
    if std::env::var_os("LEASEHOLD_WRITE_MATRIX").is_some() {
        std::fs::write(MATRIX, &matrix).unwrap();
    }
    let written = std::fs::read_to_string(MATRIX).unwrap();
    let (now, then): (Vec<_>, Vec<_>) = (matrix.lines().collect(), written.lines().collect());
    let new: Vec<_> = now.iter().filter(|line| !then.contains(line)).collect();
    let gone: Vec<_> = then.iter().filter(|line| !now.contains(line)).collect();
    assert!(new.is_empty() && gone.is_empty(), "not as written.\nnow: {new:#?}\nwritten: {gone:#?}");
}
