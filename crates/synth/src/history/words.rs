//! The vocabulary of a history: categories of allegation, units and roles, and the texts that people write.

use crate::chance::Chance;

/// Every category of allegation, with a flag that is true for violence against women or girls.
pub const CATEGORIES: &[(&str, bool)] = &[
    ("delivery-of-duties", false),
    ("incivility", false),
    ("use-of-force", false),
    ("stop-and-search", false),
    ("discrimination", false),
    ("use-of-police-systems", false),
    ("corruption", false),
    ("failure-to-report", false),
    ("dishonesty", false),
    ("inappropriate-communication", false),
    ("indecent-exposure", true),
    ("sexual-harassment", true),
    ("sexual-assault", true),
    ("domestic-abuse", true),
    ("stalking", true),
    ("abuse-of-position-for-sexual-purpose", true),
];

/// Returns true if a category counts as violence against women or girls.
pub fn category_is_vawg(category: &str) -> bool {
    CATEGORIES.iter().any(|(name, vawg)| *name == category && *vawg)
}

/// A kind of unit: its name, the role in it, and its weights per mille among officers and among staff.
pub(super) struct UnitKind {
    pub(super) name: &'static str,
    pub(super) role: &'static str,
    pub(super) officers: u64,
    pub(super) staff: u64,
}

const fn unit(name: &'static str, role: &'static str, officers: u64, staff: u64) -> UnitKind {
    UnitKind { name, role, officers, staff }
}

pub(super) const UNITS: &[UnitKind] = &[
    unit("Response", "response", 450, 0),
    unit("Neighbourhood", "neighbourhood", 160, 90),
    unit("Investigation", "detective", 150, 110),
    unit("Public Protection", "public-protection", 70, 30),
    unit("Roads Policing", "roads", 60, 0),
    unit("Custody", "custody", 40, 110),
    unit("Intelligence", "intelligence", 30, 60),
    unit("Control Room", "control-room", 20, 240),
    unit("Front Counter", "front-counter", 0, 90),
    unit("Records", "records", 0, 120),
    unit("Scenes of Crime", "scenes-of-crime", 0, 70),
    unit("Human Resources", "human-resources", 0, 80),
    // These three are never drawn at random: see `careers`.
    unit("Armed Response", "armed", 0, 0),
    unit("Professional Standards", "professional-standards", 0, 0),
    unit("Vetting", "vetting", 0, 0),
];
pub(super) const RESPONSE: u8 = 0;
pub(super) const NEIGHBOURHOOD: u8 = 1;
pub(super) const ROADS: u8 = 4;
pub(super) const ARMED: u8 = 12;
pub(super) const STANDARDS: u8 = 13;
pub(super) const VETTING: u8 = 14;

/// A unit: its kind, and its number within the force.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Unit {
    pub(super) kind: u8,
    pub(super) team: u16,
}

impl Unit {
    pub(super) fn name(self) -> String {
        format!("{} {}", UNITS[usize::from(self.kind)].name, self.team)
    }

    pub(super) fn role(self) -> &'static str {
        UNITS[usize::from(self.kind)].role
    }
}

/// The text that a reporter writes about an allegation.
pub(super) fn report_words(category: &str, place: &str, chance: &mut Chance) -> String {
    let said = match category {
        "delivery-of-duties" => chance.pick(&[
            "I reported a theft and nobody has come back to me for weeks.",
            "They said someone would call. Nobody called.",
            "My case was closed without a word and without asking the witness.",
            "We waited four hours for help after the crash.",
        ]),
        "incivility" => chance.pick(&[
            "The officer shouted at me in front of my children.",
            "She laughed when I asked for her number.",
            "He was rude and walked away while I was speaking.",
        ]),
        "use-of-force" => chance.pick(&[
            "I was pushed against the wall though I did as I was told.",
            "The handcuffs were so tight that my hand was numb for two days.",
            "He took me to the ground without a warning.",
        ]),
        "stop-and-search" => chance.pick(&[
            "I was searched and not told why, and I got no paper.",
            "It is the third time this month that I am stopped on my way to work.",
        ]),
        "discrimination" => chance.pick(&[
            "He asked where I am really from before he asked my name.",
            "They spoke to my husband only, as if I was not there.",
        ]),
        "use-of-police-systems" => chance.pick(&[
            "He knew my new address. I had given it to nobody but the police.",
            "My neighbour works for the force and told others what is in my file.",
        ]),
        "corruption" => chance.pick(&["He offered to make the ticket go away.", "He took cash from the counter."]),
        "failure-to-report" => chance.pick(&["They all knew and nobody said anything."]),
        "dishonesty" => chance.pick(&[
            "What the statement says about me is not what happened, and the camera shows it.",
            "The notebook was written after the day.",
        ]),
        "inappropriate-communication" => chance
            .pick(&["He sends messages late at night since he took my statement.", "I saw the pictures they share."]),
        "indecent-exposure" => chance.pick(&[
            "A man in a car stopped beside me and exposed himself, then drove off.",
            "He stood beside his car with his trousers down and looked at me.",
        ]),
        "sexual-harassment" => chance.pick(&[
            "He kept commenting on my body while he took the statement.",
            "He put his hand on my back and would not move.",
        ]),
        "sexual-assault" => chance.pick(&["He touched me and I had said no."]),
        "domestic-abuse" => chance.pick(&[
            "He says nobody will believe me because of his job.",
            "He broke my phone so that I could not call.",
        ]),
        "stalking" => chance.pick(&["He waits outside my work in the same car, every week."]),
        "abuse-of-position-for-sexual-purpose" => {
            chance.pick(&["He came back alone, off duty, to ask how I was, and then would not leave."])
        }
        _ => "I want this to be looked at.",
    };
    if chance.odds(0.5) { format!("{said} It was near {place}.") } else { said.to_owned() }
}

pub(super) const APPEARANCES: &[&str] = &[
    "tall, short dark hair",
    "about forty, beard",
    "medium height, glasses",
    "stocky, shaved head",
    "slim, fair hair",
    "about thirty, tattoo on the left forearm",
    "grey hair, soft voice",
    "hair tied back, plain jacket",
];
pub(super) const MAKES: &[&str] =
    &["Ford", "Vauxhall", "Volkswagen", "Toyota", "Nissan", "Kia", "Skoda", "Peugeot", "Audi", "Honda"];
pub(super) const COLOURS: &[&str] = &["black", "grey", "white", "blue", "red", "silver", "green"];

pub(super) const POWERS: &[(&str, &[&str])] = &[
    ("PACE s.1", &["matches the description of a theft suspect", "seen trying car doors", "a knife was reported"]),
    ("Misuse of Drugs Act s.23", &["smell of cannabis", "seen passing a small packet", "information from a witness"]),
    ("Road Traffic Act s.163", &["no lights", "no insurance on record", "driving too fast for the road"]),
    ("CJPOA s.60", &["an authorisation is in force after a stabbing"]),
];
pub(super) const STOP_OUTCOMES: &[&str] = &[
    "no further action",
    "no further action",
    "no further action",
    "no further action",
    "advice",
    "community resolution",
    "penalty notice",
    "arrest",
];

pub(super) const REMARKS: &[&str] = &[
    "Said in the car that the caller had asked for it.",
    "Commented on what a probationer was wearing.",
    "Called a victim a waste of time.",
    "Said that reports like this one are always made up.",
];
pub(super) const BANTER: &[&str] = &[
    "A joke about a colleague's accent, again.",
    "A picture passed round at briefing that some did not find funny.",
    "Jokes about who gets searched.",
];
pub(super) const DISCOMFORT: &[&str] = &[
    "I would rather not be crewed with him at night.",
    "She says nothing, but she swaps shifts when he is on.",
    "He stands too close when he talks to young women at the counter.",
];

pub(super) const THIN_RATIONALES: &[&str] =
    &["Not suitable.", "Concerns noted.", "Adverse information, see file.", "Does not meet the standard."];
pub(super) const FULL_RATIONALES: &[&str] = &[
    "An undeclared association with a person convicted of supplying drugs was found; the applicant said at interview that \
     they meet weekly. The risk of disclosure cannot be managed in this role. Equality check done.",
    "Two county court judgments within three years and a third one not declared. The debt advice plan offered was not kept. \
     The risk from financial pressure outweighs twelve years of good service.",
    "Messages found in the investigation show repeated comments about women colleagues. The finding of the panel, the lack \
     of insight at interview and the access of the role to vulnerable people were weighed against the references.",
];
pub(super) const GRANTED_RATIONALES: &[&str] = &[
    "Checks complete, nothing adverse.",
    "Nothing adverse found. All returns received.",
    "One old caution, declared; accepted.",
];
