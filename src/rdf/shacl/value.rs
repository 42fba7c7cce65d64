//! Values of literals: whether they are well-formed, and which is less.

use crate::rdf::vocab::xsd;
use jiff::civil::Date;
use oxigraph::model::Literal;
use std::cmp::Ordering;

const INTEGERS: &[&str] = &["integer", "nonNegativeInteger", "positiveInteger", "int", "long", "short"];

/// Whether the text of a literal fits its datatype. Datatypes that are not known fit.
pub fn is_well_formed(literal: &Literal) -> bool {
    let value = literal.value();
    match literal.datatype().as_str() {
        xsd::DATE => value.parse::<Date>().is_ok() && value.len() == 10,
        xsd::YEAR_MONTH => format!("{value}-01").parse::<Date>().is_ok() && value.len() == 7,
        xsd::DECIMAL => {
            number(literal).is_some() && value.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+'))
        }
        other => match other.strip_prefix(xsd::NAMESPACE) {
            Some(name) if INTEGERS.contains(&name) => value.parse::<i128>().is_ok(),
            Some("boolean") => matches!(value, "true" | "false" | "0" | "1"),
            _ => true,
        },
    }
}

/// Which of two values comes first; none when they cannot be compared.
pub fn compare(one: &Literal, other: &Literal) -> Option<Ordering> {
    if let (Some(one), Some(other)) = (number(one), number(other)) {
        return one.partial_cmp(&other);
    }
    if one.datatype() != other.datatype() {
        return None;
    }
    match one.datatype().as_str() {
        xsd::DATE => Some(one.value().parse::<Date>().ok()?.cmp(&other.value().parse::<Date>().ok()?)),
        _ => Some(one.value().cmp(other.value())),
    }
}

fn number(literal: &Literal) -> Option<f64> {
    let name = literal.datatype().as_str().strip_prefix(xsd::NAMESPACE)?;
    let numeric = INTEGERS.contains(&name) || matches!(name, "decimal" | "double" | "float");
    if numeric { literal.value().parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxigraph::model::NamedNode;

    fn literal(value: &str, datatype: &str) -> Literal {
        Literal::new_typed_literal(value, NamedNode::new_unchecked(format!("{}{datatype}", xsd::NAMESPACE)))
    }

    #[test]
    fn values_are_held_against_their_datatype() {
        for (value, datatype, expected) in [
            ("2021-03-25", "date", true),
            ("2021-13-25", "date", false),
            ("2021-03", "date", false),
            ("2021-03", "gYearMonth", true),
            ("2021-3", "gYearMonth", false),
            ("1.5", "decimal", true),
            ("1e5", "decimal", false),
            ("12", "integer", true),
            ("1.2", "integer", false),
        ] {
            assert_eq!(is_well_formed(&literal(value, datatype)), expected, "{value}^^{datatype}");
        }
    }

    #[test]
    fn numbers_compare_across_datatypes_and_words_with_days_do_not() {
        assert_eq!(compare(&literal("9", "integer"), &literal("10.5", "decimal")), Some(Ordering::Less));
        assert_eq!(compare(&literal("2021-03-25", "date"), &literal("2021-03-24", "date")), Some(Ordering::Greater));
        assert_eq!(compare(&literal("a", "string"), &literal("2021-03-24", "date")), None);
    }
}
