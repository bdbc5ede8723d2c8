//! The cast: made-up members of two forces. Demonstrations, benchmarks and tests each enrol them in a few lines of
//! their own, so that a made-up officer is the same person everywhere.

/// A member of a force on the day when a story begins. The force, post and role are codes as the record writes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    pub first_name: &'static str,
    pub surname: &'static str,
    /// The number on the warrant card. The numbers of police staff begin with S.
    pub number: &'static str,
    pub force: &'static str,
    pub unit: &'static str,
    pub post: &'static str,
    pub rank: &'static str,
    pub role: &'static str,
    /// A drawing in PNG format, for members whom the public sees.
    pub photo: Option<&'static [u8]>,
}

impl Member {
    /// Returns true for police staff, who do not have the powers of a constable.
    pub fn is_staff(&self) -> bool {
        self.number.starts_with('S')
    }

    /// The first name and surname.
    pub fn name(&self) -> String {
        format!("{} {}", self.first_name, self.surname)
    }
}

const DETECTIVE: &[u8] = include_bytes!("photos/detective.png");
const CONSTABLE: &[u8] = include_bytes!("photos/constable.png");

/// An officer of Northmere in response, from whom the other officers are derived.
const OFFICER: Member = Member {
    first_name: "",
    surname: "",
    number: "",
    force: "northmere",
    unit: "response-b",
    post: "response",
    rank: "constable",
    role: "officer",
    photo: Some(CONSTABLE),
};

/// A member of police staff in the control room of Northmere.
const OPERATOR: Member =
    Member { unit: "control-room", post: "control-room", role: "control-room", photo: None, ..OFFICER };

macro_rules! members {
    ($($(#[$doc:meta])* $name:ident = $first_name:literal $surname:literal $number:literal { $($more:tt)* };)+) => {
        $($(#[$doc])*
        pub const $name: Member =
            Member { first_name: $first_name, surname: $surname, number: $number, $($more)* };)+

        /// The whole cast.
        pub const ALL: &[Member] = &[$($name),+];
    };
}

members! {
    /// A detective in plain clothes.
    IMOGEN_VANCE = "Imogen" "Vance" "5120" { unit: "cid-2", post: "detective", photo: Some(DETECTIVE), ..OFFICER };
    ROWAN_HALE = "Rowan" "Hale" "4711" { ..OFFICER };
    TOMAS_BRANDT = "Tomas" "Brandt" "2906" { ..OFFICER };
    ADA_OKORO = "Ada" "Okoro" "7215" { force: "eastmarsh", ..OFFICER };
    FREYA_LUND = "Freya" "Lund" "3048" { unit: "cid-2", post: "detective", ..OFFICER };
    /// A covert officer.
    JONAH_REEVE = "Jonah" "Reeve" "8802" { unit: "unit-9", post: "other", ..OFFICER };
    DALE_MERCER = "Dale" "Mercer" "3377" { ..OFFICER };
    PIERS_LOCKETT = "Piers" "Lockett" "6640" { ..OFFICER };
    GARETH_STROUD = "Gareth" "Stroud" "1954" { ..OFFICER };
    NELL_ASHBY = "Nell" "Ashby" "S101" { ..OPERATOR };
    VIV_TARRANT = "Viv" "Tarrant" "S202" { force: "eastmarsh", ..OPERATOR };
    /// An officer in counter-corruption.
    HUGH_SORREL = "Hugh" "Sorrel" "5801" { unit: "ccu", post: "standards", role: "ccu", photo: None, ..OFFICER };
    /// A member of the desk that answers for covert officers.
    UNA_BLYTHE = "Una" "Blythe" "S903" { unit: "covert-desk", post: "other", role: "covert-desk", ..OPERATOR };
    /// An authority who decides on suspensions.
    MOIRA_KELL = "Moira" "Kell" "0042" { ..AUTHORITY };
    /// An authority who decides on suspensions and gives the second signature.
    OWEN_DRAY = "Owen" "Dray" "0057" { ..AUTHORITY };
    /// A recruit who has no device yet.
    JOSS_FENNER = "Joss" "Fenner" "6113" { photo: None, ..OFFICER };
    /// An officer who stands for many: benchmarks add a number to the name.
    ADA_MARLOW = "Ada" "Marlow" "1001" { unit: "Harbour Response", photo: None, ..OFFICER };
}

/// A member of professional standards who makes decisions.
const AUTHORITY: Member =
    Member { unit: "standards", post: "standards", role: "appropriate-authority", photo: None, ..OFFICER };

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_share_a_name_or_a_number() {
        for (at, one) in ALL.iter().enumerate() {
            for other in &ALL[at + 1..] {
                assert_ne!(one.number, other.number);
                assert_ne!(one.name(), other.name());
            }
        }
    }
}
