//! Visitors of the public pages, who type a code, follow the redirect to the page of the check, and load it again; and
//! the weight of a first visit in bytes.

use std::collections::BTreeSet;
use std::net::Ipv4Addr;

use clap::Args;
use cli::arguments::ConfigOptions;
use domain::{CheckRef, LiveCode};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use ureq::http::Response;
use ureq::{Agent, Body};

use super::BenchError;
use super::codes::{draw, issue};
use super::stage::{BenchStops, Scene};

/// A class that occurs only on the page for a verified officer.
const VERIFIED: &str = "govuk-panel__title";

#[derive(Args)]
pub struct WeightBenchArguments {
    #[command(flatten)]
    pub config: ConfigOptions,
    /// The address of the service
    #[arg(long, value_name = "URL")]
    pub url: String,
}

/// A visitor with one connection, who uses a different address for each check.
pub struct Visitor {
    agent: Agent,
    base: String,
    visits: u32,
}

pub struct LoadedPage {
    pub status: u16,
    pub text: String,
}

impl LoadedPage {
    /// Returns true if the page shows a verified officer, and an error if it is not the answer to a check.
    pub fn is_verified(&self) -> Result<bool, BenchError> {
        match self.status {
            200 => Ok(self.text.contains(VERIFIED)),
            status => Err(format!("the page of a check answered {status}").into()),
        }
    }
}

impl Visitor {
    /// A visitor to the service at this address. Each visitor has a million addresses of their own.
    pub fn new(base: &str, number: u32) -> Self {
        let config = Agent::config_builder().http_status_as_error(false).max_redirects(0);
        let agent = config.max_redirects_will_error(false).build().new_agent();
        Self { agent, base: base.trim_end_matches('/').to_owned(), visits: number * 1_000_000 }
    }

    /// Types a code, and returns the reference of the check to which the service redirects.
    pub fn check(&mut self, code: &LiveCode) -> Result<CheckRef, BenchError> {
        self.post("/check", "code", &String::from_utf8_lossy(code.letters()))
    }

    /// Scans a QR code by sending what the page's script would send. Returns the reference of the check, as above.
    pub fn scan(&mut self, digits: &str) -> Result<CheckRef, BenchError> {
        self.post("/check/scan", "presentation", digits)
    }

    fn post(&mut self, path: &str, field: &str, value: &str) -> Result<CheckRef, BenchError> {
        self.visits += 1;
        let form = [(field, value)];
        let request = self.agent.post(format!("{}{path}", self.base));
        let mut answer = request.header("x-forwarded-for", address(self.visits).to_string()).send_form(form)?;
        let text = answer.body_mut().read_to_string()?;
        if answer.status().as_u16() != 303 {
            return Err(format!("a check was answered with {}: {text}", answer.status()).into());
        }
        let led_to = header(&answer, "location").ok_or("a check leads nowhere")?;
        Ok(led_to.trim_start_matches("/check/").parse()?)
    }

    pub fn page(&self, reference: CheckRef) -> Result<LoadedPage, BenchError> {
        let mut answer = self.agent.get(format!("{}/check/{reference}", self.base)).call()?;
        Ok(LoadedPage { status: answer.status().as_u16(), text: answer.body_mut().read_to_string()? })
    }

    /// The size of an answer on the wire for a browser that accepts gzip, and its uncompressed body.
    fn weight(&self, path: &str) -> Result<(usize, Vec<u8>), BenchError> {
        let request = || self.agent.get(format!("{}{path}", self.base));
        let mut answer = request().header("accept-encoding", "gzip").call()?;
        if answer.status().as_u16() != 200 {
            return Err(format!("`{path}` answered {}", answer.status()).into());
        }
        // The size of the head in HTTP/1.1: the status line, each header with its colon, space and line ending, and an
        // empty line.
        let lines = answer.headers().iter().map(|(name, value)| name.as_str().len() + value.len() + 4);
        let head = "HTTP/1.1 200 OK\r\n\r\n".len() + lines.sum::<usize>();
        let bytes = head + answer.body_mut().read_to_vec()?.len();
        Ok((bytes, request().call()?.body_mut().read_to_vec()?))
    }
}

fn header(answer: &Response<Body>, name: &str) -> Option<String> {
    Some(answer.headers().get(name)?.to_str().ok()?.to_owned())
}

/// A made-up address. Consecutive numbers get addresses in different networks.
fn address(number: u32) -> Ipv4Addr {
    let [a, b, c] = [number % 90, number / 90 % 250, number / 22_500 % 250].map(|part| part.to_le_bytes()[0]);
    Ipv4Addr::new(20 + a, b, c, 1 + (number % 250).to_le_bytes()[0])
}

/// The files that a page loads, by the paths in its text: style sheets, scripts, images and imported scripts.
fn loads(text: &str) -> BTreeSet<String> {
    let parts = [
        "<link rel=\"stylesheet\" href=\"",
        "<link rel=\"icon\" href=\"",
        "<link rel=\"manifest\" href=\"",
        " src=\"",
        "from '",
        "import '",
        "url(",
    ];
    let after = |begin: &'static str| text.split(begin).skip(1);
    let addresses = parts.into_iter().flat_map(after).filter_map(|rest| rest.split(['"', '\'', ')']).next());
    addresses.filter(|address| address.starts_with('/')).map(str::to_owned).collect()
}

/// Weighs a first visit to each of three pages.
pub fn weigh(arguments: &WeightBenchArguments) -> Result<Value, BenchError> {
    let scene = Scene::open(&arguments.config)?;
    let stage = BenchStops::read(&scene.record.data)?;
    let mut visitor = Visitor::new(&arguments.url, 7);
    let stop = *stage.with_photo.first().ok_or("the stage has no photo: prepare it first")?;
    let (code, unknown) = (draw()?, draw()?);
    let lives = SignedDuration::from_mins(2);
    scene.record.wait(issue(&scene, &scene.record.store, &[(stop, code)], Timestamp::now(), lives))?;
    let verified = visitor.check(&code)?;
    let refused = visitor.check(&unknown)?;
    if !visitor.page(verified)?.is_verified()? || visitor.page(refused)?.is_verified()? {
        return Err("the pages are not what they should be".into());
    }
    let mut pages = Vec::new();
    for (name, path) in [
        ("start", "/check".to_owned()),
        ("verified", format!("/check/{verified}")),
        ("refused", format!("/check/{refused}")),
    ] {
        let (mut parts, mut seen) = (Vec::new(), BTreeSet::new());
        let mut left = vec![path];
        while let Some(path) = left.pop() {
            if !seen.insert(path.clone()) {
                continue;
            }
            let (bytes, text) = visitor.weight(&path)?;
            // The bytes of an image are no text, and name no further files.
            left.extend(loads(std::str::from_utf8(&text).unwrap_or_default()));
            let shown = path.replace(&verified.to_string(), "…").replace(&refused.to_string(), "…");
            parts.push(json!({ "path": shown, "bytes": bytes }));
        }
        let bytes: u64 = parts.iter().filter_map(|part| part["bytes"].as_u64()).sum();
        pages.push(json!({ "page": name, "kib": bytes as f64 / 1024.0, "parts": parts }));
    }
    Ok(json!({ "pages": pages }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_follow_each_other_are_in_different_neighbourhoods() {
        let areas: BTreeSet<[u8; 3]> = (0..20_000)
            .map(|number| {
                let [a, b, c, _] = address(number).octets();
                [a, b, c]
            })
            .collect();
        assert_eq!(areas.len(), 20_000);
    }

    #[test]
    fn a_page_loads_what_it_names() {
        let page = r#"<link rel="stylesheet" href="/assets/a.css"><script type="module" src="/assets/b.js"></script>
            <a href="/privacy">no</a><img src="/check/x/photo"> import { c } from '/assets/c.js'"#;
        let expected = ["/assets/a.css", "/assets/b.js", "/assets/c.js", "/check/x/photo"];
        assert_eq!(loads(page).into_iter().collect::<Vec<_>>(), expected);
    }
}
