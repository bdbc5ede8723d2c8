//! The officer whom a record is about: their documents, their name, annotations added by them and by others, and a sign
//! raised by mistake.

use app::matter::suspend::{self, SuspensionDecision};
use app::matter::{self, NewAllegation, NewMatter, Paper};
use app::officer;
use app::subject::{consult, fairness};
use domain::allegation::Category;
use domain::matter::{Condition, MatterKind, SuspensionAnswer, SuspensionCondition};
use domain::officer::{Identity, Post};
use domain::record::followed::{Label, SignKind};
use domain::{Actor, EventId, MatterId, OfficerId, Role, StreamId, StreamKind};
use jiff::civil::date;

use crate::support::cast::{enrol, force, human_resources, posting, staff};
use crate::support::{Stage, at, on_both, refused};

async fn dale(stage: &Stage) -> (OfficerId, Actor) {
    let posting = posting(&force("northmere"), "Response A", Post::Response, date(2018, 9, 3));
    let id = enrol(stage, "Dale Everard", posting, None).await;
    (id, Actor::staff(id, Role::Officer, force("northmere")))
}

async fn authority(stage: &Stage) -> Actor {
    staff(stage, "Helen Ashdown", Role::AppropriateAuthority, &force("northmere")).await
}

async fn open(stage: &Stage, authority: &Actor, subject: OfficerId) -> MatterId {
    let cx = stage.as_(authority);
    let new = NewMatter {
        force: force("northmere"),
        subject,
        kind: MatterKind::Conduct,
        reports: Vec::new(),
        allegations: vec![NewAllegation::of(Category::Stalking, date(2026, 9, 1), "what is alleged")],
        came_to_attention_on: cx.today(),
    };
    matter::open(&cx, new).await.unwrap()
}

async fn first_event(stage: &Stage, kind: StreamKind, id: impl std::fmt::Display) -> EventId {
    stage.app.store.history(&StreamId::new(kind, id), None).await.unwrap()[0].id
}

fn paper(notice: &str, method: &str) -> Paper {
    let (notice, method) = (notice.to_owned(), method.to_owned());
    Paper { notice, method, sent_at: at("2026-09-07 10:00"), receipt: "signed".to_owned() }
}

on_both! {
    async fn an_officer_sees_the_papers_served_on_them_and_a_colleague_sees_none(stage: &Stage) {
        stage.now("2026-09-07 09:00");
        let ((id, himself), authority) = (dale(stage).await, authority(stage).await);
        let matter = open(stage, &authority, id).await;
        matter::serve_notice(&stage.as_(&authority), matter, paper("investigation", "personal")).await.unwrap();
        let papers = consult::own_papers(&stage.as_(&himself), matter).await.unwrap();
        let shown: Vec<_> = papers.iter().map(|paper| (paper.notice.as_str(), paper.method.as_str())).collect();
        assert_eq!(shown, [("investigation", "personal")]);
        let colleague = enrol(
            stage,
            "Mona Greaves",
            posting(&force("northmere"), "Response A", Post::Response, date(2019, 1, 7)),
            None,
        );
        let colleague = Actor::staff(colleague.await, Role::Officer, force("northmere"));
        assert!(refused(consult::own_papers(&stage.as_(&colleague), matter).await).starts_with("record.missing"));
    }

    async fn a_paper_and_a_ground_that_the_law_does_not_list_are_refused_with_those_that_it_does(stage: &Stage) {
        stage.now("2026-09-07 09:00");
        let ((id, _), authority) = (dale(stage).await, authority(stage).await);
        let matter = open(stage, &authority, id).await;
        let cx = stage.as_(&authority);
        let notice = refused(matter::serve_notice(&cx, matter, paper("investigatoin", "personal")).await);
        assert!(notice.starts_with("code.unknown: `investigatoin` is not a known notice: use one of `investigation`, "), "{notice}");
        let method = refused(matter::serve_notice(&cx, matter, paper("investigation", "pigeon")).await);
        insta::assert_snapshot!(method, @"code.unknown: `pigeon` is not a known way of serving: use one of `personal`, `left-with-person`, `post`, `police-friend`, `agreed`, `email`");
        let ground = refused(matter::refer(&cx, matter, &["gravity", "gravty"]).await);
        assert!(ground.starts_with("code.unknown: `gravty` is not a known ground of a referral: use one of "), "{ground}");
        assert!(stage.matter(matter).await.served.is_empty(), "nothing of it is recorded");
    }

    async fn another_name_is_recorded_and_the_earlier_one_stays(stage: &Stage) {
        stage.now("2026-09-07 09:00");
        let (id, himself) = dale(stage).await;
        let married = Identity { first_name: "Dale".to_owned(), surname: "Foxley".to_owned(), ..Identity::default() };
        let own = officer::change_identity(&stage.as_(&himself), id, married.clone()).await;
        assert!(refused(own).starts_with("actor.may-not"));
        let clerk = human_resources(&force("northmere"));
        officer::change_identity(&stage.as_(&clerk), id, married).await.unwrap();
        let officer = stage.officer(id).await;
        assert_eq!(officer.identity.known().unwrap().surname, "Foxley");
        let earlier: Vec<_> = officer.earlier_identities.iter().map(|it| it.known().unwrap().surname.as_str()).collect();
        assert_eq!(earlier, ["Everard"]);
    }

    async fn a_fact_is_disputed_beside_it_by_the_officer_and_explained_by_the_authority(stage: &Stage) {
        stage.now("2026-09-07 09:00");
        let ((id, himself), authority) = (dale(stage).await, authority(stage).await);
        let enrolled = first_event(stage, StreamKind::Officer, id).await;
        let silent = fairness::annotate_officer(&stage.as_(&himself), id, enrolled, " ").await;
        assert!(refused(silent).starts_with("decision.no-reasons"));
        fairness::annotate_officer(&stage.as_(&himself), id, enrolled, "I joined a year before").await.unwrap();
        let annotations = stage.officer(id).await.annotations;
        assert_eq!((annotations.len(), annotations[0].0), (1, enrolled));

        let matter = open(stage, &authority, id).await;
        let opened = first_event(stage, StreamKind::Matter, matter).await;
        fairness::annotate_matter(&stage.as_(&authority), matter, opened, "the day is that of the first call").await.unwrap();
        let words: Vec<_> =
            stage.matter(matter).await.annotations.iter().map(|(_, words)| words.known().cloned().unwrap()).collect();
        assert_eq!(words, ["the day is that of the first call"]);
    }

    async fn a_sign_that_was_a_mistake_stays_on_record_as_corrected(stage: &Stage) {
        stage.now("2026-09-07 09:00");
        let ((id, himself), authority) = (dale(stage).await, authority(stage).await);
        let matter = open(stage, &authority, id).await;
        let answer = SuspensionDecision {
            answer: SuspensionAnswer::Suspend,
            conditions: vec![Condition { condition: SuspensionCondition::PublicInterest, met: true }],
            exceptional: None,
            reasons: "the public interest requires it".to_owned(),
        };
        suspend::decide(&stage.as_(&authority), matter, answer).await.unwrap();
        officer::present_card(&stage.as_(&himself), id, "Harbour Street").await.unwrap();
        let signs = stage.officer(id).await.followed.signs;
        let (_, sign) = signs.iter().find(|(_, sign)| sign.sign == SignKind::ActedWhileSuspended).unwrap();
        assert!(refused(fairness::correct_sign(&stage.as_(&himself), id, sign.id).await).starts_with("actor.may-not"));
        fairness::correct_sign(&stage.as_(&authority), id, sign.id).await.unwrap();
        let officer = stage.officer(id).await;
        let (_, corrected) = officer.followed.signs.iter().find(|(_, known)| known.id == sign.id).unwrap();
        assert_eq!(corrected.label, Label::Corrected);
    }
}
