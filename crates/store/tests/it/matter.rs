//! Matters, their reports, and the links of these reports: each can be found from the others.

use domain::officer::Verdict;
use domain::report::ReportEvent;
use domain::{Event, ForceId, Personal, StreamId, StreamKind};

use crate::support::busy::a_busy_record;
use crate::support::samples::*;
use crate::support::trial::on_both;

on_both! {
    async fn reports_links_and_matters_are_found_from_each_other(trial: &Trial) {
        let busy = a_busy_record(&trial.store).await;
        let reports = trial.store.reports_by(busy.reporter).await.unwrap();
        assert_eq!((reports.len(), reports[0].id, reports[0].officer), (1, busy.report, None));
        assert_eq!(trial.store.reports_about(busy.ada).await.unwrap(), vec![]);
        let links = trial.store.links_open(10).await.unwrap();
        assert_eq!((links.len(), links[0].id, links[0].officer, links[0].weight_centibits), (1, busy.link, busy.ada, 1234));

        let reasons = Personal::about(busy.report, "the plate is theirs".to_owned());
        let judged = ReportEvent::LinkJudged { link: busy.link, verdict: Verdict::Confirmed, reasons };
        let stream = StreamId::new(StreamKind::Report, busy.report);
        record(&trial.store, &stream, 2, at(50), vec![Event::Report(judged)]).await.unwrap();
        assert_eq!(trial.store.links_open(10).await.unwrap(), vec![]);
        assert_eq!(trial.store.reports_about(busy.ada).await.unwrap()[0].id, busy.report);

        let matter = trial.store.matters_from(busy.report).await.unwrap().remove(0);
        assert_eq!((matter.id, matter.officer, matter.stage.as_str()), (busy.matter, busy.ada, "open"));
        assert_eq!(trial.store.matters_open_of(busy.ada).await.unwrap(), vec![matter.clone()]);
        assert_eq!(trial.store.matters_assigned_to(busy.bea).await.unwrap(), vec![matter.clone()]);
        assert_eq!(trial.store.matters_open(&northmere(), 10).await.unwrap(), [matter]);
        assert_eq!(trial.store.matters_open(&ForceId::parse("southmere").unwrap(), 10).await.unwrap(), []);
        assert_eq!(trial.store.allegations_about(busy.ada).await.unwrap()[0].matter, busy.matter);
    }
}
