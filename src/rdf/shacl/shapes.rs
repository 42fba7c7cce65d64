//! Shapes, read from their graph.

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::vocab::rdf;
use oxigraph::model::{Graph, Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, Term, TermRef};
use regex::{Regex, RegexBuilder};

const SH: &str = "http://www.w3.org/ns/shacl#";

/// Why shapes cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ShapesError {
    /// Not Turtle.
    #[error("the shapes cannot be read: {0}")]
    Syntax(#[from] oxigraph::io::RdfSyntaxError),
    /// A constraint that this program does not know, or one that is not well-formed.
    #[error("shape {shape}: {message}")]
    Shape {
        /// Which shape.
        shape: String,
        /// What is wrong with it.
        message: String,
    },
}

/// A node or property shape.
#[derive(Clone, Debug)]
pub struct Shape {
    /// Its name, or what stands for it.
    pub id: String,
    /// What it is checked on.
    pub targets: Vec<Target>,
    /// From a focus node to the values; none for a node shape, whose value is the focus node itself.
    pub path: Option<Path>,
    /// What must hold.
    pub constraints: Vec<Constraint>,
    /// What to say when it does not.
    pub message: Option<String>,
    /// Whether it is left out.
    pub deactivated: bool,
}

/// Focus nodes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Instances of a class.
    Class(NamedNode),
    /// One node.
    Node(Term),
    /// Whatever has this property.
    SubjectsOf(NamedNode),
    /// Whatever is a value of this property.
    ObjectsOf(NamedNode),
}

/// A property path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Path {
    /// A property.
    Property(NamedNode),
    /// Backwards.
    Inverse(Box<Path>),
    /// One after another.
    Sequence(Vec<Path>),
    /// Any of them.
    Alternative(Vec<Path>),
}

/// What values must be like.
#[derive(Clone, Debug)]
#[allow(missing_docs)] // Named as in SHACL.
pub enum Constraint {
    MinCount(usize),
    MaxCount(usize),
    Class(NamedNode),
    Datatype(NamedNode),
    NodeKind(String),
    In(Vec<Term>),
    HasValue(Term),
    Pattern(Regex),
    MinLength(usize),
    MaxLength(usize),
    MinInclusive(Literal),
    MaxInclusive(Literal),
    MinExclusive(Literal),
    MaxExclusive(Literal),
    Equals(NamedNode),
    Disjoint(NamedNode),
    LessThan(NamedNode),
    LessThanOrEquals(NamedNode),
    UniqueLang,
    Node(Box<Shape>),
    Property(Box<Shape>),
    Not(Box<Shape>),
    And(Vec<Shape>),
    Or(Vec<Shape>),
    Xone(Vec<Shape>),
}

/// Reads the shapes of a Turtle text that have targets.
///
/// # Errors
/// When the text is not Turtle or a shape uses what is not known here.
pub fn read(turtle: &str) -> Result<Vec<Shape>, ShapesError> {
    let mut graph = Graph::new();
    for quad in RdfParser::from_format(RdfFormat::Turtle).for_slice(turtle) {
        graph.insert(oxigraph::model::Triple::from(quad?).as_ref());
    }
    let reader = Reader { graph: &graph };
    let mut roots: Vec<NamedOrBlankNode> = Vec::new();
    for target in ["targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf"] {
        let property = format!("{SH}{target}");
        for triple in graph.triples_for_predicate(NamedNodeRef::new_unchecked(&property)) {
            roots.push(triple.subject.into_owned());
        }
    }
    roots.sort_by_key(ToString::to_string);
    roots.dedup();
    roots.into_iter().map(|root| reader.shape(&root.into(), 0)).collect()
}

struct Reader<'a> {
    graph: &'a Graph,
}

/// Shapes may refer to one another; ones that refer to themselves are beyond this reader.
const DEPTH: usize = 16;

impl Reader<'_> {
    fn shape(&self, term: &Term, depth: usize) -> Result<Shape, ShapesError> {
        let node = match term {
            Term::NamedNode(node) => NamedOrBlankNode::from(node.clone()),
            Term::BlankNode(node) => node.clone().into(),
            other => return Err(wrong(&other.to_string(), "a shape cannot be a literal")),
        };
        let path = self.object(&node, "path").map(|path| self.path(&path)).transpose()?;
        let id = match (&node, &path) {
            (NamedOrBlankNode::NamedNode(node), _) => node.as_str().to_owned(),
            (_, Some(path)) => path.to_string(),
            _ => "(without name)".to_owned(),
        };
        if depth > DEPTH {
            return Err(wrong(&id, "refers to itself, which is not supported"));
        }
        let mut shape = Shape { id, targets: vec![], path, constraints: vec![], message: None, deactivated: false };
        let mut triples: Vec<(NamedNode, Term)> = self
            .graph
            .triples_for_subject(node.as_ref())
            .map(|triple| (triple.predicate.into_owned(), triple.object.into_owned()))
            .collect();
        triples.sort_by_cached_key(|(predicate, object)| (predicate.as_str().to_owned(), object.to_string()));
        for (predicate, object) in triples {
            if let Some(name) = predicate.as_str().strip_prefix(SH) {
                self.parameter(&mut shape, &node, name, object, depth)?;
            }
        }
        Ok(shape)
    }

    fn parameter(
        &self,
        shape: &mut Shape,
        node: &NamedOrBlankNode,
        name: &str,
        object: Term,
        depth: usize,
    ) -> Result<(), ShapesError> {
        let id = shape.id.clone();
        let iri = |term: Term| match term {
            Term::NamedNode(node) => Ok(node),
            other => Err(wrong(&id, &format!("sh:{name} wants an IRI, not {other}"))),
        };
        let literal = |term: Term| match term {
            Term::Literal(literal) => Ok(literal),
            other => Err(wrong(&id, &format!("sh:{name} wants a literal, not {other}"))),
        };
        let number = |term: Term| match &term {
            Term::Literal(l) if l.value().parse::<usize>().is_ok() => Ok(l.value().parse().unwrap_or_default()),
            other => Err(wrong(&id, &format!("sh:{name} wants a whole number, not {other}"))),
        };
        let shapes = |term: Term| -> Result<Vec<Shape>, ShapesError> {
            self.list(&term).iter().map(|member| self.shape(member, depth + 1)).collect()
        };
        let nested = |term: &Term| self.shape(term, depth + 1).map(Box::new);
        let constraint = match name {
            "targetClass" => {
                shape.targets.push(Target::Class(iri(object)?));
                return Ok(());
            }
            "targetNode" => {
                shape.targets.push(Target::Node(object));
                return Ok(());
            }
            "targetSubjectsOf" => {
                shape.targets.push(Target::SubjectsOf(iri(object)?));
                return Ok(());
            }
            "targetObjectsOf" => {
                shape.targets.push(Target::ObjectsOf(iri(object)?));
                return Ok(());
            }
            "message" => {
                shape.message = Some(literal(object)?.value().to_owned());
                return Ok(());
            }
            "deactivated" => {
                shape.deactivated = literal(object)?.value() == "true";
                return Ok(());
            }
            // Read with the shape, or only for people.
            "path" | "flags" | "name" | "description" | "order" | "group" | "severity" => return Ok(()),
            "minCount" => Constraint::MinCount(number(object)?),
            "maxCount" => Constraint::MaxCount(number(object)?),
            "minLength" => Constraint::MinLength(number(object)?),
            "maxLength" => Constraint::MaxLength(number(object)?),
            "class" => Constraint::Class(iri(object)?),
            "datatype" => Constraint::Datatype(iri(object)?),
            "nodeKind" => Constraint::NodeKind(iri(object)?.as_str().trim_start_matches(SH).to_owned()),
            "in" => Constraint::In(self.list(&object)),
            "hasValue" => Constraint::HasValue(object),
            "pattern" => {
                let flags = self.object(node, "flags").map_or_else(String::new, |flags| match flags {
                    Term::Literal(flags) => flags.value().to_owned(),
                    _ => String::new(),
                });
                let pattern = literal(object)?;
                let regex = RegexBuilder::new(pattern.value()).case_insensitive(flags.contains('i')).build();
                Constraint::Pattern(regex.map_err(|e| wrong(&id, &e.to_string()))?)
            }
            "minInclusive" => Constraint::MinInclusive(literal(object)?),
            "maxInclusive" => Constraint::MaxInclusive(literal(object)?),
            "minExclusive" => Constraint::MinExclusive(literal(object)?),
            "maxExclusive" => Constraint::MaxExclusive(literal(object)?),
            "equals" => Constraint::Equals(iri(object)?),
            "disjoint" => Constraint::Disjoint(iri(object)?),
            "lessThan" => Constraint::LessThan(iri(object)?),
            "lessThanOrEquals" => Constraint::LessThanOrEquals(iri(object)?),
            "uniqueLang" if literal(object.clone())?.value() == "true" => Constraint::UniqueLang,
            "uniqueLang" => return Ok(()),
            "node" => Constraint::Node(nested(&object)?),
            "property" => Constraint::Property(nested(&object)?),
            "not" => Constraint::Not(nested(&object)?),
            "and" => Constraint::And(shapes(object)?),
            "or" => Constraint::Or(shapes(object)?),
            "xone" => Constraint::Xone(shapes(object)?),
            other => return Err(wrong(&id, &format!("sh:{other} is not supported"))),
        };
        shape.constraints.push(constraint);
        Ok(())
    }

    fn path(&self, term: &Term) -> Result<Path, ShapesError> {
        let node = match term {
            Term::NamedNode(node) => return Ok(Path::Property(node.clone())),
            Term::BlankNode(node) => NamedOrBlankNode::from(node.clone()),
            other => return Err(wrong(&other.to_string(), "a path cannot be a literal")),
        };
        let paths = |members: Vec<Term>| members.iter().map(|m| self.path(m)).collect::<Result<Vec<_>, _>>();
        if let Some(inverse) = self.object(&node, "inversePath") {
            return Ok(Path::Inverse(Box::new(self.path(&inverse)?)));
        }
        if let Some(list) = self.object(&node, "alternativePath") {
            return Ok(Path::Alternative(paths(self.list(&list))?));
        }
        let members = self.list(term);
        if members.is_empty() {
            return Err(wrong(&term.to_string(), "a path is a property, a list, sh:inversePath or sh:alternativePath"));
        }
        Ok(Path::Sequence(paths(members)?))
    }

    fn object(&self, node: &NamedOrBlankNode, name: &str) -> Option<Term> {
        let property = format!("{SH}{name}");
        let found = self.graph.object_for_subject_predicate(node.as_ref(), NamedNodeRef::new_unchecked(&property));
        found.map(TermRef::into_owned)
    }

    /// Members of an RDF list.
    fn list(&self, head: &Term) -> Vec<Term> {
        let mut members = Vec::new();
        let mut at = head.clone();
        // A list cannot be longer than its graph, so one that bites its tail ends too.
        while members.len() <= self.graph.len() {
            let node = match &at {
                Term::BlankNode(node) => NamedOrBlankNode::from(node.clone()),
                Term::NamedNode(node) if node.as_ref() != rdf::NIL => node.clone().into(),
                _ => break,
            };
            let Some(first) = self.graph.object_for_subject_predicate(node.as_ref(), rdf::FIRST) else { break };
            members.push(first.into_owned());
            let Some(rest) = self.graph.object_for_subject_predicate(node.as_ref(), rdf::REST) else { break };
            at = rest.into_owned();
        }
        members
    }
}

fn wrong(shape: &str, message: &str) -> ShapesError {
    ShapesError::Shape { shape: shape.to_owned(), message: message.to_owned() }
}

impl std::fmt::Display for Path {
    /// As in SPARQL, with full IRIs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut joined = |paths: &[Path], by: &str| {
            let words: Vec<String> = paths.iter().map(ToString::to_string).collect();
            f.write_str(&words.join(by))
        };
        match self {
            Path::Property(node) => write!(f, "{node}"),
            Path::Inverse(path) => write!(f, "^{path}"),
            Path::Sequence(paths) => joined(paths, "/"),
            Path::Alternative(paths) => joined(paths, "|"),
        }
    }
}
