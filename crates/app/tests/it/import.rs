//! Stories about imports: valid rows are kept, bad rows are rejected with a reason, and importing twice changes
//! nothing.

use app::import::{self, FileKind, Import, ImportError, ImportSummary, Mapping, Reject};
use domain::officer::{Joining, Leaving, Service, Vehicle};
use domain::{Actor, Event, OfficerId, Role, StreamKind, SubjectId};
use linkage::read::Source;
use linkage::table::Format;
use uuid::Uuid;

use crate::support::cast::force;
use crate::support::{Stage, at, on_both};

const WORKFORCE: &str = "\
employee id,forename,surname,dob,postcode,telephone,vrm,vehicle make,vehicle colour,force,role,rank,start date,collar
1001,Ada,Marlow,03/04/1988,QQ1 2AB,01632960101,QK64 TRX,Vauxhall,grey,Northmere,response,constable,01/09/2012,TEST1000016
1002,Bram,Holt,19/11/1979,QQ1 3CD,01632960102,,,,Northmere,armed,sergeant,02/03/2004,TEST1000024
1003,Cleo,Tarn,28/02/1991,QQ2 4EF,,,,,Valeshire,detective,constable,07/01/2019,TEST1000032
";

const RECORDS: &str = "\
reference,force,category,kind,recorded on,plate,make,colour,surname,collar number,summary
R-1,Northmere,indecent-exposure,crime,14/06/2015 21:10,?K64 T?X,Vauxhall,grey,,,A man exposed himself and drove off.
R-2,Northmere,incivility,complaint,02/02/2025,,,,Holt,TEST1000024,He swore at my mother.
";

fn administrator() -> Actor {
    Actor::person(SubjectId::new(Uuid::from_u128(0xad)), Role::RecordsAdmin)
}

fn file(kind: FileKind, name: &str, text: impl Into<Vec<u8>>) -> Import<'static> {
    Import {
        kind,
        source: Source::bytes(name, Format::Csv, text),
        mapping: None,
        force: None,
        dry_run: false,
        progress: &(),
    }
}

async fn imported(stage: &Stage, import: Import<'_>) -> ImportSummary {
    import::run(&stage.as_(&administrator()), import).await.unwrap()
}

async fn ids(stage: &Stage, kind: StreamKind) -> Vec<String> {
    let streams = stage.app.store.streams(kind, "", 1_000).await.unwrap();
    streams.into_iter().map(|stream| stream.key).collect()
}

async fn called(stage: &Stage, surname: &str) -> domain::officer::Officer {
    for key in ids(stage, StreamKind::Officer).await {
        let officer = stage.officer(key.parse::<OfficerId>().unwrap()).await;
        if officer.identity.known().unwrap().surname == surname {
            return officer;
        }
    }
    panic!("nobody is called {surname}");
}

fn faults(rejects: &[Reject]) -> Vec<String> {
    let field = |reject: &Reject| reject.field.clone().or(reject.column.clone()).unwrap_or_default();
    rejects.iter().map(|reject| format!("{} {} {}", reject.line, field(reject), reject.code)).collect()
}

fn counts(done: &ImportSummary) -> (u64, u64, u64, u64) {
    (done.new, done.changed, done.unchanged, done.rejected())
}

/// A person who stops the import after the first batch.
#[derive(Default)]
struct Impatient(std::sync::atomic::AtomicBool);

impl linkage::Progress for Impatient {
    fn begin(&self, _: &'static str, _: u64) {}
    fn advance(&self, _: u64) {
        self.0.store(true, std::sync::atomic::Ordering::Relaxed);
    }
    fn end(&self) {}
    fn stopped(&self) -> bool {
        self.0.load(std::sync::atomic::Ordering::Relaxed)
    }
}

on_both! {
    async fn a_workforce_and_old_records_are_imported_and_the_car_is_recognised(stage: &Stage) {
        let workforce = imported(stage, file(FileKind::Workforce, "northmere-hr.csv", WORKFORCE)).await;
        assert_eq!(counts(&workforce), (3, 0, 0, 0));
        assert!(workforce.guessed);
        assert_eq!(workforce.mapping.source, "northmere-hr");
        assert_eq!(workforce.mapping.dates, ["%d/%m/%Y"]);
        let ada = called(stage, "Marlow").await;
        assert_eq!(ada.force(), &force("northmere"));
        assert_eq!(ada.warrant.known().unwrap(), "TEST1000016");
        assert_eq!(ada.vehicles.len(), 1);

        let records = imported(stage, file(FileKind::Records, "northmere-crimes.csv", RECORDS)).await;
        assert_eq!(counts(&records), (2, 0, 0, 0));
        let proposed = records.proposed.unwrap();
        assert_eq!((proposed.reports, proposed.links), (2, 2));
        let mut found = Vec::new();
        for key in ids(stage, StreamKind::Report).await {
            let report = stage.report(key.parse().unwrap()).await;
            let officer = report.proposals[0].0.officer;
            found.push((report.happened_at.unwrap(), officer));
        }
        found.sort_unstable();
        let bram = called(stage, "Holt").await;
        assert_eq!(found, [(at("2015-06-14 21:10"), ada.id), (at("2025-02-02 00:00"), bram.id)]);
    }

    async fn bad_rows_are_named_and_all_others_are_kept(stage: &Stage) {
        let mut text = WORKFORCE.as_bytes().to_vec();
        text.extend(b"1004,Dan,Moor,31/02/1990,,,,,,Northmere,response,constable,01/09/2012,\n");
        text.extend(b"1001,Eve,Pike,,,,,,,Northmere,response,constable,,\n");
        text.extend(b",,,,,,,,,,,,,\n");
        text.extend(b"1006,F\xe9lix,Rowe,,,,,,,Northmere,response,constable,01/09/2012,\n");
        let done = imported(stage, file(FileKind::Workforce, "northmere-hr.csv", text)).await;
        assert_eq!(counts(&done), (3, 0, 0, 4));
        insta::assert_debug_snapshot!(faults(&done.rejects), @r#"
        [
            "5 born date.unreadable",
            "6 id id.duplicate",
            "6 joined field.missing",
            "7  row.empty",
            "8 forename row.unreadable",
        ]
        "#);
        assert_eq!(done.rejects[0].wanted, "a date such as `31/05/2019`");
        assert_eq!(done.rejects[1].wanted, "an id of its own: line 2 has this one");
        let told = format!("{:?}", done.rejects);
        assert!(!told.contains("Moor") && !told.contains("1990"), "a reject tells no value: {told}");
        assert_eq!(ids(stage, StreamKind::Officer).await.len(), 3);
    }

    async fn a_record_of_an_unknown_category_force_or_day_is_refused_with_what_would_be_right(stage: &Stage) {
        let text = "\
reference,force,category,kind,recorded on,plate
R-1,Northmere,rudeness,complaint,02/02/2025,
R-2,Northmere,incivility,rumour,02/02/2025,
R-3,Northmere,incivility,complaint,02/02/2099,
R-4,!!!,incivility,complaint,02/02/2025,
";
        let done = imported(stage, file(FileKind::Records, "records.csv", text)).await;
        assert_eq!(counts(&done), (0, 0, 0, 4));
        insta::assert_debug_snapshot!(faults(&done.rejects), @r#"
        [
            "2 category category.unknown",
            "3 kind choice.unknown",
            "4 received date.future",
            "5 force force.unknown",
        ]
        "#);
        assert!(done.rejects[0].wanted.contains("`incivility`"));
        let mut mapping = done.mapping.clone();
        mapping.values.insert("category".to_owned(), [("rudeness".to_owned(), "incivility".to_owned())].into());
        let again = Import { mapping: Some(mapping), ..file(FileKind::Records, "records.csv", text) };
        assert_eq!(counts(&imported(stage, again).await), (1, 0, 0, 3));
    }

    async fn a_moment_is_one_of_london_with_or_without_its_time(stage: &Stage) {
        let mapping = "source = 'records'\n[columns]\nid = 'reference'\nforce = 'force'\ncategory = 'category'\n\
                       received = 'recorded on'\n";
        let text = "\
reference,force,category,recorded on
R-1,Northmere,incivility,2025-05-31
R-2,Northmere,incivility,31/05/2025 21:10
R-3,Northmere,incivility,2025-05-31T21:10:05
R-4,Northmere,incivility,2025-05-31T21:10:05Z
R-5,Northmere,incivility,05/31/2025
R-6,Northmere,incivility,yesterday
R-7,Northmere,incivility,31/05/25
R-8,Northmere,incivility,2025-02-30
R-9,Northmere,incivility,2025-05-31 25:00
";
        let mapping = Some(Mapping::from_toml(mapping).unwrap());
        let done = imported(stage, Import { mapping, ..file(FileKind::Records, "records.csv", text) }).await;
        assert_eq!(counts(&done), (4, 0, 0, 5));
        assert_eq!(faults(&done.rejects), [6, 7, 8, 9, 10].map(|line| format!("{line} received date.unreadable")));
        let mut moments = Vec::new();
        for key in ids(stage, StreamKind::Report).await {
            moments.push(stage.report(key.parse().unwrap()).await.happened_at.unwrap().to_string());
        }
        moments.sort_unstable();
        insta::assert_debug_snapshot!(moments, @r#"
        [
            "2025-05-30T23:00:00Z",
            "2025-05-31T20:10:00Z",
            "2025-05-31T20:10:05Z",
            "2025-05-31T21:10:05Z",
        ]
        "#);
    }

    async fn a_source_and_an_id_that_read_alike_are_two_people(stage: &Stage) {
        let row = |id: &str| format!("id,first_name,surname,force,joined\n{id},Ada,Marlow,Northmere,2012-09-01\n");
        for (name, id) in [("hr1.csv", "23"), ("hr.csv", "123")] {
            let done = imported(stage, file(FileKind::Workforce, name, row(id))).await;
            assert_eq!(counts(&done), (1, 0, 0, 0), "{name}");
        }
        let officers = ids(stage, StreamKind::Officer).await;
        assert_eq!(officers.len(), 2);
        for id in officers {
            assert_eq!(id.parse::<Uuid>().unwrap().get_version_num(), 8, "an id is derived from what it names");
        }
    }

    async fn importing_twice_changes_nothing(stage: &Stage) {
        for _ in 0..2 {
            imported(stage, file(FileKind::Workforce, "northmere-hr.csv", WORKFORCE)).await;
            imported(stage, file(FileKind::Records, "northmere-crimes.csv", RECORDS)).await;
        }
        let events = stage.app.store.event_count().await.unwrap();
        let again = imported(stage, file(FileKind::Workforce, "a/copy/of/northmere-hr.csv", WORKFORCE)).await;
        assert_eq!(counts(&again), (0, 0, 3, 0));
        assert_eq!(again.proposed, None);
        assert_eq!(stage.app.store.event_count().await.unwrap(), events);
        assert_eq!(ids(stage, StreamKind::Officer).await.len(), 3);
        assert_eq!(ids(stage, StreamKind::Report).await.len(), 2);
    }

    async fn a_newer_file_records_what_changed(stage: &Stage) {
        imported(stage, file(FileKind::Workforce, "northmere-hr.csv", WORKFORCE)).await;
        stage.now("2026-03-02 08:00");
        let newer = WORKFORCE
            .replace("Ada,Marlow", "Ada,Birch")
            .replace("QK64 TRX,Vauxhall,grey", "AQ71 XYZ,Ford,red")
            .replace("Valeshire,detective", "Northmere,detective");
        let done = imported(stage, file(FileKind::Workforce, "northmere-hr.csv", newer.clone())).await;
        assert_eq!(counts(&done), (0, 2, 1, 0));
        let ada = called(stage, "Birch").await;
        assert_eq!(ada.earlier_identities[0].known().unwrap().surname, "Marlow");
        assert_eq!(ada.earlier_identities.len(), 1);
        let car = Vehicle { plate: "AQ71 XYZ".to_owned(), make: "Ford".to_owned(), colour: "red".to_owned() };
        assert_eq!(ada.vehicles.last().unwrap().known().unwrap(), &car);
        let cleo = called(stage, "Tarn").await;
        assert_eq!((cleo.posting().joining, cleo.force()), (Joining::Transferred, &force("northmere")));
        let again = imported(stage, file(FileKind::Workforce, "northmere-hr.csv", newer)).await;
        assert_eq!(counts(&again), (0, 0, 3, 0));
    }

    async fn somebody_who_left_is_on_record_as_having_left(stage: &Stage) {
        let text = "id,first_name,surname,force,joined,left,leaving,previous_force\n\
                    7,Gwen,Ash,Northmere,2001-05-07,2020-01-31,retired,Valeshire\n";
        imported(stage, file(FileKind::Workforce, "leavers.csv", text)).await;
        let gwen = called(stage, "Ash").await;
        let on = jiff::civil::date(2020, 1, 31);
        assert_eq!(gwen.service, Service::Left { how: Leaving::Retired, on });
        let forces: Vec<&str> = gwen.postings.iter().map(|posting| posting.force.as_str()).collect();
        assert_eq!(forces, ["valeshire", "northmere"]);
        let again = imported(stage, file(FileKind::Workforce, "leavers.csv", text)).await;
        assert_eq!(counts(&again), (0, 0, 1, 0));
    }

    async fn a_dry_run_says_what_would_be_recorded_and_records_nothing(stage: &Stage) {
        let text = WORKFORCE.replace("07/01/2019", "someday");
        let dry = Import { dry_run: true, ..file(FileKind::Workforce, "northmere-hr.csv", text) };
        let done = imported(stage, dry).await;
        assert_eq!(counts(&done), (2, 0, 0, 1));
        assert_eq!(faults(&done.rejects), ["4 joined date.unreadable"]);
        assert_eq!(done.proposed, None);
        assert_eq!(stage.app.store.event_count().await.unwrap(), 0);
    }

    async fn the_force_can_be_given_where_no_column_tells_it(stage: &Stage) {
        let text = "id,first_name,surname,joined\n1,Ada,Marlow,2012-09-01\n";
        let none = import::run(&stage.as_(&administrator()), file(FileKind::Workforce, "hr.csv", text)).await.unwrap_err();
        insta::assert_snapshot!(none, @"no column is known to hold `force`; the file has: `id`, `first_name`, `surname`, `joined`. Say which under `columns` in a mapping, or one value for all under `defaults`");
        let given = Import { force: Some(force("eastmarsh")), ..file(FileKind::Workforce, "hr.csv", text) };
        assert_eq!(counts(&imported(stage, given).await), (1, 0, 0, 0));
        assert_eq!(called(stage, "Marlow").await.force(), &force("eastmarsh"));
    }

    async fn a_mapping_that_does_not_fit_and_a_damaged_file_are_refused_whole(stage: &Stage) {
        let admin = administrator();
        let cx = stage.as_(&admin);
        let mapping = Mapping::from_toml("source = 'hr'\n[columns]\nid = 'staff no'\n").unwrap();
        let wrong = Import { mapping: Some(mapping), ..file(FileKind::Workforce, "hr.csv", WORKFORCE) };
        let refused = import::run(&cx, wrong).await.unwrap_err();
        assert!(refused.to_string().starts_with("the mapping looks for `id` in a column `staff no`; the file has: `employee id`"));
        let damaged = Source::bytes("hr.parquet", Format::Parquet, b"PAR1 and then nothing".to_vec());
        let refused = import::run(&cx, Import { source: damaged, ..file(FileKind::Workforce, "", "") }).await.unwrap_err();
        assert!(matches!(refused, ImportError::Read(_)), "{refused}");
        assert!(Mapping::from_toml("[columns]\n").is_err());
        assert_eq!(stage.app.store.event_count().await.unwrap(), 0);
    }

    async fn an_import_that_is_stopped_is_gone_on_with(stage: &Stage) {
        use std::fmt::Write as _;
        let mut text = "id,first_name,surname,force,joined\n".to_owned();
        for number in 0..450 {
            writeln!(text, "{number},Ada,Marlow{number},Northmere,2012-09-01").unwrap();
        }
        let admin = administrator();
        let cx = stage.as_(&admin);
        let impatient = Impatient::default();
        let first = Import { progress: &impatient, ..file(FileKind::Workforce, "hr.csv", text.clone()) };
        let stopped = import::run(&cx, first).await.unwrap_err();
        assert!(matches!(stopped, ImportError::Stopped { rows: 200 }), "{stopped}");
        assert_eq!(ids(stage, StreamKind::Officer).await.len(), 200);
        assert_eq!(counts(&imported(stage, file(FileKind::Workforce, "hr.csv", text)).await), (250, 0, 200, 0));
    }

    async fn nobody_imports_without_leave(stage: &Stage) {
        let officer = Actor::staff(OfficerId::new(Uuid::from_u128(3)), Role::Officer, force("northmere"));
        let refused = import::run(&stage.as_(&officer), file(FileKind::Workforce, "hr.csv", WORKFORCE)).await.unwrap_err();
        assert_eq!(refused.to_string(), "the role `officer` may not do this here (`import`)");
    }

    async fn what_is_imported_bears_the_name_of_who_imported_it(stage: &Stage) {
        imported(stage, file(FileKind::Records, "northmere-crimes.csv", RECORDS)).await;
        let events = stage.app.store.events_after(None, 100).await.unwrap();
        let reports: Vec<_> = events.iter().filter(|known| matches!(known.event, Event::Report(_)) && known.version == 1).collect();
        assert_eq!(reports.len(), 2);
        assert!(reports.iter().all(|known| known.actor == administrator()));
    }
}
