//! The SPARQL 1.1 Protocol, for queries, and the stock queries.

use super::Service;
use super::negotiate::{GRAPHS, ROWS, choose};
use super::stream::{Pieces, Pipe};
use crate::query::output::{Format, Layout, OutputError, answer};
use crate::query::run::parse;
use crate::query::{QueryError, Request, stock};
use axum::body::{Body, Bytes};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;
use std::time::Duration;

/// Parameters of a request, in order; a name may come more than once.
type Fields = Vec<(String, String)>;

const FORM: &str = "application/x-www-form-urlencoded";

/// `GET /sparql?query=…`.
pub async fn get(State(service): State<Service>, headers: HeaderMap, Query(fields): Query<Fields>) -> Response {
    query(service, &headers, fields).await
}

/// `POST /sparql`: a form, or the query itself.
pub async fn post(
    State(service): State<Service>,
    headers: HeaderMap,
    Query(mut fields): Query<Fields>,
    body: Bytes,
) -> Response {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match essence.as_str() {
        FORM => fields.extend(form_urlencoded::parse(&body).into_owned()),
        "application/sparql-query" => match String::from_utf8(body.to_vec()) {
            Ok(text) => fields.push(("query".to_owned(), text)),
            Err(_) => return refuse(&service, StatusCode::BAD_REQUEST, "the query is not UTF-8"),
        },
        "application/sparql-update" => return refuse(&service, StatusCode::FORBIDDEN, READ_ONLY),
        _ => {
            let message = format!("send a query as {FORM} or application/sparql-query");
            return refuse(&service, StatusCode::UNSUPPORTED_MEDIA_TYPE, &message);
        }
    }
    query(service, &headers, fields).await
}

/// `OPTIONS /sparql`, which browsers send before they ask another server.
pub async fn options(State(service): State<Service>) -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    allow_others(&service, response.headers_mut());
    if service.cors {
        let headers = response.headers_mut();
        headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, POST"));
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static("accept, content-type"));
    }
    response
}

/// `GET /stock`: names, titles and parameters.
pub async fn stock_list(State(service): State<Service>) -> Response {
    let list: Vec<_> = stock::all()
        .map(|(name, file)| {
            let parameters: Vec<_> = file
                .parameters
                .iter()
                .map(|p| {
                    json!({"name": p.name, "kind": p.kind.name(), "optional": p.optional, "default": p.default,
                        "meaning": p.meaning})
                })
                .collect();
            json!({"name": name, "title": file.title, "explanation": file.explanation, "parameters": parameters,
                "query": file.text})
        })
        .collect();
    let json = HeaderValue::from_static("application/json");
    let mut response = ([(header::CONTENT_TYPE, json)], json!(list).to_string()).into_response();
    allow_others(&service, response.headers_mut());
    response
}

/// `GET /stock/NAME?a=…`.
pub async fn stock(
    State(service): State<Service>,
    Path(name): Path<String>,
    headers: HeaderMap,
    Query(fields): Query<Fields>,
) -> Response {
    let Some(file) = stock::find(&name) else {
        return refuse(&service, StatusCode::NOT_FOUND, "there is no stock query of that name; /stock lists them");
    };
    // A form sends the fields that were left empty too.
    let parameters = fields.into_iter().filter(|(_, value)| !value.trim().is_empty()).collect();
    ask(service, &headers, file.text, parameters).await
}

const READ_ONLY: &str = "this graph can only be read";

async fn query(service: Service, headers: &HeaderMap, fields: Fields) -> Response {
    let mut texts = Vec::new();
    for (name, value) in fields {
        match name.as_str() {
            "query" => texts.push(value),
            "update" => return refuse(&service, StatusCode::FORBIDDEN, READ_ONLY),
            "default-graph-uri" | "named-graph-uri" => {
                let message = "this server has one graph: leave default-graph-uri and named-graph-uri out";
                return refuse(&service, StatusCode::BAD_REQUEST, message);
            }
            _ => {}
        }
    }
    match texts.pop() {
        Some(text) if texts.is_empty() => ask(service, headers, text, Vec::new()).await,
        Some(_) => refuse(&service, StatusCode::BAD_REQUEST, "send one query"),
        None => refuse(&service, StatusCode::BAD_REQUEST, "send a query: /sparql?query=SELECT…"),
    }
}

async fn ask(service: Service, headers: &HeaderMap, text: String, parameters: Fields) -> Response {
    let offers = match parse(&text, &service.graph.prefixes()) {
        Ok(spargebra::Query::Select { .. } | spargebra::Query::Ask { .. }) => ROWS,
        Ok(_) => GRAPHS,
        Err(error) => return refuse(&service, StatusCode::BAD_REQUEST, &error.to_string()),
    };
    let accept: Vec<&str> = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok()).collect();
    let Some((format, media_type)) = choose(Some(&accept.join(",")), offers) else {
        let types: Vec<&str> = offers.iter().map(|(_, media_type)| *media_type).collect();
        return refuse(&service, StatusCode::NOT_ACCEPTABLE, &format!("this query answers as {}", types.join(", ")));
    };
    let slot = tokio::time::timeout(service.timeout, service.slots.clone().acquire_owned()).await;
    let Ok(Ok(slot)) = slot else {
        return refuse(
            &service,
            StatusCode::SERVICE_UNAVAILABLE,
            "the server is busy with other queries; try again later",
        );
    };
    let request = Request { text, parameters, timeout: Some(service.timeout) };
    let graph = service.graph.clone();
    let (mut pipe, (started, rest)) = Pipe::<OutputError>::new();
    tokio::task::spawn_blocking(move || {
        let result = answer(&request, &graph, format, Layout::default(), &mut pipe);
        pipe.finish(result);
        drop(slot);
    });
    // Some joins never look whether their time is over: those are left alone, and the client is told.
    let started = tokio::time::timeout(service.timeout + Duration::from_millis(500), started).await;
    let started = started.unwrap_or_else(|_| Ok(Err(QueryError::Timeout(service.timeout).into())));
    match started {
        Ok(Ok(first)) => {
            let body = Body::from_stream(Pieces { first: Some(first), rest });
            let mut response = Response::new(body);
            let charset =
                if matches!(format, Format::Csv | Format::Tsv | Format::Ttl) { "; charset=utf-8" } else { "" };
            if let Ok(value) = HeaderValue::from_str(&format!("{media_type}{charset}")) {
                response.headers_mut().insert(header::CONTENT_TYPE, value);
            }
            response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept"));
            allow_others(&service, response.headers_mut());
            response
        }
        Ok(Err(error)) => refuse(&service, status(&error), &error.to_string()),
        Err(_) => refuse(&service, StatusCode::INTERNAL_SERVER_ERROR, "the query broke off"),
    }
}

fn status(error: &OutputError) -> StatusCode {
    match error {
        OutputError::Query(QueryError::Timeout(_)) => StatusCode::SERVICE_UNAVAILABLE,
        OutputError::Query(_) => StatusCode::BAD_REQUEST,
        OutputError::Format { .. } => StatusCode::NOT_ACCEPTABLE,
        OutputError::Io(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

fn refuse(service: &Service, status: StatusCode, message: &str) -> Response {
    let plain = HeaderValue::from_static("text/plain; charset=utf-8");
    let mut response = (status, [(header::CONTENT_TYPE, plain)], format!("{message}\n")).into_response();
    allow_others(service, response.headers_mut());
    response
}

/// Lets pages of other servers read the answer, where that is wanted.
fn allow_others(service: &Service, headers: &mut HeaderMap) {
    if service.cors {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    }
}
