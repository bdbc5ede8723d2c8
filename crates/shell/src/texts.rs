//! The texts of pages, in English and Welsh. A crate keeps its messages in its `texts/` folder. Its `build.rs`
//! generates one method per message: in this crate on [`Texts`], in a crate of pages on a trait `Words` that [`Texts`]
//! implements.
//!
//! A Welsh page says so if it shows a translation that no speaker has reviewed: see [`Texts::used_unreviewed`].

use std::borrow::Cow;
use std::sync::Arc;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use unic_langid::LanguageIdentifier;

/// The languages of the pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    #[default]
    English,
    Welsh,
}

impl Language {
    /// All languages, in the order in which the language switch shows them.
    pub const ALL: [Self; 2] = [Self::English, Self::Welsh];

    /// The language code for the `lang` attribute in HTML.
    pub const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Welsh => "cy",
        }
    }

    /// The prefix of paths in this language: nothing, or `/cy`.
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::English => "",
            Self::Welsh => "/cy",
        }
    }

    /// The name of the language in the language itself.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Welsh => "Cymraeg",
        }
    }

    /// Splits a path into its language and the rest: `/cy/check` is `/check` in Welsh.
    pub fn of_path(path: &str) -> (Self, &str) {
        match path.strip_prefix("/cy") {
            Some("") => (Self::Welsh, "/"),
            Some(rest) if rest.starts_with('/') => (Self::Welsh, rest),
            _ => (Self::English, path),
        }
    }

    /// The address of a path in this language: the Welsh address of `/check` is `/cy/check`.
    pub fn address(self, path: &str) -> String {
        match (self, path) {
            (Self::Welsh, "/") => "/cy".to_owned(),
            _ => format!("{}{path}", self.prefix()),
        }
    }
}

/// Text that is ready to be shown.
pub type Text = Cow<'static, str>;

/// A message argument: text or a whole number.
pub trait Argument {
    /// Returns the argument for Fluent, without characters that change the direction of the text after them.
    fn value(&self) -> FluentValue<'_>;
}

/// Returns true for a character with which a name could reorder the words around it.
fn turns(letter: char) -> bool {
    matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

impl Argument for str {
    fn value(&self) -> FluentValue<'_> {
        if self.contains(turns) { FluentValue::from(self.replace(turns, "")) } else { FluentValue::from(self) }
    }
}

impl Argument for String {
    fn value(&self) -> FluentValue<'_> {
        self.as_str().value()
    }
}

impl Argument for Cow<'_, str> {
    fn value(&self) -> FluentValue<'_> {
        self.as_ref().value()
    }
}

impl<T: Argument + ?Sized> Argument for &T {
    fn value(&self) -> FluentValue<'_> {
        (**self).value()
    }
}

macro_rules! numbers {
    ($($number:ty),*) => {$(
        impl Argument for $number {
            fn value(&self) -> FluentValue<'_> {
                FluentValue::from(*self)
            }
        }
    )*};
}

numbers!(i8, u8, i16, u16, i32, u32, i64, u64, usize);

/// The texts of one language. Each message in `texts/` is a method: `page-not-found` is `t.page_not_found()`.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    language: Language,
    unreviewed: Arc<AtomicBool>,
}

include!(concat!(env!("OUT_DIR"), "/texts.rs"));

impl Texts {
    pub fn new(language: Language) -> Self {
        Self { language, unreviewed: Arc::default() }
    }

    pub const fn language(&self) -> Language {
        self.language
    }

    /// Returns true if any text was used that no speaker of the language has reviewed.
    pub fn used_unreviewed(&self) -> bool {
        self.unreviewed.load(Ordering::Relaxed)
    }

    /// Writes a day: `22 November 2026`.
    pub fn date(&self, day: Date) -> Text {
        self.day_month_year(day.day(), self.month_named(day.month()), i32::from(day.year()).to_string())
    }

    /// Writes a day with its weekday: `Sunday 22 November 2026`.
    pub fn long_date(&self, day: Date) -> Text {
        self.weekday_and_date(self.date(day), self.weekday_named(day.weekday().to_monday_one_offset()))
    }

    /// Writes the time of day in London, to the minute: `14:05`.
    pub fn clock(&self, at: Timestamp) -> Text {
        at.to_zoned(london()).strftime("%H:%M").to_string().into()
    }

    /// Writes a day and time in London: `22 November 2026 at 14:05`.
    pub fn instant(&self, at: Timestamp) -> Text {
        self.date_at_time(self.date(at.to_zoned(london()).date()), self.clock(at))
    }

    /// Returns a message of a catalogue with its variables filled in. Only methods generated by a build step call this.
    pub fn filled<'a, const N: usize>(
        &self,
        catalogue: &'static Catalogue,
        key: &'static str,
        unreviewed: [bool; 2],
        arguments: [(&'static str, FluentValue<'a>); N],
    ) -> Text {
        let at = self.language as usize;
        if unreviewed[at] {
            self.unreviewed.store(true, Ordering::Relaxed);
        }
        let bundles = catalogue.bundles();
        let bundle = &bundles[at];
        // Staff pages exist only in English.
        let message = bundle.get_message(key).or_else(|| bundles[0].get_message(key));
        let Some(pattern) = message.and_then(|message| message.value()) else { return key.into() };
        let mut errors = Vec::new();
        if N == 0 {
            return bundle.format_pattern(pattern, None, &mut errors);
        }
        let arguments: FluentArgs<'a> = arguments.into_iter().collect();
        bundle.format_pattern(pattern, Some(&arguments), &mut errors).into_owned().into()
    }
}

/// The time zone of pages: Europe/London. The time zone database is built in, so the name is always known.
fn london() -> TimeZone {
    TimeZone::get("Europe/London").unwrap_or(TimeZone::UTC)
}

type Bundle = FluentBundle<FluentResource>;

/// The messages of one crate in both languages, parsed when first needed.
pub struct Catalogue {
    files: [&'static [&'static str]; 2],
    bundles: OnceLock<[Bundle; 2]>,
}

impl Catalogue {
    pub const fn new(files: [&'static [&'static str]; 2]) -> Self {
        Self { files, bundles: OnceLock::new() }
    }

    /// Returns the parsed messages. The build step has parsed the same files, so nothing is left out here.
    fn bundles(&self) -> &[Bundle; 2] {
        self.bundles.get_or_init(|| {
            let [english, welsh] = self.files;
            [("en-GB", english), ("cy-GB", welsh)].map(|(language, files)| {
                let language: LanguageIdentifier = language.parse().unwrap_or_default();
                let mut bundle = Bundle::new_concurrent(vec![language]);
                // Isolating marks would be copied along with codes and references. Arguments lose their direction marks
                // instead.
                bundle.set_use_isolating(false);
                for text in files {
                    let resource = FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(resource, _)| resource);
                    bundle.add_resource_overriding(resource);
                }
                bundle
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_path_says_its_language() {
        assert_eq!(Language::of_path("/cy/check"), (Language::Welsh, "/check"));
        assert_eq!(Language::of_path("/cy"), (Language::Welsh, "/"));
        assert_eq!(Language::of_path("/cycling"), (Language::English, "/cycling"));
        assert_eq!(Language::Welsh.address("/check"), "/cy/check");
        assert_eq!(Language::Welsh.address("/"), "/cy");
    }

    #[test]
    fn days_are_written_in_both_languages() {
        let day = date(2026, 11, 22);
        assert_eq!(Texts::new(Language::English).long_date(day), "Sunday 22 November 2026");
        assert_eq!(Texts::new(Language::Welsh).long_date(day), "Dydd Sul 22 Tachwedd 2026");
    }

    #[test]
    fn a_text_that_awaits_review_is_noticed() {
        let welsh = Texts::new(Language::Welsh);
        assert!(!welsh.used_unreviewed());
        welsh.skip_to_main();
        assert!(welsh.used_unreviewed());
        let english = Texts::new(Language::English);
        english.skip_to_main();
        assert!(!english.used_unreviewed());
    }

    #[test]
    fn a_name_cannot_turn_the_words_around_it() {
        let text = Texts::new(Language::English).reference_to_quote("AB\u{202e}12");
        assert!(text.contains("AB12"), "{text}");
    }
}
