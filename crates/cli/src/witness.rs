//! `candour witness`: cosigns checkpoints of other people's logs if they have only grown (C2SP tlog-witness).

use std::sync::{Arc, Mutex, PoisonError};

use app::SystemClock;
use app::log::{self, Ledger, NotCosigned};
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use domain::Clock as _;
use tokio::net::TcpListener;

use crate::arguments::WitnessArguments;
use crate::exit::{self, Failure};
use crate::open::runtime;
use crate::sequence::{stopped, verifier};
use crate::session::{Session, print};

const PLAIN: &str = "text/plain; charset=utf-8";

type SharedLedger = Arc<Mutex<Ledger>>;

pub fn witness(arguments: &WitnessArguments, session: &Session) -> Result<(), Failure> {
    let path = arguments.data.join("witness.key");
    let cosigner = match (log::known_cosigner(&path)?, &arguments.name) {
        (Some(cosigner), None) => cosigner,
        (_, Some(name)) => log::cosigner(&path, name)?,
        (None, None) => {
            let what = "the witness has no key yet: name it with `--name`, such as `witness.example/northmere`";
            return Err(Failure::usage(what.to_owned()));
        }
    };
    let keys = arguments.log_keys.iter().map(|key| verifier(key)).collect::<Result<Vec<_>, _>>()?;
    let key = cosigner.verifier().to_string();
    let ledger: SharedLedger = Arc::new(Mutex::new(Ledger::open(&arguments.data, cosigner, keys)?));
    let router = Router::new()
        .route("/add-checkpoint", post(add_checkpoint))
        .route(
            "/key",
            get({
                let key = format!("{key}\n");
                move || async move { ([(header::CONTENT_TYPE, PLAIN)], key) }
            }),
        )
        .with_state(ledger);
    runtime()?.block_on(async {
        let failed = |source| Failure::system(format!("`{}` cannot be listened to", arguments.listen), source);
        let listener = TcpListener::bind(arguments.listen).await.map_err(failed)?;
        // The system may have chosen the port, so the caller reads it from this line.
        print(&format!("listening http://{}\nkey {key}", listener.local_addr().map_err(failed)?))?;
        axum::serve(listener, router).with_graceful_shutdown(stopped(session)).await.map_err(failed)
    })
}

async fn add_checkpoint(State(ledger): State<SharedLedger>, body: Bytes) -> Response {
    let decided = tokio::task::spawn_blocking(move || {
        let now = u64::try_from(SystemClock.now().as_second()).unwrap_or(0);
        ledger.lock().unwrap_or_else(PoisonError::into_inner).add_checkpoint(&body, now)
    });
    match decided.await {
        Ok(Ok(line)) => ([(header::CONTENT_TYPE, PLAIN)], line).into_response(),
        Ok(Err(NotCosigned::Refused(refusal))) => {
            if refusal.evidence().is_some() {
                exit::say(&format!("evidence was kept: {refusal}"));
            }
            let status = StatusCode::from_u16(refusal.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            let (content_type, text) = refusal.body();
            (status, [(header::CONTENT_TYPE, content_type)], text).into_response()
        }
        Ok(Err(NotCosigned::Failed(error))) => {
            exit::say(&format!("nothing was cosigned: {error}"));
            (StatusCode::INTERNAL_SERVER_ERROR, "the witness cannot store what it has seen\n").into_response()
        }
        Err(_) => (StatusCode::INTERNAL_SERVER_ERROR, "the witness has failed\n").into_response(),
    }
}
