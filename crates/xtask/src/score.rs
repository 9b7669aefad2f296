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

/// Half the width of the 95 % interval of F1 when reports are drawn anew, as
/// `parts` has a tally of each (bootstrap; Efron 1979), from 1,000 draws that
/// are the same each time.
pub fn margin(parts: &[Tally]) -> f64 {
    const DRAWS: usize = 1000;
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed % below.max(1) as u64) as usize
    };
    let mut draws: Vec<f64> = (0..DRAWS)
        .map(|_| {
            let mut sum = Tally::default();
            for _ in parts {
                sum.add(parts[next(parts.len())]);
            }
            sum.f1()
        })
        .collect();
    draws.sort_by(f64::total_cmp);
    (draws[DRAWS * 39 / 40 - 1] - draws[DRAWS / 40]) / 2.0
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
    use super::{Tally, margin};

    #[test]
    fn the_interval_is_wider_the_more_reports_differ() {
        let tally = |right| Tally {
            right,
            found: 10,
            gold: 10,
        };
        let alike = vec![tally(8); 40];
        let apart: Vec<Tally> = (0..40).map(|it| tally(6 + it % 5)).collect();
        assert!(margin(&alike) < 1e-9);
        // The deviation of a share, 14 points, over the root of 40, times 1.96.
        assert!((margin(&apart) - 4.4).abs() < 0.6, "{}", margin(&apart));
    }

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
