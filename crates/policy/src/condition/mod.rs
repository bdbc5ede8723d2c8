//! Conditions: CEL expressions on the typed input, compiled and type-checked when a pack is loaded.

mod check;
mod vocabulary;

use cel::{Context, Program, Value};

use crate::input::Input;
pub(crate) use vocabulary::{FactEntry, Vocabulary};

/// A condition that has been compiled, reads only known fields and returns true or false.
#[derive(Debug)]
pub(crate) struct Condition {
    program: Program,
    pub(crate) reads_matter: bool,
    pub(crate) reads_officer: bool,
}

impl Condition {
    /// Compiles and checks a condition. An error consists of the fault and a correction.
    pub(crate) fn compile(source: &str, vocabulary: &Vocabulary) -> Result<Self, (String, String)> {
        let program = Program::compile(source).map_err(|error| {
            let text = error.to_string();
            let first = text.lines().next().unwrap_or_default().to_owned();
            (format!("`{source}` is not a condition: {first}"), "write one CEL expression".to_owned())
        })?;
        let found = check::type_of(program.expression(), vocabulary)?;
        if !found.is_bool() {
            let problem = format!("`{source}` yields {}", found.words());
            return Err((problem, "a condition yields true or false: compare it with something".to_owned()));
        }
        let references = program.references();
        let reads_matter = references.has_variable("matter");
        let reads_officer = references.has_variable("officer");
        Ok(Condition { program, reads_matter, reads_officer })
    }

    /// Returns true if the condition holds. It does not hold if the input lacks something that it reads, such as the
    /// matter or the officer.
    pub(crate) fn holds(&self, input: &Input, context: &Context<'_, '_>) -> Result<bool, String> {
        if (self.reads_matter && input.matter.is_none()) || (self.reads_officer && input.officer.is_none()) {
            return Ok(false);
        }
        match self.program.execute(context) {
            Ok(Value::Bool(holds)) => Ok(holds),
            Ok(other) => Err(format!("yielded {} instead of true or false", other.type_of())),
            Err(error) => Err(error.to_string()),
        }
    }
}
