//! Fixed labels: dates, amounts and the words that a brief adds to the
//! sources' own.

mod amount;
mod days;
mod value;

pub(crate) use amount::figure;
pub(crate) use days::{bounds, day, period};
pub(crate) use value::value;

use rapporteur_text::{
    ActKind, Annotated, Conflict, Item, ItemKind, Mask, News, PublishedBasis, ReadingForm,
    Relation, Status,
};

use crate::plain::plain;

/// How an item stands, as one sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Two or more origins.
    Corroborated,
    /// One origin.
    One,
    /// Values that cannot both hold.
    Differs,
    /// Values of which one is finer than the other.
    Refines,
}

impl Standing {
    /// How `item` stands.
    pub(crate) fn of(item: &Item) -> Self {
        match (item.status, &item.conflict) {
            (Status::Disputed, _) => Self::Differs,
            (_, Some(conflict)) if conflict.relation == Relation::Disjoint => Self::Differs,
            (_, Some(conflict)) if is_nested(conflict) => Self::Refines,
            (Status::Corroborated, _) => Self::Corroborated,
            (Status::Reported, _) => Self::One,
        }
    }

    /// The sign, two columns at most.
    pub(crate) fn sign(self) -> &'static str {
        match self {
            Self::Corroborated => "■■",
            Self::One => "■",
            Self::Differs => "≠",
            Self::Refines => "≈",
        }
    }

    /// What the sign means.
    pub(crate) fn meaning(self) -> &'static str {
        match self {
            Self::Corroborated => "two or more origins",
            Self::One => "one origin",
            Self::Differs => "cannot both hold",
            Self::Refines => "one is finer than the other",
        }
    }
}

/// Whether the sides of a conflict share something without being equal.
pub(crate) fn is_nested(conflict: &Conflict) -> bool {
    matches!(conflict.relation, Relation::Refines | Relation::Overlaps)
}

/// In what the sides of a conflict differ, and how: `number · cannot both hold`.
pub(crate) fn difference(conflict: &Conflict) -> String {
    let relation = match conflict.relation {
        Relation::Equal => "equal",
        Relation::Refines => "one is finer than the other",
        Relation::Overlaps => "they overlap",
        Relation::Disjoint => "cannot both hold",
    };
    format!("{} · {relation}", conflict.kind.as_str())
}

/// What an editor did.
pub(crate) fn act(kind: ActKind) -> &'static str {
    match kind {
        ActKind::Unreliable => "an outlet does not count as support",
        ActKind::Exclude => "a report left out",
        ActKind::MergeItems => "items made one",
        ActKind::SplitItem => "an item taken apart",
        ActKind::MergeStories => "stories made one",
        ActKind::SplitStory => "reports made a story of their own",
    }
}

/// What later reports did to an item.
pub(crate) fn news(news: News) -> &'static str {
    match news {
        News::New => "new",
        News::Corroborated => "now two origins",
        News::Disputed => "now differs",
        News::Refined => "now finer",
    }
}

/// How a statement's words are given where that is not word for word.
pub(crate) fn form(item: &Item) -> &'static str {
    match item.readings.first().map(|it| it.form) {
        Some(ReadingForm::Indirect) if item.kind() == ItemKind::Statement => "indirect",
        Some(ReadingForm::Mixed) if item.kind() == ItemKind::Statement => "partly quoted",
        _ => "",
    }
}

/// How a publication day is known.
pub(crate) fn basis(basis: PublishedBasis) -> &'static str {
    match basis {
        PublishedBasis::Declared => "declared",
        PublishedBasis::Text => "printed in the text",
        PublishedBasis::Dateline => "from the dateline",
        PublishedBasis::Address => "from the address",
        PublishedBasis::Mentioned => "latest day named in the text",
        PublishedBasis::OtherReport => "from the story's other reports",
    }
}

/// The word for a publication basis in JSON.
pub(crate) fn basis_word(basis: PublishedBasis) -> &'static str {
    match basis {
        PublishedBasis::Declared => "declared",
        PublishedBasis::Text => "text",
        PublishedBasis::Dateline => "dateline",
        PublishedBasis::Address => "address",
        PublishedBasis::Mentioned => "mentioned",
        PublishedBasis::OtherReport => "other-report",
    }
}

/// What a note says, in words.
pub(crate) fn note(label: &str) -> String {
    match label {
        "said-this-year" => "“this year” is said of a January to come".into(),
        other => other.replace('-', " "),
    }
}

/// "1 wording", "2 wordings".
pub(crate) fn counted(count: usize, one: &str) -> String {
    let many = match one.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None => format!("{one}s"),
    };
    format!("{count} {}", if count == 1 { one } else { &many })
}

/// "read, not marked: German" for a report in another language than English.
pub(crate) fn unmarked(report: &Annotated) -> Option<String> {
    let tag = report.imprint.language.as_deref()?;
    let primary = tag.split('-').next().unwrap_or(tag);
    let named = LANGUAGES.iter().find(|(it, _)| *it == primary);
    // A tag is as the source declares it: what is no tag is not shown.
    let shown = (2..=3).contains(&primary.len()) && primary.bytes().all(|b| b.is_ascii_lowercase());
    let tag = if shown { primary } else { "another language" };
    let name = named.map_or(tag, |(_, name)| name);
    (!report.is_marked()).then(|| format!("read, not marked: {name}"))
}

/// Where earlier texts of a report are, as a fixed label and files.
pub(crate) fn earlier(report: &Annotated) -> Option<String> {
    let files: Vec<_> = report.imprint.earlier.iter().map(|it| plain(it)).collect();
    (!files.is_empty()).then(|| format!("latest text; earlier: {}", files.join(", ")))
}

/// English names of languages, by BCP 47 primary tag.
const LANGUAGES: [(&str, &str); 56] = [
    ("af", "Afrikaans"),
    ("ar", "Arabic"),
    ("bg", "Bulgarian"),
    ("bn", "Bengali"),
    ("ca", "Catalan"),
    ("cs", "Czech"),
    ("da", "Danish"),
    ("de", "German"),
    ("el", "Greek"),
    ("es", "Spanish"),
    ("et", "Estonian"),
    ("eu", "Basque"),
    ("fa", "Persian"),
    ("fi", "Finnish"),
    ("fr", "French"),
    ("gl", "Galician"),
    ("gu", "Gujarati"),
    ("he", "Hebrew"),
    ("hi", "Hindi"),
    ("hr", "Croatian"),
    ("hu", "Hungarian"),
    ("hy", "Armenian"),
    ("id", "Indonesian"),
    ("is", "Icelandic"),
    ("it", "Italian"),
    ("ja", "Japanese"),
    ("ka", "Georgian"),
    ("kn", "Kannada"),
    ("ko", "Korean"),
    ("lt", "Lithuanian"),
    ("lv", "Latvian"),
    ("mk", "Macedonian"),
    ("ml", "Malayalam"),
    ("mr", "Marathi"),
    ("ms", "Malay"),
    ("my", "Burmese"),
    ("nb", "Norwegian"),
    ("ne", "Nepali"),
    ("nl", "Dutch"),
    ("no", "Norwegian"),
    ("pl", "Polish"),
    ("pt", "Portuguese"),
    ("ro", "Romanian"),
    ("ru", "Russian"),
    ("sk", "Slovak"),
    ("sl", "Slovene"),
    ("sq", "Albanian"),
    ("sr", "Serbian"),
    ("sv", "Swedish"),
    ("sw", "Swahili"),
    ("ta", "Tamil"),
    ("th", "Thai"),
    ("tr", "Turkish"),
    ("uk", "Ukrainian"),
    ("vi", "Vietnamese"),
    ("zh", "Chinese"),
];

/// The cuts of a report, by reason: "2 scripts"-like counts, or nothing.
pub(crate) fn cuts(mask: &Mask) -> Option<String> {
    let of = |cut: rapporteur_text::Cut| {
        let count = mask.cuts().iter().filter(|(_, it)| *it == cut).count();
        match count {
            0 => None,
            1 => Some(cut.as_str().to_owned()),
            _ => Some(format!("{} ×{count}", cut.as_str())),
        }
    };
    let parts: Vec<_> = rapporteur_text::Cut::ALL
        .into_iter()
        .filter_map(of)
        .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rapporteur_text::{Imprint, Marks, Report};

    #[test]
    fn a_report_that_was_not_marked_says_in_which_language_it_is() {
        let words = |tag: Option<&str>| {
            let imprint = Imprint {
                language: tag.map(str::to_owned),
                ..Imprint::default()
            };
            unmarked(&Annotated {
                report: Report::new(None, "a".into(), "a".into(), Imprint::default()),
                imprint,
                mask: Mask::default(),
                marks: Marks::default(),
            })
        };
        let said = |it: &str| Some(format!("read, not marked: {it}"));
        assert_eq!(words(None), None);
        assert_eq!(words(Some("en-IN")), None);
        assert_eq!(words(Some("de-AT")), said("German"));
        assert_eq!(words(Some("tlh")), said("tlh"));
        assert_eq!(words(Some("<b>")), said("another language"));
    }

    #[test]
    fn counts_agree_with_their_noun() {
        assert_eq!(counted(1, "story"), "1 story");
        assert_eq!(counted(2, "story"), "2 stories");
        assert_eq!(counted(0, "wording"), "0 wordings");
    }
}
