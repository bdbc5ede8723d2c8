//! Policies as files (C2SP tlog-policy): one log, its witnesses, at most one group of them, and the quorum.
//!
//! Deliberately absent: several logs, and groups of groups. A file that contains them is refused as a whole.

use std::fmt;
use std::num::NonZeroUsize;
use std::str::FromStr;

use thiserror::Error;

use crate::note::{KeyError, Verifier};
use crate::policy::{Policy, PolicyError, Quorum};
use crate::text::decimal;

const NONE: &str = "none";
const GROUP: &str = "witnesses";

/// Reasons for refusing a policy file.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum PolicyFileError {
    /// A line does not have a known form.
    #[error("line {line}: `{text}` is not a line of a policy: needs `log`, `witness`, `group` or `quorum`")]
    Line {
        /// The number of the line, counted from 1.
        line: usize,
        /// The text of the line.
        text: String,
    },
    /// A key is not valid.
    #[error("line {line}: {cause}")]
    Key {
        /// The number of the line, counted from 1.
        line: usize,
        /// The problem with the key.
        cause: KeyError,
    },
    /// A name is defined twice, or used before it is defined.
    #[error("line {line}: `{name}` must be a witness or a group defined once, above, and listed once")]
    Name {
        /// The number of the line, counted from 1.
        line: usize,
        /// The name.
        name: String,
    },
    /// A line that must occur exactly once is missing or repeated.
    #[error("the policy needs exactly one `{0}` line")]
    ExactlyOne(&'static str),
    /// A group contains groups, or is not used as the quorum.
    #[error("line {0}: groups of groups are not supported: needs one group of witnesses, used as the quorum")]
    Nested(usize),
    /// The lines are valid, but together they do not form a valid policy.
    #[error(transparent)]
    Policy(#[from] PolicyError),
}

impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "log {}", self.log())?;
        let names: Vec<String> = (1..=self.witnesses().len()).map(|number| format!("w{number}")).collect();
        for (name, witness) in names.iter().zip(self.witnesses()) {
            writeln!(f, "witness {name} {witness}")?;
        }
        match self.quorum() {
            Quorum::NoWitness => writeln!(f, "quorum {NONE}"),
            Quorum::AtLeast(needed) => writeln!(f, "group {GROUP} {needed} {}\nquorum {GROUP}", names.join(" ")),
        }
    }
}

#[derive(Default)]
struct Lines {
    logs: Vec<Verifier>,
    witnesses: Vec<(String, Verifier)>,
    group: Option<Group>,
    quorums: Vec<QuorumChoice>,
}

struct Group {
    line: usize,
    name: String,
    needed: NonZeroUsize,
    members: Vec<usize>,
}

enum QuorumChoice {
    Nobody,
    Group,
    Witness(usize),
}

impl FromStr for Policy {
    type Err = PolicyFileError;

    fn from_str(text: &str) -> Result<Self, PolicyFileError> {
        let mut lines = Lines::default();
        for (number, line) in text.split('\n').enumerate() {
            let items: Vec<&str> = line.split([' ', '\t']).filter(|item| !item.is_empty()).collect();
            lines.read(number + 1, line, &items)?;
        }
        lines.policy()
    }
}

impl Lines {
    fn read(&mut self, line: usize, text: &str, items: &[&str]) -> Result<(), PolicyFileError> {
        let key = |key: &str| key.parse::<Verifier>().map_err(|cause| PolicyFileError::Key { line, cause });
        let refused = || PolicyFileError::Line { line, text: text.to_owned() };
        let name_refused = |name: &str| PolicyFileError::Name { line, name: name.to_owned() };
        match items {
            [] => {}
            [first, ..] if first.starts_with('#') => {}
            ["log", log] | ["log", log, _] => self.logs.push(key(log)?),
            ["witness", name, witness] | ["witness", name, witness, _] => {
                if *name == NONE || self.is_defined(name) {
                    return Err(name_refused(name));
                }
                let witness = key(witness)?;
                if self.witnesses.iter().any(|(_, known)| known.public_key() == witness.public_key()) {
                    return Err(PolicyError::SameKeyTwice(witness.name().to_owned()).into());
                }
                self.witnesses.push(((*name).to_owned(), witness));
            }
            ["group", name, threshold, members @ ..] if !members.is_empty() => {
                if *name == NONE || self.is_defined(name) {
                    return Err(name_refused(name));
                }
                if self.group.is_some() {
                    return Err(PolicyFileError::Nested(line));
                }
                let mut listed = Vec::new();
                for member in members {
                    let place = self.witness(member).filter(|place| !listed.contains(place));
                    listed.push(place.ok_or_else(|| name_refused(member))?);
                }
                let needed = match *threshold {
                    "any" => Some(1),
                    "all" => Some(listed.len()),
                    number => decimal(number).and_then(|k| usize::try_from(k).ok()).filter(|k| *k <= listed.len()),
                };
                let needed = needed.and_then(NonZeroUsize::new).ok_or_else(refused)?;
                self.group = Some(Group { line, name: (*name).to_owned(), needed, members: listed });
            }
            ["quorum", NONE] => self.quorums.push(QuorumChoice::Nobody),
            ["quorum", name] if self.group.as_ref().is_some_and(|group| group.name == *name) => {
                self.quorums.push(QuorumChoice::Group);
            }
            ["quorum", name] => {
                self.quorums.push(QuorumChoice::Witness(self.witness(name).ok_or_else(|| name_refused(name))?));
            }
            _ => return Err(refused()),
        }
        Ok(())
    }

    fn witness(&self, name: &str) -> Option<usize> {
        self.witnesses.iter().position(|(known, _)| known == name)
    }

    fn is_defined(&self, name: &str) -> bool {
        self.witness(name).is_some() || self.group.as_ref().is_some_and(|group| group.name == name)
    }

    /// Only the witnesses in the quorum count; if the quorum is `none`, all named witnesses do.
    fn policy(self) -> Result<Policy, PolicyFileError> {
        let Ok([log]) = <[Verifier; 1]>::try_from(self.logs) else { return Err(PolicyFileError::ExactlyOne("log")) };
        let Ok([chosen]) = <[QuorumChoice; 1]>::try_from(self.quorums) else {
            return Err(PolicyFileError::ExactlyOne("quorum"));
        };
        let (quorum, members): (Quorum, Vec<usize>) = match (chosen, self.group) {
            (QuorumChoice::Group, Some(group)) => (Quorum::AtLeast(group.needed), group.members),
            (QuorumChoice::Witness(_), Some(group)) => return Err(PolicyFileError::Nested(group.line)),
            (QuorumChoice::Witness(place), None) => (Quorum::AtLeast(NonZeroUsize::MIN), vec![place]),
            (QuorumChoice::Group, None) => return Err(PolicyFileError::ExactlyOne("group")),
            (QuorumChoice::Nobody, _) => (Quorum::NoWitness, (0..self.witnesses.len()).collect()),
        };
        let mut witnesses: Vec<(usize, Verifier)> =
            self.witnesses.into_iter().map(|(_, key)| key).enumerate().filter(|(i, _)| members.contains(i)).collect();
        witnesses.sort_by_key(|(place, _)| members.iter().position(|member| member == place));
        Ok(Policy::new(log, witnesses.into_iter().map(|(_, key)| key).collect(), quorum)?)
    }
}
