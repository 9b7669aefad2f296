//! Roles by where a rule says they stand.

use std::ops::Range;

use rapporteur_language::events::Slot;

use super::{Party, Words};

impl Words<'_> {
    /// Whoever stands in `slot` of a match, before `roof`.
    pub(crate) fn slot(&self, slot: Slot, matched: &Range<usize>, roof: usize) -> Option<Party> {
        let preposition: &[&str] = match slot {
            Slot::Subject => return None,
            Slot::Object => return self.object(matched.end, roof),
            Slot::Inside => return self.inside(matched),
            Slot::With => &["with"],
            Slot::To => &["to"],
            Slot::By => &["by"],
            Slot::Of => &["of"],
            Slot::Against => &["against"],
            Slot::On => &["on", "upon"],
            Slot::From => &["from"],
            Slot::Between => &["between"],
            Slot::Over => &["over"],
            Slot::In => &["in", "at"],
            Slot::For => &["for"],
            Slot::Into => &["into"],
        };
        if slot == Slot::By {
            return self.after(preposition, matched.start + 1..roof);
        }
        // The preposition may be the last word of the match itself.
        let last = matched.end - 1;
        if matched.start < last && preposition.iter().any(|word| self.is(last, word)) {
            return self.object(matched.end, roof);
        }
        self.after(preposition, matched.end..roof)
    }

    fn inside(&self, matched: &Range<usize>) -> Option<Party> {
        let name = matched.clone().find_map(|at| self.name(at))?;
        Some(Party {
            entities: vec![name.entity],
            tokens: name.first..name.end,
            ..Party::default()
        })
    }
}
