//! What the commands print, write and refuse.

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use leasehold_test_kit::postgres;

use super::running::BINARY;
use crate::support::Scratch;

fn leasehold(config: &Path, arguments: &[&str]) -> Output {
    Command::new(BINARY).arg("--config").arg(config).args(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn config(scratch: &Scratch) -> PathBuf {
    let path = scratch.path().join("leasehold.toml");
    let content = format!(
        "issuer = \"http://localhost:8080\"\n\
         [http]\nlisten = \"127.0.0.1:0\"\n\
         [data]\ndir = {:?}\n\
         [apps]\naccount = \"http://app.localhost:8080\"\nadmin = \"http://admin.localhost:8080\"\n",
        scratch.path().join("data")
    );
    std::fs::write(&path, content).unwrap();
    path
}

#[test]
fn config_check_says_what_is_wrong() {
    let scratch = Scratch::new();
    let path = config(&scratch);
    assert!(leasehold(&path, &["config", "check"]).status.success());
    let broken = std::fs::read_to_string(&path).unwrap().replace("127.0.0.1:0", "0.0.0.0:8080");
    std::fs::write(&path, broken).unwrap();
    let output = leasehold(&path, &["config", "check"]);
    assert!(!output.status.success());
    assert!(text(&output.stderr).contains("loopback only"), "{}", text(&output.stderr));
    let missing = leasehold(&scratch.path().join("none.toml"), &["serve"]);
    assert!(text(&missing.stderr).contains("there is no file"));
}

#[test]
fn links_go_to_the_terminal_or_a_private_file_and_never_to_the_log() {
    let scratch = Scratch::new();
    let path = config(&scratch);
    let output = leasehold(&path, &["setup-link"]);
    assert!(text(&output.stdout).starts_with("http://localhost:8080/setup/lhl_"), "{}", text(&output.stdout));
    assert!(!text(&output.stderr).contains("lhl_"));

    let file = scratch.path().join("link");
    let output = leasehold(&path, &["setup-link", "--file", file.to_str().unwrap()]);
    assert!(output.status.success() && !text(&output.stdout).contains("lhl_"));
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(std::fs::read_to_string(&file).unwrap().contains("/setup/lhl_"));
}

#[test]
fn a_file_may_be_named_without_its_folder() {
    let scratch = Scratch::new();
    let path = config(&scratch);
    for (file, arguments) in [
        ("admin.txt", &["setup-link"] as &[&str]),
        ("carol.txt", &["user", "add", "carol", "--name", "Carol Jansen"]),
    ] {
        let mut command = Command::new(BINARY);
        command.arg("--config").arg(&path).args(arguments).args(["--file", file]);
        let output = command.current_dir(scratch.path()).output().unwrap();
        assert!(output.status.success(), "{}", text(&output.stderr));
        assert!(std::fs::read_to_string(scratch.path().join(file)).unwrap().contains("/setup/lhl_"));
    }
}

#[test]
fn user_add_makes_a_link_for_names_that_can_be_typed() {
    let scratch = Scratch::new();
    let path = config(&scratch);
    let output = leasehold(&path, &["user", "add", "Carol", "--name", "Carol Jansen"]);
    assert!(text(&output.stdout).contains("/setup/lhl_"), "{}", text(&output.stderr));
    for arguments in [
        ["user", "add", "c", "--name", "C"],
        ["user", "add", "car ol", "--name", "C"],
        ["user", "add", "carol", "--name", " "],
    ] {
        assert!(!leasehold(&path, &arguments).status.success(), "{arguments:?}");
    }
}

#[test]
fn user_mail_is_for_people_and_addresses() {
    let scratch = Scratch::new();
    let path = config(&scratch);
    let output = leasehold(&path, &["user", "mail", "carol", "carol@example.org"]);
    assert!(text(&output.stderr).contains("nobody of that name"), "{}", text(&output.stderr));
    let output = leasehold(&path, &["user", "mail", "carol", "carol@example.org\r\nBcc: x@example.org"]);
    assert!(text(&output.stderr).contains("the address"), "{}", text(&output.stderr));
}

#[test]
fn a_demo_and_a_real_database_do_not_mix() {
    let scratch = Scratch::new();
    let path = config(&scratch);
    assert!(leasehold(&path, &["setup-link"]).status.success());
    let data = scratch.path().join("data");
    let output = Command::new(BINARY).args(["demo", "--data-dir"]).arg(&data).output().unwrap();
    assert!(!output.status.success());
    assert!(text(&output.stderr).contains("is a plain database"), "{}", text(&output.stderr));
}

#[tokio::test]
async fn commands_work_on_postgres() {
    let scratch = Scratch::new();
    let path = config(&scratch);
    let password = scratch.path().join("password");
    std::fs::write(&password, "not asked for here\n").unwrap();
    let plain = std::fs::read_to_string(&path).unwrap();
    let url = postgres::empty().await;
    let on = |url: &str| {
        std::fs::write(&path, format!("{plain}[database]\nurl = {url:?}\npassword_file = {password:?}\n"))
            .unwrap();
    };
    on(&url);
    for arguments in [&["setup-link"] as &[&str], &["user", "add", "carol", "--name", "Carol Jansen"]] {
        let output = leasehold(&path, arguments);
        assert!(text(&output.stdout).contains("/setup/lhl_"), "{}", text(&output.stderr));
    }
    let output = leasehold(&path, &["user", "mail", "carol", "carol@example.org"]);
    assert!(text(&output.stderr).contains("nobody of that name"), "{}", text(&output.stderr));
    assert!(!scratch.path().join("data/leasehold.sqlite").exists());

    on(&url.replace("/test_", "/none_"));
    let output = leasehold(&path, &["setup-link"]);
    let error = text(&output.stderr);
    assert!(error.contains("the PostgreSQL database") && !error.contains("not asked for"), "{error}");
}

/// From the shipped policy to a draft: what the folder says is checked, named by file and line, and stored only by an
/// administrator.
#[test]
fn a_policy_is_checked_and_tested_as_files() {
    let scratch = Scratch::new();
    let path = config(&scratch);
    let shipped = concat!(env!("CARGO_MANIFEST_DIR"), "/../policies");
    let output = leasehold(&path, &["policy", "check", shipped]);
    assert!(text(&output.stdout).contains("compiles: version"), "{}", text(&output.stderr));
    let output = leasehold(&path, &["policy", "test", shipped]);
    assert!(text(&output.stdout).ends_with(" passed, 0 failed\n"), "{}", text(&output.stdout));

    let mine = scratch.path().join("mine");
    for folder in ["rules", "reasons", "tests"] {
        std::fs::create_dir_all(mine.join(folder)).unwrap();
        for entry in std::fs::read_dir(Path::new(shipped).join(folder)).unwrap() {
            let entry = entry.unwrap();
            std::fs::copy(entry.path(), mine.join(folder).join(entry.file_name())).unwrap();
        }
    }
    let data = std::fs::read_to_string(Path::new(shipped).join("data.json")).unwrap();
    std::fs::write(mine.join("data.json"), format!("{data}]")).unwrap();
    let mine = mine.to_str().unwrap();
    let output = leasehold(&path, &["policy", "check", mine]);
    assert!(text(&output.stderr).contains("data.json:"), "{}", text(&output.stderr));
    std::fs::write(Path::new(mine).join("data.json"), data).unwrap();

    let broken = "package leasehold.rules.own\n\nfindings contains {\"cause\": } if true\n";
    std::fs::write(Path::new(mine).join("rules/own.rego"), broken).unwrap();
    let output = leasehold(&path, &["policy", "check", mine]);
    assert!(text(&output.stderr).contains("rules/own.rego:3:29: "), "{}", text(&output.stderr));
    // What brings its process down is refused like anything else that is wrong, and the command says so.
    let own = |rules: &str| format!("package leasehold.rules.own\n\n{rules}\n");
    let endless = own("findings contains numbers.range(1, 1e12)");
    std::fs::write(Path::new(mine).join("rules/own.rego"), endless).unwrap();
    for command in [&["policy", "check", mine][..], &["policy", "draft", mine, "--as", "nobody"]] {
        let output = leasehold(&path, command);
        assert!(text(&output.stderr).contains("numbers.range"), "{}", text(&output.stderr));
    }
    std::fs::remove_file(Path::new(mine).join("rules/own.rego")).unwrap();
    let nested = format!("package own_test\n\ntest_a if {}1{}\n", "[".repeat(60), "]".repeat(60));
    std::fs::write(Path::new(mine).join("tests/own_test.rego"), nested).unwrap();
    let output = leasehold(&path, &["policy", "test", mine]);
    assert!(text(&output.stderr).contains("brackets inside each other"), "{}", text(&output.stderr));
    let endless = "package own_test\n\ntest_a if count(numbers.range(1, 1e12)) > 0\n";
    std::fs::write(Path::new(mine).join("tests/own_test.rego"), endless).unwrap();
    let output = leasehold(&path, &["policy", "test", mine]);
    assert!(!output.status.success(), "{}", text(&output.stdout));
    assert!(text(&output.stderr).contains("died"), "{}", text(&output.stderr));

    let output = leasehold(&path, &["policy", "draft", shipped, "--as", "nobody"]);
    assert!(text(&output.stderr).contains("nobody is not an administrator"), "{}", text(&output.stderr));
}

#[test]
fn roles_and_postures_are_for_those_who_are_there() {
    let scratch = Scratch::new();
    let path = config(&scratch);
    let output = leasehold(&path, &["user", "role", "add", "carol", "treasurer"]);
    assert!(text(&output.stderr).contains("nobody of that name"), "{}", text(&output.stderr));
    let output = leasehold(&path, &["user", "role", "add", "carol", "admin"]);
    assert!(text(&output.stderr).contains("no role to give"), "{}", text(&output.stderr));
    let device = "dev_0190a0b0c0d070008000000000000001";
    let set = ["device", "posture", "set", device, "--source", "mdm", "--not-compliant"];
    let output = leasehold(&path, &set);
    assert!(text(&output.stderr).contains("no such device"), "{}", text(&output.stderr));
    assert!(!leasehold(&path, &["device", "posture", "set", device, "--source", "mdm"]).status.success());
}
