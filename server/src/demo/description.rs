//! Tells people and browser stories what there is: on the terminal, and in `demo.json`.

use std::path::PathBuf;

use anyhow::Context as _;
use serde::Serialize;

use super::people::Person;
use super::routes::PANEL;
use super::settings::DemoOptions;
use crate::config::Settings;
use crate::keys::write_private;

/// Content of `demo.json`.
#[derive(Serialize)]
struct Description {
    issuer: String,
    account: String,
    admin: String,
    northbank: String,
    ledgerly: String,
    bank: String,
    context_panel: String,
    people_page: String,
    outbox_page: String,
    one_site: bool,
    database: PathBuf,
    people: Vec<DescribedPerson>,
}

#[derive(Serialize)]
struct DescribedPerson {
    username: String,
    name: String,
    password: String,
    totp_secret: String,
}

/// Takes away what an earlier start wrote, so that nobody takes it for this one's.
pub(super) fn withdraw(settings: &Settings) {
    // Not being there is as good.
    let _ = std::fs::remove_file(path(settings));
}

fn path(settings: &Settings) -> PathBuf {
    settings.data.dir.join("demo.json")
}

/// Writes `demo.json`, last of all: whoever waits for it finds the listeners open.
pub(super) fn write(options: &DemoOptions, settings: &Settings, people: &[Person]) -> anyhow::Result<()> {
    let described = people.iter().map(|person| DescribedPerson {
        username: person.username.clone(),
        name: person.name.clone(),
        password: person.password.clone(),
        totp_secret: person.key(),
    });
    let description = Description {
        issuer: settings.issuer.to_string(),
        account: settings.apps.account.to_string(),
        admin: settings.apps.admin.to_string(),
        northbank: options.origin("northbank")?.to_string(),
        ledgerly: options.origin("ledgerly")?.to_string(),
        bank: format!("http://{}", options.bank_address()),
        context_panel: format!("{}{PANEL}", settings.issuer),
        people_page: format!("{}/demo/people", settings.issuer),
        outbox_page: format!("{}/demo/outbox", settings.issuer),
        one_site: options.one_site,
        database: settings.data.database(),
        people: described.collect(),
    };
    let path = path(settings);
    let json = serde_json::to_vec_pretty(&description)?;
    write_private(&path, &json).with_context(|| path.display().to_string())
}

/// Prints where to begin.
pub(super) fn print(options: &DemoOptions, settings: &Settings, people: &[Person]) -> anyhow::Result<()> {
    let (northbank, ledgerly) = (options.origin("northbank")?, options.origin("ledgerly")?);
    let (issuer, account, admin) = (&settings.issuer, &settings.apps.account, &settings.apps.admin);
    println!("\nLeasehold is running.\n");
    println!("  {northbank}  a bank that acts for you");
    println!("  {ledgerly}   bookkeeping that acts for you");
    println!("  {account}        your access: what each app may do now, and why not");
    println!("  {admin}      everyone's log (as admin)");
    println!("  {issuer}{PANEL}  move your browser to another country, or the clock");
    println!("  {issuer}/demo/people   passwords and live codes");
    println!("  {issuer}/demo/outbox   the mails that people would get\n");
    for person in people {
        let Person { name, username, password, .. } = person;
        println!("  {name:<14} {username:<7} {password:<24} authenticator key {}", person.key());
    }
    println!("\nThe first browser of each of them is trusted.");
    println!(
        "\nTry this: sign in to Northbank as alice and send a payment. Then move the browser to Brazil on"
    );
    println!("the context page and send another. The dashboard says what happened and gives it back.");
    println!("\nOr add a passkey at {account}/ways and send the next payment with it.");
    for person in people {
        if let Some(code) = person.codes.first() {
            println!("{} has lost a phone: there, a recovery code leads to a new way.", person.name);
            println!("  {}", code.display().as_str());
        }
    }
    println!("Ctrl-C stops the demo.\n");
    Ok(())
}
