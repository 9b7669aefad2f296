//! How often what calls itself so sure is right.
//!
//! Input: `data/statement/calibration.toml`, or that of `data/accurate`: knots of what the network says and
//! of the share that was right. What always holds: both rise from knot to knot,
//! so that the order of two is kept.

use serde::Deserialize;

/// A rising line from 0 to 1 through its knots; between two it is straight.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calibration {
    /// What the network says, and the share that was right, 0 … 1.
    pub knots: Vec<[f32; 2]>,
}

impl Calibration {
    pub(crate) fn embedded() -> Self {
        Self::parse(include_str!("../data/statement/calibration.toml"))
    }

    /// That of the accurate setting.
    pub(crate) fn accurate() -> Self {
        Self::parse(include_str!("../data/accurate/calibration.toml"))
    }

    fn parse(table: &str) -> Self {
        toml::from_str(table).expect("the embedded calibration is well-formed, as a test checks")
    }

    /// The share that is right of those the network calls so sure, 0 … 1.
    pub fn share(&self, said: f32) -> f32 {
        self.along(said, 0)
    }

    /// What the network says of those of which that share is right, 0 … 1.
    pub fn said(&self, share: f32) -> f32 {
        self.along(share, 1)
    }

    /// The other value at `value` of the values at `axis`.
    fn along(&self, value: f32, axis: usize) -> f32 {
        let value = value.clamp(0.0, 1.0);
        let mut low = [0.0, 0.0];
        for &high in self.knots.iter().chain([&[1.0, 1.0]]) {
            if value <= high[axis] {
                let wide = (high[axis] - low[axis]).max(f32::EPSILON);
                let part = (value - low[axis]) / wide;
                return low[1 - axis] + part * (high[1 - axis] - low[1 - axis]);
            }
            low = high;
        }
        1.0
    }
}

#[cfg(test)]
mod tests {
    use super::Calibration;

    #[test]
    fn the_embedded_knots_rise() {
        for Calibration { knots } in [Calibration::embedded(), Calibration::accurate()] {
            assert!(!knots.is_empty());
            for (low, high) in knots.iter().zip(&knots[1..]) {
                assert!(low[0] < high[0] && low[1] < high[1], "{low:?} {high:?}");
            }
            let ends = [knots[0], knots[knots.len() - 1]];
            assert!(ends.iter().flatten().all(|it| 0.0 < *it && *it < 1.0));
        }
    }

    #[test]
    fn a_share_leads_back_to_what_was_said() {
        let line = Calibration {
            knots: vec![[0.5, 0.2], [0.9, 0.6]],
        };
        for (said, share) in [(0.0, 0.0), (0.25, 0.1), (0.7, 0.4), (0.95, 0.8), (1.0, 1.0)] {
            assert!((line.share(said) - share).abs() < 1e-6, "{said}");
            assert!((line.said(share) - said).abs() < 1e-6, "{share}");
        }
        assert!((line.share(7.0) - 1.0).abs() < 1e-6 && line.share(-1.0).abs() < 1e-6);
    }
}
