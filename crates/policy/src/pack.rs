//! The files of a pack: reads and hashes them, and splits them into parts with their positions. `law` checks their
//! meaning.

use std::collections::BTreeMap;
use std::path::Path;

use include_dir::{Dir, include_dir};
use jiff::civil::Date;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

use crate::condition::FactEntry;
use crate::decision::DecisionEntry;
use crate::problem::{PackError, PackErrors, Place, Problems, line_of};
use crate::regime::RegimeEntry;
use crate::rule::RuleEntry;
use crate::time::calendar::{Calendar, CalendarFile};
use crate::time::service::ServiceEntry;

static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../policies");

/// The built-in packs, in stacking order.
const EMBEDDED_PACKS: &[&str] = &["england-wales", "promise"];

/// The version of a pack that was used. Store it with every decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PackStamp {
    pub name: String,
    pub title: String,
    pub version: String,
    /// SHA-256 in hexadecimal over the pack's TOML files, except cases. For each file, in name order, it covers the
    /// name, a zero byte, the length in bytes as text, a zero byte, and the text with Unix line endings.
    pub hash: String,
    /// The day on which a person last compared the pack with its sources.
    pub checked_on: Date,
    /// The body that adopted the pack and the date, if the pack is force policy.
    pub adopted_by: Option<Adoption>,
}

/// The body that adopted a policy, and the date of adoption.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Adoption {
    pub by: String,
    pub on: Date,
}

/// `pack.toml` as written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct PackFile {
    name: String,
    title: String,
    version: String,
    checked_on: Date,
    /// The packs below this one, lowest first.
    #[serde(default)]
    stands_on: Vec<String>,
    #[serde(default)]
    adopted: Option<Adoption>,
}

/// A declared anchor date: `[[anchor]]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AnchorEntry {
    pub(crate) name: String,
    pub(crate) doc: String,
}

/// The text of every file of one pack, by name.
#[derive(Debug, Clone, Default)]
pub(crate) struct PackText {
    /// The name of the folder, used as a prefix for file names in messages.
    pub(crate) folder: String,
    pub(crate) files: BTreeMap<String, String>,
}

/// A pack and its parts, before they are checked against each other.
#[derive(Debug)]
pub(crate) struct Pack {
    pub(crate) stamp: PackStamp,
    pub(crate) stands_on: Vec<String>,
    pub(crate) rules: Vec<(Place, RuleEntry)>,
    pub(crate) decisions: Vec<(Place, DecisionEntry)>,
    pub(crate) regimes: Vec<(Place, RegimeEntry)>,
    pub(crate) facts: Vec<(Place, FactEntry)>,
    pub(crate) anchors: Vec<(Place, AnchorEntry)>,
    pub(crate) services: Vec<(Place, ServiceEntry)>,
    pub(crate) calendar: Option<Calendar>,
}

impl PackText {
    /// Reads the TOML files in a folder and in its `cases` subfolder.
    pub(crate) fn read(folder: &Path) -> Result<Self, PackErrors> {
        let name =
            folder.file_name().map_or_else(|| folder.display().to_string(), |n| n.to_string_lossy().into_owned());
        let mut text = PackText { folder: name, files: BTreeMap::new() };
        text.read_folder(folder, "")?;
        let cases = folder.join("cases");
        if cases.is_dir() {
            text.read_folder(&cases, "cases/")?;
        }
        Ok(text)
    }

    fn read_folder(&mut self, folder: &Path, prefix: &str) -> Result<(), PackErrors> {
        let failed = |path: &Path, error: &std::io::Error| {
            PackErrors(vec![PackError {
                file: path.display().to_string(),
                line: None,
                rule: None,
                field: None,
                problem: format!("cannot be read: {error}"),
                right: "give the folder of a pack, with `pack.toml` in it".into(),
            }])
        };
        for entry in std::fs::read_dir(folder).map_err(|error| failed(folder, &error))? {
            let path = entry.map_err(|error| failed(folder, &error))?.path();
            let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
            if path.is_file() && name.ends_with(".toml") {
                let text = std::fs::read_to_string(&path).map_err(|error| failed(&path, &error))?;
                self.files.insert(format!("{prefix}{name}"), text);
            }
        }
        Ok(())
    }

    pub(crate) fn embedded() -> Vec<Self> {
        let pack = |name: &&str| {
            let mut text = PackText { folder: (*name).to_owned(), files: BTreeMap::new() };
            let folders = [EMBEDDED.get_dir(name), EMBEDDED.get_dir(format!("{name}/cases"))];
            for file in folders.into_iter().flatten().flat_map(Dir::files) {
                let path = file.path().strip_prefix(name).unwrap_or(file.path()).to_string_lossy().replace('\\', "/");
                if let (true, Some(contents)) = (path.ends_with(".toml"), file.contents_utf8()) {
                    text.files.insert(path, contents.to_owned());
                }
            }
            text
        };
        EMBEDDED_PACKS.iter().map(pack).collect()
    }

    pub(crate) fn case_files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().filter(|(name, _)| name.starts_with("cases/")).map(|(name, text)| (&**name, &**text))
    }

    fn hash(&self) -> String {
        let mut hasher = Sha256::new();
        for (name, text) in self.files.iter().filter(|(name, _)| !name.starts_with("cases/")) {
            let text = text.replace("\r\n", "\n");
            hasher.update(name.as_bytes());
            hasher.update([0]);
            hasher.update(text.len().to_string().as_bytes());
            hasher.update([0]);
            hasher.update(text.as_bytes());
        }
        hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Parses the parts of the pack. A part that cannot be read is recorded as a problem, and the others are still
    /// read.
    pub(crate) fn parse(&self, problems: &mut Problems) -> Option<Pack> {
        let stamp_name = format!("{}/pack.toml", self.folder);
        let Some(text) = self.files.get("pack.toml") else {
            problems.note(&Place::file(&stamp_name), None, "is missing", "a pack starts with `pack.toml`");
            return None;
        };
        let head: PackFile = whole(&stamp_name, text, problems)?;
        let stamp = PackStamp {
            name: head.name,
            title: head.title,
            version: head.version,
            hash: self.hash(),
            checked_on: head.checked_on,
            adopted_by: head.adopted,
        };
        let mut pack = Pack {
            stamp,
            stands_on: head.stands_on,
            rules: Vec::new(),
            decisions: Vec::new(),
            regimes: Vec::new(),
            facts: Vec::new(),
            anchors: Vec::new(),
            services: Vec::new(),
            calendar: None,
        };
        for (name, text) in self.files.iter().filter(|(name, _)| *name != "pack.toml" && !name.starts_with("cases/")) {
            let file = format!("{}/{name}", self.folder);
            if name == "calendar.toml" {
                if let Some(entry) = whole::<CalendarFile>(&file, text, problems) {
                    match entry.check() {
                        Ok(calendar) => pack.calendar = Some(calendar),
                        Err(problem) => problems.note(&Place::file(&file), Some("holiday"), problem, ""),
                    }
                }
                continue;
            }
            pack.read_file(&file, text, problems);
        }
        Some(pack)
    }
}

impl Pack {
    fn read_file(&mut self, file: &str, text: &str, problems: &mut Problems) {
        for (key, items) in sections(file, text, problems) {
            for (place, item) in items {
                match key.as_str() {
                    "rule" => self.rules.extend(piece(place, text, item, problems)),
                    "decision" => self.decisions.extend(piece(place, text, item, problems)),
                    "regime" => self.regimes.extend(piece(place, text, item, problems)),
                    "fact" => self.facts.extend(piece(place, text, item, problems)),
                    "anchor" => self.anchors.extend(piece(place, text, item, problems)),
                    "service" => self.services.extend(piece(place, text, item, problems)),
                    _ => {
                        let right =
                            "a pack holds [[rule]], [[decision]], [[regime]], [[fact]], [[anchor]] and [[service]]";
                        problems.note(&place, Some(&key), "is not known", right);
                    }
                }
            }
        }
    }
}

type Section<'text> = (String, Vec<(Place, Spanned<DeValue<'text>>)>);

/// The arrays of tables in a file, such as `[[rule]]`. Each table has its position.
pub(crate) fn sections<'text>(file: &str, text: &'text str, problems: &mut Problems) -> Vec<Section<'text>> {
    let table = match DeTable::parse(text) {
        Ok(table) => table.into_inner(),
        Err(error) => {
            note_toml(&Place::file(file), text, &error, problems);
            return Vec::new();
        }
    };
    let mut sections = Vec::new();
    for (key, value) in table {
        let key = key.into_inner().into_owned();
        let start = line_of(text, value.span().start);
        let place = |value: &Spanned<DeValue<'_>>| Place {
            file: file.to_owned(),
            line: Some(line_of(text, value.span().start)),
            rule: name_of(value.get_ref()),
        };
        match value.into_inner() {
            DeValue::Array(items) => {
                sections.push((key, items.into_iter().map(|item| (place(&item), item)).collect()));
            }
            _ => {
                let at = Place { file: file.to_owned(), line: Some(start), rule: None };
                problems.note(&at, Some(&key), "is not a list of tables", format!("write `[[{key}]]`"));
            }
        }
    }
    sections
}

/// The value that identifies a table: its id, kind, name or method.
fn name_of(value: &DeValue<'_>) -> Option<String> {
    ["id", "kind", "name", "method"].iter().find_map(|key| value.get(*key)?.get_ref().as_str().map(str::to_owned))
}

/// Reads one table of a file.
pub(crate) fn piece<T: DeserializeOwned>(
    place: Place,
    text: &str,
    value: Spanned<DeValue<'_>>,
    problems: &mut Problems,
) -> Option<(Place, T)> {
    match T::deserialize(ValueDeserializer::from(value)) {
        Ok(entry) => Some((place, entry)),
        Err(error) => {
            note_toml(&place, text, &error, problems);
            None
        }
    }
}

/// Reads a whole file as one value.
fn whole<T: DeserializeOwned>(file: &str, text: &str, problems: &mut Problems) -> Option<T> {
    toml::from_str(text).map_err(|error| note_toml(&Place::file(file), text, &error, problems)).ok()
}

fn note_toml(place: &Place, text: &str, error: &toml::de::Error, problems: &mut Problems) {
    let mut place = place.clone();
    if let Some(span) = error.span() {
        place.line = Some(line_of(text, span.start));
    }
    let message = error.message().lines().next().unwrap_or_default().to_owned();
    // Messages such as "unknown field `whenn`, expected one of ..." and "missing field `layer`" name the field
    // between the first backticks.
    let field = message.contains("field `").then(|| message.split('`').nth(1).map(str::to_owned)).flatten();
    problems.note(&place, field.as_deref(), message, "");
}
