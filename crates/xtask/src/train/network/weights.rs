//! Weights that learn: values, gradients and Adam's moments (Kingma and Ba
//! 2015), for dense tensors and for the rows of the table that were touched.

use rapporteur_network::kernel::vectorised;
use rapporteur_network::{Layout, Shape, Tensor};

use super::lesson::Dice;

/// Where the values of a network start before it learns.
pub(in crate::train) trait Start: Layout {
    /// The middle and the spread of the values of a tensor.
    fn start(tensor: Self::Tensor, rows: usize, columns: usize) -> (f32, f32);
}

/// The spread of a matrix that keeps the size of what it is multiplied with
/// (Glorot and Bengio 2010).
pub(in crate::train) fn even(rows: usize, columns: usize) -> f32 {
    (6.0 / (rows + columns) as f32).sqrt()
}

impl Start for Shape {
    fn start(tensor: Tensor, rows: usize, columns: usize) -> (f32, f32) {
        match tensor {
            Tensor::Gain => (1.0, 0.0),
            // Units first keep and show about as much as they take in.
            Tensor::StateBias(_) => (0.5, 0.0),
            Tensor::Shift
            | Tensor::WindowBias
            | Tensor::HeadsBias
            | Tensor::RelationsBias
            | Tensor::ArcBias
            | Tensor::Distance => (0.0, 0.0),
            Tensor::State(_) | Tensor::Root | Tensor::RootLabel => (0.0, 0.3),
            _ => (0.0, even(rows, columns)),
        }
    }
}

/// Weights as they stand.
#[derive(Clone, Copy)]
pub(in crate::train) struct Values<'a, L = Shape> {
    pub(in crate::train) shape: L,
    pub(in crate::train) dense: &'a [f32],
    pub(in crate::train) table: &'a [f32],
}

impl<'a, L: Layout> Values<'a, L> {
    pub(in crate::train) fn of(&self, tensor: L::Tensor) -> &'a [f32] {
        &self.dense[self.shape.place(tensor)]
    }

    /// Adds the feature `row` to `sum`.
    pub(in crate::train) fn add_feature(&self, row: u32, sum: &mut [f32]) {
        let width = sum.len();
        let row = &self.table[row as usize * width..(row as usize + 1) * width];
        for (sum, value) in sum.iter_mut().zip(row) {
            *sum += value;
        }
    }
}

/// What learns.
pub(in crate::train) struct Learner<L = Shape> {
    pub(in crate::train) shape: L,
    pub(in crate::train) dense: Vec<f32>,
    pub(in crate::train) table: Vec<f32>,
    dense_moments: [Vec<f32>; 2],
    table_moments: [Vec<f32>; 2],
    steps: u32,
}

/// Gradients of one part of a batch.
pub(in crate::train) struct Gradients {
    pub(in crate::train) dense: Vec<f32>,
    table: Vec<f32>,
    touched: Vec<u32>,
    is_touched: Vec<bool>,
    width: usize,
}

const DECAY: [f32; 2] = [0.9, 0.98];

impl<L: Start> Learner<L> {
    pub(in crate::train) fn new(shape: L) -> Self {
        let mut dice = Dice::new(2023);
        let mut dense = Vec::with_capacity(shape.dense());
        for (tensor, rows, columns) in shape.tensors() {
            let (middle, spread) = L::start(tensor, rows, columns);
            for _ in 0..rows * columns {
                dense.push(middle + (dice.share() * 2.0 - 1.0) * spread);
            }
        }
        let (features, width) = shape.table();
        let count = features * width;
        let spread = 0.2;
        let table: Vec<f32> = (0..count)
            .map(|_| (dice.share() * 2.0 - 1.0) * spread)
            .collect();
        Self {
            dense_moments: std::array::from_fn(|_| vec![0.0; dense.len()]),
            table_moments: std::array::from_fn(|_| vec![0.0; count]),
            shape,
            dense,
            table,
            steps: 0,
        }
    }

    /// One step against `gradients`, which are emptied; `share` scales them.
    pub(in crate::train) fn step(&mut self, gradients: &mut Gradients, rate: f32) {
        self.steps += 1;
        let clip = gradients.clip();
        let late = |decay: f32| 1.0 - power(decay, self.steps);
        let rate = rate * late(DECAY[1]).sqrt() / late(DECAY[0]);
        let [first, second] = &mut self.dense_moments;
        adam(
            &mut self.dense,
            first,
            second,
            &mut gradients.dense,
            clip,
            rate,
        );
        let width = gradients.width;
        let [first, second] = &mut self.table_moments;
        for row in gradients.touched.drain(..) {
            gradients.is_touched[row as usize] = false;
            let row = row as usize * width..(row as usize + 1) * width;
            adam(
                &mut self.table[row.clone()],
                &mut first[row.clone()],
                &mut second[row.clone()],
                &mut gradients.table[row],
                clip,
                rate,
            );
        }
    }
}

fn power(base: f32, exponent: u32) -> f32 {
    (0..exponent.min(4000)).fold(1.0, |power, _| power * base)
}

fn adam(
    values: &mut [f32],
    first: &mut [f32],
    second: &mut [f32],
    gradients: &mut [f32],
    clip: f32,
    rate: f32,
) {
    vectorised(
        #[inline(always)]
        || {
            let moments = first.iter_mut().zip(second.iter_mut());
            for ((value, gradient), (first, second)) in
                values.iter_mut().zip(gradients.iter_mut()).zip(moments)
            {
                let slope = *gradient * clip;
                *gradient = 0.0;
                *first = *first * DECAY[0] + slope * (1.0 - DECAY[0]);
                *second = *second * DECAY[1] + slope * slope * (1.0 - DECAY[1]);
                *value -= rate * *first / (second.sqrt() + 1e-6);
            }
        },
    );
}

impl Gradients {
    pub(in crate::train) fn new(shape: impl Layout) -> Self {
        let (features, width) = shape.table();
        Self {
            dense: vec![0.0; shape.dense()],
            table: vec![0.0; features * width],
            touched: Vec::new(),
            is_touched: vec![false; features],
            width,
        }
    }

    /// The gradient of a row of the table.
    pub(in crate::train) fn row(&mut self, row: u32) -> &mut [f32] {
        if !std::mem::replace(&mut self.is_touched[row as usize], true) {
            self.touched.push(row);
        }
        &mut self.table[row as usize * self.width..(row as usize + 1) * self.width]
    }

    /// Adds `other` and empties it.
    pub(in crate::train) fn take(&mut self, other: &mut Gradients) {
        for (own, it) in self.dense.iter_mut().zip(&mut other.dense) {
            *own += std::mem::take(it);
        }
        let touched = std::mem::take(&mut other.touched);
        for &row in &touched {
            other.is_touched[row as usize] = false;
            let from = row as usize * self.width;
            let rows = &mut other.table[from..from + self.width];
            for (own, it) in self.row(row).iter_mut().zip(rows) {
                *own += std::mem::take(it);
            }
        }
    }

    /// What to scale by so that no step is wild (Pascanu et al. 2013).
    fn clip(&self) -> f32 {
        let square = |it: &f32| f64::from(*it) * f64::from(*it);
        let mut sum: f64 = self.dense.iter().map(square).sum();
        for &row in &self.touched {
            let from = row as usize * self.width;
            sum += self.table[from..from + self.width]
                .iter()
                .map(square)
                .sum::<f64>();
        }
        let norm = sum.sqrt() as f32;
        if norm <= 2.0 { 1.0 } else { 2.0 / norm }
    }
}

#[cfg(test)]
pub(in crate::train) mod tests {
    use super::{Gradients, Learner, Start, Values};

    /// Holds the slopes that `run` adds against differences of the loss that it
    /// gives, for some values of every tensor and for the first `rows` of the
    /// table.
    pub(in crate::train) fn slopes_hold<L: Start>(
        learner: &mut Learner<L>,
        rows: u32,
        run: impl Fn(Values<'_, L>, &mut Gradients) -> f64,
    ) {
        /// Where the loss has a corner within the wider step, the narrower one
        /// tells.
        const STEPS: [f32; 2] = [0.002, 0.000_25];
        let shape = learner.shape;
        let (_, width) = shape.table();
        let run = |learner: &Learner<L>, gradients: &mut Gradients| {
            let values = Values {
                shape,
                dense: &learner.dense,
                table: &learner.table,
            };
            run(values, gradients)
        };
        let mut gradients = Gradients::new(shape);
        run(learner, &mut gradients);
        let mut spare = Gradients::new(shape);
        let mut checked = 0;
        let mut check = |told: f32, mut loss: Box<dyn FnMut(f32) -> f64 + '_>, what: String| {
            let mut real = |step: f32| ((loss(step) - loss(-step)) / f64::from(2.0 * step)) as f32;
            let reals = STEPS.map(&mut real);
            let near = |real: &f32| (told - real).abs() < 0.03 + 0.03 * real.abs();
            assert!(reals.iter().any(near), "{what}: {told} for {reals:?}");
            checked += usize::from(0.01 < reals[0].abs());
        };
        for (tensor, _, _) in shape.tensors() {
            let place = shape.place(tensor);
            let step = (place.len() / 23).max(1);
            for at in place.step_by(step) {
                let own = learner.dense[at];
                let loss = |offset| {
                    learner.dense[at] = own + offset;
                    run(learner, &mut spare)
                };
                check(
                    gradients.dense[at],
                    Box::new(loss),
                    format!("{tensor:?} {at}"),
                );
                learner.dense[at] = own;
            }
        }
        for row in 0..rows {
            let at = row as usize * width + 3;
            let own = learner.table[at];
            let loss = |offset| {
                learner.table[at] = own + offset;
                run(learner, &mut spare)
            };
            check(gradients.row(row)[3], Box::new(loss), format!("row {row}"));
            learner.table[at] = own;
        }
        assert!(100 < checked, "only {checked} slopes were not nothing");
    }
}
