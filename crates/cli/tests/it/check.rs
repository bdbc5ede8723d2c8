//! `candour check`, and the examples from the guide, against a running service.

use std::io::Write as _;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use app::officer::shift;
use app::officer::{self, Enrolment};
use app::stop::{self, NewStop};
use app::{Action, App, SystemClock, SystemIds};
use domain::officer::{Identity, Joining, Post, Posting, Workforce};
use domain::stop::{Power, ReasonCode};
use domain::{Actor, Clock as _, ForceId, LiveCode, Role, SubjectId};
use jiff::SignedDuration;
use jiff::civil::date;
use policy::Law;
use policy::permission::Permissions;
use store::{Database, FileKey, Store};
use tokio::net::TcpListener;
use web::{Background, Config, Site};

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const OTHER: &str = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// A running service on a record with two officers, one on duty and one off duty, each with an open stop.
struct Service {
    site: Site,
    address: SocketAddr,
    folder: tempfile::TempDir,
    on: LiveCode,
    off: LiveCode,
}

/// The output and exit code of a run.
struct Said {
    code: Option<i32>,
    out: String,
    err: String,
}

async fn enrol(app: &App, force: &ForceId, surname: &str) -> Actor {
    let nobody = SubjectId::new(uuid::Uuid::from_u128(0xcafe));
    let human_resources = Actor { force: Some(force.clone()), ..Actor::person(nobody, Role::HumanResources) };
    let posting = Posting {
        force: force.clone(),
        unit: "Response".to_owned(),
        post: Post::Response,
        rank: Some(domain::officer::PoliceRank::Constable),
        from: date(2020, 1, 6),
        joining: Joining::Recruited,
    };
    let identity = Identity { first_name: "Cora".to_owned(), surname: surname.to_owned(), ..Identity::default() };
    let enrolment = Enrolment {
        workforce: Workforce::Officer,
        identity,
        warrant: "TEST4123".to_owned(),
        posting,
        probationer: false,
        vehicles: Vec::new(),
    };
    let id = officer::enrol(&app.context(human_resources), enrolment).await.unwrap();
    Actor::staff(id, Role::Officer, force.clone())
}

async fn stop(site: &Site, officer: &Actor, off_duty: bool) -> LiveCode {
    let cx = site.app.context(officer.clone());
    let new = NewStop {
        power: Power::PaceSection1,
        reason_code: ReasonCode::StolenProperty,
        reason: "seen trying car doors".to_owned(),
        object: "stolen telephones".to_owned(),
        place: "Mill Lane".to_owned(),
        uniform: false,
        vehicle: false,
        off_duty,
        device: None,
    };
    let id = stop::begin(&cx, &site.secrets, new).await.unwrap();
    stop::code(&cx, &site.secrets, id).await.unwrap().code
}

impl Service {
    async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("sms.secret"), format!("{SECRET}\n")).unwrap();
        std::fs::write(folder.path().join("other.secret"), format!("{OTHER}\n")).unwrap();
        let config = format!(
            "public_url = \"http://127.0.0.1:8080\"\n[forces.northmere]\nname = \"Northmere Police\"\nprefix = \"NM\"\n\
             [hook.sms]\nsecret_file = {:?}\n",
            folder.path().join("sms.secret")
        );
        let store = Store::open(&Database::SqliteMemory, Arc::new(FileKey::random().unwrap())).await.unwrap();
        let permissions = Permissions::embedded(Action::CODES).unwrap();
        let app = App::new(store, Law::embedded().unwrap(), permissions, Arc::new(SystemClock), Arc::new(SystemIds));
        let config = Config::read("candour.toml", &config, []).unwrap();
        let site = Site::new(Arc::new(app), config, &[7; 32]);
        let force = ForceId::parse("northmere").unwrap();
        let on = enrol(&site.app, &force, "Beck").await;
        let until = SystemClock.now().saturating_add(SignedDuration::from_hours(8)).unwrap();
        shift::book_on(&site.app.context(on.clone()), until).await.unwrap();
        let off = enrol(&site.app, &force, "Thorn").await;
        let (on, off) = (stop(&site, &on, false).await, stop(&site, &off, true).await);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(web::serve(site.clone(), listener, None, Background::new(), std::future::pending()));
        Self { site, address, folder, on, off }
    }

    fn server(&self) -> String {
        format!("http://{}", self.address)
    }

    fn secret(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs a command that reads the code from standard input.
    async fn run(&self, mut command: Command, code: &str) -> Said {
        let code = format!("{code}\n");
        let run = move || {
            let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
            // A failure here means that a tool used in the guide's examples is missing: openssl, curl or a shell.
            let mut child = piped.spawn().unwrap();
            child.stdin.take().unwrap().write_all(code.as_bytes()).unwrap();
            let output = child.wait_with_output().unwrap();
            let text = |bytes| String::from_utf8(bytes).unwrap();
            Said { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
        };
        tokio::task::spawn_blocking(run).await.unwrap()
    }

    async fn check(&self, code: &str, secret: &str, more: &[&str]) -> Said {
        let mut command = Command::new(env!("CARGO_BIN_EXE_candour"));
        command.args(["check", "-", "--server", &self.server(), "--gateway", "sms", "--secret-file"]);
        command.arg(self.secret(secret)).args(more);
        self.run(command, code).await
    }

    async fn example(&self, interpreter: &str, script: &str, code: &str, secret: &str) -> Said {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/hook").join(script);
        let mut command = Command::new(interpreter);
        command.arg(script).arg(self.server()).arg("sms").arg(self.secret(secret));
        self.run(command, code).await
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_command_says_the_words_and_ends_with_the_outcome() {
    let service = Service::start().await;
    let verified = service.check(&service.on.to_string(), "sms.secret", &[]).await;
    assert_eq!(verified.code, Some(0), "{}{}", verified.out, verified.err);
    assert!(verified.out.starts_with("Verified. This is officer number TEST4123"), "{}", verified.out);
    let not = service.check("2222 2222", "sms.secret", &["--lang", "cy"]).await;
    assert_eq!((not.code, not.err.as_str()), (Some(3), "candour: the officer is not verified\n"));
    assert!(not.out.starts_with("Ni allwn gadarnhau hyn."), "{}", not.out);
    let pending = service.check(&service.off.to_string(), "sms.secret", &["--json"]).await;
    assert_eq!(pending.code, Some(4), "{}", pending.err);
    let answer: serde_json::Value = serde_json::from_str(&pending.out).unwrap();
    assert_eq!(answer["outcome"], "pending");

    let stranger = service.check(&service.on.to_string(), "other.secret", &[]).await;
    assert_eq!(stranger.code, Some(5), "{}", stranger.err);
    assert!(stranger.err.contains("401 hook.wrong-signature"), "{}", stranger.err);
    assert!(stranger.out.contains("does not mean that the officer is genuine or false"), "{}", stranger.out);
    let mistyped = service.check("O0O0", "sms.secret", &[]).await;
    assert_eq!((mistyped.code, mistyped.out.as_str()), (Some(2), ""));
    assert_eq!(service.check("2222 2222", "missing.secret", &[]).await.code, Some(66));
    service.site.app.store.close().await;
    let away = service.check(&service.on.to_string(), "sms.secret", &[]).await;
    assert_eq!(away.code, Some(5), "{}", away.err);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_of_somebody_else_is_not_believed() {
    let service = Service::start().await;
    // An intermediary answers "verified", signed with a different secret.
    let answer = |headers: axum::http::HeaderMap| async move {
        let forged = web::hook::Secret::parse(OTHER).unwrap();
        let body = r#"{"outcome":"verified","reference":null,"say":{"en":"Verified.","cy":"Verified."}}"#;
        let id = headers["webhook-id"].to_str().unwrap().to_owned();
        let at = headers["webhook-timestamp"].to_str().unwrap().to_owned();
        let signature = forged.sign(&id, &at, body.as_bytes());
        ([("webhook-id", id), ("webhook-timestamp", at), ("webhook-signature", signature)], body)
    };
    let between = axum::Router::new().route("/api/checks", axum::routing::post(answer));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let service = Service { address: listener.local_addr().unwrap(), ..service };
    tokio::spawn(async move { axum::serve(listener, between).await });
    for said in [
        service.check("2222 2222", "sms.secret", &[]).await,
        service.example("sh", "check.sh", "2222 2222", "sms.secret").await,
    ] {
        assert_eq!(said.code, Some(5), "{}{}", said.out, said.err);
        assert!(said.err.contains("not signed with the secret of this gateway"), "{}", said.err);
        assert!(!said.out.contains("Verified"), "{}", said.out);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_there_is_neither_verified_nor_not() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let service = Service { address: listener.local_addr().unwrap(), ..Service::start().await };
    drop(listener);
    let said = service.check("2222 2222", "sms.secret", &["--json"]).await;
    assert_eq!(said.code, Some(5), "{}", said.err);
    let answer: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(answer["outcome"], "undetermined");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_examples_of_the_guide_work() {
    let service = Service::start().await;
    let code = service.on.to_string();
    let said = service.example("sh", "check.sh", &code, "sms.secret").await;
    assert_eq!(said.code, Some(0), "{}{}", said.out, said.err);
    let answer: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!((&answer["outcome"], &answer["force"]), (&"verified".into(), &"Northmere Police".into()));
    let said = service.example("sh", "check.sh", &code, "other.secret").await;
    assert_eq!((said.code, said.out.trim()), (Some(5), "{\"outcome\":\"undetermined\"}"), "{}", said.err);
    if !has_python() {
        eprintln!("the example in Python is not run here: there is no python3");
        return;
    }
    let said = service.example("python3", "check.py", &code, "sms.secret").await;
    assert_eq!(said.code, Some(0), "{}{}", said.out, said.err);
    assert!(said.out.starts_with("Verified."), "{}", said.out);
    assert_eq!(service.example("python3", "check.py", "2222 2222", "sms.secret").await.code, Some(3));
    let stranger = service.example("python3", "check.py", &code, "other.secret").await;
    assert_eq!(stranger.code, Some(5), "{}", stranger.err);
}

/// True if Python is installed; always true in continuous integration, where every example must run.
fn has_python() -> bool {
    std::env::var_os("CI").is_some() || Command::new("python3").arg("--version").output().is_ok()
}
