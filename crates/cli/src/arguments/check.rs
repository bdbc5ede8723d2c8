//! Options of `candour check`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use web::texts::Language;

#[derive(Args)]
pub struct CheckArguments {
    /// The code on the officer's screen, in any notation; `-` reads it from standard input, which keeps it out of
    /// process lists
    #[arg(value_name = "CODE")]
    pub code: String,
    /// The address of the service
    #[arg(long, value_name = "URL")]
    pub server: String,
    /// The name of the asking gateway in the service's configuration
    #[arg(long, value_name = "NAME")]
    pub gateway: String,
    /// A file whose first line is the gateway's secret
    #[arg(long, value_name = "FILE")]
    pub secret_file: PathBuf,
    /// The language of the words to say
    #[arg(long, value_name = "LANGUAGE", default_value = "en")]
    pub lang: SpokenLanguage,
}

/// The languages, by code.
#[derive(Clone, Copy, ValueEnum)]
pub enum SpokenLanguage {
    /// English
    En,
    /// Welsh
    Cy,
}

impl From<SpokenLanguage> for Language {
    fn from(language: SpokenLanguage) -> Language {
        match language {
            SpokenLanguage::En => Language::English,
            SpokenLanguage::Cy => Language::Welsh,
        }
    }
}
