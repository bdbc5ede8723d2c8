//! A small type checker for conditions. It finds unknown fields, impossible values and expressions that are not Boolean
//! when a pack is loaded, rather than when a matter comes up. It allows only the part of CEL that rules need.

use cel::IdedExpr;
use cel::common::ast::{CallExpr, Expr, LiteralValue, operators};

use super::Vocabulary;
use crate::problem::nearest;

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Type {
    Bool,
    Int,
    /// Text. If the list is not empty, the text must be one of these values.
    Text(Vec<String>),
    /// A string literal in the condition itself.
    Word(String),
    /// A day as `YYYY-MM-DD`, or an empty string if unknown.
    Date,
    /// A list of strings.
    List,
    /// `matter`, `officer` or `facts`.
    Record(String),
}

impl Type {
    pub(super) fn is_bool(&self) -> bool {
        matches!(self, Type::Bool)
    }

    pub(super) fn words(&self) -> &'static str {
        match self {
            Type::Bool => "true or false",
            Type::Int => "a number",
            Type::Text(_) | Type::Word(_) => "a text",
            Type::Date => "a date",
            Type::List => "a list",
            Type::Record(_) => "a record",
        }
    }
}

type TypeResult = Result<Type, (String, String)>;

fn wrong(problem: impl Into<String>, right: impl Into<String>) -> TypeResult {
    Err((problem.into(), right.into()))
}

/// Returns the type of an expression, or a fault and its correction.
pub(super) fn type_of(expression: &IdedExpr, vocabulary: &Vocabulary) -> TypeResult {
    match &expression.expr {
        Expr::Ident(name) => vocabulary
            .variable(name)
            .map_or_else(|| wrong(format!("`{name}` is not known"), "use `matter`, `officer`, `facts` or `event`"), Ok),
        Expr::Literal(literal) => match literal {
            LiteralValue::Boolean(_) => Ok(Type::Bool),
            LiteralValue::Int(_) => Ok(Type::Int),
            LiteralValue::String(text) => Ok(Type::Word(text.inner().to_owned())),
            _ => wrong("a condition may contain only true, false, whole numbers and texts", "an unknown date is ''"),
        },
        Expr::List(list) => {
            for element in &list.elements {
                match type_of(element, vocabulary)? {
                    Type::Word(_) | Type::Text(_) => {}
                    other => return wrong(format!("a list holds {}", other.words()), "a list holds texts"),
                }
            }
            Ok(Type::List)
        }
        Expr::Select(select) if select.test => {
            wrong(format!("`has(..{})` is not needed", select.field), "every field always has a value")
        }
        Expr::Select(select) => match type_of(&select.operand, vocabulary)? {
            Type::Record(record) => field(&record, &select.field, vocabulary),
            other => wrong(format!("`{}` is asked of {}", select.field, other.words()), "only records have fields"),
        },
        Expr::Call(call) => call_type(call, vocabulary),
        _ => {
            wrong("this form is not allowed in a condition", "use `in` for lists, and no comprehensions or structures")
        }
    }
}

fn field(record: &str, field: &str, vocabulary: &Vocabulary) -> TypeResult {
    if let Some(found) = vocabulary.field(record, field) {
        return Ok(found);
    }
    let right = match nearest(field, vocabulary.fields_of(record)) {
        Some(near) => format!("did you mean `{record}.{near}`?"),
        None if record == "facts" => "declare it in `facts.toml`".to_owned(),
        None => "see `policies/schema/input.json` for the known fields".to_owned(),
    };
    wrong(format!("`{record}.{field}` is not known"), right)
}

fn call_type(call: &CallExpr, vocabulary: &Vocabulary) -> TypeResult {
    let mut types = Vec::with_capacity(call.args.len());
    for argument in call.target.iter().map(AsRef::as_ref).chain(&call.args) {
        types.push(type_of(argument, vocabulary)?);
    }
    match (call.func_name.as_str(), types.as_slice()) {
        (operators::LOGICAL_AND | operators::LOGICAL_OR | operators::LOGICAL_NOT, operands) => {
            match operands.iter().find(|operand| !operand.is_bool()) {
                None => Ok(Type::Bool),
                Some(other) => {
                    wrong(format!("`&&`, `||` and `!` join {}", other.words()), "they join what is true or false")
                }
            }
        }
        (operators::CONDITIONAL, [Type::Bool, Type::Bool, Type::Bool]) => Ok(Type::Bool),
        (operators::EQUALS | operators::NOT_EQUALS, [left, right]) => comparable(left, right),
        (operators::LESS | operators::LESS_EQUALS | operators::GREATER | operators::GREATER_EQUALS, [left, right]) => {
            match (left, right) {
                (Type::Int, Type::Int) => Ok(Type::Bool),
                (Type::Date, Type::Date | Type::Word(_)) | (Type::Word(_), Type::Date) => comparable(left, right),
                _ => wrong(
                    format!("{} and {} have no order", left.words(), right.words()),
                    "compare numbers with numbers and dates with dates",
                ),
            }
        }
        (operators::IN, [item, Type::List]) => match item {
            Type::Word(_) => Ok(Type::Bool),
            Type::Text(_) => in_list(item, call, vocabulary),
            other => wrong(format!("{} cannot be in a list", other.words()), "lists hold texts"),
        },
        ("within_months", [Type::Date, Type::Date, Type::Int]) => Ok(Type::Bool),
        ("within_months", _) => {
            wrong("`within_months` has other arguments", "write `within_months(later_date, earlier_date, 12)`")
        }
        ("size", [Type::List]) => Ok(Type::Int),
        (name, _) => wrong(
            format!("`{name}` is not allowed here"),
            "use `&&`, `||`, `!`, comparisons, `in`, `size(list)` and `within_months(later, earlier, months)`",
        ),
    }
}

/// Checks `matter.kind in ["complaint", "conduct"]`: every word in the list must be a possible value of the field.
fn in_list(item: &Type, call: &CallExpr, vocabulary: &Vocabulary) -> TypeResult {
    if let Some(Expr::List(list)) = call.args.last().map(|argument| &argument.expr) {
        for element in &list.elements {
            comparable(item, &type_of(element, vocabulary)?)?;
        }
    }
    Ok(Type::Bool)
}

fn comparable(left: &Type, right: &Type) -> TypeResult {
    match (left, right) {
        (Type::Text(allowed), Type::Word(word)) | (Type::Word(word), Type::Text(allowed)) => {
            if allowed.is_empty() || word.is_empty() || allowed.contains(word) {
                Ok(Type::Bool)
            } else {
                wrong(format!("it can never be `{word}`"), format!("it is one of `{}`", allowed.join("`, `")))
            }
        }
        (Type::Date, Type::Word(word)) | (Type::Word(word), Type::Date) => {
            if word.is_empty() || word.parse::<jiff::civil::Date>().is_ok() {
                Ok(Type::Bool)
            } else {
                wrong(format!("`{word}` is not a date"), "write it as '2026-07-13', or '' for not known")
            }
        }
        (Type::Bool, Type::Bool)
        | (Type::Int, Type::Int)
        | (Type::Text(_), Type::Text(_))
        | (Type::Date, Type::Date) => Ok(Type::Bool),
        _ => wrong(format!("{} is compared with {}", left.words(), right.words()), "compare things of one type"),
    }
}
