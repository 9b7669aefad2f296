//! Fixed labels: dates, amounts and the words that a brief adds to the
//! sources' own.

mod amount;
mod days;
mod value;

pub(crate) use amount::figure;
pub(crate) use days::{bounds, day, period};
pub(crate) use value::value;

use rapporteur_text::{
    Conflict, Item, ItemKind, Mask, PublishedBasis, ReadingForm, Relation, Status,
};

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

    #[test]
    fn counts_agree_with_their_noun() {
        assert_eq!(counted(1, "story"), "1 story");
        assert_eq!(counted(2, "story"), "2 stories");
        assert_eq!(counted(0, "wording"), "0 wordings");
    }
}
