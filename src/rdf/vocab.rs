//! The terms that the graph uses. Those of `dg:` are described in `schema/diplograph.ttl`.

/// Constants for the terms of namespaces, a module each.
macro_rules! terms {
    ($($(#[$meta:meta])* $module:ident = $namespace:literal { $($name:ident = $local:literal,)* })*) => {
        $($(#[$meta])*
        #[allow(missing_docs)]
        pub mod $module {
            /// Where the terms live.
            pub const NAMESPACE: &str = $namespace;
            $(pub const $name: &str = concat!($namespace, $local);)*
        })*
    };
}

terms! {
    /// Our own terms.
    dg = "https://w3id.org/diplograph/ns#" {
        EVENT = "Event",
        REPORT = "Report",
        PARTICIPATION = "Participation",
        INSTRUMENT_CLASS = "Instrument",
        TENURE = "Tenure",
        OFFICE_CLASS = "Office",
        PLACE_CLASS = "Place",
        TOPIC = "Topic",
        STATE = "State",
        PERSON = "Person",
        ORGANIZATION = "Organization",
        INTERNATIONAL_ORGANIZATION = "InternationalOrganization",
        ARMED_GROUP = "ArmedGroup",
        GROUP = "Group",
        STATUS = "status",
        SOURCE = "source",
        TARGET = "target",
        MEDIATOR = "mediator",
        OTHER = "other",
        PARTICIPANT = "participant",
        HAS_PARTICIPATION = "participation",
        AGENT = "agent",
        ROLE = "role",
        ON_BEHALF_OF = "onBehalfOf",
        OFFICE = "office",
        DYAD = "dyad",
        DIRECTED_DYAD = "directedDyad",
        DATE = "date",
        EARLIEST = "earliest",
        LATEST = "latest",
        PRECISION = "precision",
        EDTF = "edtf",
        MONTH = "month",
        PLACE = "place",
        PLOVER = "plover",
        PLOVER_MODE = "ploverMode",
        CAMEO = "cameo",
        QUAD = "quad",
        GOLDSTEIN = "goldstein",
        INSTRUMENT = "instrument",
        KIND = "kind",
        COUNT = "count",
        ABOUT = "about",
        PART_OF = "partOf",
        HAS_REPORT = "report",
        SAME_EVENT_AS = "sameEventAs",
        COPY_OF = "copyOf",
        REALISED_BY = "realisedBy",
        CANCELLED_BY = "cancelledBy",
        CONTRADICTED_BY = "contradictedBy",
        DENIES = "denies",
        ARTICLE = "article",
        SENTENCE = "sentence",
        QUOTE = "quote",
        TRIGGER = "trigger",
        TRIGGER_BEGIN = "triggerBegin",
        TRIGGER_END = "triggerEnd",
        SAID_BY = "saidBy",
        MANNER = "manner",
        CONFIDENCE = "confidence",
        RULE = "rule",
        COUNTRY = "country",
        CODE = "code",
        COW = "cow",
        GW = "gw",
        ATTESTED_ON = "attestedOn",
    }

    /// RDF.
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#" { TYPE = "type", }
    /// RDF Schema.
    rdfs = "http://www.w3.org/2000/01/rdf-schema#" { LABEL = "label", }
    /// XML Schema datatypes.
    xsd = "http://www.w3.org/2001/XMLSchema#" {
        DATE = "date",
        DECIMAL = "decimal",
        INTEGER = "integer",
        YEAR_MONTH = "gYearMonth",
        STRING = "string",
    }
    /// SKOS: other names, and links to the same thing elsewhere.
    skos = "http://www.w3.org/2004/02/skos/core#" { ALT_LABEL = "altLabel", EXACT_MATCH = "exactMatch", }
    /// NLP Interchange Format: offsets, in code points.
    nif = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#" {
        BEGIN_INDEX = "beginIndex",
        END_INDEX = "endIndex",
    }
    /// PROV-O.
    prov = "http://www.w3.org/ns/prov#" { WAS_ATTRIBUTED_TO = "wasAttributedTo", }
    /// schema.org.
    schema = "https://schema.org/" {
        COUNTRY = "Country",
        NEWS_ARTICLE = "NewsArticle",
        NEWS_MEDIA_ORGANIZATION = "NewsMediaOrganization",
        HEADLINE = "headline",
        DATE_PUBLISHED = "datePublished",
        URL = "url",
        PUBLISHER = "publisher",
    }
    /// The Organization Ontology: who held which office.
    org = "http://www.w3.org/ns/org#" {
        POST_IN = "postIn",
        HOLDS = "holds",
        MEMBER = "member",
        ORGANIZATION = "organization",
    }
    /// W3C Basic Geo: WGS84 degrees.
    geo = "http://www.w3.org/2003/01/geo/wgs84_pos#" { LAT = "lat", LONG = "long", }
}

/// Where GeoNames keeps its features: `https://sws.geonames.org/1835848/`.
pub const GEONAMES: &str = "https://sws.geonames.org/";
/// Where Wikidata keeps its entities.
pub const WIKIDATA: &str = "http://www.wikidata.org/entity/";

/// Prefixes of namespaces that do not depend on the base IRI, known in every query.
pub const PREFIXES: &[(&str, &str)] = &[
    ("dg", dg::NAMESPACE),
    ("geo", geo::NAMESPACE),
    ("nif", nif::NAMESPACE),
    ("org", org::NAMESPACE),
    ("prov", prov::NAMESPACE),
    ("rdf", rdf::NAMESPACE),
    ("rdfs", rdfs::NAMESPACE),
    ("schema", schema::NAMESPACE),
    ("skos", skos::NAMESPACE),
    ("xsd", xsd::NAMESPACE),
    ("gn", GEONAMES),
    ("wd", WIKIDATA),
    // Used by the vocabulary and by queries that people bring along.
    ("owl", "http://www.w3.org/2002/07/owl#"),
    ("sem", "http://semanticweb.cs.vu.nl/2009/11/sem/"),
    ("sh", "http://www.w3.org/ns/shacl#"),
    ("time", "http://www.w3.org/2006/time#"),
];

/// Prefixes of the folders of things under a base IRI, as prefix and folder: `person:RUS-sergey-lavrov`.
pub const FOLDERS: &[(&str, &str)] = &[
    ("article", "article/"),
    ("event", "event/"),
    ("group", "group/"),
    ("instrument", "instrument/"),
    ("office", "office/"),
    ("organization", "org/"),
    ("participation", "participation/"),
    ("person", "person/"),
    ("place", "place/"),
    ("publisher", "publisher/"),
    ("report", "report/"),
    ("state", "state/"),
    ("tenure", "tenure/"),
    ("topic", "topic/"),
];

/// The order in which a thing's properties are best read; what is not here follows in order of the IRI.
pub const READING_ORDER: &[&str] = &[
    rdf::TYPE,
    rdfs::LABEL,
    skos::ALT_LABEL,
    schema::HEADLINE,
    schema::DATE_PUBLISHED,
    schema::PUBLISHER,
    schema::URL,
    dg::STATUS,
    dg::DATE,
    dg::EARLIEST,
    dg::LATEST,
    dg::PRECISION,
    dg::EDTF,
    dg::MONTH,
    dg::SOURCE,
    dg::TARGET,
    dg::MEDIATOR,
    dg::OTHER,
    dg::DYAD,
    dg::DIRECTED_DYAD,
    dg::PARTICIPANT,
    dg::HAS_PARTICIPATION,
    dg::PLACE,
    dg::INSTRUMENT,
    dg::ABOUT,
    dg::PART_OF,
    dg::PLOVER,
    dg::PLOVER_MODE,
    dg::CAMEO,
    dg::QUAD,
    dg::GOLDSTEIN,
    dg::HAS_REPORT,
    dg::AGENT,
    dg::ROLE,
    dg::ON_BEHALF_OF,
    dg::OFFICE,
    dg::ARTICLE,
    dg::SENTENCE,
    nif::BEGIN_INDEX,
    nif::END_INDEX,
    dg::QUOTE,
    dg::TRIGGER,
    dg::TRIGGER_BEGIN,
    dg::TRIGGER_END,
    dg::SAID_BY,
    dg::MANNER,
    dg::CONFIDENCE,
    dg::RULE,
];
