//! `candour check`: asks the service about a code, as a telephony or SMS gateway does, and prints the words to say.

use std::io::Read as _;

use app::SystemClock;
use domain::{Clock as _, LiveCode};
use web::hook::{self, Answer, HookOutcome, Secret, SpokenText};

use crate::arguments::CheckArguments;
use crate::exit::{Ending, Failure};
use crate::session::Session;

/// The most bytes to read from standard input: enough for a code in any notation.
const CODE_MAXIMUM: u64 = 200;

/// Checks one code. Whatever fails, it prints words that can be said to a person.
pub fn check(arguments: &CheckArguments, session: &Session) -> Result<(), Failure> {
    let code = code(&arguments.code)?;
    let server = arguments.server.parse().map_err(|_| {
        Failure::usage(format!(
            "`{}` is no address: write one such as `https://check.northmere.example`",
            arguments.server
        ))
    })?;
    let secret = secret(arguments)?;
    let (answer, why) = match hook::ask(&server, &arguments.gateway, &secret, code, SystemClock.now()) {
        Ok(answer) => (answer, None),
        Err(error) => (undetermined(), Some(error.to_string())),
    };
    session.print(|| answer.say.in_language(arguments.lang.into()).to_owned(), &answer)?;
    match answer.outcome {
        HookOutcome::Verified => Ok(()),
        HookOutcome::NotVerified => Err(Failure::new(Ending::NotVerified, "the officer is not verified")),
        HookOutcome::Pending => {
            Err(Failure::new(Ending::NotYetVerified, "not yet verified: the control room has been asked"))
        }
        HookOutcome::Undetermined => {
            let why = why.unwrap_or_else(|| "the service itself cannot tell now".to_owned());
            Err(Failure::new(Ending::CannotTell, format!("it could not be determined: {why}")))
        }
    }
}

fn code(given: &str) -> Result<LiveCode, Failure> {
    let mut text = String::new();
    if given == "-" {
        let read = std::io::stdin().lock().take(CODE_MAXIMUM).read_to_string(&mut text);
        read.map_err(|source| Failure::system("the code cannot be read from standard input", source))?;
    } else {
        given.clone_into(&mut text);
    }
    // The input is not repeated in the message: it may be a code with one wrong letter.
    text.parse().map_err(|error| Failure::usage(format!("the code {error}")))
}

fn secret(arguments: &CheckArguments) -> Result<Secret, Failure> {
    let file = arguments.secret_file.display().to_string();
    let text = std::fs::read_to_string(&arguments.secret_file).map_err(|source| {
        let text = format!("the secret in `{file}` cannot be read: check the path and your permission");
        Failure::missing(text).because(source)
    })?;
    Secret::parse(&text).map_err(|error| Failure::settings(format!("the secret in `{file}` {error}")))
}

/// The answer to print when there is no trustworthy answer.
fn undetermined() -> Answer {
    Answer {
        outcome: HookOutcome::Undetermined,
        reference: None,
        say: SpokenText::undetermined(),
        name: None,
        number: None,
        force: None,
        on_duty_since: None,
        power: None,
        reason: None,
        stop: None,
    }
}
