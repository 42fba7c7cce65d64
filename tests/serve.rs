//! The server, asked over the wire.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

/// A server of the hand-read events, ended when dropped.
struct Server {
    process: Child,
    address: String,
}

impl Server {
    fn start(flags: &[&str]) -> Self {
        let events = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/events.jsonl");
        let mut process = Command::new(env!("CARGO_BIN_EXE_diplograph"))
            .args(["serve", events, "--bind", "127.0.0.1:0"])
            .args(flags)
            .stderr(Stdio::piped())
            .spawn()
            .expect("started");
        let mut said = String::new();
        BufReader::new(process.stderr.take().expect("piped")).read_line(&mut said).expect("says where it listens");
        let address = said.split("http://").nth(1).and_then(|rest| rest.split('/').next()).expect("an address");
        Self { process, address: address.to_owned() }
    }

    /// Status, headers and body of the answer to a request.
    fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> (u16, String, String) {
        let mut stream = TcpStream::connect(&self.address).expect("listening");
        let mut request = format!("{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n", self.address);
        for (name, value) in headers {
            request += &format!("{name}: {value}\r\n");
        }
        request += &format!("Content-Length: {}\r\n\r\n{body}", body.len());
        stream.write_all(request.as_bytes()).expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("answered");
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head and a body");
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        (status, head.to_ascii_lowercase(), unchunked(head, body))
    }

    fn get(&self, path: &str, accept: &str) -> (u16, String, String) {
        self.send("GET", path, &[("Accept", accept)], "")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The body without the lengths of its chunks.
fn unchunked(head: &str, body: &str) -> String {
    if !head.to_ascii_lowercase().contains("transfer-encoding: chunked") {
        return body.to_owned();
    }
    let mut whole = String::new();
    let mut rest = body;
    while let Some((length, after)) = rest.split_once("\r\n") {
        let length = usize::from_str_radix(length, 16).expect("a length");
        if length == 0 {
            break;
        }
        whole += &after[..length];
        rest = after[length..].trim_start_matches("\r\n");
    }
    whole
}

/// Percent-encodes.
fn encoded(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}

const MEETINGS: &str = "SELECT ?l { ?e a dg:Meeting ; dg:status \"planned\" ; rdfs:label ?l }";
const LABEL: &str = "Meeting: China, South Korea, 2021-09-15 (planned)";

#[test]
fn queries_come_by_get_by_form_and_as_they_are() {
    let server = Server::start(&[]);
    let (status, head, body) = server.get(&format!("/sparql?query={}", encoded(MEETINGS)), "*/*");
    assert_eq!(status, 200);
    assert!(head.contains("content-type: application/sparql-results+json"), "{head}");
    let json: serde_json::Value = serde_json::from_str(&body).expect("JSON");
    assert_eq!(json["results"]["bindings"][0]["l"]["value"], LABEL);

    let form = [("Content-Type", "application/x-www-form-urlencoded"), ("Accept", "text/csv")];
    let (status, _, body) = server.send("POST", "/sparql", &form, &format!("query={}", encoded(MEETINGS)));
    assert_eq!((status, body), (200, format!("l\r\n\"{LABEL}\"\r\n")));

    let direct = [("Content-Type", "application/sparql-query"), ("Accept", "text/tab-separated-values")];
    let (status, _, body) = server.send("POST", "/sparql", &direct, MEETINGS);
    assert_eq!((status, body), (200, format!("?l\n\"{LABEL}\"\n")));
}

#[test]
fn graphs_come_as_turtle_or_as_asked() {
    let server = Server::start(&[]);
    let construct = encoded("CONSTRUCT { ?e dg:status ?s } { ?e a dg:Sanction ; dg:status ?s }");
    let path = format!("/sparql?query={construct}");
    let (_, head, body) = server.get(&path, "*/*");
    assert!(head.contains("content-type: text/turtle"), "{head}");
    assert!(body.contains("dg:status \"actual\""), "{body}");
    let (_, head, body) = server.get(&path, "application/n-triples");
    assert!(head.contains("content-type: application/n-triples"), "{head}");
    assert!(body.ends_with("<https://w3id.org/diplograph/ns#status> \"actual\" .\n"), "{body}");
    assert_eq!(server.get(&path, "text/csv").0, 406);
}

#[test]
fn nothing_can_be_changed_or_fetched_from_elsewhere() {
    let server = Server::start(&[]);
    let update = "DELETE WHERE { ?s ?p ?o }";
    assert_eq!(server.send("POST", "/sparql", &[("Content-Type", "application/sparql-update")], update).0, 403);
    let form = [("Content-Type", "application/x-www-form-urlencoded")];
    assert_eq!(server.send("POST", "/sparql", &form, &format!("update={}", encoded(update))).0, 403);
    assert_eq!(server.get(&format!("/sparql?query={}", encoded(update)), "*/*").0, 400);
    let elsewhere = encoded("SELECT * { SERVICE <http://127.0.0.1:1/sparql> { ?s ?p ?o } }");
    let (status, _, body) = server.get(&format!("/sparql?query={elsewhere}"), "*/*");
    assert_eq!(status, 400, "{body}");
    assert!(body.contains("not supported"), "{body}");
}

#[test]
fn errors_have_a_status_and_say_where() {
    let server = Server::start(&["--timeout", "1"]);
    let (status, _, body) = server.get(&format!("/sparql?query={}", encoded("SELECT ?x {\n ?x a }")), "*/*");
    assert_eq!(status, 400);
    assert!(body.contains("line 2"), "{body}");
    assert_eq!(server.get("/sparql", "*/*").0, 400);
    assert_eq!(server.get("/nowhere", "*/*").0, 404);
    assert_eq!(server.send("POST", "/sparql", &[("Content-Type", "text/plain")], "x").0, 415);
    let endless = encoded("SELECT (COUNT(*) AS ?n) { ?a ?p ?b . ?c ?p ?d . ?e ?p ?f . ?g ?p ?h }");
    let (status, _, body) = server.get(&format!("/sparql?query={endless}"), "*/*");
    assert_eq!(status, 503, "{body}");
    assert!(body.contains("took longer than 1 s"), "{body}");
    // Others are not held up by it.
    assert_eq!(server.get(&format!("/sparql?query={}", encoded(MEETINGS)), "*/*").0, 200);
}

#[test]
fn stock_queries_can_be_listed_and_asked() {
    let server = Server::start(&[]);
    let (_, _, body) = server.get("/stock", "*/*");
    let list: serde_json::Value = serde_json::from_str(&body).expect("JSON");
    assert!(
        list.as_array()
            .expect("a list")
            .iter()
            .any(|q| q["name"] == "dyad-timeline" && q["parameters"][0]["name"] == "a")
    );
    let (status, _, body) = server.get("/stock/meetings-first-last?a=Lavrov&b=Chung", "text/csv");
    assert_eq!((status, body.as_str()), (200, "first,last,meetings\r\n2021-03-25,2021-03-25,1\r\n"));
    let (status, _, body) = server.get("/stock/timeline?actor=Korea", "*/*");
    assert_eq!(status, 400);
    assert!(body.contains("may be South Korea (state/KOR) or North Korea (state/PRK)"), "{body}");
    assert_eq!(server.get("/stock/none", "*/*").0, 404);
}

#[test]
fn the_page_needs_nothing_from_elsewhere() {
    let server = Server::start(&[]);
    let (status, head, body) = server.get("/", "text/html");
    assert_eq!(status, 200);
    assert!(head.contains("content-security-policy: default-src 'none'"), "{head}");
    for outside in ["src=\"http", "href=\"http", "url(http", "@import"] {
        assert!(!body.contains(outside), "{outside}");
    }
}

#[test]
fn other_pages_may_ask_only_where_that_is_wanted() {
    let path = format!("/sparql?query={}", encoded("ASK {}"));
    let header = "access-control-allow-origin: *";
    assert!(!Server::start(&[]).get(&path, "*/*").1.contains(header));
    assert!(Server::start(&["--cors"]).get(&path, "*/*").1.contains(header));
}

#[test]
fn long_answers_come_whole() {
    let server = Server::start(&[]);
    let all = encoded("SELECT * { { ?s ?p ?o } UNION { ?s ?p ?o } UNION { ?s ?p ?o } UNION { ?s ?p ?o } }");
    let (status, _, body) = server.get(&format!("/sparql?query={all}"), "*/*");
    assert_eq!(status, 200);
    assert!(body.len() > 600_000, "longer than what is held back: {}", body.len());
    let json: serde_json::Value = serde_json::from_str(&body).expect("JSON");
    assert_eq!(json["results"]["bindings"].as_array().expect("rows").len() % 4, 0);
}
