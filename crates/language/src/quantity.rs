//! Number words, units and currencies.
//!
//! Input: `data/numbers.toml`, `data/units.toml`, `data/currencies.toml`.
//! What always holds: written forms are lower case, words parted by one
//! blank, as the scanner cuts them. Units are UCUM codes, currencies ISO 4217.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;

/// Number words, units and currencies.
#[derive(Debug)]
pub struct Quantities {
    /// Number words.
    pub numbers: NumberWords,
    /// Units by how they are written.
    pub units: HashMap<String, UnitWord>,
    /// Currencies by what stands in front of a number, to ISO 4217.
    pub currencies_before: HashMap<String, String>,
    /// Currencies by what stands behind a number.
    pub currencies_after: HashMap<String, CurrencyWord>,
    /// What a bare sign means to outlets of some countries.
    pub local_currencies: Vec<LocalCurrency>,
    /// English names by UCUM or ISO 4217 code.
    pub names: HashMap<String, String>,
}

/// Number words.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct NumberWords {
    /// "zero" to "nineteen".
    pub units: HashMap<String, f64>,
    /// "twenty" to "ninety".
    pub tens: HashMap<String, f64>,
    /// "hundred", "lakh", "bn": multiplies what stands before.
    pub scales: HashMap<String, f64>,
    /// "k", "m": scales only right behind digits.
    pub short_scales: HashMap<String, f64>,
    /// "seventh" to 7.
    pub ordinals: HashMap<String, f64>,
    /// "third" to 1/3.
    pub fractions: HashMap<String, f64>,
    /// "at least" to `>=`.
    pub modifiers: HashMap<String, String>,
    /// Words around numbers.
    pub context: NumberContext,
}

/// Words around numbers that tell what is counted.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NumberContext {
    /// End a counted noun phrase.
    pub stop: HashSet<String>,
    /// What befell those who are counted, behind them.
    pub fates: HashSet<String>,
    /// The same before the number.
    pub fating: HashSet<String>,
    /// What an ordinal counts.
    pub series: HashSet<String>,
    /// Plurals without "s".
    pub plurals: HashSet<String>,
    /// Before digits that name and do not count: "category 4".
    pub labels: HashSet<String>,
    /// What the capitalised words behind a house number end in.
    pub streets: HashSet<String>,
    /// Verbs before a number whose subject is what is counted.
    pub changes: HashSet<String>,
}

/// What a written unit means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitWord {
    /// UCUM code; units of our own stand in square brackets.
    pub code: String,
    /// It counts only right behind digits.
    pub glued: bool,
}

/// What a written currency means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CurrencyWord {
    /// ISO 4217 code.
    pub code: String,
    /// It is a hundredth of the currency.
    pub cents: bool,
}

/// What a bare sign means to outlets of one country.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct LocalCurrency {
    /// How the host of the outlet's address ends.
    pub suffix: String,
    /// The sign as scanned.
    pub sign: String,
    /// ISO 4217 code.
    pub code: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitFile {
    unit: Vec<UnitEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitEntry {
    code: String,
    name: String,
    words: Vec<String>,
    #[serde(default)]
    glued: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CurrencyFile {
    currency: Vec<CurrencyEntry>,
    cents: Vec<CentsEntry>,
    local: Vec<LocalCurrency>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CurrencyEntry {
    code: String,
    name: String,
    before: Vec<String>,
    after: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CentsEntry {
    code: String,
    after: Vec<String>,
}

impl Quantities {
    /// The words that are built in.
    ///
    /// # Panics
    /// Never in a build whose tests pass: the files are parsed by one.
    pub fn embedded() -> Self {
        let numbers = toml::from_str(include_str!("../data/numbers.toml"))
            .expect("data/numbers.toml is parsed by a test");
        let mut quantities = Self {
            numbers,
            units: HashMap::new(),
            currencies_before: HashMap::new(),
            currencies_after: HashMap::new(),
            local_currencies: Vec::new(),
            names: HashMap::new(),
        };
        quantities.add_units();
        quantities.add_currencies();
        quantities
    }

    fn add_units(&mut self) {
        let file: UnitFile = toml::from_str(include_str!("../data/units.toml"))
            .expect("data/units.toml is parsed by a test");
        for entry in file.unit {
            let forms = entry.words.iter().map(|word| (word, false));
            let glued = entry.glued.iter().map(|word| (word, true));
            for (word, glued) in forms.chain(glued) {
                let code = entry.code.clone();
                self.units.insert(word.clone(), UnitWord { code, glued });
            }
            self.names.insert(entry.code, entry.name);
        }
    }

    fn add_currencies(&mut self) {
        let file: CurrencyFile = toml::from_str(include_str!("../data/currencies.toml"))
            .expect("data/currencies.toml is parsed by a test");
        for entry in file.currency {
            for word in entry.before {
                self.currencies_before.insert(word, entry.code.clone());
            }
            self.add_currency_words(&entry.code, entry.after, false);
            self.names.insert(entry.code, entry.name);
        }
        self.local_currencies = file.local;
        for entry in file.cents {
            self.add_currency_words(&entry.code, entry.after, true);
        }
    }

    fn add_currency_words(&mut self, code: &str, words: Vec<String>, cents: bool) {
        for word in words {
            let code = code.to_owned();
            self.currencies_after
                .insert(word, CurrencyWord { code, cents });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Quantities;

    #[test]
    fn signs_and_words_name_their_currency() {
        let quantities = Quantities::embedded();
        assert_eq!(quantities.currencies_before["₹"], "INR");
        assert_eq!(quantities.currencies_after["roubles"].code, "RUB");
        assert!(quantities.currencies_after["cents"].cents);
        assert_eq!(quantities.units["per cent"].code, "%");
    }
}
