//! Made-up data for the apps.

use serde_json::{Value, json};

use crate::NOW;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

fn loss(hold: &str, code: &str, text: &str, remedy: &str, since: i64, here: bool) -> Value {
    let until = (remedy == "wait").then_some(NOW + 18 * HOUR + HOUR / 2);
    json!({"hold": hold, "code": code, "text": text, "remedy": remedy, "since": since, "until": until,
           "took_ms": 31, "can_restore_here": here})
}

fn scope(scope: &str, title: &str, noun: &str, word: &str, losses: Vec<Value>) -> Value {
    let status = match word {
        "active" | "asks_each_time" => "active",
        "paused" => "suspended",
        _ => "revoked",
    };
    json!({"scope": scope, "title": title, "noun": noun, "status": status, "word": word,
           "description": format!("{title}, for you and only in this app."), "sensitive": word != "active",
           "losses": losses})
}

fn app(client: &str, name: &str, device: &str, here: bool, scopes: Vec<Value>) -> Value {
    json!({"client": client, "name": name, "home": "http://127.0.0.1:9004/", "grant": format!("{client}-{device}"),
           "session": "s1", "this_session": here, "device_name": device, "since": NOW - 40 * DAY, "scopes": scopes})
}

fn read() -> Value {
    scope("accounts.read", "Read your accounts", "Seeing your accounts and transactions", "active", vec![])
}

/// `GET /account/v1/access`.
pub(crate) fn access(state: &str) -> Value {
    let brazil = "You are outside the EU since a few minutes ago, near São Paulo.";
    let send = |word, losses| scope("payments.write", "Send money", "Sending money", word, losses);
    let approve =
        |word, losses| scope("invoices.approve", "Approve invoices", "Approving invoices", word, losses);
    let wait = || {
        vec![loss(
            "h2",
            "business_hours",
            "Outside your organisation's hours.",
            "wait",
            NOW - 4 * HOUR,
            false,
        )]
    };
    let apps = match state {
        "fine" => vec![app(
            "northbank",
            "Northbank",
            "Chrome on macOS",
            true,
            vec![read(), send("asks_each_time", vec![])],
        )],
        "new" => {
            let held =
                loss("h3", "new_device", "This is a new device.", "confirm_device", NOW - 3 * MINUTE, false);
            vec![app(
                "northbank",
                "Northbank",
                "Firefox on Windows",
                true,
                vec![read(), send("needs_you", vec![held])],
            )]
        }
        "empty" => vec![],
        _ => vec![
            app(
                "northbank",
                "Northbank",
                "Chrome on macOS",
                true,
                vec![
                    read(),
                    send(
                        "needs_you",
                        vec![loss("h1", "left_region", brazil, "step_up", NOW - 23 * MINUTE, true)],
                    ),
                ],
            ),
            app(
                "ledgerly",
                "Ledgerly",
                "Chrome on macOS",
                true,
                vec![
                    scope("accounts.read", "Read your accounts", "Seeing your accounts", "active", vec![]),
                    approve("paused", wait()),
                    scope(
                        "reports.read",
                        "Read reports",
                        "Reading reports",
                        "removed",
                        vec![loss(
                            "h4",
                            "not_entitled",
                            "Your administrator took this back.",
                            "ask_admin",
                            NOW - 9 * DAY,
                            false,
                        )],
                    ),
                ],
            ),
            app("northbank", "Northbank", "Pixel 8", false, vec![read(), send("asks_each_time", vec![])]),
        ],
    };
    json!({"apps": apps})
}

fn session(id: &str, here: bool, apps: &[&str], out: Option<i64>) -> Value {
    json!({"session": id, "this_session": here, "signed_in": NOW - 3 * DAY, "last_seen": NOW - 2 * HOUR,
           "signed_out": out, "apps": apps, "place": "Netherlands"})
}

/// `GET /account/v1/devices`.
pub(crate) fn devices(state: &str) -> Value {
    let device = |id: &str, name: &str, mobile: bool, here: bool, trust: &str, sessions: Vec<Value>| {
        let until = (trust == "trusted").then_some(NOW + 20 * DAY);
        json!({"device": id, "name": name, "mobile": mobile, "this_device": here, "trust": trust,
               "trusted_until": until, "first_seen": NOW - 24 * MINUTE, "last_seen": NOW - 2 * HOUR,
               "place": if trust == "new" { "Brazil" } else { "Netherlands" }, "sessions": sessions,
               "can_confirm": trust == "new"})
    };
    let mut devices = vec![device(
        "d1",
        "Chrome on macOS",
        false,
        true,
        "trusted",
        vec![session("s1", true, &["Northbank", "Ledgerly"], None)],
    )];
    if state != "fine" {
        devices.push(device(
            "d2",
            "Firefox on Windows",
            false,
            false,
            "new",
            vec![session("s2", false, &["Northbank"], None)],
        ));
        devices.push(device(
            "d3",
            "Chrome on Android",
            true,
            false,
            "trusted",
            vec![session("s3", false, &["Northbank"], None), session("s4", false, &[], None)],
        ));
        devices.push(device(
            "d4",
            "Edge on Windows",
            false,
            false,
            "trusted",
            vec![session("s5", false, &[], Some(NOW - 6 * DAY))],
        ));
    }
    json!({"devices": devices})
}

/// `GET /account/v1/activity`.
pub(crate) fn activity(state: &str) -> Value {
    let entry = |ago: i64, kind: &str, title: &str, detail: &str| json!({"at": NOW - ago, "kind": kind, "title": title, "detail": detail});
    if state == "empty" {
        return json!({"entries": []});
    }
    json!({"entries": [
        entry(23 * MINUTE, "withdrawn", "Sending money", "You are outside the EU, in Brazil."),
        entry(24 * MINUTE, "sign_in", "Firefox on Windows", "Brazil"),
        entry(26 * HOUR, "confirmed", "Sending money", "Northbank"),
        entry(5 * DAY, "paused", "Approving invoices", "Outside your organisation's hours"),
        entry(12 * DAY, "restored", "Sending money", "You were outside the EU, in Brazil."),
    ]})
}

/// `GET /account/v1/unusual-activity`.
pub(crate) fn unusual_activity(state: &str) -> Value {
    if state == "empty" {
        return json!({"activity": []});
    }
    let one = |ago: i64, kind: &str, device: &str, confirmable: &str, confirmed: Option<i64>| {
        json!({"signal": format!("sig-{ago}"), "kind": kind, "at": NOW - ago, "times": ago / HOUR, "device": device,
            "this_device": device == "Chrome on macOS", "session": null, "place": "Brazil",
            "confirmed_until": confirmed, "confirmable": confirmable})
    };
    json!({"activity": [
        one(23 * MINUTE, "impossible_travel", "Chrome on macOS", "here", None),
        one(2 * HOUR, "sign_in_failed", "Chrome on macOS", "elsewhere", None),
        one(26 * HOUR, "new_device", "Pixel 8", "here", Some(NOW + 29 * DAY)),
    ]})
}

/// `GET /account/v1/notices`.
pub(crate) fn notices(state: &str) -> Value {
    if state == "empty" {
        return json!({"notices": [], "unread": 0});
    }
    let notice = |n: i64, kind: Value, ago: i64, read: bool| {
        json!({"notice": format!("ntc_{n}"), "kind": kind, "at": NOW - ago,
        "device": "Firefox on Windows", "place": "Brazil", "read": read})
    };
    json!({"unread": 2, "notices": [
        notice(3, json!({"type": "device_new"}), 24 * MINUTE, false),
        notice(2, json!({"type": "factor_added", "factor": "passkey", "name": "Kitchen <laptop>"}), 26 * HOUR, false),
        notice(1, json!({"type": "device_confirmed", "name": "Pixel 8"}), 5 * DAY, true),
    ]})
}

/// `GET /admin/v1/log`.
pub(crate) fn log(state: &str) -> Value {
    if state == "empty" {
        return json!({"entries": [], "total": 0, "next": null});
    }
    let entry = |seq: i64,
                 person: &str,
                 device: Option<&str>,
                 before: &[&str],
                 after: &[&str],
                 rule: &str,
                 remedy: Option<&str>,
                 closed: Option<i64>| {
        json!({"seq": seq, "at_ms": (NOW - (120 - seq) * 400) * 1000, "person": person, "username": person.split(' ').next().unwrap_or("x").to_lowercase(),
               "client": "northbank", "device": device, "place": device.map(|_| "Brazil"), "before": before, "after": after,
               "change": if remedy.is_some() { "hold_opened" } else { "lease_created" }, "rule": rule, "policy_version": "14", "cause": "country=BR",
               "initiator": if rule == "credential_change" { "system" } else { "policy" }, "remedy": remedy, "took_ms": 31, "closed_at_ms": closed.map(|at| at * 1000)})
    };
    json!({"total": 128_402, "next": 116, "entries": [
        entry(120, "Alice Visser", Some("Firefox on Windows"), &["accounts.read", "payments.write"], &["accounts.read"], "left_region", Some("step_up"), None),
        entry(119, "Bram de Wit", Some("Chrome on Android"), &["accounts.read", "payments.write"], &["accounts.read"], "new_device", Some("confirm_device"), Some(NOW - 200)),
        entry(118, "Chen Li", Some("Safari on iPhone"), &["invoices.approve"], &[], "business_hours", Some("wait"), None),
        entry(117, "Dora Stein", None, &["accounts.read", "invoices.approve", "payments.write"], &[], "credential_change", Some("ask_admin"), None),
        entry(116, "Alice Visser", Some("Chrome on macOS"), &[], &["accounts.read", "payments.write"], "consent", None, None),
    ]})
}

fn money(amount: &str) -> Value {
    json!({"currency": "EUR", "amount": amount})
}

/// The bank's API.
pub(crate) fn bank(path: &str) -> Value {
    let transaction = |id: &str, ago: i64, who: &str, what: &str, amount: &str| json!({"id": id, "bookedAt": NOW - ago, "counterparty": who, "description": what, "amount": money(amount)});
    let invoice = |id: &str, who: &str, what: &str, amount: &str, status: &str| json!({"id": id, "supplierName": who, "description": what, "amount": money(amount), "dueAt": NOW + 12 * DAY, "status": status});
    match path {
        "/accounts" => json!({"accounts": [
            {"id": "a1", "name": "Everyday account", "iban": "NL91ABNA0417164300", "balance": money("2481.37")},
            {"id": "a2", "name": "Savings", "iban": "NL02RABO0123456789", "balance": money("12000.00")},
        ]}),
        "/accounts/a1/transactions" => json!({"transactions": [
            transaction("t1", 300, "Shop BV", "Order 1042", "-250.00"),
            transaction("t2", 30 * HOUR, "Green Grocer", "Card payment", "-31.80"),
            transaction("t3", 3 * DAY, "Employer NV", "Salary November", "2950.00"),
            transaction("t4", 20 * DAY, "City Housing Association Amsterdam-Noord", "Rent November 2026, apartment 14 B, contract 88-1042", "-1120.00"),
        ]}),
        "/invoices" => json!({"invoices": [
            invoice("INV-2041", "Paper & Co", "Office supplies", "412.50", "open"),
            invoice("INV-2042", "Cloud Hosting GmbH", "Servers, November", "1980.00", "open"),
            invoice("INV-2038", "Window Cleaning Ltd", "October", "95.00", "approved"),
        ]}),
        _ => {
            json!({"transactions": [transaction("t9", 40 * DAY, "Everyday account", "Monthly saving", "200.00")]})
        }
    }
}
