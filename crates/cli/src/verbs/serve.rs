//! `rapporteur serve`: the pages of a record file.
#![allow(clippy::print_stderr)]

use anyhow::Context as _;
use rapporteur::store::Store;
use rapporteur_web::Server;

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
    let address = format!("http://{}/", server.address()?);
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
