//! Functions of one number that give the same bits on every machine.
//!
//! Only sums, products, quotients and square roots, which IEEE 754 rounds one
//! way; a platform's own `exp` and `erf` may differ in the last bit.

/// The exponential. Off by less than one part in a million.
pub(super) fn exp(x: f32) -> f32 {
    const STEP: f32 = std::f32::consts::LN_2;
    let x = x.clamp(-87.0, 87.0);
    let power = (x / STEP).round_ties_even();
    let rest = x - power * STEP;
    let terms = [
        1.0 / 720.0,
        1.0 / 120.0,
        1.0 / 24.0,
        1.0 / 6.0,
        0.5,
        1.0,
        1.0,
    ];
    let mantissa = terms.iter().fold(0.0, |sum, term| sum * rest + term);
    mantissa * f32::from_bits((power as i32 + 127).cast_unsigned() << 23)
}

/// The error function (Abramowitz & Stegun 7.1.26). Off by less than 2e-6.
fn erf(x: f32) -> f32 {
    let t = 1.0 / (1.0 + 0.327_591_1 * x.abs());
    let terms = [
        1.061_405_4,
        -1.453_152,
        1.421_413_7,
        -0.284_496_74,
        0.254_829_6,
    ];
    let sum = terms.iter().fold(0.0, |sum, term| (sum + term) * t);
    (1.0 - sum * exp(-x * x)).copysign(x)
}

/// The Gaussian error linear unit (Hendrycks & Gimpel 2016).
pub(super) fn gelu(x: f32) -> f32 {
    0.5 * x * (1.0 + erf(x * std::f32::consts::FRAC_1_SQRT_2))
}

#[cfg(test)]
mod tests {
    use super::{erf, exp, gelu};

    #[test]
    fn functions_agree_with_their_tables() {
        for step in -800..800 {
            let x = step as f32 / 100.0;
            let truth = f64::from(x).exp();
            assert!((f64::from(exp(x)) - truth).abs() < 2e-6 * truth, "exp {x}");
        }
        let table = [
            (0.0, 0.0),
            (0.1, 0.112_462_9),
            (0.5, 0.520_499_9),
            (1.0, 0.842_700_8),
        ];
        for (x, truth) in table {
            assert!((erf(x) - truth).abs() < 2e-6, "erf {x}");
            assert!((erf(-x) + truth).abs() < 2e-6, "erf -{x}");
        }
        assert!((gelu(1.0) - 0.841_345).abs() < 2e-6);
        assert!(gelu(-9.0).abs() < 1e-5);
    }
}
