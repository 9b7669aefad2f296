//! Pages that were made before, for as long as the file stays as it is.
//!
//! What always holds: a page is given again only while the file's last batch
//! is the one that it was made of; the pages together are bounded in bytes.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::http::{Answer, Request};

/// Bytes of all pages that are kept.
const MOST: usize = 64 << 20;

/// Pages by their addresses.
#[derive(Debug, Default)]
pub(crate) struct Cache {
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    /// The file's last batch.
    state: String,
    bytes: usize,
    pages: BTreeMap<String, Arc<Answer>>,
}

/// What a page is kept under; none for lists, which tell of more than stories.
/// One who may edit has pages of his own.
pub(crate) fn key(request: &Request, edits: bool) -> Option<String> {
    let path = &request.path;
    let kept = path.starts_with("/s/") || path.starts_with("/r/");
    kept.then(|| {
        let from = request.get("from").unwrap_or_default();
        format!("{path}\0{from}\0{edits}")
    })
}

impl Cache {
    pub(crate) fn get(&self, state: &str, key: &str) -> Option<Arc<Answer>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let page = kept.pages.get(key).filter(|_| kept.state == state);
        page.cloned()
    }

    pub(crate) fn put(&self, state: String, key: String, page: &Arc<Answer>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let bytes = page.body.len() + key.len();
        if kept.state != state || MOST < kept.bytes + bytes {
            *kept = Kept {
                state,
                ..Kept::default()
            };
        }
        if bytes <= MOST && kept.pages.insert(key, page.clone()).is_none() {
            kept.bytes += bytes;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(bytes: usize) -> Arc<Answer> {
        Arc::new(Answer::page("x".repeat(bytes)))
    }

    #[test]
    fn a_page_is_given_again_until_the_file_changes() {
        let cache = Cache::default();
        cache.put("1".into(), "/s/a".into(), &page(10));
        assert!(cache.get("1", "/s/a").is_some());
        assert!(cache.get("2", "/s/a").is_none());
        cache.put("2".into(), "/s/b".into(), &page(10));
        assert!(cache.get("2", "/s/a").is_none(), "it was of another state");
    }

    #[test]
    fn pages_are_bounded_in_bytes() {
        let cache = Cache::default();
        for number in 0..20 {
            cache.put("1".into(), format!("/s/{number}"), &page(10 << 20));
            let kept = cache.kept.lock().unwrap();
            assert!(kept.bytes <= MOST, "{}", kept.bytes);
            assert!(kept.pages.len() <= 6);
        }
        cache.put("1".into(), "/s/whole".into(), &page(MOST + 1));
        assert!(cache.get("1", "/s/whole").is_none());
    }

    #[test]
    fn lists_are_made_anew() {
        let of = |path: &str| {
            let request = Request {
                path: path.into(),
                ..Request::default()
            };
            key(&request, false)
        };
        assert!(of("/s/a.json").is_some() && of("/r/b").is_some());
        assert!(of("/").is_none() && of("/search").is_none());
    }
}
