//! Answers connections, each on its own thread of a few.

use std::io::{self, BufReader, BufWriter};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use rapporteur_store::Store;

use crate::cache::{self, Cache};
use crate::edit::{Editing, Editor};
use crate::http::{self, Answer, Fault, Request};
use crate::site::Site;

/// How long a connection may say nothing.
const PATIENCE: Duration = Duration::from_secs(10);
/// Connections that are answered at once; browsers keep several open.
const CONNECTIONS: usize = 64;
/// Requests that one connection may make.
const REQUESTS: usize = 1_000;

/// Gives the pages of one record file.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    file: PathBuf,
    cache: Cache,
    editing: Option<Editing>,
}

impl Server {
    /// Listens on this machine only, at `port`; 0 takes any that is free.
    pub fn bind(file: PathBuf, port: u16) -> io::Result<Self> {
        Ok(Self {
            listener: TcpListener::bind(("127.0.0.1", port))?,
            file,
            cache: Cache::default(),
            editing: None,
        })
    }

    /// Lets those who have the token edit: `editor` does what they ask for.
    #[must_use]
    pub fn edited_by(mut self, token: String, editor: Editor) -> Self {
        self.editing = Some(Editing::new(token, editor));
        self
    }

    /// Where it listens.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Answers for ever.
    pub fn run(&self) -> io::Result<()> {
        let open = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            loop {
                let (stream, _) = self.listener.accept()?;
                if CONNECTIONS <= open.fetch_add(1, Ordering::AcqRel) {
                    open.fetch_sub(1, Ordering::AcqRel);
                    continue;
                }
                let open = &open;
                scope.spawn(move || {
                    // A browser that goes away is no fault of ours.
                    let _ = self.converse(&stream);
                    open.fetch_sub(1, Ordering::AcqRel);
                });
            }
        })
    }

    /// Answers one connection's requests.
    fn converse(&self, stream: &TcpStream) -> io::Result<()> {
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        stream.set_nodelay(true)?;
        let mut reader = BufReader::new(stream);
        let mut writer = BufWriter::new(stream);
        let mut store: Option<Store> = None;
        for _ in 0..REQUESTS {
            let request = match http::read(&mut reader) {
                Ok(request) => request,
                Err(Fault::Ended) => break,
                Err(Fault::Bad) => {
                    let refused = refusal(400, "this request was not understood");
                    return refused.write(&mut writer, &Request::default());
                }
            };
            let answer = self.answer(&request, &mut store);
            answer.write(&mut writer, &request)?;
            if !request.keep {
                break;
            }
        }
        Ok(())
    }

    fn answer(&self, request: &Request, store: &mut Option<Store>) -> Arc<Answer> {
        if !request.host.as_deref().is_some_and(is_this_machine) {
            let why = "only this machine is answered, under its own name";
            return Arc::new(refusal(403, why));
        }
        let editing = self.editing.as_ref();
        match (request.method.as_str(), editing) {
            ("GET" | "HEAD", _) => {}
            ("POST", Some(editing)) => return Arc::new(editing.post(request)),
            _ => return Arc::new(refusal(405, "these pages are only read")),
        }
        let given = request.get("token").filter(|_| request.path == "/");
        if let (Some(editing), Some(token)) = (editing, given) {
            return Arc::new(editing.welcome(&token));
        }
        let opened = match store.take() {
            Some(open) => Ok(open),
            None => Store::open_to_read(&self.file),
        };
        match opened {
            Ok(open) => {
                let answer = self.page(&open, request);
                *store = Some(open);
                answer
            }
            Err(error) => Arc::new(refusal(500, &error.to_string())),
        }
    }

    /// A page that was made before, or a new one.
    fn page(&self, store: &Store, request: &Request) -> Arc<Answer> {
        let editing = self.editing.as_ref();
        let token = editing.and_then(|it| it.token_of(request));
        let edits = token.is_some();
        let make = || Arc::new(Site::new(store, token.clone()).answer(request));
        // Asked for before the page is made: a page may be newer than its
        // state says, never older.
        let (Some(key), Ok(state)) = (cache::key(request, edits), store.state()) else {
            return make();
        };
        if let Some(page) = self.cache.get(&state, &key) {
            return page;
        }
        let page = make();
        if page.status == 200 {
            self.cache.put(state, key, &page);
        }
        page
    }
}

/// A plain answer that says no.
pub(crate) fn refusal(status: u16, why: &str) -> Answer {
    Answer {
        status,
        ..Answer::of("text/plain; charset=utf-8", format!("{why}\n"))
    }
}

/// Whether a `Host` names this machine, whatever the port: a page elsewhere
/// that leads its own name here is refused.
pub fn is_this_machine(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split_once(']').map_or("", |(name, _)| name),
        None => host.rsplit_once(':').map_or(host, |(name, _)| name),
    };
    let port = host.strip_prefix(name).or_else(|| {
        host.strip_prefix('[')?
            .strip_prefix(name)?
            .strip_prefix(']')
    });
    let is_port = |it: &str| {
        it.is_empty()
            || it
                .strip_prefix(':')
                .is_some_and(|it| it.parse::<u16>().is_ok())
    };
    matches!(
        name.to_ascii_lowercase().as_str(),
        "127.0.0.1" | "localhost" | "::1"
    ) && port.is_some_and(is_port)
}

#[cfg(test)]
mod tests {
    use super::is_this_machine;

    #[test]
    fn only_names_of_this_machine_are_answered() {
        for host in [
            "127.0.0.1",
            "127.0.0.1:8017",
            "localhost:1",
            "LOCALHOST",
            "[::1]:80",
            "[::1]",
        ] {
            assert!(is_this_machine(host), "{host}");
        }
        for host in [
            "",
            "example.org",
            "localhost.example.org",
            "127.0.0.1.example.org:80",
            "127.0.0.2",
            "localhost:x",
            "localhost:99999",
            "[::1]x",
            "user@localhost",
            "0.0.0.0",
        ] {
            assert!(!is_this_machine(host), "{host}");
        }
    }
}
