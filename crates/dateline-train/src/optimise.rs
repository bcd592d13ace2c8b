//! Adam with averaged weights; rows of the tables move only when a batch has seen them.

use dateline_net::network::Network;
use dateline_net::wide;

use crate::backprop::Shard;

/// Adam's memory, and the running average of the weights.
#[derive(Clone, Debug)]
pub struct Adam {
    pub m: Vec<f32>,
    pub v: Vec<f32>,
    pub average: Vec<f32>,
    pub steps: u32,
}

const BETA1: f32 = 0.9;
const BETA2: f32 = 0.98;
const CLIP: f32 = 5.0;
const DECAY: f32 = 0.998;
/// The average of the tables is brought up to date once in so many steps.
const TABLES_EVERY: u32 = 8;

wide! {
    fn adam(w: &mut [f32], g: &mut [f32], m: &mut [f32], v: &mut [f32], rate: f32, scale: f32, decay: f32) {
        for (((w, g), m), v) in w.iter_mut().zip(g).zip(m).zip(v) {
            let x = *g * scale;
            *g = 0.0;
            *m = BETA1 * *m + (1.0 - BETA1) * x;
            *v = BETA2 * *v + (1.0 - BETA2) * x * x;
            *w -= rate * (*m / (v.sqrt() + 1e-8) + decay * *w);
        }
    }
}

wide! {
    fn follow(average: &mut [f32], w: &[f32], share: f32) {
        for (a, w) in average.iter_mut().zip(w) {
            *a += (w - *a) * share;
        }
    }
}

impl Adam {
    pub fn new(net: &Network) -> Self {
        let n = net.data.len();
        Self {
            m: vec![0.0; n],
            v: vec![0.0; n],
            average: net.data.clone(),
            steps: 0,
        }
    }

    /// One step with the sum of the shards' gradients, which are zero afterwards.
    pub fn step(&mut self, net: &mut Network, shards: &mut [Shard], rate: f32, weight_decay: f32) {
        self.steps += 1;
        let Some((first, others)) = shards.split_first_mut() else {
            return;
        };
        let tables = [net.layout.words.clone(), net.layout.parts.clone()];
        let dense = tables[1].at + tables[1].rows * tables[1].columns;
        for other in others {
            for (k, table) in tables.iter().enumerate() {
                let rows = &mut other.touched[k];
                rows.sort_unstable();
                rows.dedup();
                for row in rows.drain(..) {
                    let at = table.at + row as usize * table.columns;
                    for i in at..at + table.columns {
                        first.gradient[i] += other.gradient[i];
                        other.gradient[i] = 0.0;
                    }
                    first.touched[k].push(row);
                }
            }
            for (a, b) in first.gradient[dense..].iter_mut().zip(&mut other.gradient[dense..]) {
                *a += *b;
                *b = 0.0;
            }
        }
        let mut square = f64::from(dateline_net::simd::dot(
            &first.gradient[dense..],
            &first.gradient[dense..],
        ));
        for (k, table) in tables.iter().enumerate() {
            first.touched[k].sort_unstable();
            first.touched[k].dedup();
            for row in &first.touched[k] {
                let at = table.at + *row as usize * table.columns;
                let g = &first.gradient[at..at + table.columns];
                square += f64::from(dateline_net::simd::dot(g, g));
            }
        }
        let norm = square.sqrt() as f32;
        let scale = if norm > CLIP { CLIP / norm } else { 1.0 };
        let t = self.steps as i32;
        let rate = rate * (1.0 - BETA2.powi(t)).sqrt() / (1.0 - BETA1.powi(t));
        for (k, table) in tables.iter().enumerate() {
            for row in first.touched[k].drain(..) {
                let at = table.at + row as usize * table.columns;
                let r = at..at + table.columns;
                adam(
                    &mut net.data[r.clone()],
                    &mut first.gradient[r.clone()],
                    &mut self.m[r.clone()],
                    &mut self.v[r],
                    rate,
                    scale,
                    0.0,
                );
            }
        }
        adam(
            &mut net.data[dense..],
            &mut first.gradient[dense..],
            &mut self.m[dense..],
            &mut self.v[dense..],
            rate,
            scale,
            weight_decay,
        );
        let share = |steps: u32| {
            // Early on, follow faster.
            let decay = DECAY.min((1.0 + t as f32) / (10.0 + t as f32));
            1.0 - decay.powi(steps as i32)
        };
        follow(&mut self.average[dense..], &net.data[dense..], share(1));
        if self.steps.is_multiple_of(TABLES_EVERY) {
            follow(&mut self.average[..dense], &net.data[..dense], share(TABLES_EVERY));
        }
    }
}
