//! Slots: the positions of codes in a row, one for each field, or part of a field, that a rule or a level uses.

use std::collections::BTreeMap;

use crate::dictionary::Transform;
use crate::settings::{Field, Kind, Model, Side};

/// The position of a code in a row.
pub(crate) type SlotId = u16;

/// One column of the rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Slot {
    pub(super) field: String,
    pub(super) kind: Kind,
    pub(super) transform: Transform,
}

/// The slots that a model needs, collected while its rules and levels are compiled.
#[derive(Debug, Clone)]
pub(crate) struct Slots {
    fields: BTreeMap<String, Field>,
    pub(super) list: Vec<Slot>,
}

impl Slots {
    pub fn new(model: &Model) -> Slots {
        Slots { fields: model.fields.clone(), list: Vec::new() }
    }

    /// The slot of a field or part of a field, created on first use. The caller must not ask for a field that the model
    /// does not have; models are checked before this.
    pub fn slot(&mut self, field: &str, transform: Transform) -> SlotId {
        // A slot holds one code. Rules that need several keep the whole value and derive their keys from it.
        let transform = if transform.is_many() { Transform::Whole } else { transform };
        let kind = self.fields.get(field).map_or(Kind::Text, |field| field.kind);
        let slot = Slot { field: field.to_owned(), kind, transform };
        let place = self.list.iter().position(|known| *known == slot).unwrap_or_else(|| {
            self.list.push(slot);
            self.list.len() - 1
        });
        place as SlotId
    }

    pub fn kind(&self, slot: SlotId) -> Kind {
        self.list[slot as usize].kind
    }

    /// Returns true if the field exists on this side.
    pub fn exists(&self, slot: SlotId, side: Side) -> bool {
        self.fields.get(self.field(slot)).is_some_and(|field| field.columns(side).is_some())
    }

    pub fn transform(&self, slot: SlotId) -> Transform {
        self.list[slot as usize].transform
    }

    pub fn field(&self, slot: SlotId) -> &str {
        &self.list[slot as usize].field
    }

    pub fn len(&self) -> usize {
        self.list.len()
    }

    pub(super) fn whole_or_part(&self, field: &str) -> bool {
        self.list.iter().any(|slot| slot.field == field)
    }
}
