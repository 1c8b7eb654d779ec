//! The server itself: one for each process that asks, started when first asked for.

use std::io::{BufRead as _, BufReader, Read as _};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

/// Where Debian puts the programs, by version.
const DEBIAN: &str = "/usr/lib/postgresql";
/// Whom the server runs as if these tests run as root, which PostgreSQL refuses to.
const UNPRIVILEGED: &str = "postgres";

/// A running server. Its folder is open to its owner and root alone, and so is its socket in it.
pub(super) struct Cluster {
    folder: PathBuf,
    /// Its input is closed by the end of this process, whatever the end: then the server stops and its folder goes
    /// away.
    _shell: Child,
}

impl Cluster {
    pub(super) fn get() -> &'static Self {
        static CLUSTER: OnceLock<Cluster> = OnceLock::new();
        CLUSTER.get_or_init(Self::start)
    }

    /// The URL of one of its databases.
    pub(super) fn url(&self, database: &str) -> String {
        format!("postgres://leasehold@localhost/{database}?host={}", self.folder.display())
    }

    fn start() -> Self {
        let folder = std::env::temp_dir().join(format!("leasehold-postgres-{}", std::process::id()));
        let mut shell = if is_root() {
            // Not `runuser`, which stays in between and kills the shell when it is told to end itself.
            let mut setpriv = Command::new("setpriv");
            let user = [format!("--reuid={UNPRIVILEGED}"), format!("--regid={UNPRIVILEGED}")];
            setpriv.args(user).args(["--init-groups", "sh"]);
            setpriv
        } else {
            Command::new("sh")
        };
        shell.args(["-c", include_str!("cluster.sh"), "cluster"]).arg(programs()).arg(&folder);
        // A group of its own: what is sent to that of the tests, from the keyboard or by a time limit, would else end
        // the shell before it could stop the server.
        shell.current_dir("/").process_group(0).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = shell.spawn().expect("a shell for PostgreSQL");
        let mut output = BufReader::new(child.stdout.take().expect("its output"));
        let mut line = String::new();
        output.read_line(&mut line).expect("its first line");
        if line != "ready\n" {
            output.read_to_string(&mut line).expect("its complaint");
            child.wait().expect("its end");
            panic!("PostgreSQL did not start: {line}");
        }
        Self { folder, _shell: child }
    }
}

/// The newest version that is installed.
fn programs() -> PathBuf {
    let versions = std::fs::read_dir(DEBIAN).into_iter().flatten().flatten();
    let newest = versions
        .filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok())
        .map(|version| Path::new(DEBIAN).join(version.to_string()).join("bin"))
        .filter(|programs| programs.join("initdb").exists());
    newest.max().expect("these tests need PostgreSQL; as root: apt-get install postgresql")
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().expect("id");
    id.stdout == b"0\n"
}
