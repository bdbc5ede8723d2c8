//! `candour link init`: guesses a model, as a draft to edit.

use linkage::guess;
use serde::Serialize;

use super::load;
use crate::arguments::InitArguments;
use crate::exit::Failure;
use crate::session::{Session, is_dash};

#[derive(Serialize)]
struct InitResult<'g> {
    out: String,
    notes: &'g [String],
    next: String,
}

pub fn init(arguments: &InitArguments, session: &Session) -> Result<(), Failure> {
    let files = &arguments.files;
    load::refuse_overwriting(files, None, &[Some(&arguments.out)])?;
    if session.json && is_dash(&arguments.out) {
        return Err(Failure::usage("`--json` takes standard output: write the model to a file"));
    }
    let (left, right) = load::whole_tables(files, session)?;
    let guess = guess::guess(&left, right.as_ref())?;
    session.go_on()?;
    super::run::write_text(&arguments.out, &guess.model_toml)?;
    let right = files.right.as_ref().map_or_else(String::new, |path| format!(" --right {}", path.display()));
    let (out, left) = (arguments.out.display(), files.left.display());
    let told = InitResult {
        out: out.to_string(),
        notes: &guess.notes,
        next: format!("candour link run --model {out} --left {left}{right} --out links.csv"),
    };
    let mut text = String::new();
    for note in &guess.notes {
        text.push_str(&format!("- {note}\n"));
    }
    if is_dash(&arguments.out) {
        session.tell(&text);
        return Ok(());
    }
    text.push_str(&format!("\na model to start from is in `{out}`: read it, mend it, then\n\n  {}\n", told.next));
    if session.quiet { Ok(()) } else { session.print(|| text, &told) }
}
