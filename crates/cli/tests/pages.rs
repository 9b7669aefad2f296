//! The pages of the samples: every link leads somewhere, nothing is fetched,
//! nothing runs.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use assert_cmd::Command;
use tempfile::TempDir;

/// Pages by their path below the folder.
fn pages() -> BTreeMap<String, String> {
    let folder = TempDir::new().unwrap();
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples");
    let mut command = Command::cargo_bin("rapporteur").expect("built with its tests");
    command
        .args(["brief", "--html"])
        .arg(folder.path())
        .arg(samples)
        .assert()
        .code(0);
    let mut pages = BTreeMap::new();
    collect(folder.path(), folder.path(), &mut pages);
    pages
}

fn collect(root: &Path, folder: &Path, pages: &mut BTreeMap<String, String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, pages);
        } else {
            let name = path
                .strip_prefix(root)
                .unwrap()
                .to_string_lossy()
                .replace('\\', "/");
            pages.insert(name, std::fs::read_to_string(&path).unwrap());
        }
    }
}

/// The values of an attribute, as they stand in the page.
fn values<'p>(page: &'p str, attribute: &str) -> Vec<&'p str> {
    let open = format!(" {attribute}=\"");
    let after = page.split(open.as_str()).skip(1);
    after
        .filter_map(|rest| rest.split_once('"').map(|(value, _)| value))
        .collect()
}

/// `link` as seen from the page `from`, without its fragment.
fn resolve(from: &str, link: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." | "" => {}
            name => parts.push(name),
        }
    }
    parts.join("/")
}

#[test]
fn every_link_inside_leads_to_a_place_that_is_there() {
    let pages = pages();
    assert!(pages.contains_key("index.html"));
    let ids: BTreeMap<&str, BTreeSet<&str>> = pages
        .iter()
        .map(|(name, page)| (name.as_str(), values(page, "id").into_iter().collect()))
        .collect();
    let mut checked = 0;
    for (name, page) in &pages {
        assert_eq!(
            ids[name.as_str()].len(),
            values(page, "id").len(),
            "an id twice in {name}"
        );
        for link in values(page, "href")
            .into_iter()
            .filter(|link| !link.contains("://") && *link != "data:,")
        {
            let (path, fragment) = link.split_once('#').unwrap_or((link, ""));
            let target = if path.is_empty() {
                name.clone()
            } else {
                resolve(name, path)
            };
            let there = ids.get(target.as_str());
            let there = there.unwrap_or_else(|| panic!("{name} links to {link}"));
            assert!(
                fragment.is_empty() || there.contains(fragment),
                "{name} links to {link}"
            );
            checked += 1;
        }
    }
    assert!(200 < checked, "only {checked} links");
}

#[test]
fn nothing_is_fetched_and_nothing_runs() {
    for (name, page) in pages() {
        let lower = page.to_ascii_lowercase();
        assert!(!lower.contains("<script"), "{name}");
        assert!(!lower.contains("javascript:"), "{name}");
        assert!(values(&page, "src").is_empty(), "{name} fetches something");
        assert!(
            !lower.contains("@import") && !lower.contains("url("),
            "{name} fetches a style"
        );
        assert!(lower.contains("content-security-policy"), "{name}");
    }
}
