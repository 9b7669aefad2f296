//! What every evaluation hands back: figures with their size and bounds.

/// One figure of one set.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// Unique name, as floors and tables know it: `polnear-dev.content.f1`.
    pub name: String,
    /// The figure, in the measure's own unit (F1 in percent, counts as they are).
    pub value: f64,
    /// Half the width of its 95 % interval, where one is computed.
    pub margin: Option<f64>,
    /// How many gold items it rests on.
    pub size: usize,
}

impl Score {
    /// A figure without an interval.
    pub fn new(name: impl Into<String>, value: f64, size: usize) -> Self {
        Self {
            name: name.into(),
            value,
            margin: None,
            size,
        }
    }
}

/// Counts of a comparison with gold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Predicted and gold.
    pub right: usize,
    /// Predicted.
    pub found: usize,
    /// Gold.
    pub gold: usize,
}

impl Tally {
    /// Adds another tally.
    pub fn add(&mut self, other: Tally) {
        self.right += other.right;
        self.found += other.found;
        self.gold += other.gold;
    }

    /// Share of what was found that is right, in percent; 0 when nothing was.
    pub fn precision(self) -> f64 {
        percent(self.right, self.found)
    }

    /// Share of the gold that was found, in percent; 0 when there is none.
    pub fn recall(self) -> f64 {
        percent(self.right, self.gold)
    }

    /// Harmonic mean of precision and recall, in percent.
    pub fn f1(self) -> f64 {
        percent(2 * self.right, self.found + self.gold)
    }

    /// Precision, recall and F1 as `NAME.p`, `NAME.r`, `NAME.f1`.
    pub fn scores(self, name: &str) -> Vec<Score> {
        vec![
            Score::new(format!("{name}.p"), self.precision(), self.found),
            Score::new(format!("{name}.r"), self.recall(), self.gold),
            Score::new(format!("{name}.f1"), self.f1(), self.gold),
        ]
    }
}

fn percent(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        0.0
    } else {
        100.0 * part as f64 / whole as f64
    }
}

#[cfg(test)]
mod tests {
    use super::Tally;

    #[test]
    fn f1_is_the_harmonic_mean() {
        let tally = Tally {
            right: 6,
            found: 8,
            gold: 12,
        };
        let (p, r) = (tally.precision(), tally.recall());
        assert!((tally.f1() - 2.0 * p * r / (p + r)).abs() < 1e-9);
        assert!(Tally::default().f1().abs() < f64::EPSILON);
    }
}
