//! Samples of what the board shows.

use web::pages::alarm::AlarmView;
use web::pages::call::StopView;

pub fn stop_view(text: &str) -> StopView {
    StopView {
        id: "01999999-0000-7000-8000-000000000001".to_owned(),
        reference: text.to_owned(),
        since: text.to_owned().into(),
        power: text.to_owned(),
        place: text.to_owned(),
        call: Some(text.to_owned().into()),
        ended: true,
    }
}

pub fn alarm_view(number: u32, text: &str, taken: bool) -> AlarmView {
    AlarmView {
        id: format!("01999999-0000-7000-8000-00000000001{number}"),
        cause: text.to_owned().into(),
        since: text.to_owned().into(),
        reference: text.to_owned(),
        place: Some(text.to_owned()),
        wrong_said: Some(text.to_owned().into()),
        stop: Some(stop_view(text)),
        lookups: vec![text.to_owned().into(); 4],
        neighbour: Some(text.to_owned()),
        escalated: vec![text.to_owned().into()],
        taken: taken.then(|| text.to_owned().into()),
        next: Some(text.to_owned().into()),
        closed: None,
    }
}
