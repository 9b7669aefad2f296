//! Pages that feeds lead to.
//!
//! What always holds: a page is asked for as politely as a feed; a feed of the
//! web leads to no page of this machine or its network, whatever it names.

use std::net::IpAddr;

use url::{Host, Url};

use crate::{Asked, Failure, State, Watch, client, is_here, is_of_the_web};

/// Most bytes of a page, unpacked.
const PAGE_BYTES: usize = 8 << 20;
/// Least seconds between two askings of a page.
const LEAST: u64 = 60 * 60;

impl Watch {
    /// Asks for a page that the feed at `feed` names, and settles in `state`
    /// when it is asked for again.
    pub fn page(&mut self, feed: usize, address: &str, state: &mut State, now: u64) -> Asked {
        let asked = self.page_at(feed, address, state, now);
        let back = LEAST << state.failures.min(16);
        match asked {
            Ok(asked) => {
                state.failures = 0;
                state.next = now + LEAST;
                asked
            }
            Err(Failure { reason, wait }) => {
                state.failures = state.failures.saturating_add(1);
                state.next = now + back.max(wait).min(crate::MOST);
                Asked::Failed(reason)
            }
        }
    }

    /// When the host of an address may be asked; now for what is none.
    pub fn free_for(&self, address: &str) -> u64 {
        let url = Url::parse(address).ok();
        let host = url.and_then(|it| self.hosts.get(&crate::origin(&it)));
        host.map_or(0, |it| it.free)
    }

    fn page_at(
        &mut self,
        feed: usize,
        address: &str,
        state: &mut State,
        now: u64,
    ) -> Result<Asked, Failure> {
        let url = Url::parse(address).ok().filter(is_of_the_web);
        let at = url.ok_or_else(|| "no address of the web".to_owned())?;
        let inside = is_here(&self.feeds[feed].address);
        let may = |at: &Url| inside || !is_private(at);
        let (answer, moved) = self.follow(at, Some(&*state), PAGE_BYTES, &may, now)?;
        match answer.status {
            304 => Ok(Asked::Same),
            200 if PAGE_BYTES < answer.body.len() => {
                Err(format!("more than {} MiB", PAGE_BYTES >> 20).into())
            }
            200 => {
                (state.etag, state.modified) = (answer.etag, answer.modified);
                Ok(Asked::Changed {
                    bytes: answer.body,
                    moved,
                })
            }
            status => Err(Failure {
                reason: client::told(status),
                wait: answer.wait(now),
            }),
        }
    }
}

/// Whether an address is of this machine or its network, as far as it tells.
pub(crate) fn is_private(url: &Url) -> bool {
    let address = match url.host() {
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.');
            return name == "localhost" || name.ends_with(".localhost") || !name.contains('.');
        }
        Some(Host::Ipv4(it)) => IpAddr::V4(it),
        Some(Host::Ipv6(it)) => it.to_ipv4_mapped().map_or(IpAddr::V6(it), IpAddr::V4),
        None => return true,
    };
    match address {
        IpAddr::V4(it) => {
            it.is_loopback() || it.is_private() || it.is_link_local() || it.is_unspecified()
        }
        IpAddr::V6(it) => {
            it.is_loopback()
                || it.is_unspecified()
                || it.is_unique_local()
                || it.is_unicast_link_local()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_this_network_are_told_from_the_webs() {
        let is = |it: &str| is_private(&Url::parse(it).unwrap());
        for inside in [
            "http://localhost/",
            "http://a.localhost/",
            "http://127.1/",
            "http://10.0.0.7/",
            "http://192.168.1.1:80/",
            "http://169.254.169.254/latest",
            "http://[::1]/",
            "http://[::ffff:127.0.0.1]/",
            "http://[fd00::1]/",
            "http://router/",
            "http://0/",
        ] {
            assert!(is(inside), "{inside}");
        }
        for outside in ["https://herald.example/1", "http://93.184.216.34/"] {
            assert!(!is(outside), "{outside}");
        }
    }
}
