//! A throw-away PostgreSQL for tests: a cluster in a temporary folder, which disappears when its process ends.

use std::io::Write as _;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::Duration;

use crate::environment;
use crate::setup::{self, Need};
use crate::shell::{self, Stop};
use crate::workspace::Workspace;

/// The variable that tells tests the address of a server. If it is already set, that server is used.
pub const ADDRESS: &str = "CANDOUR_POSTGRES";

const NEED: Need = Need {
    // Debian does not put the server's own programs on PATH, but it does put this one there, from the same package.
    program: "pg_ctlcluster",
    package: "postgresql",
    why: "the store is tested on PostgreSQL as well as on SQLite",
};

/// Kills the server and removes its folder as soon as our end of the pipe is closed, no matter how this process ended.
const GUARD: &str = r#"
folder=$1; shift
"$@" >"$folder/log" 2>&1 &
server=$!
trap '' INT TERM HUP
read -r _
kill -QUIT "$server" 2>/dev/null
wait "$server"
rm -rf "$folder"
"#;

/// Decides whether commits are synced to disk.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// No syncing, because nothing in a test outlives its process.
    Off,
    /// Syncing as in production, with the server's own defaults.
    On,
}

/// A running server. It stops when this value is dropped or this process ends.
pub struct Server {
    url: String,
    guard: Child,
    lifeline: Option<ChildStdin>,
}

impl Server {
    /// Starts a server from the installed programs. If there are none, the Debian package is installed first.
    pub fn start(durability: Durability) -> Result<Self, Stop> {
        let programs = programs()?;
        let account = Account::of_server()?;
        let made = account.command("mktemp").args(["-d", "-t", "candour-postgres-XXXXXXXX"]).output();
        let folder = match made {
            Ok(made) if made.status.success() => PathBuf::from(String::from_utf8_lossy(&made.stdout).trim()),
            _ => return Err(Stop::new("no temporary folder for PostgreSQL: is `TMPDIR` open to every account?")),
        };
        let data = folder.join("data");
        let mut init = account.command(programs.join("initdb"));
        init.args(["--username=candour", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "--pgdata"]);
        init.arg(&data).stdout(Stdio::null());
        shell::must(&mut init, "making a PostgreSQL cluster")?;

        let port = free_port()?;
        let mut guard = account.command("sh");
        guard.args(["-c", GUARD, "postgres-guard"]).arg(&folder).arg(programs.join("postgres")).arg("-D").arg(&data);
        let settings: &[&str] = match durability {
            Durability::Off => &["fsync=off", "synchronous_commit=off", "full_page_writes=off"],
            Durability::On => &["fsync=on", "synchronous_commit=on", "full_page_writes=on"],
        };
        for setting in settings.iter().chain(&["max_connections=400"]) {
            guard.args(["-c", setting]);
        }
        guard.args(["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-p", &port.to_string()]);
        let mut guard = guard
            .stdin(Stdio::piped())
            .spawn()
            .map_err(|error| Stop::new(format!("PostgreSQL could not be started: {error}")))?;
        let lifeline = guard.stdin.take();
        let server = Self { url: format!("postgres://candour@127.0.0.1:{port}/postgres"), guard, lifeline };
        server.wait_until_ready(&programs, port, &folder)?;
        Ok(server)
    }

    /// The server's address, as `postgres://…`.
    pub fn url(&self) -> &str {
        &self.url
    }

    fn wait_until_ready(&self, programs: &Path, port: u16, folder: &Path) -> Result<(), Stop> {
        // 300 x 100 ms = 30 s; an idle machine needs well under one second.
        for _ in 0..300 {
            let mut ask = Command::new(programs.join("pg_isready"));
            if shell::succeeds(ask.args(["--quiet", "--host=127.0.0.1", "--port", &port.to_string()])) {
                return Ok(());
            }
            environment::pause(Duration::from_millis(100));
        }
        let log = std::fs::read_to_string(folder.join("log")).unwrap_or_default();
        Err(Stop::new(format!("PostgreSQL did not answer within 30 s; it said:\n{log}")))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.lifeline.take());
        // The guard has only to clean up, and a failure to do so changes nothing here.
        let _ = self.guard.wait();
    }
}

/// `cargo xtask postgres`: starts a server, prints its address, and keeps it running until Ctrl-C.
pub fn run(workspace: &Workspace, arguments: &[String]) -> Result<(), Stop> {
    if let [unknown, ..] = arguments {
        return Err(Stop::new(format!("`{unknown}` is not known here; `cargo xtask postgres` takes no arguments")));
    }
    let mut server = Server::start(Durability::Off)?;
    let file = workspace.target().join("postgres-url");
    std::fs::write(&file, server.url())
        .map_err(|error| Stop::new(format!("`{}` cannot be written: {error}", file.display())))?;
    println!("{ADDRESS}={}", server.url());
    let _ = std::io::stdout().flush();
    shell::say(format!("a throw-away PostgreSQL runs until Ctrl-C; its address is also in `{}`", file.display()));
    // Ctrl-C ends both this process and the server; the guard sees the pipe close, and cleans up.
    server.guard.wait().map(|_| ()).map_err(|error| Stop::new(format!("waiting for PostgreSQL failed: {error}")))
}

/// The account that the server runs under: our own or, instead of root, `postgres`, because `initdb` refuses root.
struct Account(Option<(u32, u32)>);

impl Account {
    fn of_server() -> Result<Self, Stop> {
        let id = |arguments: &[&str]| shell::output(Command::new("id").args(arguments));
        if id(&["-u"]).as_deref() != Some("0") {
            return Ok(Self(None));
        }
        let number = |flag| id(&[flag, "postgres"]).and_then(|text| text.parse().ok());
        match (number("-u"), number("-g")) {
            (Some(user), Some(group)) => Ok(Self(Some((user, group)))),
            _ => Err(Stop::new(
                "PostgreSQL does not run as root and there is no account `postgres`: run this as another",
            )),
        }
    }

    /// A command that runs under this account, from the root folder, because the account may have no access to ours.
    fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir("/").stdin(Stdio::null());
        #[cfg(unix)]
        if let Some((user, group)) = self.0 {
            use std::os::unix::process::CommandExt as _;
            command.uid(user).gid(group);
        }
        command
    }
}

/// The folder that contains `initdb` and the programs that belong to it: Debian's newest, or the one on PATH.
fn programs() -> Result<PathBuf, Stop> {
    if let Some(folder) = installed() {
        return Ok(folder);
    }
    setup::install(&NEED)?;
    installed().ok_or_else(|| Stop::new("postgresql is installed and its `initdb` cannot be found"))
}

fn installed() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let numbered = versions.filter_map(|entry| Some((entry.file_name().to_str()?.parse::<u32>().ok()?, entry.path())));
    let newest = numbered.max().map(|(_, folder)| folder.join("bin"));
    let on_path = shell::find("initdb").and_then(|initdb| initdb.parent().map(Path::to_owned));
    // A symbolic link to one program does not bring the others along.
    let complete =
        |folder: &PathBuf| ["initdb", "postgres", "pg_isready"].iter().all(|name| folder.join(name).is_file());
    newest.into_iter().chain(on_path).find(complete)
}

fn free_port() -> Result<u16, Stop> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|listener| listener.local_addr());
    listener.map(|address| address.port()).map_err(|error| Stop::new(format!("no free port on this machine: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_answers_until_it_is_dropped_and_leaves_no_folder() {
        // A test must not install packages: `cargo xtask test` has started a server, and so installed it, before this
        // runs.
        let Some(programs) = installed() else {
            assert!(
                environment::variable("CI").is_none(),
                "PostgreSQL is missing: run `cargo xtask test`, which installs it"
            );
            eprintln!("skipped: PostgreSQL is not installed");
            return;
        };
        let server = Server::start(Durability::Off).unwrap();
        let port = server.url().rsplit_once(':').unwrap().1.split('/').next().unwrap().to_owned();
        let answers =
            || shell::succeeds(Command::new(programs.join("pg_isready")).args(["-h", "127.0.0.1", "-p", &port]));
        assert!(answers());
        drop(server);
        assert!(!answers());
    }

    #[test]
    fn an_argument_is_refused_before_anything_starts() {
        let stop = run(&Workspace::find().unwrap(), &["--forever".into()]).unwrap_err();
        assert!(stop.to_string().contains("`--forever`"));
    }
}
