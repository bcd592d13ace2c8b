//! Eight-bit products of the parser's sizes, with the change from floats and back: ours beside rten-gemm.
//!
//! `RAYON_NUM_THREADS=1 RTEN_NUM_THREADS=1 cargo run --release --manifest-path benches/products/Cargo.toml`

use std::time::Instant;

use dateline_net::gemm8::{Packed8, Rows8, multiply};
use rten_gemm::{GemmExecutor, GemmInputA, GemmInputB, GemmOptions, QuantParams};
use rten_tensor::prelude::*;
use rten_tensor::{NdTensor, NdTensorView};

/// Words in a batch, inputs, outputs.
const SIZES: [(usize, usize, usize); 4] = [(512, 256, 2048), (512, 512, 1536), (512, 512, 800), (512, 192, 289)];
const ROUNDS: usize = 60;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    for (m, k, n) in SIZES {
        let x: Vec<f32> = (0..m * k).map(|i| ((i * 7919) % 255) as f32 / 100.0 - 1.2).collect();
        let w: Vec<f32> = (0..k * n).map(|i| ((i * 104_729) % 251) as f32 / 100.0 - 1.2).collect();
        let mut out = vec![0f32; m * n];

        let packed = Packed8::new(k, n, &w);
        let mut rows = Rows8::default();
        let ours = best(|| {
            rows.fill(m, k, &x, k);
            multiply(m, &rows, &packed, &mut out, n);
            Ok(())
        })?;

        let executor = GemmExecutor::<u8, i8, i32>::default();
        let small: Vec<i8> = w.iter().map(|v| (v * 100.0) as i8).collect();
        let b = NdTensor::from_data([k, n], small);
        let b = executor.prepack_b(b.view());
        let (mut a, mut sums, mut scales) = (vec![0u8; m * k], vec![0i32; m * n], vec![0f32; m]);
        let zero_point = vec![128u8; m];
        let theirs = best(|| {
            for ((row, small), scale) in x.chunks_exact(k).zip(a.chunks_exact_mut(k)).zip(&mut scales) {
                let top = row.iter().fold(1e-9f32, |t, v| t.max(v.abs()));
                for (o, v) in small.iter_mut().zip(row) {
                    *o = ((v * 127.0 / top).round_ties_even() as i32 + 128) as u8;
                }
                *scale = top / 127.0;
            }
            let options = GemmOptions {
                a_quant: Some(QuantParams {
                    zero_point: &zero_point,
                }),
                ..GemmOptions::default()
            };
            let a = GemmInputA::Unpacked(NdTensorView::from_data([m, k], &a[..]));
            executor
                .gemm(&mut sums, a, GemmInputB::Packed(&b), options)
                .map_err(|e| format!("{e:?}"))?;
            for ((out, sums), scale) in out.chunks_exact_mut(n).zip(sums.chunks_exact(n)).zip(&scales) {
                for (o, s) in out.iter_mut().zip(sums) {
                    *o = *s as f32 * scale;
                }
            }
            Ok(())
        })?;
        println!(
            "{m}x{k}x{n}: ours {:.0} µs, rten-gemm ({}) {:.0} µs, {:.1} times as long",
            ours * 1e6,
            executor.kernel_name(),
            theirs * 1e6,
            theirs / ours
        );
    }
    Ok(())
}

/// Seconds of the fastest round.
fn best(mut work: impl FnMut() -> Result<(), String>) -> Result<f64, String> {
    let mut best = f64::MAX;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        work()?;
        best = best.min(start.elapsed().as_secs_f64());
    }
    Ok(best)
}
