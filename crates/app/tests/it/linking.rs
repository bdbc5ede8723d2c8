//! Stories about linking: the proposals it makes, those it does not make, and what they contain.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use app::linking::{self, KnownWorkforce, MOST_OFFICERS, Scope};
use app::report::{self, NewReport};
use domain::allegation::Category;
use domain::officer::{Identity, Joining, OfficerEvent, Post, Posting, Vehicle, Verdict};
use domain::report::{PersonDescription, ReceivedReport, ReportEvent, ReportKind};
use domain::{Actor, Event, EventId, ForceId, OfficerId, Personal, ReportId, Role, StreamId, StreamKind};
use jiff::civil::date;
use linkage::settings::Model;
use store::{Append, NewEvent};
use synth::history::{HappeningContent, History, Setting};
use uuid::Uuid;

use crate::support::cast::{enrol, force, posting};
use crate::support::{Stage, on_both};

fn grey_vauxhall(plate: &str) -> Vehicle {
    Vehicle { plate: plate.to_owned(), make: "Vauxhall".to_owned(), colour: "grey".to_owned() }
}

async fn exposure(stage: &Stage, force: &ForceId, described: PersonDescription) -> ReportId {
    let report = NewReport {
        force: force.clone(),
        report: ReportKind::Crime,
        schedule_3: false,
        category: Category::IndecentExposure,
        violence_against_women: true,
        reporter: None,
        place: "Quay Street".to_owned(),
        words: "A man exposed himself and drove off.".to_owned(),
        described,
        names: None,
    };
    report::receive(&stage.app.system("front desk"), report).await.unwrap()
}

fn seen(plate: &str) -> PersonDescription {
    PersonDescription {
        plate: plate.to_owned(),
        make: "Vauxhall".to_owned(),
        colour: "grey".to_owned(),
        ..PersonDescription::default()
    }
}

/// Twenty officers of Valeshire whose cars are of other makes, so that one car stands out.
async fn a_workforce(stage: &Stage) {
    let valeshire = force("valeshire");
    for number in 0..20 {
        let surname = ["Ash", "Birch", "Cedar", "Elder", "Hazel"][number % 5];
        let plate = format!("AQ{:02} {}ZX", 10 + number, ["BC", "DF", "GH", "JK"][number % 4]);
        let car = Vehicle { plate, make: format!("Make {}", number % 4), colour: format!("colour {}", number % 3) };
        let unit = posting(&valeshire, "Response 1", Post::Response, date(2015, 1, 5));
        enrol(stage, &format!("Person{number} {surname}"), unit, Some(car)).await;
    }
}

async fn propose(stage: &Stage, scope: Scope) -> linking::ProposalCounts {
    linking::propose(&stage.app.system("linking"), scope).await.unwrap()
}

on_both! {
    async fn a_partial_plate_proposes_the_officer_whose_declared_car_it_fits(stage: &Stage) {
        let (northmere, valeshire) = (force("northmere"), force("valeshire"));
        a_workforce(stage).await;
        let unit = posting(&valeshire, "Response 2", Post::Response, date(2014, 3, 3));
        let keeper = enrol(stage, "Rowan Pike", unit, Some(grey_vauxhall("QK64 TRX"))).await;
        let report = exposure(stage, &northmere, seen("?K6? T??")).await;
        let fuller = exposure(stage, &northmere, seen("?K6? TR?")).await;

        let proposed = propose(stage, Scope::All).await;
        assert_eq!((proposed.reports, proposed.officers, proposed.too_many), (2, 21, 0));
        let known = stage.report(fuller).await;
        let (proposal, verdict) = known.proposals.first().expect("it is proposed");
        assert_eq!((proposal.officer, *verdict), (keeper, None));
        insta::assert_debug_snapshot!(proposal.because, @r#"
        [
            "4 of 7 characters of a declared plate, make and colour agree",
            "against it: the report comes from a force in which they never served",
        ]
        "#);
        assert!(proposal.model.starts_with("report-to-officer sha256-"));
        assert_eq!(stage.report(report).await.proposals.first().map(|(known, _)| known.officer), Some(keeper));
        assert_eq!(stage.report(report).await.officer(), None, "a proposal is no fact");

        let again = propose(stage, Scope::All).await;
        assert_eq!((again.links, again.same_person), (0, 0), "running it twice changes nothing");
        assert_eq!(stage.report(fuller).await.proposals.len(), 1);
    }

    async fn part_of_a_plate_counts_by_the_characters_seen_unless_one_differs(stage: &Stage) {
        let valeshire = force("valeshire");
        a_workforce(stage).await;
        let unit = posting(&valeshire, "Response 2", Post::Response, date(2014, 3, 3));
        enrol(stage, "Rowan Pike", unit, Some(grey_vauxhall("QK64 TRX"))).await;
        let mut reports = Vec::new();
        for (plate, words) in [
            ("?K6? T??", Some("3 of 7 characters of a declared plate agree")),
            ("?K6? TR?", Some("4 of 7 characters of a declared plate agree")),
            ("QK6? TR?", Some("5 of 7 characters of a declared plate agree")),
            ("?K?? T??", None),
            ("?K6? TM?", None),
            ("QK6? TR", None),
        ] {
            let described = PersonDescription { plate: plate.to_owned(), ..PersonDescription::default() };
            reports.push((exposure(stage, &force("northmere"), described).await, plate, words));
        }
        propose(stage, Scope::All).await;
        for (report, plate, words) in reports {
            let report = stage.report(report).await;
            let first = report.proposals.first().map(|(proposal, _)| proposal.because[0].as_str());
            assert_eq!(first, words, "{plate}");
        }
    }

    async fn a_plate_that_fits_many_proposes_nobody_and_is_counted(stage: &Stage) {
        let valeshire = force("valeshire");
        a_workforce(stage).await;
        for number in 0..=MOST_OFFICERS {
            let unit = posting(&valeshire, "Response 2", Post::Response, date(2014, 3, 3));
            let plate = format!("QK64 T{}X", ["B", "C", "D", "F", "G", "H"][number]);
            enrol(stage, &format!("Keeper{number} Moor"), unit, Some(grey_vauxhall(&plate))).await;
        }
        let report = exposure(stage, &valeshire, seen("QK64 T??")).await;
        let proposed = propose(stage, Scope::All).await;
        assert_eq!((proposed.links, proposed.too_many), (0, 1));
        assert!(stage.report(report).await.proposals.is_empty());
    }

    async fn a_car_that_is_declared_later_is_found_in_an_old_report(stage: &Stage) {
        let (northmere, valeshire) = (force("northmere"), force("valeshire"));
        a_workforce(stage).await;
        let unit = posting(&valeshire, "Response 2", Post::Response, date(2014, 3, 3));
        let keeper = enrol(stage, "Rowan Pike", unit, None).await;
        let report = exposure(stage, &northmere, seen("QK6? T?X")).await;
        let mut workforce = KnownWorkforce::default();
        let cx = stage.app.system("linking");
        let before = linking::propose_with(&cx, Scope::All, &mut workforce).await.unwrap();
        assert_eq!(before.links, 0);

        stage.now("2026-03-02 08:00");
        let system = stage.app.system("import");
        app::officer::declare_vehicle(&system, keeper, grey_vauxhall("QK64 TRX")).await.unwrap();
        let cx = stage.app.system("linking");
        let after = linking::propose_with(&cx, Scope::Since(cx.now), &mut workforce).await.unwrap();
        assert_eq!((after.reports, after.links), (1, 1), "only the report that the new car may have to do with is looked at");
        assert_eq!(stage.report(report).await.proposals.first().map(|(known, _)| known.officer), Some(keeper));
    }

    async fn a_report_for_which_somebody_is_confirmed_looks_for_nobody(stage: &Stage) {
        let valeshire = force("valeshire");
        a_workforce(stage).await;
        let unit = || posting(&valeshire, "Response 2", Post::Response, date(2014, 3, 3));
        enrol(stage, "Rowan Pike", unit(), Some(grey_vauxhall("QK64 TRX"))).await;
        let report = exposure(stage, &valeshire, seen("QK6? T?X")).await;
        propose(stage, Scope::All).await;
        let link = stage.report(report).await.proposals[0].0.link;
        let investigator = Actor::staff(OfficerId::new(Uuid::from_u128(5)), Role::PsdInvestigator, valeshire.clone());
        report::judge_link(&stage.as_(&investigator), report, link, Verdict::Confirmed, "He says that he was there.")
            .await
            .unwrap();
        enrol(stage, "Robin Tarn", unit(), Some(grey_vauxhall("QK68 TWX"))).await;
        assert_eq!(propose(stage, Scope::All).await.reports, 0);
    }

    async fn nobody_but_the_program_itself_proposes(stage: &Stage) {
        let investigator = Actor::staff(OfficerId::new(Uuid::from_u128(5)), Role::PsdInvestigator, force("northmere"));
        let refused = linking::propose(&stage.as_(&investigator), Scope::All).await;
        let refused = crate::support::refused(refused);
        assert!(refused.starts_with("actor.may-not"), "{refused}");
    }
}

#[test]
fn in_a_shipped_model_the_probabilities_of_each_comparison_sum_to_one() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("models");
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let model = Model::from_toml(&std::fs::read_to_string(&path).unwrap()).unwrap();
        for learnt in &model.trained.unwrap().comparisons {
            for probabilities in [&learnt.m, &learnt.u] {
                let sum: f64 = probabilities.iter().skip(1).sum();
                assert!((sum - 1.0).abs() < 0.001, "{}, {}: {sum}", path.display(), learnt.name);
            }
        }
    }
}

/// A history on record without its consequences: only the parts that linking reads.
struct RecordedHistory {
    history: History,
    truth: BTreeMap<ReportId, Option<OfficerId>>,
}

fn officer_id(person: u32) -> OfficerId {
    OfficerId::new(Uuid::from_u128(0x1_0000_0000 + u128::from(person)))
}

fn report_id(report: u32) -> ReportId {
    ReportId::new(Uuid::from_u128(0x2_0000_0000 + u128::from(report)))
}

async fn record(stage: &Stage, streams: Vec<(StreamId, Vec<Event>)>) {
    let now = stage.app.system("history").now;
    let mut number = u128::from(streams.len() as u64) << 64;
    for some in streams.chunks(200) {
        let mut unit = stage.app.store.begin().await.unwrap();
        for (stream, events) in some {
            let events = events.iter().map(|event| {
                number += 1;
                NewEvent {
                    id: EventId::new(Uuid::from_u128(number)),
                    happened_at: None,
                    actor: Actor::system("history"),
                    reason: None,
                    regime: None,
                    cause: None,
                    event: event.clone(),
                }
            });
            unit.append(Append { stream: stream.clone(), expected: 0, now, events: events.collect() }).await.unwrap();
        }
        unit.commit().await.unwrap();
    }
}

async fn a_small_history(stage: &Stage) -> RecordedHistory {
    let history = History::of(&Setting::default());
    let mut officers: BTreeMap<u32, Vec<Event>> = BTreeMap::new();
    let (mut reports, mut truth) = (Vec::new(), BTreeMap::new());
    let in_a_story: BTreeSet<u32> = history
        .needles
        .iter()
        .flat_map(|needle| &needle.reports)
        .chain(history.look_alikes.iter().flat_map(|alike| &alike.reports))
        .copied()
        .collect();
    let code = |number: u32| force(&history.forces[number as usize].name.to_lowercase().replace(' ', "-"));
    for happening in &history.happenings {
        let day = happening.happened.unwrap_or(happening.at).date();
        let posted = |force: ForceId, joining| Posting {
            force,
            unit: "a unit".to_owned(),
            post: Post::Response,
            rank: None,
            from: day,
            joining,
        };
        match &happening.what {
            HappeningContent::Joined { person, force, .. } => {
                let made = &history.people[*person as usize];
                let id = officer_id(*person);
                let identity = Identity {
                    first_name: made.first_name.clone(),
                    middle_name: made.middle_name.clone().unwrap_or_default(),
                    surname: made.surname.clone(),
                    previous_surname: made.previous_surname.clone().unwrap_or_default(),
                    born: Some(made.born),
                    sex: made.sex.to_string(),
                    address: made.address.clone(),
                    postcode: made.postcode.clone(),
                    previous_postcode: String::new(),
                    phone: made.phone.clone().unwrap_or_default(),
                    nickname: made.nickname.unwrap_or_default().to_owned(),
                };
                officers.entry(*person).or_default().push(Event::Officer(OfficerEvent::Enrolled {
                    workforce: domain::officer::Workforce::Officer,
                    identity: Personal::about(id, identity),
                    warrant: Personal::about(id, made.warrant.clone()),
                    posting: posted(code(*force), Joining::Recruited),
                    probationer: false,
                }));
            }
            HappeningContent::Transferred { person, to, .. } => {
                let event = OfficerEvent::Posted(posted(code(*to), Joining::Transferred));
                officers.entry(*person).or_default().push(Event::Officer(event));
            }
            HappeningContent::VehicleDeclared { person, vehicle } => {
                let vehicle = Vehicle {
                    plate: vehicle.plate.clone(),
                    make: vehicle.make.to_owned(),
                    colour: vehicle.colour.to_owned(),
                };
                let vehicle = Personal::about(officer_id(*person), vehicle);
                officers.entry(*person).or_default().push(Event::Officer(OfficerEvent::VehicleDeclared { vehicle }));
            }
            HappeningContent::ReportReceived { report, force, described, truth: whom, place, words, .. }
                if in_a_story.contains(report) || report % 4 == 0 =>
            {
                let id = report_id(*report);
                truth.insert(id, whom.map(officer_id));
                let text = |value: &Option<String>| value.clone().unwrap_or_default();
                let described = PersonDescription {
                    first_name: text(&described.first_name),
                    surname: text(&described.surname),
                    phone: text(&described.phone),
                    plate: text(&described.plate),
                    make: described.make.unwrap_or_default().to_owned(),
                    colour: described.colour.unwrap_or_default().to_owned(),
                    warrant: text(&described.collar),
                    appearance: described.appearance.clone(),
                    ..PersonDescription::default()
                };
                // No report names an officer, so linking must find the person from the description.
                let received = ReceivedReport {
                    force: code(*force),
                    report: ReportKind::Crime,
                    schedule_3: false,
                    category: Category::IndecentExposure,
                    violence_against_women: true,
                    reporter: None,
                    place: Personal::about(id, place.clone()),
                    words: Personal::about(id, words.clone()),
                    described: Personal::about(id, described),
                    names: None,
                };
                let stream = StreamId::new(StreamKind::Report, id);
                reports.push((stream, vec![Event::Report(ReportEvent::Received(received))]));
            }
            _ => {}
        }
    }
    let officers = officers.into_iter();
    let officers = officers.map(|(person, events)| (StreamId::new(StreamKind::Officer, officer_id(person)), events));
    record(stage, officers.collect()).await;
    record(stage, reports).await;
    RecordedHistory { history, truth }
}

async fn proposals(stage: &Stage, told: &RecordedHistory) -> Vec<(ReportId, OfficerId)> {
    let mut all = Vec::new();
    for report in told.truth.keys() {
        let known = stage.report(*report).await;
        all.extend(known.proposals.iter().map(|(proposal, _)| (*report, proposal.officer)));
    }
    all
}

on_both! {
    async fn the_needles_are_proposed_and_the_look_alikes_are_not(stage: &Stage) {
        stage.now("2026-11-02 09:00");
        let told = a_small_history(stage).await;
        let proposed = propose(stage, Scope::All).await;
        let links = proposals(stage, &told).await;
        assert_eq!(links.len(), proposed.links);

        for needle in told.history.needles.iter().filter(|needle| ["N1", "N2"].contains(&needle.name)) {
            let officer = officer_id(needle.people[0]);
            for report in &needle.reports {
                assert!(links.contains(&(report_id(*report), officer)), "{}: {}", needle.name, needle.what);
            }
        }
        for alike in &told.history.look_alikes {
            let innocent = officer_id(alike.people[0]);
            for report in alike.reports.iter().map(|report| report_id(*report)) {
                let meant = told.truth[&report] == Some(innocent);
                assert!(meant || !links.contains(&(report, innocent)), "{}: {}", alike.kind, alike.why_innocent);
            }
        }
        let wrong = links.iter().filter(|(report, officer)| told.truth[report] != Some(*officer)).count();
        assert!(wrong * 10 <= links.len(), "{wrong} of {} proposals name somebody else", links.len());

        let mut pairs = Vec::new();
        for person in 0..told.history.people.len() as u32 {
            for (proposal, _) in stage.officer(officer_id(person)).await.same_person {
                let other = told.history.people.iter().find(|other| officer_id(other.id) == proposal.other).unwrap();
                assert_eq!(other.human, told.history.people[person as usize].human, "{:?}", proposal.because);
                assert!(proposal.model.starts_with("same-person sha256-"), "{}", proposal.model);
                pairs.push((officer_id(person), proposal.other));
            }
        }
        assert_eq!(pairs.len(), proposed.same_person);
        for needle in told.history.needles.iter().filter(|needle| needle.name == "N4") {
            let (rehired, earlier) = (officer_id(needle.people[0]), officer_id(needle.people[1]));
            assert!(pairs.contains(&(rehired, earlier)), "the record that began later tells of the earlier one");
        }
    }

    async fn a_proposal_holds_no_personal_value(stage: &Stage) {
        let told = a_small_history(stage).await;
        propose(stage, Scope::All).await;
        let mut scanned = 0;
        for report in told.truth.keys() {
            let stream = StreamId::new(StreamKind::Report, *report);
            for recorded in stage.app.store.history(&stream, None).await.unwrap() {
                let Event::Report(ReportEvent::LinkProposed(proposal)) = &recorded.event else { continue };
                let skeleton = serde_json::to_string(proposal).unwrap().to_lowercase();
                let officer = stage.officer(proposal.officer).await;
                let identity = officer.identity.known().unwrap();
                let described = stage.report(*report).await.received.described.known().unwrap().clone();
                let cars = officer.vehicles.iter().filter_map(Personal::known);
                let mut values: Vec<String> = cars.flat_map(|car| [car.plate.clone(), car.make.clone()]).collect();
                values.extend([&identity.surname, &identity.postcode, &identity.phone, &identity.address].map(Clone::clone));
                values.extend([described.surname, described.plate, described.phone, described.make]);
                values.extend(officer.warrant.known().cloned());
                for value in values.iter().filter(|value| value.chars().count() > 3) {
                    assert!(!skeleton.contains(&value.to_lowercase()), "a value stands in {skeleton}");
                }
                scanned += 1;
            }
        }
        assert!(scanned > 20, "{scanned} proposals are few");
    }
}
