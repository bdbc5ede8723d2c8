//! `candour link explain`: the waterfall of a pair's weight.

use linkage::Linker;
use linkage::settings::{LinkType, Side};

use super::{load, train};
use crate::arguments::ExplainArguments;
use crate::exit::Failure;
use crate::session::Session;

pub fn explain(arguments: &ExplainArguments, session: &Session) -> Result<(), Failure> {
    let [left, right] = arguments.pair.as_slice() else {
        return Err(Failure::usage("name the two records: `--pair LEFT_ID RIGHT_ID`"));
    };
    let (_, mut ready) = load::ready(&arguments.model, &arguments.files, session)?;
    train::train_if_needed(&mut ready.linker, session)?;
    let linker = &ready.linker;
    let records = (find(linker, left, Side::Left)?, find(linker, right, Side::Right)?);
    let explanation = linkage::explain::explain(linker, records.0, records.1).ok_or(Failure::untrained())?;
    session.print(|| explanation.to_string(), &explanation)
}

fn find(linker: &Linker, id: &str, side: Side) -> Result<u32, Failure> {
    linker.ids().find(id, side).ok_or_else(|| {
        let (side, column) = match (linker.model().link_type, side) {
            (LinkType::DedupeOnly, _) => ("the file", &linker.model().id.left),
            (_, Side::Left) => ("the left file", &linker.model().id.left),
            (_, Side::Right) => ("the right file", &linker.model().id.right),
        };
        let named = column
            .as_ref()
            .map_or("its rows are numbered from 1".to_owned(), |column| format!("ids are in its column `{column}`"));
        Failure::usage(format!("no record `{id}` in {side}; {named}"))
    })
}
