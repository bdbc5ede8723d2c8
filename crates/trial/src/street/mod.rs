//! `candour-trial serve`: the service on a small record of made-up people, with a page on which a newcomer plays the
//! officer, the member of the public and the control room.

mod fill;
mod people;
mod told;

pub use fill::Invitations;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;

use app::{Ids, SystemIds};
use cli::arguments::RecordOptions;
use cli::exit::Failure;
use cli::open::Record;
use cli::sequence::{log_key, stopped};
use cli::serve;
use cli::session::Session;
use tokio::net::TcpListener;
use web::{Config, Site, telemetry};

use crate::arguments::TrialServeArguments;
use crate::demonstration::{self, Demonstration, MovedClock, draw_all};
use crate::folder::Folder;
use crate::history::tally::failed;

/// The name under which the demonstration's log is signed.
const ORIGIN: &str = "demo.candour.example/street";
/// The first port to try if no address is given, and the number of ports to try from there.
const PORT: u16 = 8080;
const PORTS_COUNT: u16 = 20;
/// Prefixes of the environment variables that may change the demonstration. Its content and location are fixed.
const VARIABLES: [&str; 4] = ["CANDOUR_CHECK_", "CANDOUR_TRUSTED_PROXIES", "CANDOUR_TELEMETRY_", "CANDOUR_HOOK_"];

/// Fills the record, and serves it until the process is stopped.
///
/// # Errors
/// If the folder is not a trial's, the address cannot be listened on, or the record cannot be filled.
pub fn serve(arguments: &TrialServeArguments, session: &Session) -> Result<(), Failure> {
    let listener = listen(arguments.address)?;
    let lost = |source| Failure::system("the listener is gone", source);
    let address = listener.local_addr().map_err(lost)?;
    let folder = Folder::make_anew(&arguments.data)?;
    session.tell(&format!("making up a street in `{}`: nobody in it is real", folder.root.display()));
    let config = config(address, &folder.root)?;
    let record = Record::open(&RecordOptions { data: folder.root, database: None })?;
    app::log::signer(&log_key(&record.data), ORIGIN)?;
    let clock = Arc::new(MovedClock::default());
    let ids: Arc<dyn Ids> =
        if arguments.deterministic { Arc::new(synth::seeded_bytes(arguments.seed)) } else { Arc::new(SystemIds) };
    let app = Arc::new(record.app_with(clock.clone(), ids)?);
    let keys = serve::check_keys(&record, &config)?;
    let sequencing = serve::sequencing(&config)?;
    record.wait(async {
        let _telemetry = telemetry::begin(&config.telemetry).map_err(|error| Failure::settings(error.to_string()))?;
        let listener = TcpListener::from_std(listener).map_err(lost)?;
        let site = demonstration::marked(Site::new(app, config, keys));
        let (demonstration, invitations) = fill(&site, clock).await?;
        let told = told::StreetSummary::of(&site, &demonstration, &invitations);
        let background = serve::background(&site, sequencing);
        session.print(|| told.text(), &told)?;
        let pages = demonstration::routes(demonstration);
        web::serve_with(site, pages, listener, None, background, stopped(session)).await.map_err(lost)
    })
}

/// Fills the record of a site with the street, and draws codes to try.
///
/// # Errors
/// If the record refuses something, or the database fails.
pub async fn fill(site: &Site, clock: Arc<MovedClock>) -> Result<(Arc<Demonstration>, Invitations), Failure> {
    let (cast, invitations) = fill::fill(site).await?;
    let drawn = draw_all(site, &cast).await.map_err(|error| failed("codes to try", error))?;
    let demonstration = Demonstration::new(cast, clock);
    demonstration.keep_codes(drawn);
    Ok((Arc::new(demonstration), invitations))
}

/// Listens on the given address or, if there is none, on the first free port.
fn listen(asked: Option<SocketAddr>) -> Result<std::net::TcpListener, Failure> {
    let tried: Vec<SocketAddr> = match asked {
        Some(address) if !address.ip().is_loopback() => {
            let text = format!("the demonstration is for this machine alone: give an address such as 127.0.0.1:{PORT}");
            return Err(Failure::usage(text));
        }
        Some(address) => vec![address],
        None => (PORT..PORT + PORTS_COUNT).map(|port| (IpAddr::V4(Ipv4Addr::LOCALHOST), port).into()).collect(),
    };
    let mut last = None;
    for address in &tried {
        match std::net::TcpListener::bind(address).and_then(|listener| {
            listener.set_nonblocking(true)?;
            Ok(listener)
        }) {
            Ok(listener) => return Ok(listener),
            Err(source) => last = Some((address, source)),
        }
    }
    let (address, source) = last.ok_or_else(|| Failure::usage("give an address to listen to"))?;
    let what = format!("`{address}` cannot be listened to: give another with `--address`, such as 127.0.0.1:0");
    Err(Failure::system(what, source))
}

/// The configuration for the two forces. Passkeys and device keys need a host name, `localhost`, not an IP address.
///
/// # Errors
/// If an environment variable has a value that is not allowed.
pub fn config(address: SocketAddr, data: &Path) -> Result<Config, Failure> {
    let url = format!("http://localhost:{}", address.port());
    let text = format!(
        r#"address = "{address}"
public_url = "{url}"
[record]
data = {data}
[telemetry]
log_filter = "warn"
[check]
duty_force = "northmere"
exit_url = "{url}/demonstration/away"
burst_count = 200
per_address_per_minute = 600
[forces.northmere]
name = "Northmere Police"
prefix = "NM"
telephone = "01632 960 101"
identity = "name"
photo = true
neighbour = "eastmarsh"
[forces.eastmarsh]
name = "Eastmarsh Police"
prefix = "EM"
telephone = "01632 960 202"
identity = "number"
photo = false
neighbour = "northmere"
"#,
        data = serde_json::Value::from(data.display().to_string()),
    );
    let variables = std::env::vars_os().filter_map(|(name, value)| {
        let name = name.into_string().ok()?;
        VARIABLES.iter().any(|known| name.starts_with(known)).then_some((name, value.into_string().ok()?))
    });
    Config::read("the demonstration", &text, variables).map_err(|faults| Failure::settings(faults.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn its_configuration_holds_and_forces_are_each_other_s_neighbours() {
        let config = config("127.0.0.1:8080".parse().unwrap(), Path::new("a \"folder\"")).unwrap();
        assert_eq!(config.origin(), "http://localhost:8080");
        for (code, force) in &config.forces {
            let neighbour = force.neighbour.as_ref().unwrap();
            assert_eq!(config.forces[neighbour].neighbour.as_ref(), Some(code));
        }
    }

    #[test]
    fn it_listens_to_this_machine_alone() {
        let Err(failure) = listen(Some("0.0.0.0:0".parse().unwrap())) else { panic!("it listens to everybody") };
        assert!(failure.to_string().contains("this machine alone"), "{failure}");
    }
}
