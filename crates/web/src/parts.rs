//! Pages below a story's own: its lineage and its matrix.

use rapporteur_present::html::{self, Served, StoryPart};
use rapporteur_present::{Account, csv, json, markdown};

use crate::http::{Answer, encoded};
use crate::pages::{CSV, MARKDOWN, account};
use crate::site::{Fault, Form, Outcome, Site, up};

/// The part of that name, and which page of it: `lineage`, `matrix-2`.
pub(crate) fn of(name: &str) -> Option<(StoryPart, usize)> {
    let all = [StoryPart::Lineage, StoryPart::Matrix];
    all.into_iter().find_map(|part| {
        let rest = name.strip_prefix(part.as_str())?;
        let number = match rest.strip_prefix('-') {
            Some(number) => number.parse().ok().filter(|it| 1 < *it)?,
            None if rest.is_empty() => 1,
            None => return None,
        };
        Some((part, number))
    })
}

pub(crate) fn page(site: &Site<'_>, id: &str, part: (StoryPart, usize), form: Form) -> Outcome {
    let told = match site.find_story(id)? {
        Ok(told) => told,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let account = account(&told);
    let (part, number) = part;
    match form {
        Form::Html => shown(&account, id, part, number),
        Form::Json => Ok(match part {
            StoryPart::Lineage => Answer::json(&json::lineage(&account)),
            StoryPart::Matrix => Answer::json(&json::matrix(&account)),
        }),
        Form::Csv => Ok(Answer::of(
            CSV,
            match part {
                StoryPart::Lineage => csv::copies(&account),
                StoryPart::Matrix => csv::matrix(&account),
            },
        )),
        Form::Md => Ok(Answer::of(
            MARKDOWN,
            match part {
                StoryPart::Lineage => markdown::lineage(&account),
                StoryPart::Matrix => markdown::matrix(&account),
            },
        )),
    }
}

fn shown(account: &Account<'_>, id: &str, part: StoryPart, number: usize) -> Outcome {
    let name = part.as_str();
    let twins = ["json", "csv", "md"].map(|it| (it, format!("{name}.{it}")));
    let served = Served {
        up: up(3),
        twins: twins.to_vec(),
        command: match part {
            StoryPart::Lineage => format!("rapporteur lineage {id}"),
            StoryPart::Matrix => format!("rapporteur show {id} --full"),
        },
        ..Served::default()
    };
    let page = html::story_part(account, part, number, &served);
    let missing = || Fault::Missing(format!("no page {number} of the {name} of {}", encoded(id)));
    Ok(Answer::page(page.ok_or_else(missing)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_told_by_its_name_and_its_number() {
        assert_eq!(of("lineage"), Some((StoryPart::Lineage, 1)));
        assert_eq!(of("matrix-12"), Some((StoryPart::Matrix, 12)));
        for other in [
            "matrix-1",
            "matrix-",
            "matrix2",
            "lineages",
            "",
            "matrix--2",
        ] {
            assert_eq!(of(other), None, "{other}");
        }
    }
}
