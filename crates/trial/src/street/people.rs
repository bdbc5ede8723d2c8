//! Who walks this street: names, numbers and stops of people who do not exist.

use domain::officer::Post;
use domain::stop::{Power, ReasonCode};
use web::demonstration::Part;

/// Somebody to be enrolled.
pub struct Made {
    /// Their part.
    pub part: Part,
    /// First name and surname.
    pub name: (&'static str, &'static str),
    /// The number of their card.
    pub number: &'static str,
    /// In which force.
    pub force: &'static str,
    /// Their post.
    pub post: Post,
    /// Their unit.
    pub unit: &'static str,
    /// The stop that is under way.
    pub stop: Option<Street>,
}

/// A stop.
pub struct Street {
    /// Under which power.
    pub power: Power,
    /// Why, as a code.
    pub code: ReasonCode,
    /// Why, in words.
    pub reason: &'static str,
    /// What is looked for.
    pub object: &'static str,
    /// Where.
    pub place: &'static str,
    /// Whether in uniform.
    pub uniform: bool,
}

const BAG: Street = Street {
    power: Power::PaceSection1,
    code: ReasonCode::StolenProperty,
    reason: "A green rucksack like yours was stolen from a shop in Quay Street ten minutes ago.",
    object: "a stolen rucksack and what was in it",
    place: "Quay Street, by the footbridge",
    uniform: true,
};

const WEAPON: Street = Street {
    power: Power::PaceSection1,
    code: ReasonCode::Weapon,
    reason: "You were seen putting what looked like a knife into your coat.",
    object: "a knife",
    place: "Tannery Lane, near the bus stop",
    uniform: false,
};

const DRUGS: Street = Street {
    power: Power::MisuseOfDrugsSection23,
    code: ReasonCode::Drugs,
    reason: "You were seen to hand over a small packet for money.",
    object: "controlled drugs",
    place: "Market Square, at the north door of the hall",
    uniform: false,
};

const fn made(
    part: Part,
    name: (&'static str, &'static str),
    number: &'static str,
    force: &'static str,
    (post, unit): (Post, &'static str),
    stop: Option<Street>,
) -> Made {
    Made { part, name, number, force, post, unit, stop }
}

const RESPONSE: (Post, &str) = (Post::Response, "response-b");
const DETECTIVES: (Post, &str) = (Post::Detective, "cid-2");
const ROOM: (Post, &str) = (Post::ControlRoom, "control-room");
const STANDARDS: (Post, &str) = (Post::Standards, "standards");

/// Everybody with a part.
pub const PEOPLE: [Made; 13] = [
    made(Part::Detective, ("Imogen", "Vance"), "5120", "northmere", DETECTIVES, None),
    made(Part::Constable, ("Rowan", "Hale"), "4711", "northmere", RESPONSE, Some(BAG)),
    made(Part::ByNumber, ("Tomas", "Brandt"), "2906", "northmere", RESPONSE, Some(DRUGS)),
    made(Part::Eastmarsh, ("Ada", "Okoro"), "7215", "eastmarsh", RESPONSE, Some(BAG)),
    made(Part::OffDuty, ("Freya", "Lund"), "3048", "northmere", DETECTIVES, Some(WEAPON)),
    made(Part::Covert, ("Jonah", "Reeve"), "8802", "northmere", (Post::Other, "unit-9"), Some(DRUGS)),
    made(Part::Suspended, ("Dale", "Mercer"), "3377", "northmere", RESPONSE, Some(WEAPON)),
    made(Part::VerificationOff, ("Piers", "Lockett"), "6640", "northmere", RESPONSE, Some(WEAPON)),
    made(Part::Dismissed, ("Gareth", "Stroud"), "1954", "northmere", RESPONSE, Some(WEAPON)),
    made(Part::ControlNorthmere, ("Nell", "Ashby"), "S101", "northmere", ROOM, None),
    made(Part::ControlEastmarsh, ("Viv", "Tarrant"), "S202", "eastmarsh", ROOM, None),
    made(Part::CounterCorruption, ("Hugh", "Sorrel"), "5801", "northmere", (Post::Standards, "ccu"), None),
    made(Part::CovertDesk, ("Una", "Blythe"), "S903", "northmere", (Post::Other, "covert-desk"), None),
];

/// The two who decide on suspensions, by name and number.
pub const AUTHORITIES: [(&str, &str, &str); 2] = [("Moira", "Kell", "0042"), ("Owen", "Dray", "0057")];

/// Their post.
pub const AUTHORITY: (Post, &str) = STANDARDS;

/// Somebody to whom no device is bound yet, for who wants to try a passkey.
pub const RECRUIT: (&str, &str, &str) = ("Joss", "Fenner", "6113");

/// The detective's drawing.
pub const DETECTIVE_PNG: &[u8] = include_bytes!("photos/detective.png");
/// The drawing of the others.
pub const CONSTABLE_PNG: &[u8] = include_bytes!("photos/constable.png");
