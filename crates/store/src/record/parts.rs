//! The parts of an event: a skeleton, and each piece of personal data separately. No encryption here.

use domain::record::personal::MARK;
use serde_json::{Map, Value, json};

use domain::SubjectId;

/// The skeleton holds `{"personal": SUBJECT, "part": NUMBER}` in place of a part.
const PART: &str = "part";

/// A piece of personal data. Its number is its position in the list, starting at 1.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PersonalPart {
    pub(crate) subject: SubjectId,
    /// The value. If it contains marked values of other subjects, references to their parts take their place.
    pub(crate) value: Value,
}

/// The payload carries a mark that only the store may write.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct ForeignMark;

/// Takes every marked value out of a payload, outermost first.
pub(crate) fn take_apart(payload: Value) -> Result<(Value, Vec<PersonalPart>), ForeignMark> {
    let mut parts = Vec::new();
    let skeleton = take(payload, &mut parts)?;
    Ok((skeleton, parts))
}

fn take(value: Value, parts: &mut Vec<PersonalPart>) -> Result<Value, ForeignMark> {
    match value {
        Value::Object(mut members) => {
            if let Some(subject) = marked(&members) {
                if members.contains_key(PART) {
                    return Err(ForeignMark);
                }
                if let Some(inner) = members.remove("value") {
                    parts.push(PersonalPart { subject, value: Value::Null });
                    let number = parts.len();
                    parts[number - 1].value = take(inner, parts)?;
                    return Ok(json!({ MARK: subject, PART: number }));
                }
            }
            let members = members.into_iter().map(|(name, member)| Ok((name, take(member, parts)?)));
            Ok(Value::Object(members.collect::<Result<Map<_, _>, _>>()?))
        }
        Value::Array(elements) => elements.into_iter().map(|element| take(element, parts)).collect(),
        plain => Ok(plain),
    }
}

fn marked(members: &Map<String, Value>) -> Option<SubjectId> {
    members.get(MARK)?.as_str()?.parse().ok()
}

/// Puts the parts back into the skeleton. `find` returns the value of a part, `None` if its key was destroyed, or an
/// error if there is no such part.
pub(crate) fn put_together<E>(
    mut skeleton: Value,
    find: &mut impl FnMut(u64, SubjectId) -> Result<Option<Value>, E>,
) -> Result<Value, E> {
    put(&mut skeleton, find)?;
    Ok(skeleton)
}

// Works in place, because most of a payload contains no parts and need not be copied.
fn put<E>(value: &mut Value, find: &mut impl FnMut(u64, SubjectId) -> Result<Option<Value>, E>) -> Result<(), E> {
    match value {
        Value::Object(members) => {
            let number = members.get(PART).and_then(Value::as_u64);
            let Some((subject, number)) = marked(members).zip(number) else {
                return members.values_mut().try_for_each(|member| put(member, find));
            };
            *value = match find(number, subject)? {
                Some(mut found) => {
                    put(&mut found, find)?;
                    let mark = (MARK.to_owned(), Value::String(subject.to_string()));
                    Value::Object(Map::from_iter([mark, ("value".to_owned(), found)]))
                }
                None => json!({ MARK: subject, "erased": true }),
            };
            Ok(())
        }
        Value::Array(elements) => elements.iter_mut().try_for_each(|element| put(element, find)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn subject(number: u128) -> SubjectId {
        SubjectId::new(Uuid::from_u128(number))
    }

    #[test]
    fn a_value_about_another_inside_a_value_is_a_part_of_its_own() {
        let inner = json!({"personal": subject(2), "value": "Bea"});
        let payload = json!({"open": 1, "of": {"personal": subject(1), "value": {"name": "Ada", "friend": inner}}});
        let (skeleton, parts) = take_apart(payload.clone()).unwrap();
        assert_eq!(skeleton, json!({"open": 1, "of": {"personal": subject(1), "part": 1}}));
        assert_eq!(parts[1], PersonalPart { subject: subject(2), value: json!("Bea") });
        assert!(!parts[0].value.to_string().contains("Bea"));

        let all = put_together(skeleton.clone(), &mut |number, _| {
            Ok::<_, ()>(Some(parts[usize::try_from(number).unwrap() - 1].value.clone()))
        });
        assert_eq!(all.unwrap(), payload);
        let without_bea =
            put_together(skeleton, &mut |number, _| Ok::<_, ()>((number == 1).then(|| parts[0].value.clone())));
        assert_eq!(without_bea.unwrap()["of"]["value"]["friend"], json!({"personal": subject(2), "erased": true}));
    }

    #[test]
    fn a_payload_cannot_point_at_parts_by_itself() {
        assert_eq!(take_apart(json!({"a": {"personal": subject(1), "part": 1}})), Err(ForeignMark));
    }

    #[test]
    fn what_was_erased_before_stays_as_it_is() {
        let erased = json!({"a": {"personal": subject(1), "erased": true}});
        assert_eq!(take_apart(erased.clone()).unwrap(), (erased, vec![]));
    }

    proptest! {
        #[test]
        fn taking_apart_and_putting_together_changes_nothing(names in proptest::collection::vec((0_u128..4, ".{0,6}"), 0..6)) {
            let mut payload = json!(null);
            for (number, name) in names {
                payload = json!([{"personal": subject(number), "value": {"name": name, "and": payload}}, {"plain": 1}]);
            }
            let (skeleton, parts) = take_apart(payload.clone()).unwrap();
            let back = put_together(skeleton, &mut |number, about| {
                let part = &parts[usize::try_from(number).unwrap() - 1];
                assert_eq!(part.subject, about);
                Ok::<_, ()>(Some(part.value.clone()))
            });
            prop_assert_eq!(back.unwrap(), payload);
        }
    }
}
