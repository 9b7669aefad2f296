//! An editor's acts, as a file gives them.
//!
//! Input: TOML, a table an act: `[[unreliable]]`, `[[exclude]]`,
//! `[[merge-items]]`, `[[split-item]]`, `[[merge-stories]]`,
//! `[[split-story]]`. Output: [`Edits`], in this order of kinds.

use rapporteur_text::{Act, ActKind, Edits};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    #[serde(default)]
    unreliable: Vec<Outlet>,
    #[serde(default)]
    exclude: Vec<One>,
    #[serde(default)]
    merge_items: Vec<Items>,
    #[serde(default)]
    split_item: Vec<Split>,
    #[serde(default)]
    merge_stories: Vec<Reports>,
    #[serde(default)]
    split_story: Vec<Reports>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Outlet {
    outlet: String,
    why: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct One {
    report: String,
    why: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Items {
    items: Vec<String>,
    why: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Split {
    item: String,
    reports: Vec<String>,
    why: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reports {
    reports: Vec<String>,
    why: Option<String>,
}

/// The acts in `text`, or what is wrong with it.
///
/// # Errors
/// When it is no TOML, or has a field that is not known.
pub fn parse_edits(text: &str) -> Result<Edits, String> {
    let file: File = toml::from_str(text).map_err(|error| error.to_string())?;
    let act = |kind, what, why| Act { kind, what, why };
    let outlets = file.unreliable.into_iter();
    let outlets = outlets.map(|it| act(ActKind::Unreliable, vec![it.outlet], it.why));
    let left_out = file.exclude.into_iter();
    let left_out = left_out.map(|it| act(ActKind::Exclude, vec![it.report], it.why));
    let merged = file.merge_items.into_iter();
    let merged = merged.map(|it| act(ActKind::MergeItems, it.items, it.why));
    let split = file.split_item.into_iter().map(|it| {
        let what = std::iter::once(it.item).chain(it.reports).collect();
        act(ActKind::SplitItem, what, it.why)
    });
    let joined = file.merge_stories.into_iter();
    let joined = joined.map(|it| act(ActKind::MergeStories, it.reports, it.why));
    let parted = file.split_story.into_iter();
    let parted = parted.map(|it| act(ActKind::SplitStory, it.reports, it.why));
    let acts = outlets
        .chain(left_out)
        .chain(merged)
        .chain(split)
        .chain(joined)
        .chain(parted);
    Ok(Edits {
        acts: acts.collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_acts_is_read_and_a_slip_in_it_is_told() {
        let edits = parse_edits(
            "[[exclude]]\nreport = \"b.txt\"\nwhy = \"withdrawn\"\n\n[[split-item]]\nitem = \"i1\"\nreports = [\"a\"]\n",
        )
        .expect("acts");
        assert_eq!(edits.acts[0].kind, ActKind::Exclude);
        assert_eq!(edits.acts[0].why.as_deref(), Some("withdrawn"));
        assert_eq!(edits.acts[1].what, ["i1", "a"]);
        assert!(parse_edits("[[exclud]]\nreport = \"b\"\n").is_err());
    }
}
