//! The check as a visitor meets it: no cookie, no script, one of three outcomes.

use app::control;
use app::shifts::{self, PublicFace};
use app::stop::{self, Finish};
use axum::http::StatusCode;
use domain::check::Cause;
use domain::stop::{Ethnicity, Power, ReasonCode, SearchRecord};
use domain::{Actor, Role};
use web::check::{Asked, NotVerified, Offline, Over, Pending, Receipt, Start, Undetermined, Verified};
use web::texts::Language;
use web::{FieldErrors, record};

use crate::samples::{holds, render_all};
use crate::site::{Answer as Reply, TestSite};
use crate::street::{NORTHMERE, Officer, northmere};

/// Types a code, and follows to the page of the check.
async fn checks(site: &TestSite, code: &str) -> (String, Reply) {
    let answer = site.post("/check", &format!("code={}", code.replace(' ', "+"))).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let address = answer.header("location").to_owned();
    let page = site.get(&address).await;
    (address, page)
}

fn public(which: &str, page: &Reply, language: Language) {
    holds(which, &page.body, language);
    assert_eq!(page.header("set-cookie"), "", "{which}: no cookie on a public page");
    assert_eq!(page.header("cache-control"), "no-store", "{which}: a page that is not kept");
    assert_eq!(page.header("referrer-policy"), "no-referrer", "{which}: nothing is told to where a link leads");
}

#[tokio::test]
async fn a_visitor_types_the_code_and_learns_who_stops_them_and_why() {
    let site = TestSite::configured(NORTHMERE).await;
    let ada = Officer::on_duty(&site).await;
    let stop = ada.stops(&site).await;
    let code = ada.shows(&site, stop).await;
    let (address, page) = checks(&site, &code.to_lowercase()).await;
    public("verified", &page, Language::English);
    for shown in
        ["A. Marlow, number NM4711", "Northmere Police", "A weapon is suspected", "a knife", "0161 496 0100", "NM-"]
    {
        assert!(page.body.contains(shown), "`{shown}` is missing in {}", page.body);
    }
    assert!(
        page.body.contains("&#60;under&#62;") && !page.body.contains("Ada"),
        "an initial only, and nothing unescaped"
    );
    assert!(!page.body.contains(&code) && !address.contains("NM-"), "the address opens nothing but this page");
    let welsh = site.get(&format!("/cy{address}")).await;
    public("verified in Welsh", &welsh, Language::Welsh);
    assert!(welsh.body.contains("Wedi’i wirio") && welsh.body.contains("Amheuir arf"), "{}", welsh.body);
}

#[tokio::test]
async fn what_is_no_code_is_said_to_be_none_and_nothing_is_recorded() {
    let site = TestSite::configured(NORTHMERE).await;
    for (typed, told) in [("", "Enter the code"), ("7Q4K29M0", "never 0, O, 1, I or L"), ("%3Cscript%3E", "never 0, O")]
    {
        let answer = site.post("/check", &format!("code={typed}")).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        holds("a wrong code", &answer.body, Language::English);
        assert!(answer.body.contains(told) && answer.body.contains("href=\"#code\""), "{}", answer.body);
    }
    assert_eq!(site.site.app.store.event_count().await.unwrap(), 0);
}

/// The refused page of each cause, without its reference.
async fn refused(site: &TestSite, code: &str, expected: Cause) -> String {
    let (address, page) = checks(site, code).await;
    public(expected.as_str(), &page, Language::English);
    let reference = address.rsplit('/').next().unwrap();
    let row = site.site.app.store.check_by_reference(reference.parse().unwrap()).await.unwrap().unwrap();
    assert_eq!(row.cause.as_deref(), Some(expected.as_str()), "the force is told why");
    page.body.replace(reference, "")
}

#[tokio::test]
async fn every_refusal_is_the_same_page_to_the_last_byte() {
    let site = TestSite::configured(NORTHMERE).await;
    let mut pages = vec![refused(&site, "2345 6789", Cause::UnknownCode).await];
    let officers = [("Left", Cause::Left), ("Hidden", Cause::NotVerifiableOnline), ("Ended", Cause::StopEnded)];
    for (number, (name, cause)) in officers.into_iter().enumerate() {
        let officer = Officer::off_duty(&site, "O", name, &format!("NM480{number}")).await;
        let cx = officer.acts(&site);
        shifts::book_on(&cx, cx.now + jiff::SignedDuration::from_hours(8)).await.unwrap();
        let stop = officer.stops(&site).await;
        let code = officer.shows(&site, stop).await;
        match cause {
            Cause::Left => officer.leaves(&site).await,
            Cause::NotVerifiableOnline => {
                let face = PublicFace { by_number: true, online: false };
                shifts::set_public_face(&site.site.app.system("import"), officer.id, face).await.unwrap();
            }
            _ => finishes(&site, &officer, stop, Power::PaceSection1).await,
        }
        pages.push(refused(&site, &code, cause).await);
    }
    let off = Officer::on_duty(&site).await;
    let stop = off.stops(&site).await;
    let code = off.shows(&site, stop).await;
    shifts::book_off(&off.acts(&site)).await.unwrap();
    pages.push(refused(&site, &code, Cause::NotOnDuty).await);
    assert!(pages.iter().all(|page| page == &pages[0]), "a page differs");
    assert!(pages[0].contains("Treat as not verified. Call 999 now, move toward other people"));
    let content = pages[0].split("<main").nth(1).unwrap().split("</main>").next().unwrap().to_lowercase();
    for never in ["suspend", "dismiss", "no such", "expired", "unknown"] {
        assert!(!content.contains(never), "`{never}` tells why");
    }
}

async fn finishes(site: &TestSite, officer: &Officer, stop: domain::StopId, power: Power) {
    let record = SearchRecord { grounds: "a handle was seen".to_owned(), ..SearchRecord::default() };
    let finish =
        Finish { outcome: domain::stop::StopOutcome::NoFurtherAction, power, reason_code: ReasonCode::Weapon, record };
    stop::finish(&officer.acts(site), stop, finish).await.unwrap();
}

#[tokio::test]
async fn somebody_off_duty_is_pending_until_the_control_room_has_said() {
    let site = TestSite::configured(NORTHMERE).await;
    let ada = Officer::off_duty(&site, "Ada", "Marlow", "NM4711").await;
    let stop = ada.has_to_act(&site).await;
    let code = ada.shows(&site, stop).await;
    let (address, page) = checks(&site, &code).await;
    public("pending", &page, Language::English);
    assert!(page.body.contains("Stay where other people are. Control is being called. You can call 999."));
    assert!(page.body.contains("http-equiv=\"refresh\""), "the page looks again without script");
    assert!(!page.body.contains("Marlow") && !page.body.contains("NM4711"), "nobody is named before they are verified");
    let said = site.post(&format!("{address}/wrong"), "").await;
    let noted = site.get(said.header("location")).await;
    assert!(noted.body.contains("role=\"status\">Noted."), "whoever presses sees that it was heard: {}", noted.body);
    let operator = Officer::of_unit(&site, "Control room", ("Cora", "Reed"), "NM0007").await;
    let cx = site.site.app.context(Actor::staff(operator.id, Role::ControlRoom, northmere()));
    control::confirm(&cx, stop, "NM21").await.unwrap();
    let page = site.get(&address).await;
    assert!(
        page.body.contains("Uniformed officers have been sent") && page.body.contains("A. Marlow"),
        "{}",
        page.body
    );
}

#[tokio::test]
async fn citizen_first_the_page_shows_a_word_and_the_officer_answers_it() {
    let site = TestSite::configured(NORTHMERE).await;
    let ada = Officer::on_duty(&site).await;
    let stop = ada.stops(&site).await;
    let asked = site.post("/cy/check/ask", "").await;
    let address = asked.header("location").to_owned();
    assert!(address.starts_with("/cy/check/"), "{address}");
    let page = site.get(&address).await;
    public("asked", &page, Language::Welsh);
    let word = page.body.split("data-challenge>").nth(1).unwrap().split('<').next().unwrap().to_owned();
    assert_eq!(site.get(&address).await.body, page.body, "the page can be loaded again");
    // An officer who will not answer: the visitor can say so, and sees that it was heard.
    assert!(page.body.contains(&format!("action=\"{address}/wrong\"")), "{}", page.body);
    let said = site.post(&format!("{address}/wrong"), "").await;
    let noted = site.get(said.header("location")).await;
    public("asked and noted", &noted, Language::Welsh);
    assert!(noted.body.contains("role=\"status\">Nodwyd."), "{}", noted.body);
    let operator = Officer::of_unit(&site, "Control room", ("Cora", "Reed"), "NM0007").await;
    let desk = site.site.app.context(Actor::staff(operator.id, Role::ControlRoom, northmere()));
    let board = control::board(&desk, &site.site.settings).await.unwrap();
    assert_eq!(board.alarms.len(), 1, "nobody has answered, and the control room knows");
    let cx = ada.acts(&site);
    app::check::answered_challenge(&cx, &site.site.settings, stop, word.parse().unwrap()).await.unwrap();
    assert!(site.get(&address).await.body.contains("Wedi’i wirio"));
}

#[tokio::test]
async fn the_photo_is_shown_for_a_minute_and_only_where_the_force_allows_it() {
    let site = TestSite::configured(NORTHMERE).await;
    let ada = Officer::on_duty(&site).await;
    ada.has_a_photo(&site).await;
    let stop = ada.stops(&site).await;
    let (address, page) = checks(&site, &ada.shows(&site, stop).await).await;
    assert!(page.body.contains(&format!("{address}/photo")));
    let photo = site.get(&format!("{address}/photo")).await;
    assert_eq!((photo.status, photo.header("content-type")), (StatusCode::OK, "image/png"));
    site.clock.set(site.clock_now() + jiff::SignedDuration::from_secs(61));
    assert_eq!(site.get(&format!("{address}/photo")).await.status, StatusCode::NOT_FOUND);
    assert!(!site.get(&address).await.body.contains("/photo"));
    let plain = TestSite::configured(&NORTHMERE.replace("photo = true", "photo = false")).await;
    let ada = Officer::on_duty(&plain).await;
    ada.has_a_photo(&plain).await;
    let stop = ada.stops(&plain).await;
    let (address, page) = checks(&plain, &ada.shows(&plain, stop).await).await;
    assert!(!page.body.contains("/photo"));
    assert_eq!(plain.get(&format!("{address}/photo")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_address_that_was_typed_with_capitals_is_found() {
    let site = TestSite::configured(NORTHMERE).await;
    for (typed, meant) in
        [("/Check", "/check"), ("/CHECK/", "/check"), ("/cy/Record", "/cy/record"), ("/check/", "/check")]
    {
        assert_eq!(site.get(typed).await.header("location"), meant, "{typed}");
    }
    for typed in ["//check.example/check", "/checks", "/Check/7Q4K"] {
        assert_eq!(site.get(typed).await.status, StatusCode::NOT_FOUND, "{typed}");
    }
}

#[tokio::test]
async fn the_receipt_fetches_the_record_and_a_complaint_keeps_what_was_typed() {
    let site = TestSite::configured(NORTHMERE).await;
    let ada = Officer::on_duty(&site).await;
    let stop = ada.stops(&site).await;
    let (address, _) = checks(&site, &ada.shows(&site, stop).await).await;
    let receipt = site.post(&format!("{address}/receipt"), "").await;
    public("receipt", &receipt, Language::English);
    let shown: Vec<&str> =
        receipt.body.split("translate=\"no\">").skip(1).map(|rest| rest.split('<').next().unwrap()).collect();
    let (reference, pin) = (shown[0], shown[1]);
    assert!(reference.starts_with("NM-") && pin.len() == 6, "{shown:?}");
    assert!(!receipt.body.contains("govuk-language-navigation"), "in the other language the PIN would be gone");
    for form in ["receipt", "wrong", "place"] {
        assert_eq!(site.get(&format!("{address}/{form}")).await.header("location"), address, "{form}");
        assert_eq!(
            site.get(&format!("/cy{address}/{form}")).await.header("location"),
            format!("/cy{address}"),
            "{form}"
        );
    }
    assert_eq!(site.get("/cy/record/complaint").await.header("location"), "/cy/record");
    let again = site.post(&format!("{address}/receipt"), "").await;
    assert_eq!(again.status, StatusCode::CONFLICT, "the PIN is shown once");
    finishes(&site, &ada, stop, Power::MisuseOfDrugsSection23).await;

    let wrong = site.post("/record", &format!("reference={reference}&pin=000000")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("do not fit together") && !wrong.body.contains("000000"), "{}", wrong.body);
    let record = site.post("/record", &format!("reference={reference}&pin={pin}")).await;
    public("record", &record, Language::English);
    assert!(record.body.contains("The reason given at the end is not the one given at the beginning"));
    assert!(record.body.contains("No further action") && record.body.contains("Quay Street"), "{}", record.body);

    let form = format!("reference={reference}&pin={pin}&category=discrimination&words=");
    let empty = site.post("/record/complaint", &form).await;
    assert!(empty.body.contains("Say what happened") && empty.body.contains("value=\"discrimination\" checked"));
    let sent = site.post("/record/complaint", &format!("{form}He+laughed+at+me")).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let done = site.get(sent.header("location")).await;
    public("complained", &done, Language::English);
    assert_eq!(site.site.app.store.reports_about(ada.id).await.unwrap().len(), 1, "the stop is attached");
    assert!(!sent.header("location").contains(pin), "a PIN stands in no address");
}

#[tokio::test]
async fn something_wrong_is_told_to_the_control_room_and_to_nobody_else() {
    let site = TestSite::configured(NORTHMERE).await;
    let ada = Officer::on_duty(&site).await;
    let stop = ada.stops(&site).await;
    let (address, _) = checks(&site, &ada.shows(&site, stop).await).await;
    let said = site.post(&format!("{address}/wrong"), "").await;
    assert_eq!(said.status, StatusCode::SEE_OTHER);
    assert!(site.get(said.header("location")).await.body.contains("Noted."));
    let alarms = site.site.app.store.alarms_of_force("control-room", &northmere(), 10).await.unwrap();
    assert_eq!((alarms.len(), alarms[0].cause.as_str()), (1, "something-wrong"));
    let mine = stop::one(&ada.acts(&site), stop).await.unwrap();
    assert_eq!(mine.seen.len(), 1, "the officer sees that they were checked, and nothing else");
}

#[tokio::test]
async fn where_somebody_is_goes_to_the_control_room_only_when_they_say_so() {
    let site = TestSite::configured(NORTHMERE).await;
    let (address, _) = checks(&site, "2345 6789").await;
    let empty = site.post(&format!("{address}/place"), "place=+").await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    holds("no place", &empty.body, Language::English);
    let told = site.post(&format!("{address}/place"), "place=bus+stop+at+the+quay").await;
    assert_eq!(told.status, StatusCode::SEE_OTHER);
    let reference = address.rsplit('/').next().unwrap().parse().unwrap();
    let check = app::check::by_reference(&site.site.visitor(), reference).await.unwrap();
    assert_eq!(check.place(), Some("bus stop at the quay"));
}

#[tokio::test]
async fn a_place_that_cannot_be_taken_says_nothing_of_the_officer_that_the_record_does_not() {
    let site = TestSite::configured(NORTHMERE).await;
    let long = "ŵ".repeat(201);
    for place in ["", "+", long.as_str()] {
        let unknown = site.post("/check/7Q4K-29MP-XW3T/place", &format!("place={place}")).await;
        assert_eq!(unknown.status, StatusCode::NOT_FOUND, "{}", unknown.body);
        assert!(!unknown.body.contains("Treat as not verified"));
    }
    let ada = Officer::on_duty(&site).await;
    let stop = ada.stops(&site).await;
    let (verified, _) = checks(&site, &ada.shows(&site, stop).await).await;
    let page = site.post(&format!("{verified}/place"), "place=").await;
    assert!(page.body.contains("may act now") && !page.body.contains("Treat as not verified"), "{}", page.body);

    let (refused, _) = checks(&site, "2345 6789").await;
    let page = site.post(&format!("{refused}/place"), &format!("place={long}")).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.body.contains("Keep it to 200 characters") && page.body.contains(&format!("value=\"{long}\"")));
    let fits = site.post(&format!("{refused}/place"), &format!("place={}", "ŵ".repeat(200))).await;
    assert_eq!(fits.status, StatusCode::SEE_OTHER, "characters are counted, not bytes");
    let wrong = site.post(&format!("{verified}/wrong"), &format!("place={long}")).await;
    assert_eq!(wrong.status, StatusCode::SEE_OTHER, "a silent alarm is never refused");

    site.site.app.store.close().await;
    let page = site.post(&format!("{refused}/place"), "place=").await;
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(page.body.contains("This does not mean that the officer is genuine or false"), "{}", page.body);
    assert!(!page.body.contains("Treat as not verified"));
}

/// A receipt of a stop that has ended: its reference and PIN.
async fn a_receipt(site: &TestSite, record: SearchRecord) -> (String, String) {
    let ada = Officer::on_duty(site).await;
    let stop = ada.stops(site).await;
    let (address, _) = checks(site, &ada.shows(site, stop).await).await;
    let receipt = site.post(&format!("{address}/receipt"), "").await;
    let shown: Vec<&str> =
        receipt.body.split("translate=\"no\">").skip(1).map(|rest| rest.split('<').next().unwrap()).collect();
    let (power, reason_code) = (Power::PaceSection1, ReasonCode::Weapon);
    let record = SearchRecord { grounds: "a handle was seen".to_owned(), ..record };
    let finish = Finish { outcome: domain::stop::StopOutcome::PenaltyNotice, power, reason_code, record };
    stop::finish(&ada.acts(site), stop, finish).await.unwrap();
    (shown[0].to_owned(), shown[1].to_owned())
}

#[tokio::test]
async fn a_complaint_is_not_lost_whatever_goes_wrong_and_not_made_twice() {
    let site = TestSite::configured(NORTHMERE).await;
    let (reference, pin) = a_receipt(&site, SearchRecord::default()).await;
    let wrong = if pin == "000000" { "000001" } else { "000000" };
    let words = "He+laughed+at+me";
    let form = |reference: &str, pin: &str, words: &str| {
        format!("reference={reference}&pin={pin}&category=discrimination&words={words}")
    };
    let kept = |answer: &Reply, words: &str| {
        holds("a complaint again", &answer.body, Language::English);
        assert!(answer.body.contains(&words.replace('+', " ")), "the words are lost: {}", answer.body);
        assert!(answer.body.contains("value=\"discrimination\" checked"), "{}", answer.body);
        assert!(answer.body.contains("action=\"/record/complaint\""), "{}", answer.body);
    };
    for (reference, pin, told) in [
        (reference.as_str(), "12", "A PIN has 6 digits"),
        ("12", pin.as_str(), "A reference has two letters"),
        (reference.as_str(), wrong, "do not fit together"),
    ] {
        let answer = site.post("/record/complaint", &form(reference, pin, words)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        kept(&answer, words);
        assert!(answer.body.contains(told) && !answer.body.contains(&format!("value=\"{pin}\"")), "{}", answer.body);
    }
    // Characters are counted, not bytes: 4,000 fit, and no more.
    let long = site.post("/record/complaint", &form(&reference, &pin, &"â".repeat(4_001))).await;
    assert!(long.body.contains("Keep it to 4,000 characters"), "{}", long.body);
    kept(&long, &"â".repeat(4_001));
    for _ in 0..2 {
        for words in [words, &"â".repeat(4_000)] {
            let sent = site.post("/record/complaint", &form(&reference, &pin, words)).await;
            assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
        }
    }
    let row = site.site.app.store.stops_by_reference(reference.parse().unwrap()).await.unwrap();
    assert_eq!(site.site.app.store.reports_about(row[0].officer).await.unwrap().len(), 2, "sent twice, made once");

    for _ in 0..5 {
        site.post("/record/complaint", &form(&reference, wrong, words)).await;
    }
    let locked = site.post("/record/complaint", &form(&reference, &pin, words)).await;
    kept(&locked, words);
    assert!(locked.body.contains("Too many wrong PINs"), "{}", locked.body);

    site.site.app.store.close().await;
    let away = site.post("/record/complaint", &form(&reference, &pin, words)).await;
    assert_eq!(away.status, StatusCode::SERVICE_UNAVAILABLE);
    kept(&away, words);
    assert!(away.body.contains("Your complaint was not sent: the system did not answer"), "{}", away.body);
}

#[tokio::test]
async fn the_record_calls_things_by_their_names_in_both_languages() {
    let site = TestSite::configured(NORTHMERE).await;
    let record = SearchRecord {
        self_defined_ethnicity: Some(Ethnicity::W1),
        perceived_ethnicity: Some(Ethnicity::Ns),
        ..SearchRecord::default()
    };
    let (reference, pin) = a_receipt(&site, record).await;
    let form = format!("reference={reference}&pin={pin}");
    let english = site.post("/record", &form).await.body;
    for shown in ["Northern Irish or British (W1)", "Not stated (NS)", "A penalty notice"] {
        assert!(english.contains(shown), "`{shown}` is missing in {english}");
    }
    let welsh = site.post("/cy/record", &form).await.body;
    for shown in ["Gogledd-Wyddelig neu Brydeinig (W1)", "Heb ei nodi (NS)", "Hysbysiad cosb"] {
        assert!(welsh.contains(shown), "`{shown}` is missing in {welsh}");
    }
}

#[tokio::test]
async fn a_visitor_is_heard_twenty_times_and_no_puzzle_stands_before_a_silent_alarm() {
    let site = TestSite::configured(&NORTHMERE.replace("burst_count = 500", "burst_count = 1")).await;
    let ada = Officer::on_duty(&site).await;
    let stop = ada.stops(&site).await;
    let (address, _) = checks(&site, &ada.shows(&site, stop).await).await;
    let receipt = site.post(&format!("{address}/receipt"), "").await;
    assert_eq!(receipt.status, StatusCode::TOO_MANY_REQUESTS, "a receipt waits its turn");
    for _ in 0..25 {
        assert_eq!(site.post(&format!("{address}/wrong"), "").await.status, StatusCode::SEE_OTHER);
        assert_eq!(site.post(&format!("{address}/place"), "place=quay").await.status, StatusCode::SEE_OTHER);
    }
    let reference = address.rsplit('/').next().unwrap().parse().unwrap();
    let check = app::check::by_reference(&site.site.visitor(), reference).await.unwrap();
    assert_eq!(check.said_count, 20);
}

#[tokio::test]
async fn without_the_database_it_could_not_be_determined() {
    let site = TestSite::configured(NORTHMERE).await;
    let (address, _) = checks(&site, "2345 6789").await;
    site.site.app.store.close().await;
    for answer in
        [site.post("/check", "code=2345+6789").await, site.get(&address).await, site.post("/check/ask", "").await]
    {
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{}", answer.body);
        holds("undetermined", &answer.body, Language::English);
        assert!(answer.body.contains("This does not mean that the officer is genuine or false"), "{}", answer.body);
        assert!(!answer.body.contains("Treat as not verified") && !answer.body.contains("may act now"));
    }
}

#[tokio::test]
async fn an_address_that_was_made_up_shows_nothing() {
    let site = TestSite::configured(NORTHMERE).await;
    for path in ["/check/7Q4K-29MP-XW3T", "/check/1", "/check/0O0O-IIII-LLLL", "/check/7Q4K-29MP-XW3T/photo"] {
        assert_eq!(site.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(site.post("/check/7Q4K-29MP-XW3T/wrong", "").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn junk_that_is_scanned_is_a_refusal_with_an_alarm_or_is_too_large() {
    let site = TestSite::configured(NORTHMERE).await;
    for junk in ["1", "99999999999999999", &"7".repeat(4_999), "x<>&"] {
        let answer = site.post("/check/scan", &format!("presentation={junk}")).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        assert!(site.get(answer.header("location")).await.body.contains("We cannot confirm this"));
    }
    let alarms = site.site.app.store.alarms_of_no_force("control-room", 10).await.unwrap();
    assert!(alarms.len() == 4 && alarms.iter().all(|alarm| alarm.cause == "forged"), "{alarms:?}");
    let huge = site.post("/check/scan", &format!("presentation={}", "7".repeat(1 << 20))).await;
    assert_eq!(huge.status, StatusCode::PAYLOAD_TOO_LARGE);
}

fn shown(text: &str) -> app::check::Shown {
    let now = "2026-11-22T09:00:00Z".parse().unwrap();
    app::check::Shown {
        name: Some(text.to_owned()),
        number: text.to_owned(),
        force: text.to_owned(),
        telephone: text.to_owned(),
        on_duty_since: Some(now),
        units_sent: false,
        power: Power::PaceSection1,
        reason_code: Some(ReasonCode::Wanted),
        reason: text.to_owned(),
        object: Some(text.to_owned()),
        place: text.to_owned(),
        stop: "NM-7Q4K-29".parse().unwrap(),
        verified_at: now,
        photo: true,
        ended: false,
        receipt: false,
    }
}

#[tokio::test]
async fn every_page_is_rendered_with_whatever_may_stand_in_it() {
    let site = TestSite::configured(NORTHMERE).await;
    let reference: domain::CheckRef = "7Q4K-29MP-XW3T".parse().unwrap();
    let now: jiff::Timestamp = "2026-11-22T09:00:00Z".parse().unwrap();
    let errors = |frame: &web::Frame| {
        let mut errors = FieldErrors::none();
        errors.add("code", frame.t.check_code_wrong());
        errors
    };
    render_all(&site, "/check", |frame, text| Start {
        t: frame.t.clone(),
        errors: errors(&frame),
        code: text.to_owned(),
        address: text.to_owned(),
        bsl_url: Some("https://video.example/bsl".to_owned()),
        control: None,
        frame,
    });
    for over in [false, true] {
        render_all(&site, "/check/X", |frame, text| {
            let t = frame.t.clone();
            Asked { t, frame, challenge: text.to_owned(), until: now, over, reference, noted: over }
        });
    }
    for (ended, units_sent, receipt) in [(false, false, false), (true, false, true), (false, true, false)] {
        render_all(&site, "/check/X", |frame, text| {
            let shown = app::check::Shown { ended, units_sent, receipt, ..shown(text) };
            Verified { t: frame.t.clone(), frame, reference, shown, noted: true }
        });
    }
    render_all(&site, "/check/X", |frame, _| Pending { t: frame.t.clone(), frame, reference, noted: true });
    render_all(&site, "/check/X", |frame, text| {
        let mut errors = FieldErrors::none();
        errors.add("place", frame.t.check_place_missing());
        NotVerified { t: frame.t.clone(), frame, reference, errors, place: text.to_owned(), noted: true }
    });
    render_all(&site, "/check/X", |frame, _| Over { t: frame.t.clone(), frame });
    render_all(&site, "/check/offline", |frame, text| Offline { t: frame.t.clone(), frame, address: text.to_owned() });
    render_all(&site, "/check/X", |frame, text| {
        let control = Some(web::check::Control { force: text.to_owned(), telephone: text.to_owned() });
        Undetermined { t: frame.t.clone(), frame, control }
    });
    render_all(&site, "/check/X/receipt", |frame, text| {
        let receipt =
            app::check::Receipt { stop: "NM-7Q4K-29".parse().unwrap(), pin: "012345".parse().unwrap(), until: now };
        Receipt { t: frame.t.clone(), frame, reference, receipt, address: text.to_owned() }
    });
    render_all(&site, "/record", |frame, text| {
        let mut errors = FieldErrors::none();
        errors.add("reference", frame.t.record_reference_wrong());
        errors.add("pin", frame.t.record_pin_wrong());
        record::Ask { t: frame.t.clone(), frame, errors, reference: text.to_owned(), complaint: None }
    });
    render_all(&site, "/record/complaint", |frame, text| {
        let mut errors = FieldErrors::none();
        errors.add("words", frame.t.record_complain_not_sent());
        let complaint = Some(record::Written { words: text.to_owned(), category: "other".to_owned() });
        record::Ask { t: frame.t.clone(), frame, errors, reference: text.to_owned(), complaint }
    });
    render_all(&site, "/record/X/complained", |frame, _| record::Complained {
        t: frame.t.clone(),
        frame,
        reference: "NM-7Q4K-29".parse().unwrap(),
    });
}
