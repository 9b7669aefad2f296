//! One request and its answer, within bounds of time and bytes.

use std::io::{self, Read as _};
use std::time::Duration;

use ureq::Agent;
use url::Url;

use crate::State;

/// Who asks.
const NAME: &str = concat!("rapporteur/", env!("CARGO_PKG_VERSION"));
/// What is wanted, best first.
const WANTED: &str = "application/atom+xml, application/rss+xml, application/feed+json, \
    application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5";
/// Most bytes of a header that is kept.
const HEADER: usize = 1024;

/// Asks over HTTP, and over TLS where that is built in.
#[derive(Debug)]
pub(crate) struct Client {
    agent: Agent,
    timeout: Duration,
}

/// What was answered.
#[derive(Debug, Default)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) etag: Option<String>,
    pub(crate) modified: Option<String>,
    pub(crate) location: Option<String>,
    retry: Option<String>,
    /// Of an answer 200, at most one byte more than was asked for.
    pub(crate) body: Vec<u8>,
}

impl Client {
    pub(crate) fn new(timeout: Duration) -> Self {
        let config = Agent::config_builder()
            .user_agent(NAME)
            .accept(WANTED)
            .http_status_as_error(false)
            // Each way on is judged by its own robots.txt.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .max_idle_connections(0)
            .timeout_global(Some(timeout));
        #[cfg(feature = "https")]
        let config = config.tls_config(tls());
        Self {
            agent: config.build().new_agent(),
            timeout,
        }
    }

    /// Asks for an address; if something is known of it, only for what is new.
    pub(crate) fn get(
        &self,
        at: &Url,
        known: Option<&State>,
        most: usize,
    ) -> Result<Answer, String> {
        let mut request = self.agent.get(at.as_str());
        if let Some(etag) = known.and_then(|it| it.etag.as_ref()) {
            request = request.header("If-None-Match", etag);
        }
        if let Some(modified) = known.and_then(|it| it.modified.as_ref()) {
            request = request.header("If-Modified-Since", modified);
        }
        let response = request.call().map_err(|error| self.words(error))?;
        let header = |name: &str| {
            let value = response.headers().get(name)?.to_str().ok()?;
            (value.len() <= HEADER).then(|| value.to_owned())
        };
        let mut answer = Answer {
            status: response.status().as_u16(),
            etag: header("etag"),
            modified: header("last-modified"),
            location: header("location"),
            retry: header("retry-after"),
            body: Vec::new(),
        };
        if answer.status == 200 {
            let body = response.into_body().into_with_config().limit(u64::MAX);
            let read = body.reader().take(most as u64 + 1);
            let read = { read }.read_to_end(&mut answer.body);
            read.map_err(|error| self.words(ureq::Error::from(error)))?;
        }
        Ok(answer)
    }

    /// What went wrong, in a user's words.
    fn words(&self, error: ureq::Error) -> String {
        match error {
            ureq::Error::Timeout(_) => {
                format!("no whole answer within {} s", self.timeout.as_secs_f32())
            }
            ureq::Error::HostNotFound => "no such host".into(),
            ureq::Error::TlsRequired => "this build reads no https".into(),
            ureq::Error::Protocol(error) => format!("its answer is no HTTP: {error}"),
            ureq::Error::Io(error) => match error.kind() {
                io::ErrorKind::ConnectionRefused => "nobody answers there".into(),
                io::ErrorKind::UnexpectedEof
                | io::ErrorKind::ConnectionReset
                | io::ErrorKind::ConnectionAborted => "the answer was cut off".into(),
                io::ErrorKind::TimedOut => {
                    format!("no whole answer within {} s", self.timeout.as_secs_f32())
                }
                _ => error.to_string(),
            },
            error => error.to_string(),
        }
    }
}

impl Answer {
    /// Seconds from `now` that the server wants to be left alone.
    pub(crate) fn wait(&self, now: u64) -> u64 {
        let Some(retry) = self.retry.as_deref().map(str::trim) else {
            return 0;
        };
        if let Ok(seconds) = retry.parse() {
            return seconds;
        }
        let until = jiff::fmt::rfc2822::parse(retry).ok();
        let until = until.and_then(|it| u64::try_from(it.timestamp().as_second()).ok());
        until.map_or(0, |until| until.saturating_sub(now))
    }
}

/// A status that is no feed, in words.
pub(crate) fn told(status: u16) -> String {
    let words = match status {
        401 | 403 => "not for everybody",
        404 => "not there",
        410 => "gone for good",
        429 => "asks to be asked less often",
        500..=599 => "its server is out of order",
        _ => "no feed",
    };
    format!("{words} (status {status})")
}

/// Trusts what this machine trusts.
#[cfg(feature = "https")]
fn tls() -> ureq::tls::TlsConfig {
    use ureq::tls::{Certificate, RootCerts, TlsConfig, TlsProvider};
    let known = rustls_native_certs::load_native_certs().certs;
    let known: Vec<_> = known
        .iter()
        .map(|it| Certificate::from_der(it.as_ref()).to_owned())
        .collect();
    TlsConfig::builder()
        .provider(TlsProvider::Rustls)
        .root_certs(RootCerts::new_with_certs(&known))
        .unversioned_rustls_crypto_provider(std::sync::Arc::new(
            rustls::crypto::ring::default_provider(),
        ))
        .build()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_may_ask_for_seconds_or_for_a_time() {
        let wait = |words: &str| {
            let answer = Answer {
                retry: Some(words.into()),
                ..Answer::default()
            };
            answer.wait(784_111_770)
        };
        assert_eq!(wait(" 120 "), 120);
        assert_eq!(wait("Sun, 06 Nov 1994 08:49:37 GMT"), 7);
        assert_eq!(wait("Sun, 06 Nov 1994 08:49:00 GMT"), 0);
        assert_eq!(wait("soon"), 0);
    }
}
