//! `rapporteur serve`: the pages of a record file.
#![allow(clippy::print_stderr)]

use std::fmt::Write as _;

use anyhow::{Context as _, anyhow};
use rapporteur::store::Store;
use rapporteur_web::Server;

use super::edit;
use crate::Outcome;
use crate::args::Global;
use crate::output;
use crate::record_args::ServeArgs;

pub(crate) fn run(args: &ServeArgs, global: &Global) -> anyhow::Result<Outcome> {
    // Said now rather than on the first page.
    drop(Store::open_to_read(&args.db)?);
    let port = args.port;
    let server = Server::bind(args.db.clone(), port)
        .with_context(|| format!("port {port} cannot be listened at; --port 0 takes any"))?;
    let mut address = format!("http://{}/", server.address()?);
    let server = if args.edit {
        let token = token()?;
        let _ = write!(address, "?token={token}");
        let db = args.db.clone();
        server.edited_by(
            token,
            Box::new(move |wish| edit::apply(&db, wish).map_err(|it| it.to_string())),
        )
    } else {
        server
    };
    output::print(&format!("{address}\n"))?;
    if !global.quiet {
        eprintln!("stop with Ctrl-C");
    }
    if args.open && opener::open(&address).is_err() {
        eprintln!("no browser could be started; open the address above by hand");
    }
    server.run()?;
    Ok(Outcome::Done)
}

/// 128 bits that nobody can guess.
fn token() -> anyhow::Result<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|it| anyhow!("no random numbers: {it}"))?;
    let mut token = String::new();
    for byte in bytes {
        let _ = write!(token, "{byte:02x}");
    }
    Ok(token)
}
