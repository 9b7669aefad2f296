//! What each count means.

use maud::html;
use rapporteur_present::csv;
use rapporteur_present::html::{self as pages, Served};
use serde_json::json;

use crate::http::Answer;
use crate::pages::{CSV, MARKDOWN};
use crate::site::Form;

/// Each count or sign, and what it means.
const MEANINGS: [(&str, &str); 11] = [
    (
        "Report",
        "One article as one outlet published it. Another text at the same address that shares most of its words is a version of it, and counts once.",
    ),
    (
        "Outlet",
        "Who published reports, by name as printed. Where a report does not name its outlet, it is not counted.",
    ),
    (
        "Origin",
        "Reports that derive from one text count as one origin: where one copied the passage that carries the line from another, or both carry one agency’s copy. It is counted anew for each line.",
    ),
    (
        "Origins of a story",
        "How many texts stand behind it when reports that were taken over wholly count once. Support for a line may be less.",
    ),
    (
        "Corroborated",
        "Two or more origins have it. Where they agree only that it was said, the line says “as said”.",
    ),
    ("Reported", "One origin has it."),
    (
        "Disputed",
        "Values that cannot both hold: disjoint days or figures, yes against no, different speakers of the same words.",
    ),
    (
        "Refines",
        "One value lies within the other: “over 50” and 52.",
    ),
    (
        "Copied",
        "The same narrative outside quotation marks, in stretches long enough. The same words inside quotation marks are no sign of copying: both heard the same speaker.",
    ),
    (
        "Story",
        "Reports about one happening, by what is rare in their words and by their days.",
    ),
    (
        "Not read",
        "Inputs that could not be read, each with its reason. No count knows of them.",
    ),
];

/// Each key, and what it does.
const KEYS: [(&str, &str); 10] = [
    ("j, k", "to the next line, to the one before"),
    ("Enter", "opens the source of the line"),
    ("c", "compares the wordings of the line"),
    ("l", "the story’s lineage"),
    ("1 to 7", "the parts of a story"),
    ("y", "copies the page’s address"),
    ("g s", "all stories"),
    ("g e", "who bears a name"),
    ("/", "search"),
    ("?", "this list"),
];

pub(crate) fn page(form: Form) -> Answer {
    match form {
        Form::Html => shown(),
        Form::Json => {
            let entry =
                |(what, meaning): &(&str, &str)| json!({ "what": what, "meaning": meaning });
            Answer::json(&MEANINGS.iter().map(entry).collect::<Vec<_>>())
        }
        Form::Csv => {
            let rows = MEANINGS.iter().map(|(what, meaning)| [*what, *meaning]);
            let rows = [["what", "meaning"]].into_iter().chain(rows);
            let lines = rows.map(|row| csv::line(row.into_iter()));
            Answer::of(CSV, lines.collect())
        }
        Form::Md => {
            let entry = |(what, meaning): &(&str, &str)| format!("- **{what}**: {meaning}\n");
            let entries: String = MEANINGS.iter().map(entry).collect();
            Answer::of(MARKDOWN, format!("# How it is counted\n\n{entries}"))
        }
    }
}

fn shown() -> Answer {
    let content = html! {
        div.masthead { h1 { "How it is counted" } }
        div.prose {
            p { "Every line is the reports’ own words or a fixed label, and opens the sentence it came from. Nothing here says what is true, and no outlet has a score." }
            dl { @for (what, meaning) in MEANINGS { dt { (what) } dd { (meaning) } } }
            h2 id="keys" { "Keys" }
            p { "Where scripts run; every page works without. No key changes anything, and the switch at the foot of each page turns them off." }
            table.keys { tbody { @for (key, does) in KEYS { tr { th scope="row" { kbd { (key) } } td { (does) } } } } }
        }
    };
    Answer::page(pages::page(
        "How it is counted",
        &content,
        &Served {
            twins: ["json", "csv", "md"]
                .map(|it| (it, format!("method.{it}")))
                .to_vec(),
            ..Served::default()
        },
    ))
}
