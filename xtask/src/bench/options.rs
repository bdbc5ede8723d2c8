//! Options for benchmarks, in the form `--name value`, each with a default.

use crate::shell::Stop;

/// A numeric option with its default.
pub struct Number {
    /// The name, including its two dashes.
    pub name: &'static str,
    /// The value if the option is not given.
    pub default: u64,
}

/// Parses the values of the options in `known`, and returns them in that order. It refuses other arguments.
pub fn parse<const N: usize>(arguments: &[String], known: &[Number; N], usage: &str) -> Result<[u64; N], Stop> {
    let mut values = known.each_ref().map(|option| option.default);
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        let Some(place) = known.iter().position(|option| option.name == word) else {
            return Err(Stop::new(format!("`{word}` is not known here; the options are {usage}")));
        };
        let value = words.next().map_or("nothing", String::as_str);
        values[place] = value
            .replace(['_', ','], "")
            .parse()
            .map_err(|_| Stop::new(format!("`{word}` needs a whole number, not `{value}`")))?;
    }
    Ok(values)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runs_and_seed(line: &str) -> Result<[u64; 2], String> {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        let known = [Number { name: "--runs", default: 3 }, Number { name: "--seed", default: 1 }];
        parse(&words, &known, "--runs N --seed S").map_err(|stop| stop.to_string())
    }

    #[test]
    fn an_option_that_is_not_given_has_its_default() {
        assert_eq!(runs_and_seed("--seed 1_000"), Ok([3, 1000]));
    }

    #[test]
    fn a_wrong_option_is_told_what_would_be_right() {
        assert_eq!(
            runs_and_seed("--run 2").unwrap_err(),
            "`--run` is not known here; the options are --runs N --seed S"
        );
        assert_eq!(runs_and_seed("--runs many").unwrap_err(), "`--runs` needs a whole number, not `many`");
        assert_eq!(runs_and_seed("--runs").unwrap_err(), "`--runs` needs a whole number, not `nothing`");
    }
}
