//! Which triples a query can see. A large graph opens sooner when the others are left out.

use crate::rdf::vocab::{dg, rdf, rdfs, skos};
use rustc_hash::FxHashSet;
use spargebra::Query;
use spargebra::algebra::{
    AggregateExpression, Expression, GraphPattern, OrderExpression, PropertyPathExpression as Path,
};
use spargebra::term::{NamedNodePattern, TriplePattern};

/// Predicates by IRI.
pub type Predicates = FxHashSet<String>;

/// What a graph is opened and parameters are looked up by, whatever is asked.
const ALWAYS: [&str; 4] = [rdf::TYPE, rdfs::LABEL, skos::ALT_LABEL, dg::COUNTRY];

/// The predicates of all triples that a query can see; none when these can be any.
pub fn predicates(query: &Query) -> Option<Predicates> {
    let mut found: Predicates = ALWAYS.map(str::to_owned).into_iter().collect();
    let seen = match query {
        Query::Select { pattern, .. } | Query::Ask { pattern, .. } | Query::Construct { pattern, .. } => {
            pattern_reach(pattern, &mut found)
        }
        Query::Describe { .. } => None,
    };
    seen.map(|()| found)
}

fn pattern_reach(pattern: &GraphPattern, found: &mut Predicates) -> Option<()> {
    match pattern {
        GraphPattern::Bgp { patterns } => patterns.iter().try_for_each(|triple| triple_reach(triple, found)),
        GraphPattern::Path { path, .. } => path_reach(path, found),
        GraphPattern::Join { left, right }
        | GraphPattern::Lateral { left, right }
        | GraphPattern::Union { left, right }
        | GraphPattern::Minus { left, right } => {
            pattern_reach(left, found)?;
            pattern_reach(right, found)
        }
        GraphPattern::LeftJoin { left, right, expression } => {
            pattern_reach(left, found)?;
            pattern_reach(right, found)?;
            all(expression, found)
        }
        GraphPattern::Filter { expr, inner } | GraphPattern::Extend { inner, expression: expr, .. } => {
            expression_reach(expr, found)?;
            pattern_reach(inner, found)
        }
        GraphPattern::OrderBy { inner, expression } => {
            for OrderExpression::Asc(key) | OrderExpression::Desc(key) in expression {
                expression_reach(key, found)?;
            }
            pattern_reach(inner, found)
        }
        GraphPattern::Group { inner, aggregates, .. } => {
            for (_, aggregate) in aggregates {
                if let AggregateExpression::FunctionCall { expr, .. } = aggregate {
                    expression_reach(expr, found)?;
                }
            }
            pattern_reach(inner, found)
        }
        GraphPattern::Project { inner, .. }
        | GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::Slice { inner, .. } => pattern_reach(inner, found),
        GraphPattern::Values { .. } => Some(()),
        // Rare, and not worth a thought.
        GraphPattern::Graph { .. } | GraphPattern::Service { .. } => None,
    }
}

fn triple_reach(triple: &TriplePattern, found: &mut Predicates) -> Option<()> {
    let NamedNodePattern::NamedNode(predicate) = &triple.predicate else { return None };
    found.insert(predicate.as_str().to_owned());
    Some(())
}

fn path_reach(path: &Path, found: &mut Predicates) -> Option<()> {
    match path {
        Path::NamedNode(predicate) => {
            found.insert(predicate.as_str().to_owned());
            Some(())
        }
        Path::Sequence(one, other) | Path::Alternative(one, other) => {
            path_reach(one, found)?;
            path_reach(other, found)
        }
        Path::Reverse(inner) | Path::OneOrMore(inner) => path_reach(inner, found),
        // A path of no step joins everything that any triple names to itself.
        Path::ZeroOrMore(_) | Path::ZeroOrOne(_) | Path::NegatedPropertySet(_) => None,
    }
}

fn all<'a>(expressions: impl IntoIterator<Item = &'a Expression>, found: &mut Predicates) -> Option<()> {
    expressions.into_iter().try_for_each(|expression| expression_reach(expression, found))
}

fn expression_reach(expression: &Expression, found: &mut Predicates) -> Option<()> {
    use Expression as E;
    match expression {
        E::NamedNode(_) | E::Literal(_) | E::Variable(_) | E::Bound(_) => Some(()),
        E::Exists(inner) => pattern_reach(inner, found),
        E::UnaryPlus(a) | E::UnaryMinus(a) | E::Not(a) => expression_reach(a, found),
        E::If(a, b, c) => all([&**a, b, c], found),
        E::Coalesce(list) | E::FunctionCall(_, list) => all(list, found),
        E::In(a, list) => {
            expression_reach(a, found)?;
            all(list, found)
        }
        E::Or(a, b)
        | E::And(a, b)
        | E::Equal(a, b)
        | E::SameTerm(a, b)
        | E::Greater(a, b)
        | E::GreaterOrEqual(a, b)
        | E::Less(a, b)
        | E::LessOrEqual(a, b)
        | E::Add(a, b)
        | E::Subtract(a, b)
        | E::Multiply(a, b)
        | E::Divide(a, b) => all([&**a, b], found),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::stock;
    use spargebra::SparqlParser;

    /// What a query sees beside what every query does.
    fn sees(text: &str) -> Option<Vec<String>> {
        let query = SparqlParser::new().parse_query(text).expect("a query");
        let mut found: Vec<String> =
            predicates(&query)?.into_iter().filter(|predicate| !ALWAYS.contains(&predicate.as_str())).collect();
        found.sort_unstable();
        Some(found)
    }

    #[test]
    fn predicates_are_found_wherever_they_stand() {
        for (text, expected) in [
            ("ASK { ?s <a:> ?o ; <b:> ?x }", &["a:", "b:"][..]),
            ("ASK { ?s <a:>/^<b:> ?o . OPTIONAL { ?o (<c:>|<d:>)+ ?x } }", &["a:", "b:", "c:", "d:"]),
            ("ASK { { ?s <a:> ?o } UNION { ?s <b:> ?o } MINUS { ?s <c:> ?o } }", &["a:", "b:", "c:"]),
            ("ASK { ?s <a:> ?o FILTER(?o > 1 && !EXISTS { ?s <b:> ?o }) }", &["a:", "b:"]),
            ("SELECT (COUNT(?o) AS ?n) { { SELECT ?o { ?s <a:> ?o } } VALUES ?o { 1 } } GROUP BY ?s", &["a:"]),
            ("CONSTRUCT { ?s <out:> ?o } WHERE { ?s <a:> ?o BIND(IF(?o > 1, 2, ?o) AS ?p) }", &["a:"]),
            ("ASK {}", &[]),
        ] {
            assert_eq!(sees(text).expect("given predicates"), expected, "{text}");
        }
    }

    #[test]
    fn what_may_be_any_predicate_is_known_as_such() {
        for text in [
            "ASK { ?s ?p ?o }",
            "ASK { ?s <a:> ?o FILTER EXISTS { ?o ?p ?x } }",
            "ASK { ?s <a:>* ?o }",
            "ASK { ?s <a:>? ?o }",
            "ASK { ?s !<a:> ?o }",
            "ASK { GRAPH ?g { ?s <a:> ?o } }",
            "DESCRIBE <x:>",
        ] {
            assert_eq!(sees(text), None, "{text}");
        }
    }

    #[test]
    fn stock_queries_see_a_part_of_the_graph() {
        for (name, file) in stock::all() {
            let query = SparqlParser::new().parse_query(&file.text).expect(name);
            let seen = predicates(&query).unwrap_or_else(|| panic!("{name} sees every triple"));
            assert!(seen.len() < 20, "{name}: {seen:?}");
        }
    }
}
