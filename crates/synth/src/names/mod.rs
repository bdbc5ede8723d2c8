//! Names: how frequent they are, and the combinations in which they occur. People and misspellings are elsewhere.

mod forenames;
mod surnames;

use std::collections::HashMap;

use crate::chance::{Chance, WeightedDraw};

/// A forename, by its position in the table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Forename(u16);

/// A single surname, by its position in the table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Surname(u16);

/// A surname as a person bears it: a single one, or two joined by a hyphen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct FamilyName {
    pub(crate) first: Surname,
    pub(crate) joined: Option<Surname>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Sex {
    Woman,
    Man,
}

impl Sex {
    pub(crate) fn letter(self) -> &'static str {
        match self {
            Self::Woman => "F",
            Self::Man => "M",
        }
    }
}

/// The tradition from which a person's names come. Forename and surname are drawn from the same one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Tradition {
    British,
    Urdu,
    Indian,
    Polish,
    WestAfrican,
    EastAsian,
}

impl Tradition {
    const ALL: [Self; 6] = [Self::British, Self::Urdu, Self::Indian, Self::Polish, Self::WestAfrican, Self::EastAsian];
    // Per mille, in the order of `ALL`. The forces are less mixed than the public they serve.
    const WORKFORCE_MIX: [u64; 6] = [905, 33, 28, 12, 17, 5];
    const PUBLIC_MIX: [u64; 6] = [815, 62, 48, 28, 35, 12];
}

/// All the names, with their frequencies. The table does not depend on the seed.
pub(crate) struct Names {
    forename_texts: Vec<&'static str>,
    familiar_forms: Vec<Vec<&'static str>>,
    surname_texts: Vec<String>,
    surnames: Vec<Draw>,
    men: Vec<Vec<Draw>>,
    women: Vec<Vec<Draw>>,
    workforce_mix: WeightedDraw,
    public_mix: WeightedDraw,
    singh: Surname,
    kaur: Surname,
    begum: Surname,
    miah: Surname,
}

/// A weighted draw from part of the table.
struct Draw {
    places: Vec<u16>,
    weights: WeightedDraw,
}

impl Draw {
    fn new(entries: &[(u16, u64)]) -> Self {
        Self {
            places: entries.iter().map(|entry| entry.0).collect(),
            weights: WeightedDraw::new(entries.iter().map(|entry| entry.1)),
        }
    }

    fn draw(&self, chance: &mut Chance) -> u16 {
        self.places[self.weights.draw(chance)]
    }
}

/// Assigns each text a single position, however often the text occurs.
#[derive(Default)]
struct Places<T> {
    texts: Vec<T>,
    by_text: HashMap<T, u16>,
}

impl<T: Clone + Eq + std::hash::Hash> Places<T> {
    fn place(&mut self, text: T) -> u16 {
        let next = self.texts.len() as u16;
        let place = *self.by_text.entry(text.clone()).or_insert(next);
        if place == next {
            self.texts.push(text);
        }
        place
    }
}

impl Names {
    pub(crate) fn new() -> Self {
        let (surname_places, surnames) = surname_tables();
        let named = |text: &str| Surname(surname_places.by_text.get(text).copied().unwrap_or(0));
        let (singh, kaur, begum, miah) = (named("Singh"), named("Kaur"), named("Begum"), named("Miah"));

        let mut places = Places::default();
        let men = forename_tables(&mut places, forenames::MEN, &MEN_ELSEWHERE);
        let women = forename_tables(&mut places, forenames::WOMEN, &WOMEN_ELSEWHERE);
        let mut familiar_forms = vec![Vec::new(); places.texts.len()];
        for (name, forms) in forenames::FAMILIAR {
            if let Some(&place) = places.by_text.get(name) {
                familiar_forms[usize::from(place)] = forms.split_whitespace().filter(|form| form != name).collect();
            }
        }
        Self {
            forename_texts: places.texts,
            familiar_forms,
            surname_texts: surname_places.texts,
            surnames,
            men,
            women,
            workforce_mix: WeightedDraw::new(Tradition::WORKFORCE_MIX),
            public_mix: WeightedDraw::new(Tradition::PUBLIC_MIX),
            singh,
            kaur,
            begum,
            miah,
        }
    }

    /// Number of different surnames that can occur, not counting hyphenated ones.
    pub(crate) fn surnames_count(&self) -> usize {
        self.surname_texts.len()
    }

    pub(crate) fn workforce_tradition(&self, chance: &mut Chance) -> Tradition {
        Tradition::ALL[self.workforce_mix.draw(chance)]
    }

    pub(crate) fn public_tradition(&self, chance: &mut Chance) -> Tradition {
        Tradition::ALL[self.public_mix.draw(chance)]
    }

    /// A random forename that fits the year of birth.
    pub(crate) fn forename(&self, tradition: Tradition, sex: Sex, born: i16, chance: &mut Chance) -> Forename {
        let tables = match sex {
            Sex::Woman => &self.women[tradition as usize],
            Sex::Man => &self.men[tradition as usize],
        };
        let decade = (born.clamp(1950, 2009) - 1950) / 10;
        let table = &tables[usize::from(decade as u16).min(tables.len() - 1)];
        Forename(table.draw(chance))
    }

    pub(crate) fn surname(&self, tradition: Tradition, sex: Sex, chance: &mut Chance) -> Surname {
        let drawn = Surname(self.surnames[tradition as usize].draw(chance));
        self.for_sex(drawn, sex, chance)
    }

    /// Adapts a surname to the sex: Kaur and Begum are borne by women, Singh and Miah mostly by men.
    fn for_sex(&self, surname: Surname, sex: Sex, chance: &mut Chance) -> Surname {
        match sex {
            Sex::Woman if surname == self.singh && chance.odds(0.7) => self.kaur,
            Sex::Woman if surname == self.miah => self.begum,
            Sex::Man if surname == self.kaur => self.singh,
            Sex::Man if surname == self.begum => self.miah,
            _ => surname,
        }
    }

    /// The form of a surname that a relative of this sex bears.
    pub(crate) fn shared(&self, name: FamilyName, sex: Sex, chance: &mut Chance) -> FamilyName {
        FamilyName { first: self.for_sex(name.first, sex, chance), joined: name.joined }
    }

    pub(crate) fn forename_text(&self, forename: Forename) -> &'static str {
        self.forename_texts[usize::from(forename.0)]
    }

    /// The familiar forms of a forename; often there are none.
    pub(crate) fn familiar(&self, forename: Forename) -> &[&'static str] {
        &self.familiar_forms[usize::from(forename.0)]
    }

    /// Appends a surname to `text`.
    pub(crate) fn write_surname(&self, name: FamilyName, text: &mut String) {
        text.push_str(&self.surname_texts[usize::from(name.first.0)]);
        if let Some(joined) = name.joined {
            text.push('-');
            text.push_str(&self.surname_texts[usize::from(joined.0)]);
        }
    }
}

/// A random nickname given by colleagues, unrelated to the name on file.
pub(crate) fn station_nickname(chance: &mut Chance) -> &'static str {
    chance.pick(forenames::STATION_NICKNAMES)
}

type Bands = &'static [(u32, &'static str)];

const MEN_ELSEWHERE: [Bands; 5] = [
    forenames::URDU_MEN,
    forenames::INDIAN_MEN,
    forenames::POLISH_MEN,
    forenames::WEST_AFRICAN_MEN,
    forenames::EAST_ASIAN_MEN,
];
const WOMEN_ELSEWHERE: [Bands; 5] = [
    forenames::URDU_WOMEN,
    forenames::INDIAN_WOMEN,
    forenames::POLISH_WOMEN,
    forenames::WEST_AFRICAN_WOMEN,
    forenames::EAST_ASIAN_WOMEN,
];

/// Builds one table for each tradition, and one for each decade in the British tradition.
fn forename_tables(
    places: &mut Places<&'static str>,
    british: &[(forenames::Decades, &'static str)],
    elsewhere: &[Bands],
) -> Vec<Vec<Draw>> {
    let decades = (0..6).map(|decade| {
        let entries = british
            .iter()
            .flat_map(|(weights, names)| names.split_whitespace().map(|name| (name, u64::from(weights[decade]))))
            .map(|(name, weight)| (places.place(name), weight))
            .collect::<Vec<_>>();
        Draw::new(&entries)
    });
    let mut tables = vec![decades.collect()];
    for bands in elsewhere {
        let entries = banded(bands).map(|(weight, name)| (places.place(name), u64::from(weight))).collect::<Vec<_>>();
        tables.push(vec![Draw::new(&entries)]);
    }
    tables
}

fn banded(bands: Bands) -> impl Iterator<Item = (u32, &'static str)> {
    bands.iter().flat_map(|(weight, names)| names.split_whitespace().map(move |name| (*weight, name)))
}

/// Adds a tail by Zipf's law: the weights fall as 1 / (rank + 40), and add up to about `share` of those of `head`.
fn with_tail(head: Vec<(u16, u64)>, tail: &[u16], share: f64) -> Draw {
    const SCALE: f64 = 1000.0;
    let head_total: u64 = head.iter().map(|entry| entry.1).sum();
    let falling = |rank: usize| 1.0 / (rank as f64 + 40.0);
    let tail_total: f64 = (0..tail.len()).map(falling).sum();
    let unit = head_total as f64 * SCALE * share / tail_total;
    let mut entries: Vec<_> = head.into_iter().map(|(place, weight)| (place, weight * SCALE as u64)).collect();
    entries.extend(tail.iter().enumerate().map(|(rank, &place)| (place, (unit * falling(rank)) as u64)));
    Draw::new(&entries)
}

fn surname_tables() -> (Places<String>, Vec<Draw>) {
    let mut places = Places::default();
    let mut head = |bands: Bands| {
        banded(bands).map(|(weight, name)| (places.place(name.to_owned()), u64::from(weight))).collect::<Vec<_>>()
    };
    let british = head(surnames::BRITISH);
    let urdu = head(surnames::URDU);
    let indian = head(surnames::INDIAN);
    let polish = head(surnames::POLISH);
    let west_african = head(surnames::WEST_AFRICAN);
    let east_asian = head(surnames::EAST_ASIAN);

    let listed = places.texts.len();
    let mut invented = |starts: &str, ends: &[&str], after: bool| {
        let mut tail = Vec::new();
        for start in starts.split_whitespace() {
            for end in ends {
                let name = if after { format!("{end}{start}") } else { format!("{start}{end}") };
                let place = places.place(name);
                if usize::from(place) >= listed {
                    tail.push(place);
                }
            }
        }
        // A fixed stride mixes the syllables over the ranks, and does so in the same way for every seed.
        let count = tail.len();
        let stride = (count * 5 / 8..).find(|stride| greatest_common_divisor(*stride, count) == 1).unwrap_or(1);
        (0..count).map(|rank| tail[rank * stride % count]).collect::<Vec<_>>()
    };
    let last: Vec<&str> = surnames::LAST_SYLLABLES.split_whitespace().collect();
    let endings: Vec<&str> = surnames::POLISH_ENDINGS.split_whitespace().collect();
    let celtic = invented(surnames::CELTIC_STEMS, &["Mc", "Mac", "O'"], true);
    let english = invented(surnames::FIRST_SYLLABLES, &last, false);
    let polish_tail = invented(surnames::POLISH_STEMS, &endings, false);

    // One Scots or Irish name follows every seven English ones, while they last.
    let mut british_tail = Vec::with_capacity(english.len() + celtic.len());
    let mut celtic = celtic.into_iter();
    for group in english.chunks(7) {
        british_tail.extend_from_slice(group);
        british_tail.extend(celtic.next());
    }
    let tables = vec![
        // The tail weighs 1.3 times the head: the frequent names listed cover about 44 % of people, and the tail 56 %.
        with_tail(british, &british_tail, 1.3),
        with_tail(urdu, &[], 0.0),
        with_tail(indian, &[], 0.0),
        with_tail(polish, &polish_tail, 1.5),
        with_tail(west_african, &[], 0.0),
        with_tail(east_asian, &[], 0.0),
    ];
    (places, tables)
}

fn greatest_common_divisor(a: usize, b: usize) -> usize {
    if b == 0 { a } else { greatest_common_divisor(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::Seed;

    #[test]
    fn there_are_more_than_ten_thousand_surnames_and_a_smith_is_met_first() {
        let names = Names::new();
        assert!(names.surnames_count() > 10_000, "{}", names.surnames_count());
        let mut chance = Seed::new(1).stream(1);
        let mut counts = HashMap::new();
        for _ in 0..100_000 {
            let surname = names.surname(Tradition::British, Sex::Man, &mut chance);
            *counts.entry(surname.0).or_insert(0) += 1;
        }
        let most = counts.iter().max_by_key(|entry| entry.1).unwrap();
        assert_eq!(names.surname_texts[usize::from(*most.0)], "Smith");
        assert!((1000..2200).contains(most.1), "Smith is {} per 100,000", most.1);
        assert!(counts.len() > 8000, "{}", counts.len());
    }

    #[test]
    fn forenames_follow_the_decade() {
        let names = Names::new();
        let mut chance = Seed::new(1).stream(1);
        let mut share = |text: &str, sex, year| {
            let drawn = (0..20_000).filter(|_| {
                let forename = names.forename(Tradition::British, sex, year, &mut chance);
                names.forename_text(forename) == text
            });
            drawn.count()
        };
        assert!(share("Susan", Sex::Woman, 1962) > 10 * share("Susan", Sex::Woman, 1994));
        assert!(share("Jack", Sex::Man, 2004) > 10 * share("Jack", Sex::Man, 1975));
    }

    #[test]
    fn every_familiar_form_belongs_to_a_name_in_the_tables() {
        let names = Names::new();
        let strangers: Vec<_> = forenames::FAMILIAR
            .iter()
            .map(|entry| entry.0)
            .filter(|name| !names.forename_texts.contains(name))
            .collect();
        assert!(strangers.is_empty(), "no such forename, remove the row: {strangers:?}");
    }
}
