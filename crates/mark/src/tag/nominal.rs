//! Offices and handles: "the minister", "his Russian counterpart", "@ruiz".
//!
//! Input: who holds which office and bears which surname. Output: more
//! mentions of them. What always holds: a phrase that could mean two people
//! means the one that the sentence is about, or none.

use rapporteur_text::MentionKind;

use super::office::{Office, Offices};
use super::refer::{Reader, last_word};
use super::role;

impl Reader<'_, '_> {
    /// "the minister", "India's EAM": whoever holds such an office here.
    pub(super) fn office(&mut self, at: usize, from: usize, end: usize) {
        let words = self.linker.words;
        let goes_on = at + 1 < end && (words.is_head(at + 1) || words.is_capital(at + 1));
        if goes_on || matches!(words.word(at), "general" | "major" | "chief" | "private") {
            return;
        }
        let offices = Offices {
            words,
            named: self.linker.named,
        };
        let Some(office) = offices.ending_at(at + 1, from) else {
            return;
        };
        let before = office.cover.start.checked_sub(1).filter(|&it| from <= it);
        if before.is_some_and(|it| is_copula(words.word(it))) {
            return;
        }
        let person = if words.word(at) == "counterpart" {
            self.counterpart(&office)
        } else if self.is_definite(&office, at) {
            self.holder(&office, self.quoted[at] != 0)
        } else {
            None
        };
        if let Some(person) = person {
            self.add(person, words.span(&office.cover), MentionKind::Nominal);
            let role = role::of(words, office.cover.start..at + 1, end);
            let quotation = self.quoted[at];
            self.scene
                .see(person, at, role, MentionKind::Nominal, quotation);
            if self.subject.is_none() && quotation == 0 {
                self.subject = Some(person);
            }
        }
    }

    fn is_definite(&self, office: &Office, at: usize) -> bool {
        let words = self.linker.words;
        let titles = &words.language.titles;
        let acronym = titles.expansion(words.small(at).as_str()).is_some()
            && words.word(at).chars().all(char::is_uppercase);
        let first = words.word(office.cover.start);
        matches!(first, "the" | "The") || office.country.is_some() || acronym
    }

    /// The one person who holds `office`, or of several the one in focus.
    fn holder(&self, office: &Office, quoted: bool) -> Option<usize> {
        let drafts = &self.linker.drafts;
        let known = self.holders.get(last_word(&office.key));
        let holders = |test: &dyn Fn(&Office) -> bool| -> Vec<usize> {
            let known = known.into_iter().flatten().copied();
            known
                .filter(|&it| drafts[it].may_be_of(office.country))
                .filter(|&it| drafts[it].offices.iter().any(test))
                .collect()
        };
        let mut found = holders(&|held| office.is(held));
        if found.is_empty() {
            found = holders(&|held| office.may_mean(held));
        }
        if let [only] = found[..] {
            return Some(only);
        }
        let near = self.subject.or(self.near_focus());
        near.filter(|it| !quoted && found.contains(it))
    }

    /// "His Russian counterpart": who holds the office of the one that the
    /// sentence is about, for that country.
    fn counterpart(&self, phrase: &Office) -> Option<usize> {
        let country = phrase.country?;
        let drafts = &self.linker.drafts;
        let subject = self.subject.or(self.near_focus())?;
        let of = |office: &Office| self.holders.get(last_word(&office.key));
        let mut found: Vec<usize> = drafts[subject]
            .offices
            .iter()
            .filter_map(of)
            .flatten()
            .copied()
            .filter(|&it| it != subject)
            .filter(|&it| {
                drafts[it]
                    .offices
                    .iter()
                    .any(|it| it.country == Some(country))
            })
            .collect();
        found.sort_unstable();
        found.dedup();
        match found[..] {
            [only] => Some(only),
            _ => None,
        }
    }

    /// A handle that ends in the surname of one person of the report; of
    /// several, of the one whose given name or initial stands before it.
    pub(super) fn handle(&mut self, at: usize) {
        let handle = self.linker.words.word(at);
        let Some(handle) = handle
            .strip_prefix('@')
            .filter(|it| it.len() < 40 && it.is_ascii())
        else {
            return;
        };
        let handle: String = handle.to_ascii_lowercase().replace('_', "");
        let bearers = (0..handle.len()).find_map(|from| {
            let bearers = self.surnames.get(&handle[from..])?;
            Some((&handle[..from], bearers))
        });
        let Some((before, bearers)) = bearers else {
            return;
        };
        let named = |it: &usize| {
            let given = self.linker.drafts[*it].name.first();
            let given = given.map(|it| it.to_lowercase()).unwrap_or_default();
            let initial = given.chars().next().is_some_and(|it| before.ends_with(it));
            before.ends_with(&given) || initial
        };
        let person = if let [only] = bearers[..] {
            Some(only)
        } else {
            let mut fitting = bearers.iter().copied().filter(named);
            fitting.next().filter(|_| fitting.next().is_none())
        };
        if let Some(person) = person {
            self.add(person, self.linker.words.tokens[at].span, MentionKind::Name);
        }
    }
}

/// "will be the president": says what someone is, and names no holder.
fn is_copula(word: &str) -> bool {
    const WORDS: [&str; 12] = [
        "be", "been", "being", "become", "becomes", "became", "becoming", "is", "was", "as",
        "elected", "named",
    ];
    WORDS.contains(&word)
}
