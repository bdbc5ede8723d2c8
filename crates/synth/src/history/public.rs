//! Members of the public who report something. Some have two records, as though they were two people.

use super::maker::Maker;
use super::people::PublicPerson;
use crate::Contact;
use crate::phones::Phones;
use crate::typing::mistype;

/// Share of the public's records that are a human's second one.
const DUPLICATES: f64 = 0.03;
/// Further ranges that Ofcom reserves for drama, such as `01134960xxx`; the workforce uses others.
const PUBLIC_PHONES: &[&str] = &[
    "01134960", "01144960", "01154960", "01164960", "01174960", "01184960", "01214960", "01514960", "01614960",
    "02079460", "01914980",
];

impl Maker {
    /// Adds a new member of the public or, in three of a hundred cases, a second record of an existing one.
    pub(super) fn public_person(&mut self) -> u32 {
        let id = self.public.len() as u32;
        if id > 20 && self.chance.odds(DUPLICATES) {
            let mut again = self.public[self.chance.below(id as usize)].clone();
            again.id = id;
            if self.chance.odds(0.5) {
                again.surname = mistype(&again.surname, &mut self.chance);
            }
            if self.chance.odds(0.5) {
                again.born = None;
            }
            self.public.push(again);
            return id;
        }
        let person = self.world.member_of_the_public(id as usize, &self.members);
        let (mut surname, mut address, mut postcode) = (String::new(), String::new(), String::new());
        self.world.names.write_surname(person.surname, &mut surname);
        self.world.places.write_address(person.home, &mut address);
        self.world.places.write_postcode(person.home, &mut postcode);
        let phone = self.chance.odds(0.8).then(|| self.public_phone(id));
        self.public.push(PublicPerson {
            id,
            human: id,
            first_name: self.world.names.forename_text(person.forename).to_owned(),
            surname,
            born: self.chance.odds(0.7).then_some(person.born),
            address,
            postcode,
            phone,
        });
        id
    }

    fn public_phone(&self, id: u32) -> String {
        match self.world.style {
            Contact::Screen => {
                let range = PUBLIC_PHONES[id as usize / 1_000 % PUBLIC_PHONES.len()];
                format!("{range}{:03}", id % 1_000 * 617 % 1_000)
            }
            Contact::Benchmark => {
                let phones = &self.world.phones;
                phones.text(Phones::own(self.counts.workforce() + id as usize))
            }
        }
    }
}
