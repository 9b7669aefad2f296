//! The page sets, as they lie in the data folder.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use flate2::read::GzDecoder;
use serde_json::Value;

/// A page and what is known of it.
#[derive(Debug, Default)]
pub(crate) struct Page {
    /// File name.
    pub(crate) name: String,
    /// Address it was fetched from.
    pub(crate) url: String,
    /// Its bytes.
    pub(crate) html: Vec<u8>,
    /// Paragraphs and headings of its report (Fundus).
    pub(crate) body: Vec<String>,
    /// Segments that the text must hold (Trafilatura).
    pub(crate) with: Vec<String>,
    /// Segments that it must not hold.
    pub(crate) without: Vec<String>,
    /// Headline.
    pub(crate) title: Option<String>,
    /// Day of publication, ISO 8601.
    pub(crate) day: Option<String>,
    /// Authors, parted by commas.
    pub(crate) author: Option<String>,
}

/// Fundus: a folder a country, a JSON file a publisher with one version a
/// page, in order of their days.
pub(crate) fn fundus(folder: &Path) -> anyhow::Result<Vec<Page>> {
    let mut pages = Vec::new();
    for country in sorted(folder)? {
        let info: BTreeMap<String, Value> = json(&country.join("meta.info"))?;
        for gold in sorted(&country)? {
            if gold.extension().is_some_and(|it| it == "json") {
                pages.extend(publisher(&country, &gold, &info)?);
            }
        }
    }
    Ok(pages)
}

fn publisher(
    country: &Path,
    gold: &Path,
    info: &BTreeMap<String, Value>,
) -> anyhow::Result<Vec<Page>> {
    let name = gold.file_stem().unwrap_or_default().to_string_lossy();
    let versions: BTreeMap<String, Value> = json(gold)?;
    let ours = |file: &&String| {
        let rest = file.strip_prefix(&*name);
        let named = rest.is_some_and(|it| it.starts_with("_19") || it.starts_with("_20"));
        // Pages that are kept back are listed, but not there.
        named && country.join(file).is_file()
    };
    let files = info.keys().filter(ours);
    let mut pages = Vec::new();
    for (file, gold) in files.zip(versions.values()) {
        pages.push(Page {
            name: format!(
                "{}/{file}",
                country.file_name().unwrap_or_default().display()
            ),
            url: info[file]["url"].as_str().unwrap_or_default().to_owned(),
            html: unpacked(&country.join(file))?,
            body: body(&gold["body"]),
            title: gold["title"].as_str().map(str::to_owned),
            day: gold["publishing_date"]
                .as_str()
                .map(|it| it.chars().take(10).collect()),
            author: gold["authors"].as_array().map(|it| strings(it).join(", ")),
            ..Page::default()
        });
    }
    Ok(pages)
}

/// Summary, headings and paragraphs in order.
fn body(gold: &Value) -> Vec<String> {
    let list = |it: &Value| it.as_array().map(|it| strings(it)).unwrap_or_default();
    let mut body = list(&gold["summary"]);
    for section in gold["sections"].as_array().into_iter().flatten() {
        body.extend(list(&section["headline"]));
        body.extend(list(&section["paragraphs"]));
    }
    body
}

fn strings(list: &[Value]) -> Vec<String> {
    let texts = list.iter().filter_map(Value::as_str);
    texts.map(str::to_owned).collect()
}

/// Trafilatura: `expected.json`, and the pages by the hash of their names.
pub(crate) fn trafilatura(folder: &Path) -> anyhow::Result<Vec<Page>> {
    let gold: BTreeMap<String, Value> = json(&folder.join("expected.json"))?;
    let mut pages = Vec::new();
    for (url, gold) in gold {
        let name = gold["file"].as_str().unwrap_or_default().to_owned();
        let list = |it: &Value| it.as_array().map(|it| strings(it)).unwrap_or_default();
        let text = |it: &Value| it.as_str().map(str::to_owned);
        pages.push(Page {
            html: unpacked(&folder.join("html").join(format!("{name}.gz")))?,
            with: list(&gold["with"]),
            without: list(&gold["without"]),
            title: text(&gold["title"]),
            day: text(&gold["date"]),
            author: text(&gold["author"]),
            name,
            url,
            ..Page::default()
        });
    }
    Ok(pages)
}

fn unpacked(path: &Path) -> anyhow::Result<Vec<u8>> {
    let file = File::open(path).with_context(|| path.display().to_string())?;
    let mut bytes = Vec::new();
    GzDecoder::new(file).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn json<T: serde::de::DeserializeOwned>(path: &Path) -> anyhow::Result<T> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    serde_json::from_str(&text).with_context(|| path.display().to_string())
}

fn sorted(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let mut paths = entries
        .map(|it| it.map(|it| it.path()))
        .collect::<Result<Vec<_>, _>>()?;
    paths.sort();
    Ok(paths)
}
