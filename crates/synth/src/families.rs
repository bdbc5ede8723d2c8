//! Families within the workforce, and people who are easily mistaken for one another.

use crate::chance::Chance;
use crate::dates::later;
use crate::names::{FamilyName, Sex};
use crate::people::{FAMILY_STREAM, Member, Newcomer, World};
use crate::service::Personnel;
use crate::vehicles::Plate;

const YEAR: i32 = 365;

/// The reason why two different people look like one person.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Likeness {
    Twins,
    FatherAndSon,
    Namesakes,
    SimilarPlates,
}

impl Likeness {
    pub(crate) const ALL: [Self; 4] = [Self::Twins, Self::FatherAndSon, Self::Namesakes, Self::SimilarPlates];

    pub(crate) fn text(self) -> &'static str {
        match self {
            Self::Twins => "twins",
            Self::FatherAndSon => "father and son",
            Self::Namesakes => "namesakes",
            Self::SimilarPlates => "similar plates",
        }
    }
}

/// Two members of the workforce, by position, who must not be taken for one person.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LookAlikes {
    pub(crate) one: usize,
    pub(crate) other: usize,
    pub(crate) likeness: Likeness,
}

/// Forms families within the workforce. Returns the look-alikes, and the positions of members who have no family there.
pub(crate) fn form(
    world: &World,
    workforce: &mut [Member],
    personnel: &mut Personnel,
) -> (Vec<LookAlikes>, Vec<usize>) {
    let chance = &mut world.seed.stream(FAMILY_STREAM);
    let mut free: Vec<usize> = (0..workforce.len()).collect();
    chance.shuffle(&mut free);
    // Pairs per 10,000 members. Twice their sum is 11 % of the members; the rest have no family in the workforce.
    let mut pairs = |per_ten_thousand: usize, least: usize| {
        let count = (workforce.len() * per_ten_thousand / 10_000).max(least);
        let taken = free.split_off(free.len().saturating_sub(count * 2));
        taken.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect::<Vec<_>>()
    };
    let couples = pairs(300, 1);
    let parents = pairs(80, 1);
    let siblings = pairs(80, 1);
    let alike = [
        (Likeness::Twins, pairs(15, 2)),
        (Likeness::FatherAndSon, pairs(20, 2)),
        (Likeness::Namesakes, pairs(50, 2)),
        (Likeness::SimilarPlates, pairs(20, 2)),
    ];

    let mut family = Family { world, workforce, personnel, chance };
    for (one, other) in couples {
        family.couple(one, other);
    }
    for (parent, child) in parents {
        family.parent_and_child(parent, child);
    }
    for (elder, younger) in siblings {
        family.siblings(elder, younger);
    }
    let mut look_alikes = Vec::new();
    for (likeness, pairs) in alike {
        for (one, other) in pairs {
            match likeness {
                Likeness::Twins => family.twins(one, other),
                Likeness::FatherAndSon => family.father_and_son(one, other),
                Likeness::Namesakes => family.namesakes(one, other),
                Likeness::SimilarPlates => family.similar_plates(one, other),
            }
            look_alikes.push(LookAlikes { one, other, likeness });
        }
    }
    (look_alikes, free)
}

struct Family<'a> {
    world: &'a World,
    workforce: &'a mut [Member],
    personnel: &'a mut Personnel,
    chance: &'a mut Chance,
}

impl Family<'_> {
    /// Replaces the person in `place` with a new relative of the person in `of`, born `days` later (negative: earlier).
    fn relation(&mut self, place: usize, of: usize, sex: Sex, days: i32) {
        let Self { world, chance, .. } = self;
        let related = &self.workforce[of];
        let (eldest, youngest) = (later(world.today, -66 * YEAR), later(world.today, -19 * YEAR));
        // Nobody is employed too young or too old: a birth date out of bounds is drawn again, close to the bound.
        let mut born = later(related.person.born, days);
        if born > youngest {
            born = later(youngest, -chance.between(0, 8 * YEAR));
        } else if born < eldest {
            born = later(eldest, chance.between(0, 8 * YEAR));
        }
        // Relatives often serve in the same force.
        let force = if chance.odds(0.6) { related.service.now.force } else { world.forces.draw(chance) };
        let newcomer = Newcomer { place, sex, tradition: related.person.tradition, born, force };
        self.workforce[place] = world.recruit(&newcomer, self.personnel, chance);
    }

    fn share_surname(&mut self, from: usize, to: usize) {
        let surname = self.workforce[from].person.surname;
        let sex = self.workforce[to].person.sex;
        self.workforce[to].person.surname = self.world.names.shared(surname, sex, self.chance);
        self.workforce[to].person.earlier_surname = None;
    }

    fn share_home(&mut self, from: usize, to: usize) {
        self.workforce[to].person.home = self.workforce[from].person.home;
    }

    fn couple(&mut self, one: usize, other: usize) {
        let sex = self.workforce[one].person.sex;
        let opposite = if sex == Sex::Man { Sex::Woman } else { Sex::Man };
        let partner = if self.chance.odds(0.95) { opposite } else { sex };
        let days = self.chance.between(-7 * YEAR, 7 * YEAR);
        self.relation(other, one, partner, days);
        self.share_home(one, other);
        if self.chance.odds(0.3) {
            self.workforce[other].person.plate = self.workforce[one].person.plate;
        }
        let (husband, wife) = match (sex, partner) {
            (Sex::Man, Sex::Woman) => (one, other),
            (Sex::Woman, Sex::Man) => (other, one),
            _ => return,
        };
        let birth_name = self.workforce[wife].person.earlier_surname.unwrap_or(self.workforce[wife].person.surname);
        let married = self.workforce[husband].person.surname;
        let person = &mut self.workforce[wife].person;
        if person.earlier_surname.is_none() {
            person.renamed_on = later(self.world.today, -self.chance.between(100, 15 * YEAR));
        }
        match self.chance.below(100) {
            0..=59 => {
                person.surname = self.world.names.shared(married, Sex::Woman, self.chance);
                person.earlier_surname = Some(birth_name);
            }
            60..=67 => {
                person.surname = FamilyName { first: birth_name.first, joined: Some(married.first) };
                person.earlier_surname = Some(birth_name);
            }
            _ => {}
        }
    }

    fn parent_and_child(&mut self, parent: usize, child: usize) {
        let sex = if self.chance.odds(0.4) { Sex::Woman } else { Sex::Man };
        let days = self.chance.between(19 * YEAR, 36 * YEAR);
        self.relation(child, parent, sex, days);
        self.share_surname(parent, child);
        if self.chance.odds(0.5) {
            self.share_home(parent, child);
        }
    }

    fn siblings(&mut self, elder: usize, younger: usize) {
        let sex = if self.chance.odds(0.4) { Sex::Woman } else { Sex::Man };
        let days = self.chance.between(300, 8 * YEAR);
        self.relation(younger, elder, sex, days);
        self.share_surname(elder, younger);
    }

    /// The twins share a surname and a date of birth, often an address, and sometimes an initial.
    fn twins(&mut self, one: usize, other: usize) {
        let sex = self.workforce[one].person.sex;
        self.relation(other, one, sex, 0);
        let born = self.workforce[one].person.born;
        self.share_surname(one, other);
        if self.chance.odds(0.6) {
            self.share_home(one, other);
        }
        let first = self.workforce[one].person.forename;
        let initial = |name| self.world.names.forename_text(name).as_bytes()[0];
        let alike = self.chance.odds(0.35);
        let person = &mut self.workforce[other].person;
        person.born = born;
        for _ in 0..40 {
            if person.forename != first && (!alike || initial(person.forename) == initial(first)) {
                break;
            }
            person.forename = self.world.names.forename(person.tradition, sex, born.year(), self.chance);
        }
    }

    /// Father and son share a forename and a surname, and in half of the cases an address.
    fn father_and_son(&mut self, father: usize, son: usize) {
        let (tradition, force) = (self.workforce[father].person.tradition, self.workforce[father].service.now.force);
        let born = later(self.world.today, -self.chance.between(44 * YEAR, 62 * YEAR));
        let newcomer = Newcomer { place: father, sex: Sex::Man, tradition, born, force };
        self.workforce[father] = self.world.recruit(&newcomer, self.personnel, self.chance);
        let days = self.chance.between(20 * YEAR, 24 * YEAR);
        self.relation(son, father, Sex::Man, days);
        self.share_surname(father, son);
        self.workforce[son].person.forename = self.workforce[father].person.forename;
        if self.chance.odds(0.5) {
            self.share_home(father, son);
        }
    }

    /// Namesakes share a forename and a surname by chance, and belong to one force.
    fn namesakes(&mut self, one: usize, other: usize) {
        let Self { world, workforce, chance, .. } = self;
        let (sex, tradition) = (workforce[one].person.sex, workforce[one].person.tradition);
        let force = workforce[one].service.now.force;
        let newcomer = Newcomer { sex, tradition, force, ..world.newcomer(other, chance) };
        let (forename, surname) = (workforce[one].person.forename, workforce[one].person.surname);
        let mut member = world.recruit(&newcomer, self.personnel, chance);
        if member.person.born == workforce[one].person.born {
            member.person.born = later(member.person.born, 1);
        }
        member.person.forename = forename;
        member.person.surname = surname;
        member.person.earlier_surname = None;
        workforce[other] = member;
    }

    /// The plates of two cars differ in one letter.
    fn similar_plates(&mut self, one: usize, other: usize) {
        let plate = self.workforce[one].person.plate.unwrap_or_else(|| Plate::new(self.chance));
        self.workforce[one].person.plate = Some(plate);
        self.workforce[other].person.plate = Some(plate.similar(self.chance));
    }
}
