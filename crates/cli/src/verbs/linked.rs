//! The pages that a feed's reports are taken from, in the place of what the
//! feed carries of them.
//!
//! What always holds: a page is asked for once in an hour at most, and only
//! for what is new; a report whose page cannot be had is kept as the feed has
//! it, and the page is listed with the reason.

use rapporteur::text::Report;
use rapporteur::{Options, Skipped, Source, Taken};
use rapporteur_watch::{Asked, State};

use super::watch::{Round, now, wait};

/// Pages that are asked for after one asking of a feed.
const MOST: usize = 200;

/// What is known of a page now, by the name of its note.
pub(crate) type Notes = Vec<(String, String)>;

pub(crate) fn note_of(address: &str) -> String {
    format!("page {address}")
}

impl Round<'_> {
    /// Puts pages in the place of what a feed carries.
    pub(crate) fn follow(&mut self, feed: usize, all: &mut [Taken]) -> anyhow::Result<Notes> {
        let mut notes = Notes::new();
        for taken in all {
            let mut reports = Vec::new();
            for report in std::mem::take(&mut taken.out.reports) {
                let address = report.declared().url.clone();
                let Some(address) = address.filter(|_| notes.len() < MOST) else {
                    reports.push(report);
                    continue;
                };
                let mut state = self.known_page(&address)?;
                if now() < state.next {
                    // Had already; or not to be had, and kept as it was.
                    continue;
                }
                wait(self.watch.free_for(&address));
                let asked = self.watch.page(feed, &address, &mut state, now());
                match asked {
                    Asked::Changed { bytes, .. } => reports.push(read(&bytes, &address, report)),
                    Asked::Same => {}
                    Asked::Failed(reason) => {
                        reports.push(report);
                        taken.out.skipped.push(Skipped {
                            file: address.clone(),
                            line: None,
                            reason,
                        });
                    }
                }
                notes.push((note_of(&address), serde_json::to_string(&state)?));
            }
            taken.out.reports = reports;
        }
        Ok(notes)
    }

    fn known_page(&self, address: &str) -> anyhow::Result<State> {
        let note = self.store.note(&note_of(address))?;
        let state = note.and_then(|it| serde_json::from_str(&it).ok());
        Ok(state.unwrap_or_default())
    }
}

/// The report of a page; that of the feed where the page has less.
fn read(bytes: &[u8], address: &str, of_feed: Report) -> Report {
    let source = Source::named(address.to_owned());
    let out = rapporteur::read(bytes, &source, &Options::default());
    let longest = out.reports.into_iter().max_by_key(|it| it.text().len());
    let Some(page) = longest.filter(|it| of_feed.text().len() < it.text().len()) else {
        return of_feed;
    };
    let mut declared = page.declared().clone();
    let known = of_feed.declared();
    declared.url.clone_from(&known.url);
    declared.title = declared.title.or_else(|| known.title.clone());
    declared.outlet = declared.outlet.or_else(|| known.outlet.clone());
    declared.published = declared.published.or(known.published);
    page.with_declared(declared)
}
