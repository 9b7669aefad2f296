//! Holds the dependencies to the licences that `deny.toml` allows, without
//! installing anything.
//!
//! An SPDX expression passes when one of its `OR` alternatives has only
//! allowed `AND` parts. Nested parentheses are read as alternatives within a
//! conjunction, one level deep, which is all that crates use.

use std::collections::BTreeSet;
use std::process::Command;

use anyhow::Context as _;
use serde::Deserialize;

#[derive(Deserialize)]
struct Deny {
    licenses: Licenses,
}

#[derive(Deserialize)]
struct Licenses {
    allow: BTreeSet<String>,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    license: Option<String>,
}

/// Checks every package of the lock file; false when one is not allowed.
pub fn run() -> anyhow::Result<bool> {
    let deny: Deny = toml::from_str(&std::fs::read_to_string("deny.toml").context("deny.toml")?)?;
    let output = Command::new("cargo")
        .args(["metadata", "--format-version", "1"])
        .output()?;
    anyhow::ensure!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata: Metadata = serde_json::from_slice(&output.stdout)?;
    let mut allowed = true;
    for package in &metadata.packages {
        let licence = package.license.as_deref().unwrap_or_default();
        if !passes(licence, &deny.licenses.allow) {
            println!(
                "not allowed: {} {} ({licence})",
                package.name, package.version
            );
            allowed = false;
        }
    }
    println!("{} packages checked", metadata.packages.len());
    Ok(allowed)
}

/// Whether an SPDX expression can be met with allowed licences alone.
fn passes(expression: &str, allow: &BTreeSet<String>) -> bool {
    let flat = expression.replace('/', " OR ");
    split_outside(&flat, " OR ").iter().any(|alternative| {
        split_outside(alternative, " AND ").iter().all(|part| {
            let part = part.trim();
            match part
                .strip_prefix('(')
                .and_then(|inner| inner.strip_suffix(')'))
            {
                Some(inner) => passes(inner, allow),
                None => allow.contains(part),
            }
        })
    })
}

/// Splits at `mark` outside parentheses.
fn split_outside<'e>(expression: &'e str, mark: &str) -> Vec<&'e str> {
    let (mut depth, mut from, mut parts) = (0_i32, 0, Vec::new());
    for (at, letter) in expression.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ if depth == 0 && from <= at && expression[at..].starts_with(mark) => {
                parts.push(&expression[from..at]);
                from = at + mark.len();
            }
            _ => {}
        }
    }
    parts.push(&expression[from..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::passes;

    #[test]
    fn one_allowed_alternative_is_enough_and_every_conjunct_is_needed() {
        let allow = ["MIT", "Zlib", "Unicode-3.0"].map(String::from).into();
        assert!(passes("MIT OR GPL-3.0", &allow));
        assert!(passes("GPL-3.0/MIT", &allow));
        assert!(passes("(GPL-2.0 OR MIT) AND Unicode-3.0", &allow));
        assert!(!passes("MIT AND GPL-3.0", &allow));
        assert!(!passes("(GPL-2.0 OR LGPL-2.1) AND MIT", &allow));
        assert!(!passes("", &allow));
    }
}
