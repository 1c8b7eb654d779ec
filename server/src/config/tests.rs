use leasehold_notify::Wire;

use leasehold_domain::facts::Quality;

use super::*;

/// The smallest configuration of a server behind a TLS-terminating proxy.
const PLAIN: &str = r#"
issuer = "https://auth.example.org"
[http]
listen = "10.0.0.5:8080"
tls_terminating_proxy = true
trusted_proxies = ["10.0.0.0/24"]
[data]
dir = "/var/lib/leasehold"
[apps]
account = "https://account.example.org"
admin = "https://admin.example.org"
"#;

/// A complete client with its API and scope.
const CLIENT: &str = r#"
[[clients]]
id = "till"
name = "Till"
audience = "https://shop.example.org"
redirect_uris = ["https://till.example.org/callback"]
scopes = "openid profile stock.read"
jwks = { keys = [{ kty = "EC", crv = "P-256", x = "a", y = "b" }] }
[[resource_servers]]
id = "shop"
audience = "https://shop.example.org"
jwks = { keys = [{ kty = "EC", crv = "P-256", x = "a", y = "b" }] }
[scopes."stock.read"]
audience = "https://shop.example.org"
names.en = { title = "See stock", noun = "Seeing stock", description = "" }
names.nl = { title = "Voorraad zien", noun = "Voorraad zien", description = "" }
names.de = { title = "Bestand sehen", noun = "Bestand sehen", description = "" }
"#;

#[track_caller]
fn refused(text: &str, because: &str) {
    let error = Settings::from_toml(text).expect_err(because).to_string();
    assert!(error.contains(because), "{error}");
}

#[test]
fn a_complete_configuration_is_read() {
    let settings = Settings::from_toml(&format!("{PLAIN}{CLIENT}")).unwrap();
    assert_eq!(settings.clients[0].client().unwrap().scopes.to_string(), "openid profile stock.read");
    assert_eq!(settings.hours.working_hours(), leasehold_domain::hours::WorkingHours::default());
    let catalogue = catalogue(&settings.issuer, &settings.scopes).unwrap();
    assert_eq!(catalogue.iter().count(), 6);
}

#[test]
fn a_client_asks_for_objects_and_not_for_the_work_of_the_dashboard() {
    let with = |settings: &str| format!("{PLAIN}{}", CLIENT.replace("id = \"till\"", settings));
    let text = with(
        "id = \"till\"\nauthorization_details_types = [\"payment_initiation\"]\n\
         require_pushed_authorization_requests = true",
    );
    let client = Settings::from_toml(&text).unwrap().clients[0].client().unwrap();
    assert!(client.authorization_details_types.contains("payment_initiation"));
    assert!(client.require_pushed_authorization_requests);
    for kind in ["lease_restore", "device_confirmation", "unheard-of"] {
        let text = with(&format!("id = \"till\"\nauthorization_details_types = [\"{kind}\"]"));
        refused(&text, &format!("clients.till.authorization_details_types: {kind}"));
    }
}

#[test]
fn the_example_is_usable_and_names_every_section() {
    let example = include_str!("../../../leasehold.example.toml");
    Settings::from_toml(example).unwrap();
    for section in SECTIONS {
        assert!(example.contains(section), "{section}");
    }
}

#[test]
fn own_scopes_are_named_in_all_languages_and_recovery_is_never_sensitive() {
    let issuer = Origin::parse("https://auth.example.org").unwrap();
    for (name, scope) in catalogue(&issuer, &ScopeTable::new()).unwrap().iter() {
        for language in ["en", "nl", "de"] {
            assert!(scope.names.contains_key(language), "{name} {language}");
        }
        assert!(!(scope.recovery && scope.sensitive), "{name}");
        assert!(!scope.audience.contains('{'), "{name}");
    }
}

#[test]
fn plain_http_is_for_loopback_unless_a_proxy_ends_tls() {
    let local = PLAIN.replace("tls_terminating_proxy = true\n", "");
    refused(&local, "plain HTTP is served on loopback only");
    refused(&PLAIN.replace("trusted_proxies = [\"10.0.0.0/24\"]\n", ""), "name the network");
    refused(&PLAIN.replace("10.0.0.0/24", "0.0.0.0/0"), "trusts everyone");
    // Two halves are a whole.
    refused(&PLAIN.replace("\"10.0.0.0/24\"", "\"0.0.0.0/1\", \"128.0.0.0/1\""), "trusts everyone");
    refused(&PLAIN.replace("10.0.0.0/24", "2000::/3"), "trusts everyone");
    for smallest in ["10.0.0.0/8", "2001::/16"] {
        Settings::from_toml(&PLAIN.replace("10.0.0.0/24", smallest)).unwrap();
    }
    refused(&PLAIN.replace("https://", "http://"), "begins with https://");
}

#[test]
fn own_networks_are_placed_before_any_database() {
    let own = |network: &str, country: &str| {
        format!("{PLAIN}[[geo.networks]]\nnetwork = \"{network}\"\ncountry = \"{country}\"\n")
    };
    let settings = Settings::from_toml(&own("10.1.2.3/16", "NL")).unwrap();
    let geo = settings.geo.open().unwrap().current();
    assert_eq!(geo.country("10.1.255.1".parse().unwrap()).as_deref(), Some("NL"));
    assert_eq!(geo.country("10.2.0.1".parse().unwrap()), None);
    refused(&own("10.0.0.0/16", "QQ"), "is no country code");
    refused(&own("10.0.0.0/16", "nl"), "is no country code");
    refused(&own("128.0.0.0/1", "NL"), "is not one's own");
    refused(&own("2000::/3", "NL"), "is not one's own");
    // What stands for "nobody knows" must not be somewhere.
    refused(&own("0.0.0.0/8", "NL"), "an unknown one");
    refused(&own("::/128", "NL"), "an unknown one");
    let twice = "[[geo.networks]]\nnetwork = \"10.0.0.1/16\"\ncountry = \"DE\"\n";
    refused(&format!("{}{twice}", own("10.0.0.0/16", "NL")), "named twice");
}

#[test]
fn own_regions_stand_for_the_shipped_one() {
    let with = |regions: &str| format!("{PLAIN}[geo.regions]\n{regions}\n");
    let own = "[[geo.networks]]\nnetwork = \"10.1.0.0/16\"\ncountry = \"CH\"\n";
    let region = |text: &str| {
        let geo = Settings::from_toml(text).unwrap().geo.open().unwrap().current();
        geo.locate("10.1.0.1".parse().unwrap(), Quality::Observed).place.region
    };
    assert_eq!(region(&format!("{PLAIN}{own}")).as_deref(), Some("other"));
    let alps = "alps = [\"AT\", \"CH\"]";
    assert_eq!(region(&format!("{}{own}", with(alps))).as_deref(), Some("alps"));
    refused(&with("alps = [\"QQ\"]"), "is no country code");
    refused(&with("alps = []"), "has no countries");
    refused(&with("other = [\"NL\"]"), "that are not named");
    refused(&with("alps = [\"CH\"]\nsea = [\"NL\", \"CH\"]"), "CH is in two regions");
}

#[test]
fn networks_are_watched_from_numbers_that_can_be_reached() {
    let with = |line: &str| format!("{PLAIN}[threats]\n{line}\n");
    let heat = Settings::from_toml(&with("hot_failures = 9")).unwrap().threats.heat();
    assert_eq!((heat.hot, heat.spraying), (9, 15));
    refused(&with("hot_failures = 0"), "threats.hot_failures");
    refused(&with("spraying_accounts = 65"), "2 to 64");
}

#[test]
fn another_port_is_no_other_app() {
    let same = PLAIN.replace("https://admin.example.org", "https://account.example.org:8443");
    refused(&same, "three different hosts");
}

#[test]
fn unknown_settings_are_errors() {
    refused(&format!("{PLAIN}\n[htttp]\nlisten = 1"), "htttp");
    refused(&PLAIN.replace("listen", "lissten"), "lissten");
    refused(
        &format!("{PLAIN}{CLIENT}")
            .replace("home", "homme")
            .replace("name = \"Till\"", "name = \"Till\"\nhomme = \"x\""),
        "homme",
    );
}

#[test]
fn all_problems_are_told_at_once() {
    let text =
        PLAIN.replace("10.0.0.0/24", "0.0.0.0/0") + "[hours]\nfrom = \"18:00\"\n[trust]\ndevice_days = 0\n";
    let error = Settings::from_toml(&text).unwrap_err();
    assert_eq!(error.problems().len(), 3, "{error}");
}

#[test]
fn a_mail_server_is_named_whole_and_its_password_is_not_in_the_configuration() {
    let mail = |lines: &str| format!("{PLAIN}[mail]\n{lines}\n");
    let from = "from = \"Leasehold <no-reply@example.org>\"";
    let settings =
        Settings::from_toml(&mail(&format!("smtp = \"smtp://mail.example.org\"\n{from}"))).unwrap();
    let smtp = settings.mail.server().unwrap().unwrap();
    assert_eq!((smtp.host.as_str(), smtp.port, smtp.wire), ("mail.example.org", 587, Wire::StartTls));
    for (url, port, wire) in [
        ("smtps://mail.example.org", 465, Wire::Tls),
        ("smtps://mail.example.org:2465", 2465, Wire::Tls),
        ("smtp://127.0.0.1", 25, Wire::Plain),
        ("smtp://[::1]:2525", 2525, Wire::Plain),
        ("smtp://localhost.example.org", 587, Wire::StartTls),
    ] {
        let settings = Settings::from_toml(&mail(&format!("smtp = \"{url}\"\n{from}"))).unwrap();
        let smtp = settings.mail.server().unwrap().unwrap();
        assert_eq!((smtp.port, smtp.wire), (port, wire), "{url}");
    }
    assert!(Settings::from_toml(PLAIN).unwrap().mail.server().unwrap().is_none());
    refused(&mail("smtp = \"https://mail.example.org\""), "mail.smtp: smtps://host");
    refused(&mail("smtp = \"smtps://mail.example.org\""), "mail.from: an address");
    refused(&mail(from), "mail.smtp: name the mail server");
    refused(
        &mail(&format!("smtp = \"smtps://mail.example.org\"\n{from}\nusername = \"x\"")),
        "both or neither",
    );
    let text = mail(&format!("smtp = \"smtps://me:hunter2@mail.example.org\"\n{from}"));
    let error = Settings::from_toml(&text).unwrap_err().to_string();
    assert!(error.contains("mail.password_file") && !error.contains("hunter2"), "{error}");
}

#[test]
fn a_database_is_a_file_or_a_server_and_its_password_is_not_in_the_configuration() {
    let with = |settings: &str| format!("{PLAIN}[database]\n{settings}\n");
    let location = |text: &str| {
        let settings = Settings::from_toml(text).unwrap();
        settings.database.location(settings.data.database()).unwrap()
    };
    let file = |path: &str| Location::Sqlite(path.into());
    assert_eq!(location(PLAIN), file("/var/lib/leasehold/leasehold.sqlite"));
    assert_eq!(location(&with("url = \"sqlite:/srv/lease.db\"")), file("/srv/lease.db"));
    let server = "postgres://lease@db.example.org/leasehold";
    assert_eq!(location(&with(&format!("url = \"{server}\""))), Location::Postgres(server.into()));

    let password = std::env::temp_dir().join(format!("leasehold-password-{}", std::process::id()));
    std::fs::write(&password, "hunter 2\n").unwrap();
    let text = with(&format!("url = \"{server}\"\npassword_file = {password:?}"));
    let expected = Location::Postgres(server.replace("lease@", "lease:hunter%202@"));
    assert_eq!(location(&text), expected);
    std::fs::remove_file(&password).unwrap();
    refused(&text, "database.password_file: there is no file");
    refused(&with("url = \"mysql://db.example.org/leasehold\""), "sqlite:PATH or postgres://");
    refused(&with("url = \"leasehold.sqlite\""), "sqlite:PATH or postgres://");
    refused(&with("url = \"sqlite:\""), "the path of a file");
    refused(&with("url = \"sqlite://leasehold.sqlite\""), "the path of a file");
    refused(&with("url = \"postgres://lease@db.example.org\""), "has to name the database");
    for secret in ["lease:hunter2@db.example.org/lease", "lease@db.example.org/lease?password=hunter2"] {
        let error =
            Settings::from_toml(&with(&format!("url = \"postgres://{secret}\""))).unwrap_err().to_string();
        assert!(error.contains("database.password_file") && !error.contains("hunter2"), "{error}");
    }
}

#[test]
fn clients_cannot_reach_beyond_their_api() {
    let text = format!("{PLAIN}{CLIENT}");
    refused(
        &text.replace("stock.read\"\njwks", "stock.read admin.log\"\njwks"),
        "admin.log is no scope of the audience",
    );
    refused(
        &text.replace("https://till.example.org/callback", "http://till.example.org/callback"),
        "must be https",
    );
    refused(&text.replace("id = \"till\"", "id = \"leasehold-admin\""), "belongs to a part of our own");
    refused(&text.replace("id = \"shop\"", "id = \"till\""), "used twice");
    refused(&text.replace("names.nl", "names.fr"), "names.nl");
    refused(
        &text.replace("[scopes.\"stock.read\"]", "[scopes.\"stock.read\"]\nrecovery = true"),
        "recovery is for",
    );
}

#[test]
fn a_private_key_in_the_configuration_is_refused_and_not_repeated() {
    let text = format!("{PLAIN}{CLIENT}").replace("y = \"b\"", "y = \"b\", d = \"hunter2\"");
    let error = Settings::from_toml(&text).unwrap_err().to_string();
    assert!(error.contains("private key") && !error.contains("hunter2"), "{error}");
}
