//! Options of the check by voice and text.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use web::texts::Language;

#[derive(Args)]
pub struct Check {
    /// The code on the officer's screen, in any writing; `-` reads it from standard input, so that it is in no list of processes
    #[arg(value_name = "CODE")]
    pub code: String,
    /// The address of the service
    #[arg(long, value_name = "URL")]
    pub server: String,
    /// Which gateway asks, as the service's configuration names it
    #[arg(long, value_name = "NAME")]
    pub gateway: String,
    /// The file whose first line is the secret of the gateway
    #[arg(long, value_name = "FILE")]
    pub secret_file: PathBuf,
    /// The language of the words to say
    #[arg(long, value_name = "LANGUAGE", default_value = "en")]
    pub lang: SpokenLanguage,
}

/// Languages by their codes.
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
