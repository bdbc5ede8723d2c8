//! Parser for the small language in which blocking rules and comparison levels are written. [`crate::blocking`] and
//! [`crate::comparison`] define what the words mean.
//!
//! ```text
//! rule  = term { "," term }                         surname, nickname(first_name), year(dob)
//! level = check { "and" check }                     jaro_winkler(surname) >= 0.9 and exact(dob)
//! term  = operand [ "=" operand ]                   previous_surname = surname
//! check = word "(" field [ "=" field ] [ "," number ] ")" [ (">=" | "<=") number ]
//! ```

use std::fmt;

/// One call in a rule or a level: `jaro_winkler(surname = previous_surname) >= 0.9`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Call {
    /// The word before the bracket, such as `jaro_winkler`; a bare field name in a rule means `exact`.
    pub word: String,
    /// The field on one side.
    pub field: String,
    /// The field on the other side, if it is a different one. A pair may fit in either order.
    pub other: Option<String>,
    /// The number inside the bracket (`prefix(surname, 4)`).
    pub argument: Option<f64>,
    /// The bound after the bracket.
    pub bound: Option<Bound>,
}

/// The bound after a call.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Bound {
    /// `>= x`
    AtLeast(f64),
    /// `<= x`
    AtMost(f64),
}

/// One side of a term in a blocking rule: `prefix(surname, 4)`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Operand {
    pub word: String,
    pub field: String,
    pub argument: Option<f64>,
}

/// One term of a blocking rule.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Term {
    pub operand: Operand,
    /// The operand on the other side, if it is different.
    pub other: Option<Operand>,
}

/// The position at which a rule or a level could not be parsed, and the problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SyntaxError {
    pub at: usize,
    pub wanted: &'static str,
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {} at character {}", self.wanted, self.at + 1)
    }
}

/// Parses a blocking rule.
pub(crate) fn rule(text: &str) -> Result<Vec<Term>, SyntaxError> {
    let mut cursor = Cursor::new(text);
    let mut terms = vec![cursor.term()?];
    while cursor.eat(",") {
        terms.push(cursor.term()?);
    }
    cursor.end("`,` or the end of the rule")?;
    Ok(terms)
}

/// Parses a comparison level.
pub(crate) fn level(text: &str) -> Result<Vec<Call>, SyntaxError> {
    let mut cursor = Cursor::new(text);
    let mut calls = vec![cursor.call()?];
    while cursor.eat_word("and") {
        calls.push(cursor.call()?);
    }
    cursor.end("`and` or the end of the level")?;
    Ok(calls)
}

struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    fn new(text: &'a str) -> Self {
        Cursor { text, at: 0 }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn skip_space(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    fn eat(&mut self, token: &str) -> bool {
        self.skip_space();
        let found = self.rest().starts_with(token);
        if found {
            self.at += token.len();
        }
        found
    }

    fn eat_word(&mut self, word: &str) -> bool {
        self.skip_space();
        let rest = self.rest();
        let found = rest.starts_with(word)
            && !rest.get(word.len()..).unwrap_or("").starts_with(|c: char| c.is_alphanumeric() || c == '_');
        if found {
            self.at += word.len();
        }
        found
    }

    fn expect(&mut self, token: &str, wanted: &'static str) -> Result<(), SyntaxError> {
        if self.eat(token) { Ok(()) } else { Err(self.error(wanted)) }
    }

    fn error(&self, wanted: &'static str) -> SyntaxError {
        SyntaxError { at: self.text.get(..self.at).unwrap_or("").chars().count(), wanted }
    }

    fn end(&mut self, wanted: &'static str) -> Result<(), SyntaxError> {
        self.skip_space();
        if self.rest().is_empty() { Ok(()) } else { Err(self.error(wanted)) }
    }

    fn word(&mut self, wanted: &'static str) -> Result<String, SyntaxError> {
        self.skip_space();
        let rest = self.rest();
        let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
        let word = rest.get(..end).unwrap_or("");
        if word.is_empty() || word.starts_with(|c: char| c.is_ascii_digit()) {
            return Err(self.error(wanted));
        }
        self.at += end;
        Ok(word.to_owned())
    }

    fn number(&mut self) -> Result<f64, SyntaxError> {
        self.skip_space();
        let rest = self.rest();
        let end = rest.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(rest.len());
        let number = rest.get(..end).and_then(|digits| digits.parse().ok()).ok_or_else(|| self.error("a number"))?;
        self.at += end;
        Ok(number)
    }

    fn operand(&mut self) -> Result<Operand, SyntaxError> {
        let word = self.word("a field")?;
        if !self.eat("(") {
            return Ok(Operand { word: "exact".into(), field: word, argument: None });
        }
        let field = self.word("a field")?;
        let argument = if self.eat(",") { Some(self.number()?) } else { None };
        self.expect(")", "`)`")?;
        Ok(Operand { word, field, argument })
    }

    fn term(&mut self) -> Result<Term, SyntaxError> {
        let operand = self.operand()?;
        let other = if self.eat("=") { Some(self.operand()?) } else { None };
        Ok(Term { operand, other })
    }

    fn call(&mut self) -> Result<Call, SyntaxError> {
        let word = self.word("a check such as `exact(field)`")?;
        self.expect("(", "`(`")?;
        let field = self.word("a field")?;
        let mut other = if self.eat("=") { Some(self.word("a field")?) } else { None };
        let mut argument = None;
        if self.eat(",") {
            self.skip_space();
            if self.rest().starts_with(|c: char| c.is_ascii_digit()) {
                argument = Some(self.number()?);
            } else {
                other = Some(self.word("a field or a number")?);
            }
        }
        self.expect(")", "`)`")?;
        let bound = if self.eat(">=") {
            Some(Bound::AtLeast(self.number()?))
        } else if self.eat("<=") {
            Some(Bound::AtMost(self.number()?))
        } else {
            None
        };
        Ok(Call { word, field, other, argument, bound })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_a_list_of_terms() {
        let terms = rule("previous_surname = surname, prefix(first_name, 3), dob").unwrap();
        assert_eq!(terms.len(), 3);
        assert_eq!(terms[0].other.as_ref().unwrap().field, "surname");
        assert_eq!(terms[1].operand.argument, Some(3.0));
        assert_eq!(terms[2].operand.word, "exact");
    }

    #[test]
    fn a_level_is_checks_joined_by_and() {
        let calls = level("jaro_winkler(surname = previous_surname) >= 0.9 and swapped(first_name, surname)").unwrap();
        assert_eq!(calls[0].bound, Some(Bound::AtLeast(0.9)));
        assert_eq!(calls[1].other.as_deref(), Some("surname"));
    }

    #[test]
    fn a_mistake_is_pointed_at() {
        assert_eq!(rule("dob,").unwrap_err().to_string(), "expected a field at character 5");
        assert_eq!(
            level("exact(dob) or exact(x)").unwrap_err().to_string(),
            "expected `and` or the end of the level at character 12"
        );
        assert_eq!(level("exact dob").unwrap_err().to_string(), "expected `(` at character 7");
    }
}
