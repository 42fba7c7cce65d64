//! A graph held against shapes.

use super::shapes::{Constraint, Path, Shape, Target};
use super::value;
use oxigraph::model::vocab::rdf;
use oxigraph::model::{NamedNode, NamedNodeRef, NamedOrBlankNode, Term, TermRef};
use oxigraph::store::{StorageError, Store};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

const SUB_CLASS_OF: NamedNodeRef<'static> =
    NamedNodeRef::new_unchecked("http://www.w3.org/2000/01/rdf-schema#subClassOf");

/// A thing that does not have the shape that it must have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// What was checked.
    pub focus: Term,
    /// Through which path; none for the thing itself.
    pub path: Option<Path>,
    /// The value that is wrong; none where one is missing or several are one too many.
    pub value: Option<Term>,
    /// What must hold, in the words of the shape.
    pub message: String,
    /// Name of the constraint: `minCount`.
    pub constraint: &'static str,
}

/// Everything in a graph that breaks the shapes, in order of focus nodes.
///
/// # Errors
/// When the store cannot be read.
pub fn validate(store: &Store, shapes: &[Shape]) -> Result<Vec<Violation>, StorageError> {
    let checker = Checker { store };
    let mut found: BTreeMap<String, Vec<Violation>> = BTreeMap::new();
    for shape in shapes.iter().filter(|shape| !shape.deactivated) {
        for (name, focus) in checker.focus_nodes(shape)? {
            let violations = checker.check(shape, &focus)?;
            if !violations.is_empty() {
                found.entry(name).or_default().extend(violations);
            }
        }
    }
    Ok(found.into_values().flatten().collect())
}

struct Checker<'a> {
    store: &'a Store,
}

impl Checker<'_> {
    /// What a shape is checked on, by name.
    fn focus_nodes(&self, shape: &Shape) -> Result<BTreeMap<String, Term>, StorageError> {
        let mut nodes = BTreeMap::new();
        for target in &shape.targets {
            match target {
                Target::Node(node) => drop(nodes.insert(node.to_string(), node.clone())),
                Target::Class(class) => {
                    for class in self.subclasses(class)? {
                        let class = NamedNodeRef::new_unchecked(&class);
                        for quad in self.store.quads_for_pattern(None, Some(rdf::TYPE), Some(class.into()), None) {
                            let node = Term::from(quad?.subject);
                            nodes.insert(node.to_string(), node);
                        }
                    }
                }
                Target::SubjectsOf(property) | Target::ObjectsOf(property) => {
                    for quad in self.store.quads_for_pattern(None, Some(property.as_ref()), None, None) {
                        let quad = quad?;
                        let subjects = matches!(target, Target::SubjectsOf(_));
                        let node = if subjects { quad.subject.into() } else { quad.object };
                        nodes.insert(node.to_string(), node);
                    }
                }
            }
        }
        Ok(nodes)
    }

    fn check(&self, shape: &Shape, focus: &Term) -> Result<Vec<Violation>, StorageError> {
        if shape.deactivated {
            return Ok(Vec::new());
        }
        let values = match &shape.path {
            None => vec![focus.clone()],
            Some(path) => self.values(path, focus)?,
        };
        let mut violations = Vec::new();
        for constraint in &shape.constraints {
            self.constraint(constraint, shape, focus, &values, &mut violations)?;
        }
        Ok(violations)
    }

    fn conforms(&self, shape: &Shape, focus: &Term) -> Result<bool, StorageError> {
        Ok(self.check(shape, focus)?.is_empty())
    }

    fn constraint(
        &self,
        constraint: &Constraint,
        shape: &Shape,
        focus: &Term,
        values: &[Term],
        violations: &mut Vec<Violation>,
    ) -> Result<(), StorageError> {
        let mut report = |name: &'static str, value: Option<&Term>, words: String| {
            violations.push(Violation {
                focus: focus.clone(),
                path: shape.path.clone(),
                value: value.cloned(),
                message: shape.message.clone().unwrap_or(words),
                constraint: name,
            });
        };
        match constraint {
            Constraint::MinCount(min) if values.len() < *min => {
                report("minCount", None, format!("has {} values, needs {min}", values.len()));
            }
            Constraint::MaxCount(max) if values.len() > *max => {
                report("maxCount", None, format!("has {} values, may have {max}", values.len()));
            }
            Constraint::HasValue(wanted) if !values.contains(wanted) => {
                report("hasValue", None, format!("must have the value {wanted}"));
            }
            Constraint::Equals(other) => {
                let others = self.objects(focus, other)?;
                let differ =
                    values.iter().filter(|v| !others.contains(v)).chain(others.iter().filter(|o| !values.contains(o)));
                differ.for_each(|value| report("equals", Some(value), format!("must equal {other}")));
            }
            Constraint::Disjoint(other) => {
                let others = self.objects(focus, other)?;
                let common = values.iter().filter(|v| others.contains(v));
                common.for_each(|value| report("disjoint", Some(value), format!("must not be a value of {other}")));
            }
            Constraint::LessThan(other) | Constraint::LessThanOrEquals(other) => {
                let strict = matches!(constraint, Constraint::LessThan(_));
                let name = if strict { "lessThan" } else { "lessThanOrEquals" };
                for limit in self.objects(focus, other)? {
                    for value in values {
                        let fits = match compare(value, &limit) {
                            Some(Ordering::Less) => true,
                            Some(Ordering::Equal) => !strict,
                            _ => false,
                        };
                        if !fits {
                            let words = if strict { "less than" } else { "at most" };
                            report(name, Some(value), format!("must be {words} {limit}, the value of {other}"));
                        }
                    }
                }
            }
            Constraint::UniqueLang => {
                let mut seen = BTreeSet::new();
                for value in values {
                    if let Term::Literal(literal) = value
                        && let Some(language) = literal.language()
                        && !seen.insert(language)
                    {
                        report("uniqueLang", Some(value), format!("has two values in the language {language}"));
                    }
                }
            }
            // The violations of a property shape are its own.
            Constraint::Property(property) => {
                for value in values {
                    violations.extend(self.check(property, value)?);
                }
            }
            other => {
                for value in values {
                    if let Some((name, words)) = self.breaks(other, value)? {
                        report(name, Some(value), words);
                    }
                }
            }
        }
        Ok(())
    }

    /// What a constraint on single values says against a value.
    fn breaks(&self, constraint: &Constraint, value: &Term) -> Result<Option<(&'static str, String)>, StorageError> {
        let bound = |name, limit, words: &str, fits: fn(Ordering) -> bool| {
            let ok = compare(value, &Term::Literal(limit)).is_some_and(fits);
            (!ok).then(|| (name, format!("must be {words}")))
        };
        Ok(match constraint {
            Constraint::Class(class) => {
                let found = self.is_instance(value, class)?;
                (!found).then(|| ("class", format!("must be a {class}")))
            }
            Constraint::Datatype(datatype) => match value {
                Term::Literal(l) if l.datatype() == datatype.as_ref() && value::is_well_formed(l) => None,
                _ => Some(("datatype", format!("must be a {datatype}"))),
            },
            Constraint::NodeKind(kind) => {
                let own = match value {
                    Term::NamedNode(_) => "IRI",
                    Term::BlankNode(_) => "BlankNode",
                    _ => "Literal",
                };
                (!kind.contains(own)).then(|| ("nodeKind", format!("must be a {kind}")))
            }
            Constraint::In(list) => (!list.contains(value)).then(|| {
                let words: Vec<String> = list.iter().map(ToString::to_string).collect();
                ("in", format!("must be one of {}", words.join(", ")))
            }),
            Constraint::Pattern(regex) => {
                let fits = text(value).is_some_and(|text| regex.is_match(text));
                (!fits).then(|| ("pattern", format!("must match {regex}")))
            }
            Constraint::MinLength(min) => {
                let fits = text(value).is_some_and(|text| text.chars().count() >= *min);
                (!fits).then(|| ("minLength", format!("must have at least {min} characters")))
            }
            Constraint::MaxLength(max) => {
                let fits = text(value).is_some_and(|text| text.chars().count() <= *max);
                (!fits).then(|| ("maxLength", format!("must have at most {max} characters")))
            }
            Constraint::MinInclusive(l) => {
                bound("minInclusive", l.clone(), &format!("at least {}", l.value()), Ordering::is_ge)
            }
            Constraint::MaxInclusive(l) => {
                bound("maxInclusive", l.clone(), &format!("at most {}", l.value()), Ordering::is_le)
            }
            Constraint::MinExclusive(l) => {
                bound("minExclusive", l.clone(), &format!("more than {}", l.value()), Ordering::is_gt)
            }
            Constraint::MaxExclusive(l) => {
                bound("maxExclusive", l.clone(), &format!("less than {}", l.value()), Ordering::is_lt)
            }
            Constraint::Node(shape) => {
                (!self.conforms(shape, value)?).then(|| ("node", format!("must have the shape {}", shape.id)))
            }
            Constraint::Not(shape) => {
                self.conforms(shape, value)?.then(|| ("not", format!("must not have the shape {}", shape.id)))
            }
            Constraint::And(shapes) => {
                (self.fitting(shapes, value)? < shapes.len()).then(|| ("and", "must have all of the shapes".to_owned()))
            }
            Constraint::Or(shapes) => {
                (self.fitting(shapes, value)? == 0).then(|| ("or", "must have one of the shapes".to_owned()))
            }
            Constraint::Xone(shapes) => {
                (self.fitting(shapes, value)? != 1).then(|| ("xone", "must have exactly one of the shapes".to_owned()))
            }
            _ => None,
        })
    }

    /// How many of the shapes a value has.
    fn fitting(&self, shapes: &[Shape], value: &Term) -> Result<usize, StorageError> {
        let mut count = 0;
        for shape in shapes {
            count += usize::from(self.conforms(shape, value)?);
        }
        Ok(count)
    }

    /// Values at the end of a path, each once.
    fn values(&self, path: &Path, from: &Term) -> Result<Vec<Term>, StorageError> {
        let mut found: Vec<Term> = match path {
            Path::Property(property) => self.objects(from, property)?,
            Path::Inverse(inner) => match inner.as_ref() {
                Path::Property(property) => {
                    let quads = self.store.quads_for_pattern(None, Some(property.as_ref()), Some(from.as_ref()), None);
                    quads.map(|quad| quad.map(|quad| quad.subject.into())).collect::<Result<_, _>>()?
                }
                Path::Inverse(inner) => self.values(inner, from)?,
                Path::Alternative(paths) => self.all(paths.iter().map(inverse), from)?,
                Path::Sequence(paths) => {
                    self.values(&Path::Sequence(paths.iter().rev().map(inverse).collect()), from)?
                }
            },
            Path::Alternative(paths) => self.all(paths.iter().cloned(), from)?,
            Path::Sequence(paths) => {
                let mut at = vec![from.clone()];
                for step in paths {
                    let mut next = Vec::new();
                    for node in &at {
                        next.extend(self.values(step, node)?);
                    }
                    at = next;
                }
                at
            }
        };
        found.sort_by_cached_key(ToString::to_string);
        found.dedup();
        Ok(found)
    }

    fn all(&self, paths: impl Iterator<Item = Path>, from: &Term) -> Result<Vec<Term>, StorageError> {
        let mut found = Vec::new();
        for path in paths {
            found.extend(self.values(&path, from)?);
        }
        Ok(found)
    }

    fn objects(&self, subject: &Term, property: &NamedNode) -> Result<Vec<Term>, StorageError> {
        let Some(subject) = as_subject(subject) else { return Ok(Vec::new()) };
        let quads = self.store.quads_for_pattern(Some(subject.as_ref()), Some(property.as_ref()), None, None);
        quads.map(|quad| quad.map(|quad| quad.object)).collect()
    }

    fn is_instance(&self, value: &Term, class: &NamedNode) -> Result<bool, StorageError> {
        let Some(subject) = as_subject(value) else { return Ok(false) };
        for class in self.subclasses(class)? {
            let class = TermRef::from(NamedNodeRef::new_unchecked(&class));
            if self.store.quads_for_pattern(Some(subject.as_ref()), Some(rdf::TYPE), Some(class), None).next().is_some()
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// A class and all below it, as far as the graph says.
    fn subclasses(&self, class: &NamedNode) -> Result<Vec<String>, StorageError> {
        let mut found = vec![class.as_str().to_owned()];
        let mut next = 0;
        while let Some(class) = found.get(next).cloned() {
            let class = NamedNodeRef::new_unchecked(&class);
            for quad in self.store.quads_for_pattern(None, Some(SUB_CLASS_OF), Some(class.into()), None) {
                if let NamedOrBlankNode::NamedNode(node) = quad?.subject
                    && !found.iter().any(|own| own == node.as_str())
                {
                    found.push(node.as_str().to_owned());
                }
            }
            next += 1;
        }
        Ok(found)
    }
}

fn inverse(path: &Path) -> Path {
    Path::Inverse(Box::new(path.clone()))
}

fn as_subject(term: &Term) -> Option<NamedOrBlankNode> {
    match term {
        Term::NamedNode(node) => Some(node.clone().into()),
        Term::BlankNode(node) => Some(node.clone().into()),
        _ => None,
    }
}

/// What string constraints look at: the words of a literal, the text of an IRI.
fn text(term: &Term) -> Option<&str> {
    match term {
        Term::NamedNode(node) => Some(node.as_str()),
        Term::Literal(literal) => Some(literal.value()),
        _ => None,
    }
}

fn compare(one: &Term, other: &Term) -> Option<Ordering> {
    match (one, other) {
        (Term::Literal(one), Term::Literal(other)) => value::compare(one, other),
        _ => None,
    }
}
