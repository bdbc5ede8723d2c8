//! The page that asks for the reference and PIN.

use shell::FieldErrors;
use web::pages::receipt::{ReceiptAsk, WrittenComplaint};
use web::texts::Words as _;

use crate::support::samples::render_all;
use crate::support::site::TestSite;

#[tokio::test]
async fn the_page_escapes_whatever_stands_in_it() {
    let site = TestSite::start().await;
    render_all(&site, "/receipt", |t, text| {
        let mut errors = FieldErrors::none();
        errors.add("reference", t.receipt_reference_wrong());
        errors.add("pin", t.receipt_pin_wrong());
        ReceiptAsk { errors, reference: text.to_owned(), complaint: None }
    });
    render_all(&site, "/receipt/complaint", |t, text| {
        let mut errors = FieldErrors::none();
        errors.add("words", t.receipt_complain_not_sent());
        let complaint = Some(WrittenComplaint { words: text.to_owned(), category: "other".to_owned() });
        ReceiptAsk { errors, reference: text.to_owned(), complaint }
    });
}
