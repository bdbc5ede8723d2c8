//! Decisions: the options that the law leaves open, and what the decision maker could see.

use aws_lc_rs::digest::{Context as Digest, SHA256};
use domain::matter::{DecisionBasis, DepartureRequirements, Matter, SeenEvents};
use domain::officer::Officer;
use domain::report::Report;
use domain::{Personal, Refusal, Stream as _, StreamId};
use policy::Decision;

use crate::AppError;
use crate::change::law::citation as cited;
use crate::change::{Change, facts};

/// The most streams that a decision maker is shown at once. More would be a bug.
const SEEN_STREAMS_COUNT: usize = 64;

/// Asks the law for a decision on a matter in its current state.
pub(crate) async fn decision(
    change: &mut Change<'_>,
    matter: &Matter,
    kind: &str,
    found: &[(&str, bool)],
) -> Result<Decision, AppError> {
    let officer = change.load::<Officer>(matter.subject).await?;
    let accused = facts::accused(change, officer.id, Some(matter)).await?;
    let mut input = policy::Input::new("matter.circumstances-changed", change.cx.now);
    input.matter = Some(facts::matter_facts(matter));
    if let Some(matter) = &mut input.matter {
        matter.chief_officer_subject = officer.is_chief_officer();
    }
    input.officer = Some(facts::officer_facts(&officer, accused));
    facts::of_incident(change, matter, &mut input).await?;
    input.dates.insert("event".to_owned(), change.cx.today());
    for (name, holds) in found {
        input.facts.insert((*name).to_owned(), (*holds).into());
    }
    Ok(change.cx.app.law.decision(kind, &input)?)
}

/// Refuses an option that the law does not allow here, and names the rule that excludes it.
pub(crate) fn allowed(decision: &Decision, chosen: &str, code: &'static str) -> Result<(), Refusal> {
    let Some(option) = decision.options.iter().find(|option| option.option == chosen && !option.allowed) else {
        return Ok(());
    };
    let why = option.why_not.clone().unwrap_or_else(|| "the law does not allow this here".to_owned());
    let citation = option.ruled_out_by.as_ref().unwrap_or(&option.citation);
    Err(Refusal::invalid(code, why).citing(cited(citation).words()))
}

/// The requirements for departing from the option that the law presumes, or `None` if the chosen option does not depart
/// from it.
pub(crate) fn departure(decision: &Decision, chosen: &str) -> Option<DepartureRequirements> {
    let presumed = decision.presumptions.iter().filter(|presumed| presumed.option != chosen);
    let citation = presumed.map(|presumed| cited(&presumed.citation).words()).next()?;
    Some(DepartureRequirements {
        exceptional_circumstances: decision.departure.exceptional_circumstances,
        second_signature: decision.departure.second_signature,
        citation: Some(citation),
    })
}

impl Change<'_> {
    /// The basis of a decision: what its maker can see at this moment, and the law that applies.
    pub(crate) async fn decided(
        &mut self,
        streams: &[StreamId],
        reasons: Personal<String>,
    ) -> Result<DecisionBasis, AppError> {
        let seen = self.seen(streams).await?;
        Ok(DecisionBasis { reasons, seen, law: self.cx.app.law_stamp() })
    }

    async fn seen(&mut self, streams: &[StreamId]) -> Result<SeenEvents, AppError> {
        if streams.len() > SEEN_STREAMS_COUNT {
            return Err(AppError::Bug("a decision is shown more streams than it can hold"));
        }
        self.unit.settle(self.cx).await?;
        let mut versions = Vec::with_capacity(streams.len());
        let mut commitments = Vec::new();
        for stream in streams {
            let version = self.unit.load(stream).await?.map_or(0, |loaded| loaded.version);
            commitments.extend(self.unit.commitments(stream, version).await?);
            versions.push((stream.to_string(), version));
        }
        Ok(SeenEvents { streams: versions, hash: hash(&commitments) })
    }

    /// The streams shown to the maker of a decision on a matter: the matter itself, its officer and its reports.
    pub(crate) fn shown(matter: &Matter) -> Vec<StreamId> {
        let mut streams = vec![Matter::stream(matter.id), Officer::stream(matter.subject)];
        streams.extend(matter.reports.iter().take(SEEN_STREAMS_COUNT - 2).map(|id| Report::stream(*id)));
        streams
    }
}

/// A hash over the commitments of events, in the given order.
pub(crate) fn hash(commitments: &[[u8; 32]]) -> String {
    let mut digest = Digest::new(&SHA256);
    digest.update(b"candour seen v1\n");
    for commitment in commitments {
        digest.update(commitment);
    }
    digest.finish().as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}
