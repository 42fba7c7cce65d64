//! A graph over HTTP, for reading: the SPARQL 1.1 Protocol, the stock queries, and a page to explore the graph.
//!
//! | path | what |
//! |---|---|
//! | `/` | the page |
//! | `/sparql` | SPARQL 1.1 Protocol (query only; GET, POST form, POST `application/sparql-query`) |
//! | `/stock` | the stock queries with their parameters, as JSON |
//! | `/stock/NAME?a=…` | the answer of a stock query |
//!
//! Nothing can be changed, and no query reaches out to another server.

pub mod negotiate;
pub mod protocol;
mod stream;

use crate::query::Graph;
use axum::Router;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

/// What a server holds.
#[derive(Clone)]
pub struct Service {
    graph: Arc<Graph>,
    /// How long a query may take.
    timeout: Duration,
    /// Queries that run at once; more wait.
    slots: Arc<Semaphore>,
    /// Whether pages of other servers may ask.
    cors: bool,
}

impl Service {
    /// A service on a graph.
    pub fn new(graph: Graph, timeout: Duration, cors: bool) -> Self {
        let slots = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        Self { graph: Arc::new(graph), timeout, slots: Arc::new(Semaphore::new(slots)), cors }
    }

    /// Everything that is served.
    pub fn router(self) -> Router {
        Router::new()
            .route("/", get(page))
            .route("/sparql", get(protocol::get).post(protocol::post).options(protocol::options))
            .route("/stock", get(protocol::stock_list))
            .route("/stock/{name}", get(protocol::stock))
            .with_state(self)
    }
}

/// The page, which needs nothing from anywhere else.
async fn page() -> Response {
    // Names and words of articles end up on the page: nothing but its own script may run.
    const POLICY: HeaderValue = HeaderValue::from_static(
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    let html = HeaderValue::from_static("text/html; charset=utf-8");
    let headers: [(HeaderName, HeaderValue); 3] = [
        (header::CONTENT_TYPE, html),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    ];
    (headers, include_str!("page.html")).into_response()
}
