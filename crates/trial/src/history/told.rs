//! The summary of a history, as text that can be read quickly and as one JSON object.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use cli::exit::Failure;
use cli::output::{Align, TextTable, counted, thousands};
use serde::Serialize;
use synth::history::{HappeningContent, History, Scale, Setting};

use super::fill::NightCounts;
use super::noticed::{FlaggedInnocent, Story};
use super::sweep::Sweep;
use super::tally::Tally;
use crate::folder::Folder;

/// Everything that is known at the end of a run.
pub struct Facts<'a> {
    pub folder: &'a Folder,
    pub history: &'a History,
    pub setting: &'a Setting,
    pub tally: &'a Tally,
    pub slept: NightCounts,
    pub sweep: &'a Sweep,
    pub events_count: u64,
    pub log_size: u64,
    /// True if the audit found nothing wrong.
    pub audit_holds: bool,
    /// Seconds until the record was filled.
    pub filled_s: f64,
    pub wall_s: f64,
    pub stories: Vec<Story>,
    /// The innocent people who were flagged.
    pub innocent: Vec<FlaggedInnocent>,
}

#[derive(Serialize)]
pub struct HistorySummary {
    data: String,
    scale: &'static str,
    seed: u64,
    people: u64,
    forces: u64,
    happenings: u64,
    reports: u64,
    matters: u64,
    stops: u64,
    operations: u64,
    refused: BTreeMap<String, u64>,
    events: u64,
    database_bytes: u64,
    log_entries: u64,
    log_bytes: u64,
    log_holds: bool,
    nights: u64,
    reconciling_s: f64,
    comparing_s: f64,
    logging_s: f64,
    links: u64,
    same_person: u64,
    signs: BTreeMap<&'static str, u64>,
    duties: u64,
    duties_met: u64,
    overdue: BTreeMap<String, u64>,
    notices: BTreeMap<String, u64>,
    stories: Vec<Story>,
    stories_found: usize,
    look_alikes: usize,
    look_alikes_flagged: Vec<FlaggedInnocent>,
    filled_s: f64,
    wall_s: f64,
}

impl HistorySummary {
    pub fn of(facts: &Facts<'_>) -> HistorySummary {
        let count = |is: fn(&HappeningContent) -> bool| {
            facts.history.happenings.iter().filter(|happening| is(&happening.what)).count() as u64
        };
        let mut refused = BTreeMap::new();
        for ((what, code), times) in &facts.tally.refused {
            *refused.entry(format!("{what}: {code}")).or_default() += times;
        }
        HistorySummary {
            data: facts.folder.root.display().to_string(),
            scale: match facts.setting.scale {
                Scale::Small => "small",
                Scale::National => "national",
            },
            seed: facts.setting.seed,
            people: facts.history.people.len() as u64,
            forces: facts.history.forces.len() as u64,
            happenings: facts.history.happenings.len() as u64,
            reports: count(|what| matches!(what, HappeningContent::ReportReceived { .. })),
            matters: count(|what| matches!(what, HappeningContent::MatterOpened { .. })),
            stops: count(|what| matches!(what, HappeningContent::StopRecorded { .. })),
            operations: facts.tally.done_count(),
            refused,
            events: facts.events_count,
            database_bytes: Folder::size(&facts.folder.database),
            log_entries: facts.log_size,
            log_bytes: Folder::size(&facts.folder.log),
            log_holds: facts.audit_holds && facts.log_size == facts.events_count,
            nights: facts.slept.nights,
            reconciling_s: facts.slept.reconciling_s,
            comparing_s: facts.slept.comparing_s,
            logging_s: facts.slept.logging_s,
            links: facts.sweep.links_count(),
            same_person: facts.slept.same_person,
            signs: facts.sweep.signs_count(),
            duties: facts.sweep.duties.values().sum(),
            duties_met: facts.sweep.met_count,
            overdue: facts.sweep.overdue.clone(),
            notices: facts.sweep.notices.clone(),
            stories_found: facts.stories.iter().filter(|story| story.is_found()).count(),
            stories: facts.stories.clone(),
            look_alikes: facts.history.look_alikes.len(),
            look_alikes_flagged: facts.innocent.clone(),
            filled_s: facts.filled_s,
            wall_s: facts.wall_s,
        }
    }

    /// Fails unless every story was noticed and nobody was wronged.
    ///
    /// # Errors
    /// If a story was missed, an innocent person was flagged, or the log does not hold.
    pub fn verdict(&self) -> Result<(), Failure> {
        let missed = self.stories.len() - self.stories_found;
        let flagged = self.look_alikes_flagged.len();
        if missed == 0 && flagged == 0 && self.log_holds {
            return Ok(());
        }
        let log = if self.log_holds { "the log holds" } else { "and the log does not hold" };
        Err(Failure::wrong(format!(
            "the trial found the system wanting: {missed} planted stories missed, {flagged} innocent people flagged, {log}"
        )))
    }

    pub fn text(&self) -> String {
        let mut text = self.filled();
        text.push_str(&self.noticed());
        text.push_str(&self.spared());
        text.push_str(&self.all());
        text.push_str(&self.next());
        text
    }

    fn filled(&self) -> String {
        let mut text = format!(
            "\nA made-up history of {} and {} ({} happenings) went through the record as its people would\n\
             have done it: {}, {}, {}.\n\n\
             {} were carried out and produced {} in {:.0} s, {:.0} s of it for {} nights (reconcilers {:.0} s,\n\
             comparisons {:.0} s, log {:.0} s); the database takes up {} MB.\n\
             The log has {} entries and {} MB; an audit from its first entry {}.\n",
            counted(self.forces, "force", "forces"),
            counted(self.people, "service record", "service records"),
            thousands(self.happenings),
            counted(self.reports, "report", "reports"),
            counted(self.matters, "matter", "matters"),
            counted(self.stops, "stop", "stops"),
            counted(self.operations, "operation", "operations"),
            counted(self.events, "event", "events"),
            self.filled_s,
            self.reconciling_s + self.comparing_s + self.logging_s,
            self.nights,
            self.reconciling_s,
            self.comparing_s,
            self.logging_s,
            thousands(self.database_bytes >> 20),
            thousands(self.log_entries),
            thousands(self.log_bytes >> 20),
            if self.log_holds { "found nothing wrong" } else { "FOUND SOMETHING WRONG" },
        );
        if !self.refused.is_empty() {
            text.push_str("\nWhat the law or the system refused, or has no place for, and how often:\n\n");
            let mut table =
                TextTable::new(&[("times", Align::Right), ("what, and the code of the refusal", Align::Left)]);
            for (what, times) in &self.refused {
                table.row([thousands(*times), what.clone()]);
            }
            text.push_str(&table.text());
        }
        text
    }

    fn noticed(&self) -> String {
        let mut text =
            format!("\nWhat the system noticed: {} of {} planted stories.\n", self.stories_found, self.stories.len());
        for story in &self.stories {
            writeln!(text, "\n{}  {}", story.name, story.what).ok();
            let Some(noticed) = &story.noticed else {
                writeln!(text, "    NOT FOUND; it could be seen from {}", moment(story.visible_at)).ok();
                continue;
            };
            writeln!(text, "    found: {}, {}", noticed.sign, noticed.fact).ok();
            writeln!(text, "    when: {}, {}", moment(noticed.at), against(story.visible_at, noticed.at)).ok();
            let position = noticed.position.map_or("waits for its position".to_owned(), |position| {
                format!("log position {}", thousands(position))
            });
            writeln!(text, "    given away by: {} {} ({position})", noticed.kind, noticed.event).ok();
            if noticed.asked_count > 0 {
                let asked = counted(noticed.asked_count as u64, "person is", "people are");
                writeln!(text, "    questions: {asked} to be asked; nobody is accused").ok();
            }
            match &noticed.duty {
                Some(duty) => {
                    let due =
                        duty.due.as_deref().map_or("as soon as practicable".to_owned(), |due| format!("by {due}"));
                    writeln!(text, "    duty: {} must, {due}: {}", duty.owner, duty.title).ok();
                    writeln!(text, "    law: {} ({})", duty.citation, duty.rule).ok();
                }
                None => {
                    writeln!(text, "    duty: none by rule on that day; the sign is put before a person").ok();
                }
            }
            if !noticed.told.is_empty() {
                writeln!(text, "    told at once: {}", noticed.told.join(", ")).ok();
            }
            for missing in &story.missing {
                writeln!(text, "    BUT: {missing}").ok();
            }
        }
        text
    }

    fn spared(&self) -> String {
        let mut text = format!(
            "\nOf {} innocent people who look like one of these, {} flagged.\n",
            self.look_alikes,
            match self.look_alikes_flagged.len() {
                0 => "none was".to_owned(),
                1 => "1 WAS".to_owned(),
                several => format!("{several} WERE"),
            }
        );
        for flagged in &self.look_alikes_flagged {
            writeln!(text, "    {} ({}): {}", flagged.kind, flagged.why_innocent, flagged.by).ok();
        }
        text
    }

    fn all(&self) -> String {
        let mut text = "\nAll that was put before people, right or wrong:\n\n".to_owned();
        let mut table = TextTable::new(&[("count", Align::Right), ("what", Align::Left)]);
        for (sign, times) in &self.signs {
            table.row([thousands(*times), format!("sign: {sign}")]);
        }
        table.row([thousands(self.links), "link proposed between a report and an officer".to_owned()]);
        table.row([thousands(self.same_person), "two service records proposed as one person's".to_owned()]);
        table.row([thousands(self.duties), format!("duties; {} of them met", thousands(self.duties_met))]);
        for (duty, times) in &self.overdue {
            table.row([thousands(*times), format!("duty found overdue: {duty}")]);
        }
        for (to, times) in &self.notices {
            table.row([thousands(*times), format!("notices to: {to}")]);
        }
        text.push_str(&table.text());
        text
    }

    fn next(&self) -> String {
        format!(
            "\nTry next:\n\n  sqlite3 {0}/candour.db 'SELECT kind, COUNT(*) FROM event GROUP BY kind'\n  \
             candour audit {0}/log --key {0}/log/log.vkey\n  candour-trial history --scale national --data DIR\n",
            self.data
        )
    }
}

/// A moment in London time, to the minute.
pub fn moment(at: jiff::Timestamp) -> String {
    at.to_zoned(domain::record::time::london()).strftime("%-d %B %Y, %H:%M").to_string()
}

/// The time from when the story could be seen until it was noticed, in words.
fn against(visible: jiff::Timestamp, at: jiff::Timestamp) -> String {
    let minutes = at.duration_since(visible).as_mins();
    let long = |minutes: i64| match minutes {
        0..=1 => "at once".to_owned(),
        2..=119 => format!("{minutes} minutes"),
        120..=2_879 => format!("{} hours", minutes / 60),
        _ => format!("{} days", minutes / 1_440),
    };
    match minutes {
        0..=1 => "at once".to_owned(),
        2.. => format!("{} after it could be seen ({})", long(minutes), moment(visible)),
        _ => format!("{} before the story was complete ({})", long(-minutes), moment(visible)),
    }
}
