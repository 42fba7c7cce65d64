//! Puts terms in the place of a query's variables.
//!
//! Works on the parsed query, so a value can never change what the query means. A variable that has been given a value
//! counts as bound (`BOUND(?since)` is true), loses any default that the query binds to it (`VALUES`, `BIND`), and keeps
//! its column in the answer.

use oxigraph::model::vocab::xsd;
use oxigraph::model::{Literal, Term, Variable};
use spargebra::Query;
use spargebra::algebra::{AggregateExpression, Expression, GraphPattern, OrderExpression};
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern};
use std::collections::BTreeSet;

/// Replaces `variable` by `term` throughout.
pub fn substitute(query: &mut Query, variable: &Variable, term: &Term) {
    let value = Value { variable, term };
    match query {
        Query::Select { pattern, .. } | Query::Ask { pattern, .. } | Query::Describe { pattern, .. } => {
            value.pattern(pattern);
        }
        Query::Construct { template, pattern, .. } => {
            template.iter_mut().for_each(|triple| value.triple(triple));
            value.pattern(pattern);
        }
    }
}

/// Every variable that a query names, by name.
pub fn variables(query: &Query) -> BTreeSet<String> {
    // The query's own text names them all: spargebra writes every variable as `?name`.
    let text = query.to_string();
    let mut found = BTreeSet::new();
    let mut rest = text.as_str();
    let mut quoted = false;
    while let Some(at) = rest.find(['?', '"', '\\', '<']) {
        let (mark, after) = rest[at..].split_at(1);
        rest = after;
        match mark {
            "\\" => rest = rest.get(rest.chars().next().map_or(0, char::len_utf8)..).unwrap_or_default(),
            "\"" => quoted = !quoted,
            "<" if !quoted => {
                // `<` also stands for less-than; an IRI holds no space and has an end.
                if let Some(end) = rest.find('>').filter(|end| !rest[..*end].contains([' ', '"'])) {
                    rest = &rest[end..];
                }
            }
            "?" if !quoted => {
                let name: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                rest = &rest[name.len()..];
                if !name.is_empty() {
                    found.insert(name);
                }
            }
            _ => {}
        }
    }
    found
}

struct Value<'a> {
    variable: &'a Variable,
    term: &'a Term,
}

impl Value<'_> {
    fn pattern(&self, pattern: &mut GraphPattern) {
        match pattern {
            GraphPattern::Bgp { patterns } => patterns.iter_mut().for_each(|triple| self.triple(triple)),
            GraphPattern::Path { subject, object, .. } => {
                self.node(subject);
                self.node(object);
            }
            GraphPattern::Join { left, right }
            | GraphPattern::Lateral { left, right }
            | GraphPattern::Union { left, right }
            | GraphPattern::Minus { left, right } => {
                self.pattern(left);
                self.pattern(right);
            }
            GraphPattern::LeftJoin { left, right, expression } => {
                self.pattern(left);
                self.pattern(right);
                expression.iter_mut().for_each(|e| self.expression(e));
            }
            GraphPattern::Filter { expr, inner } => {
                self.expression(expr);
                self.pattern(inner);
            }
            GraphPattern::Graph { name, inner } | GraphPattern::Service { name, inner, .. } => {
                self.name(name);
                self.pattern(inner);
            }
            GraphPattern::Extend { inner, variable, expression } => {
                self.pattern(inner);
                if variable == self.variable {
                    *pattern = std::mem::take(inner);
                } else {
                    self.expression(expression);
                }
            }
            GraphPattern::Values { variables, bindings } => {
                if let Some(column) = variables.iter().position(|v| v == self.variable) {
                    variables.remove(column);
                    for row in bindings.iter_mut() {
                        row.remove(column);
                    }
                    bindings.dedup();
                }
            }
            GraphPattern::OrderBy { inner, expression } => {
                self.pattern(inner);
                for order in expression {
                    let (OrderExpression::Asc(e) | OrderExpression::Desc(e)) = order;
                    self.expression(e);
                }
            }
            GraphPattern::Project { inner, variables } => {
                self.pattern(inner);
                if variables.contains(self.variable) {
                    let bound = std::mem::take(inner);
                    let expression = self.constant();
                    **inner = GraphPattern::Extend { inner: bound, variable: self.variable.clone(), expression };
                }
            }
            GraphPattern::Distinct { inner } | GraphPattern::Reduced { inner } | GraphPattern::Slice { inner, .. } => {
                self.pattern(inner);
            }
            GraphPattern::Group { inner, variables, aggregates } => {
                self.pattern(inner);
                variables.retain(|v| v != self.variable);
                for (_, aggregate) in aggregates {
                    if let AggregateExpression::FunctionCall { expr, .. } = aggregate {
                        self.expression(expr);
                    }
                }
            }
        }
    }

    fn triple(&self, triple: &mut TriplePattern) {
        self.node(&mut triple.subject);
        self.name(&mut triple.predicate);
        self.node(&mut triple.object);
    }

    fn node(&self, node: &mut TermPattern) {
        if matches!(node, TermPattern::Variable(v) if v == self.variable) {
            *node = self.term.clone().into();
        }
    }

    fn name(&self, name: &mut NamedNodePattern) {
        if let (NamedNodePattern::Variable(v), Term::NamedNode(node)) = (&*name, self.term)
            && v == self.variable
        {
            *name = NamedNodePattern::NamedNode(node.clone());
        }
    }

    fn constant(&self) -> Expression {
        match self.term {
            Term::NamedNode(node) => Expression::NamedNode(node.clone()),
            Term::Literal(literal) => Expression::Literal(literal.clone()),
            // Parameters are never blank nodes: no user can name one.
            _ => Expression::Variable(self.variable.clone()),
        }
    }

    fn expression(&self, expression: &mut Expression) {
        use Expression as E;
        match expression {
            E::NamedNode(_) | E::Literal(_) => {}
            E::Variable(v) => {
                if v == self.variable {
                    *expression = self.constant();
                }
            }
            E::Bound(v) => {
                if v == self.variable {
                    *expression = E::Literal(Literal::new_typed_literal("true", xsd::BOOLEAN));
                }
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
            | E::Divide(a, b) => {
                self.expression(a);
                self.expression(b);
            }
            E::UnaryPlus(a) | E::UnaryMinus(a) | E::Not(a) => self.expression(a),
            E::In(a, list) => {
                self.expression(a);
                list.iter_mut().for_each(|e| self.expression(e));
            }
            E::If(a, b, c) => [a, b, c].into_iter().for_each(|e| self.expression(e)),
            E::Coalesce(list) | E::FunctionCall(_, list) => list.iter_mut().for_each(|e| self.expression(e)),
            E::Exists(inner) => self.pattern(inner),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxigraph::model::NamedNode;
    use spargebra::SparqlParser;

    #[track_caller]
    fn becomes(query: &str, name: &str, term: impl Into<Term>, expected: &str) {
        let parse = |text: &str| SparqlParser::new().parse_query(text).expect("a query");
        let mut query = parse(query);
        let term = term.into();
        substitute(&mut query, &Variable::new_unchecked(name), &term);
        // the value stays among the results as a column of its own
        let column = format!(" ({term} AS ?{name})");
        let plain = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(plain(query.to_string().replace(&column, "")), plain(parse(expected).to_string()));
    }

    fn x() -> NamedNode {
        NamedNode::new_unchecked("http://x")
    }

    #[test]
    fn variables_of_patterns_filters_and_templates_are_replaced() {
        becomes("ASK { ?s ?p ?o FILTER(?o != ?s) }", "s", x(), "ASK { <http://x> ?p ?o FILTER(?o != <http://x>) }");
        becomes("ASK { ?s ?p ?o }", "p", x(), "ASK { ?s <http://x> ?o }");
        becomes(
            "CONSTRUCT { ?s <p:> ?o } { ?s <q:> ?o }",
            "o",
            Literal::from("a"),
            "CONSTRUCT { ?s <p:> \"a\" } { ?s <q:> \"a\" }",
        );
        becomes(
            "ASK { ?s <p:> ?o FILTER NOT EXISTS { ?o <q:> ?x } }",
            "o",
            x(),
            "ASK { ?s <p:> <http://x> FILTER NOT EXISTS { <http://x> <q:> ?x } }",
        );
    }

    #[test]
    fn a_given_value_counts_as_bound_and_beats_defaults() {
        becomes(
            "ASK { ?s <p:> ?d FILTER(!BOUND(?since) || ?d >= ?since) }",
            "since",
            Literal::from(5),
            "ASK { ?s <p:> ?d FILTER(!true || ?d >= 5) }",
        );
        becomes("ASK { VALUES ?s { <a:> <b:> } ?s <p:> ?o }", "s", x(), "ASK { VALUES () { () } <http://x> <p:> ?o }");
        becomes("ASK { BIND(<a:> AS ?s) ?s <p:> ?o }", "s", x(), "ASK { {} <http://x> <p:> ?o }");
    }

    #[test]
    fn a_replaced_column_stays_in_the_answer() {
        let mut query = SparqlParser::new().parse_query("SELECT ?s ?o { ?s <p:> ?o }").expect("a query");
        substitute(&mut query, &Variable::new_unchecked("s"), &x().into());
        assert_eq!(query.to_sse(), "(project (?s ?o) (extend ((?s <http://x>)) (bgp (triple <http://x> <p:> ?o))))");
    }

    #[test]
    fn variables_are_found_and_words_in_quotes_are_not() {
        let query = SparqlParser::new()
            .parse_query("SELECT * { ?s <http://x/?q> \"?no \\\" ?no\" . ?s <p:> ?o2 FILTER(?o2 < ?lim) }");
        let names: Vec<String> = variables(&query.expect("a query")).into_iter().collect();
        assert_eq!(names, ["lim", "o2", "s"]);
    }
}
