//! Complaints made with a receipt.

use app::receipt::{self, Complaint};
use domain::allegation::Category;

use crate::support::on_both;
use crate::support::street::*;

on_both! {
    async fn a_complaint_that_is_sent_twice_is_one_complaint(stage: &Stage) {
        let street = street(stage).await;
        let stop = street.begins(stage, a_stop()).await;
        let code = street.code(stage, stop).await;
        let page = street.typed(stage, code).await;
        let receipt = receipt::give(&stage.as_(&visitor()), page).await.unwrap();
        let complain = async |words: &str| {
            let complaint = Complaint { words: words.to_owned(), category: Category::Incivility };
            receipt::complain(&stage.as_(&visitor()), receipt.stop, receipt.pin, complaint).await.unwrap()
        };
        let long = "â".repeat(receipt::COMPLAINT_MAXIMUM);
        let first = complain(&long).await;
        assert_eq!(complain(&format!(" {long}\n")).await, first);
        let (one, two) = tokio::join!(complain("and he laughed"), complain("and he laughed"));
        assert!(one == two && one != first);
        assert_eq!(stage.check(page).await.complaints, [first, one]);
        assert_eq!(stage.app.store.reports_about(street.officer_id()).await.unwrap().len(), 2);
    }

    async fn a_complaint_takes_the_stop_along_and_asks_for_no_name(stage: &Stage) {
        let street = street(stage).await;
        let stop = street.begins(stage, a_stop()).await;
        let code = street.code(stage, stop).await;
        let page = street.typed(stage, code).await;
        let receipt = receipt::give(&stage.as_(&visitor()), page).await.unwrap();
        let complaint = |words: &str| Complaint { words: words.to_owned(), category: Category::Incivility };
        let none = receipt::complain(&stage.as_(&visitor()), receipt.stop, receipt.pin, complaint(" ")).await;
        assert_eq!(code_of(none), "complaint.no-words");
        let before = stage.app.store.event_count().await.unwrap();
        let id = receipt::complain(&stage.as_(&visitor()), receipt.stop, receipt.pin, complaint("He shouted at my son")).await;
        let report = stage.report(id.unwrap()).await.received;
        assert_eq!((report.force, report.names, report.reporter, report.schedule_3), (northmere(), Some(street.officer_id()), None, true));
        let words = report.words.known().unwrap();
        assert!(words.starts_with("He shouted at my son") && words.contains(&receipt.stop.to_string()), "{words}");
        assert_eq!(stage.check(page).await.complaints.len(), 1);
        assert!(stage.app.store.event_count().await.unwrap() > before + 1);
        assert_eq!(stage.app.store.reports_about(street.officer_id()).await.unwrap().len(), 1);
    }
}
