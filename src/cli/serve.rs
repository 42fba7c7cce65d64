//! `serve`: a graph over HTTP.

use super::message;
use anyhow::Context;
use diplograph::query::Graph;
use diplograph::serve::Service;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;
use tokio::net::TcpListener;

/// Serve a graph: SPARQL endpoint and a page to explore it
#[derive(clap::Args, Debug)]
pub struct ServeArgs {
    /// A built folder, an RDF file, or `-`
    graph: PathBuf,
    /// Address to listen on
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:7878")]
    bind: SocketAddr,
    /// Seconds that a query may take
    #[arg(long, value_name = "SECONDS", default_value_t = 30)]
    timeout: u64,
    /// Let pages of other servers ask
    #[arg(long)]
    cors: bool,
}

/// Runs the command until it is interrupted.
pub fn run(args: &ServeArgs) -> anyhow::Result<ExitCode> {
    let graph = Graph::open(&args.graph)?;
    let triples = graph.store.len()?;
    let service = Service::new(graph, Duration::from_secs(args.timeout.max(1)), args.cors);
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(async {
        let listener = TcpListener::bind(args.bind)
            .await
            .with_context(|| format!("cannot listen on {}; choose another address with --bind", args.bind))?;
        let address = listener.local_addr()?;
        message::note(&format!(
            "{triples} triples of {} at http://{address}/ (SPARQL at http://{address}/sparql); Ctrl-C ends",
            args.graph.display()
        ));
        axum::serve(listener, service.router())
            .with_graceful_shutdown(async {
                // Where the signal cannot be waited for, the server runs until it is killed.
                if tokio::signal::ctrl_c().await.is_err() {
                    std::future::pending::<()>().await;
                }
            })
            .await?;
        anyhow::Ok(())
    })?;
    Ok(ExitCode::SUCCESS)
}
