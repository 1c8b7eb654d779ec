//! What the API promises.

use axum::body::Body;
use http::Request;
use serde_json::{Value, json};

use super::world::{ALICE, BRAM, NOW, READER, World, payment};
use crate::Bank;

fn world() -> World {
    World::new(Bank::in_memory(|| NOW))
}

#[tokio::test]
async fn a_payment_is_taken_from_the_everyday_account() {
    let world = world();
    let (status, sent) = world.send(ALICE.pay("key-0001", &payment("250.00"))).await;
    assert_eq!(status, 201);
    assert_eq!((&sent["status"], &sent["creditorName"]), (&json!("accepted"), &json!("Jonas Bakker")));
    let (_, accounts) = world.send(ALICE.get("/accounts")).await;
    assert_eq!(accounts["accounts"][0]["balance"], json!({ "currency": "EUR", "amount": "3998.17" }));
    assert_eq!(sent["debtorAccount"], accounts["accounts"][0]["iban"]);
    let (_, list) = world.send(ALICE.get("/accounts/everyday/transactions")).await;
    assert_eq!(list["transactions"][0]["id"], sent["id"]);
    assert_eq!(list["transactions"][0]["amount"]["amount"], "-250.00");
    let path = format!("/payments/{}", sent["id"].as_str().unwrap());
    assert_eq!(world.send(READER.get(&path)).await, (200, sent));
}

#[tokio::test]
async fn the_same_key_is_the_same_payment() {
    let world = world();
    let (_, first) = world.send(ALICE.pay("key-0001", &payment("250.00"))).await;
    assert_eq!(world.send(ALICE.pay("key-0001", &payment("250.00"))).await, (201, first.clone()));
    assert_eq!(world.send(ALICE.pay("\"key-0001\"", &payment("250.00"))).await, (201, first.clone()));
    let (status, refusal) = world.send(ALICE.pay("key-0001", &payment("251.00"))).await;
    assert_eq!((status, &refusal["type"]), (422, &json!("urn:leasehold:bank:key-reused")));
    let (_, second) = world.send(ALICE.pay("key-0002", &payment("250.00"))).await;
    assert_ne!(second["id"], first["id"]);
    let (_, of_bram) = world.send(BRAM.pay("key-0001", &payment("250.00"))).await;
    assert_ne!(of_bram["id"], first["id"], "keys of one person mean nothing for another");
}

#[tokio::test]
async fn single_use_under_100_parallel() {
    let world = world();
    let all = (0..100).map(|_| world.send(ALICE.pay("key-0001", &payment("250.00"))));
    let answers = futures::future::join_all(all).await;
    assert!(answers.iter().all(|answer| *answer == answers[0] && answer.0 == 201));
    let (_, accounts) = world.send(ALICE.get("/accounts")).await;
    assert_eq!(accounts["accounts"][0]["balance"]["amount"], "3998.17");
}

#[tokio::test]
async fn bad_payments_have_their_status() {
    let world = world();
    let change = |pointer: &str, value: Value| {
        let mut payment = payment("250.00");
        *payment.pointer_mut(pointer).unwrap() = value;
        payment
    };
    let mut extra = payment("250.00");
    extra["urgent"] = true.into();
    for bad in [
        change("/instructedAmount/amount", "250".into()),
        change("/instructedAmount/amount", "-250.00".into()),
        change("/instructedAmount/amount", 250.into()),
        change("/instructedAmount/amount", "9999.00".into()),
        change("/instructedAmount/currency", "USD".into()),
        change("/creditorAccount", "NL91ABNA0417164301".into()),
        change("/creditorName", "".into()),
        change("/creditorName", "x\u{0}y".into()),
        json!({}),
        extra,
    ] {
        let (status, problem) = world.send(ALICE.pay("key-0001", &bad)).await;
        assert_eq!((status, &problem["status"]), (422, &json!(422)), "{bad}");
    }
    for key in ["", "short", "has space inside", "x\"y-000000", &"k".repeat(129)] {
        assert_eq!(world.send(ALICE.pay(key, &payment("250.00"))).await.0, 400, "{key:?}");
    }
    let raw = |content_type: &str, body: &str| {
        ALICE
            .request("POST", "/payments")
            .header("idempotency-key", "key-0001")
            .header("content-type", content_type)
            .body(Body::from(body.to_owned()))
            .unwrap()
    };
    assert_eq!(world.send(raw("application/json", "{")).await.0, 400);
    assert_eq!(world.send(raw("text/plain", "{}")).await.0, 415);
    assert_eq!(world.send(raw("application/json", &" ".repeat(70_000))).await.0, 413);
    let (_, accounts) = world.send(ALICE.get("/accounts")).await;
    assert_eq!(accounts["accounts"][0]["balance"]["amount"], "4248.17", "nothing was taken");
}

#[tokio::test]
async fn invoices_are_approved_once_and_per_person() {
    let world = world();
    let (status, approved) = world.send(ALICE.post("/invoices/INV-2041/approve")).await;
    assert_eq!((status, &approved["status"]), (200, &json!("approved")));
    assert_eq!(world.send(ALICE.post("/invoices/INV-2041/approve")).await, (200, approved));
    assert_eq!(world.send(ALICE.post("/invoices/INV-9999/approve")).await.0, 404);
    let (_, of_bram) = world.send(BRAM.get("/invoices")).await;
    assert_eq!(of_bram["invoices"][0]["status"], "open");
}

#[tokio::test]
async fn people_see_only_their_own() {
    let world = world();
    let (_, sent) = world.send(ALICE.pay("key-0001", &payment("250.00"))).await;
    let path = format!("/payments/{}", sent["id"].as_str().unwrap());
    assert_eq!(world.send(BRAM.get(&path)).await.0, 404);
    let (_, list) = world.send(BRAM.get("/accounts/everyday/transactions")).await;
    assert!(!list.to_string().contains("Jonas"));
}

/// Every endpoint by every role: nobody, somebody who may only look, the person.
#[tokio::test]
async fn every_route_asks_for_its_scope() {
    for (method, path, reader) in [
        ("GET", "/accounts", 200),
        ("GET", "/accounts/savings/transactions", 200),
        ("GET", "/accounts/nowhere/transactions", 404),
        ("GET", "/payments/NB-000001", 404),
        ("GET", "/invoices", 200),
        ("POST", "/payments", 403),
        ("POST", "/invoices/INV-2041/approve", 403),
    ] {
        let world = world();
        let nobody = Request::builder().method(method).uri(path).body(Body::empty()).unwrap();
        assert_eq!(world.send(nobody).await.0, 401, "{method} {path}");
        let looking = READER.request(method, path).body(Body::empty()).unwrap();
        assert_eq!(world.send(looking).await.0, reader, "{method} {path}");
    }
}

#[tokio::test]
async fn errors_and_headers_have_one_shape() {
    let world = world();
    let put = ALICE.request("PUT", "/payments").body(Body::empty()).unwrap();
    for (request, status) in [(ALICE.get("/nowhere"), 404), (put, 405)] {
        let answer = world.answer(request).await;
        assert_eq!(answer.status(), status);
        assert_eq!(answer.headers()["content-type"], "application/problem+json");
        assert_eq!(answer.headers().contains_key("allow"), status == 405);
    }
    let answer = world.answer(ALICE.get("/accounts")).await;
    assert_eq!(answer.headers()["cache-control"], "no-store");
    assert_eq!(answer.headers()["x-content-type-options"], "nosniff");
}
