use std::net::SocketAddr;

use leasehold_domain::clock::at_seconds;
use leasehold_notify::{Letter, MailError, Mailer as _, Smtp, SmtpMailer, Wire};

use crate::server;

fn mailer(address: SocketAddr, wire: Wire) -> SmtpMailer {
    let smtp = Smtp {
        host: address.ip().to_string(),
        port: address.port(),
        wire,
        from: "Leasehold <no-reply@example.org>".into(),
        credentials: None,
    };
    SmtpMailer::new(&smtp, "auth.example.org").unwrap()
}

fn letter(to: &str, subject: &str) -> Letter {
    Letter {
        message_id: "<mai_1@auth.example.org>".into(),
        to: to.into(),
        language: "nl",
        subject: subject.into(),
        text: "Hallo Zoë,\n.\nBcc: x\n".into(),
        html: "<p>Hallo Zoë</p>".into(),
        at: at_seconds(1_795_379_400),
    }
}

#[tokio::test]
async fn a_mail_arrives_whole() {
    let (address, heard) = server::start("250 fine").await;
    mailer(address, Wire::Plain).send(&letter("alice@example.org", "Nieuw apparaat „é“")).await.unwrap();
    let lines = heard.lock().unwrap().clone();
    let count = |start: &str| lines.iter().filter(|line| line.starts_with(start)).count();
    assert_eq!(lines[0], "EHLO auth.example.org");
    assert_eq!(count("MAIL FROM:<no-reply@example.org>"), 1, "{lines:#?}");
    assert_eq!(count("RCPT TO:<alice@example.org>"), 1);
    for header in [
        "Message-ID: <mai_1@auth.example.org>",
        "Date: Sun, 22 Nov 2026 20:30:00 +0000",
        "Auto-Submitted: auto-generated",
        "Content-Language: nl",
        "Subject: Nieuw apparaat =?utf-8?",
        "To: alice@example.org",
    ] {
        assert_eq!(count(header), 1, "{header}: {lines:#?}");
    }
    assert!(lines.iter().any(|line| line.starts_with("Content-Type: multipart/alternative")));
    assert_eq!(count("Content-Type: text/"), 2);
}

#[tokio::test]
async fn nothing_in_a_letter_becomes_a_header_or_a_command() {
    let (address, heard) = server::start("250 fine").await;
    let mailer = mailer(address, Wire::Plain);
    mailer.send(&letter("alice@example.org", "Hello\r\nBcc: all@evil.example\r\n\r\nx")).await.unwrap();
    for to in ["", "alice", "a@b\r\nRCPT TO:<all@evil.example>", "alice@example.org, bob@example.org"] {
        assert_eq!(mailer.send(&letter(to, "x")).await, Err(MailError::Address), "{to}");
    }
    let lines = heard.lock().unwrap().clone();
    let head: Vec<_> = lines.iter().take_while(|line| !line.is_empty()).collect();
    assert!(!head.iter().any(|line| line.starts_with("Bcc")), "{lines:#?}");
    assert_eq!(lines.iter().filter(|line| line.starts_with("RCPT")).count(), 1);
}

#[tokio::test]
async fn a_refusal_tells_its_code_and_no_address() {
    let (address, _) = server::start("550 5.1.1 <alice@example.org> is unknown").await;
    let error = mailer(address, Wire::Plain).send(&letter("alice@example.org", "x")).await.unwrap_err();
    assert_eq!(error, MailError::Answered(550));
    assert!(!error.to_string().contains('@'));
}

#[tokio::test]
async fn without_the_promised_encryption_nothing_is_said() {
    let (address, heard) = server::start("250 fine").await;
    // This server offers no STARTTLS.
    let error = mailer(address, Wire::StartTls).send(&letter("alice@example.org", "x")).await.unwrap_err();
    assert_eq!(error, MailError::Unreachable);
    assert!(heard.lock().unwrap().iter().all(|line| !line.contains("MAIL")));
}

#[tokio::test]
async fn a_server_that_is_not_there_is_tried_later() {
    let closed = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let error = mailer(closed, Wire::Plain).send(&letter("alice@example.org", "x")).await.unwrap_err();
    assert_eq!(error, MailError::Unreachable);
}
