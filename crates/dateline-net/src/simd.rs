//! Elementwise work on slices, compiled for several instruction sets and chosen at run time. No
//! fused products, so that all of them give the same bits.

/// Defines a function whose body is compiled for AVX-512, AVX2 and the base instruction set.
#[macro_export]
macro_rules! wide {
    ($(#[$meta:meta])* $vis:vis fn $name:ident($($arg:ident: $ty:ty),* $(,)?) $(-> $ret:ty)? $body:block) => {
        $(#[$meta])*
        #[allow(clippy::too_many_arguments)]
        $vis fn $name($($arg: $ty),*) $(-> $ret)? {
            #[inline(always)]
            fn body($($arg: $ty),*) $(-> $ret)? $body
            #[cfg(target_arch = "x86_64")]
            {
                #[target_feature(enable = "avx512f,avx512dq,avx512vl,avx512bw,avx2")]
                fn wide($($arg: $ty),*) $(-> $ret)? { body($($arg),*) }
                #[target_feature(enable = "avx2")]
                fn middle($($arg: $ty),*) $(-> $ret)? { body($($arg),*) }
                if std::arch::is_x86_feature_detected!("avx512f")
                    && std::arch::is_x86_feature_detected!("avx512dq")
                    && std::arch::is_x86_feature_detected!("avx512vl")
                    && std::arch::is_x86_feature_detected!("avx512bw")
                {
                    // SAFETY: the features were just found.
                    return unsafe { wide($($arg),*) };
                }
                if std::arch::is_x86_feature_detected!("avx2") {
                    // SAFETY: the feature was just found.
                    return unsafe { middle($($arg),*) };
                }
            }
            body($($arg),*)
        }
    };
}

/// e^x to about seven digits, without branches.
#[inline(always)]
#[must_use]
pub fn exp(x: f32) -> f32 {
    // Adding this rounds to a whole number, which then stands in the low bits.
    const ROUND: f32 = 12_582_912.0;
    let x = x.clamp(-87.0, 87.0);
    let shifted = x * std::f32::consts::LOG2_E + ROUND;
    let n = shifted - ROUND;
    let whole = (shifted.to_bits() as i32).wrapping_sub(ROUND.to_bits() as i32);
    let r = x - n * 0.693_359_4 - n * -2.121_944_4e-4;
    let mut p = 1.987_569_1e-4;
    p = p * r + 1.398_2e-3;
    p = p * r + 8.333_452e-3;
    p = p * r + 4.166_579_6e-2;
    p = p * r + 1.666_666_5e-1;
    p = p * r + 0.5;
    let y = p * r * r + r + 1.0;
    y * f32::from_bits((whole.wrapping_add(127) << 23) as u32)
}

/// 1 / (1 + e^-x).
#[inline(always)]
#[must_use]
pub fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

/// Sum of a slice, in sixteen partial sums.
#[inline(always)]
fn sum(x: &[f32]) -> f32 {
    let mut part = [0.0f32; 16];
    let chunks = x.chunks_exact(16);
    let mut rest = 0.0;
    for y in chunks.remainder() {
        rest += y;
    }
    for chunk in chunks {
        for (p, y) in part.iter_mut().zip(chunk) {
            *p += y;
        }
    }
    part.iter().sum::<f32>() + rest
}

/// Sum of products, in sixteen partial sums.
#[inline(always)]
fn dot_body(x: &[f32], y: &[f32]) -> f32 {
    let mut part = [0.0f32; 16];
    let (a, b) = (x.chunks_exact(16), y.chunks_exact(16));
    let mut rest = 0.0;
    for (p, q) in a.remainder().iter().zip(b.remainder()) {
        rest += p * q;
    }
    for (p, q) in a.zip(b) {
        for i in 0..16 {
            part[i] += p[i] * q[i];
        }
    }
    part.iter().sum::<f32>() + rest
}

wide! {
    /// Sum of products.
    pub fn dot(x: &[f32], y: &[f32]) -> f32 { dot_body(x, y) }
}

wide! {
    /// `x += y * scale`.
    pub fn add_scaled(x: &mut [f32], y: &[f32], scale: f32) {
        for (a, b) in x.iter_mut().zip(y) {
            *a += b * scale;
        }
    }
}

wide! {
    /// Layer normalisation of each row of `width` numbers, then `gain` and `bias`. Writes the rows'
    /// means and inverse deviations to `stats`, in pairs.
    pub fn normalise(x: &[f32], width: usize, gain: &[f32], bias: &[f32], out: &mut [f32], stats: &mut [f32]) {
        for ((row, to), stat) in x.chunks_exact(width).zip(out.chunks_exact_mut(width)).zip(stats.chunks_exact_mut(2)) {
            let mean = sum(row) / width as f32;
            let square = dot_body(row, row) / width as f32;
            let scale = 1.0 / ((square - mean * mean).max(0.0) + 1e-5).sqrt();
            stat[0] = mean;
            stat[1] = scale;
            for (((y, x), g), b) in to.iter_mut().zip(row).zip(gain).zip(bias) {
                *y = (x - mean) * scale * g + b;
            }
        }
    }
}

/// One direction of a simple recurrent layer over one sentence.
///
/// `u` holds, for each word, `stride` numbers of which this direction's candidate, forget gate,
/// reset gate (and projected input, if `skip_in_u`) start at `at`, `h` numbers each. Gates are
/// replaced by their values. `weights` are the state's weights on the two gates and the biases of
/// the two gates, `h` each. `c` and `out` have rows of `2h`, written at `side`; `skip` are rows of
/// `2h` too.
#[derive(Clone, Copy, Debug)]
pub struct Direction {
    /// Hidden size.
    pub h: usize,
    /// Numbers in a row of `u`.
    pub stride: usize,
    /// Where this direction starts in a row of `u`.
    pub at: usize,
    /// Where this direction starts in rows of `c`, `out` and `skip`.
    pub side: usize,
    /// From the last word to the first.
    pub backward: bool,
    /// The way around the layer is the fourth part of `u`, not `skip`.
    pub skip_in_u: bool,
}

wide! {
    /// Runs one [`Direction`] over `n` words.
    pub fn recur(d: Direction, n: usize, u: &mut [f32], skip: &[f32], weights: &[f32], c: &mut [f32], out: &mut [f32]) {
        let h = d.h;
        let (vf, rest) = weights.split_at(h);
        let (vr, rest) = rest.split_at(h);
        let (bf, br) = rest.split_at(h);
        let (vf, vr, bf, br) = (&vf[..h], &vr[..h], &bf[..h], &br[..h]);
        let zero = [0.0f32; 1024];
        for step in 0..n {
            let t = if d.backward { n - 1 - step } else { step };
            let row = &mut u[t * d.stride + d.at..][..if d.skip_in_u { 4 * h } else { 3 * h }];
            let (z, row) = row.split_at_mut(h);
            let (f, row) = row.split_at_mut(h);
            let (r, row) = row.split_at_mut(h);
            let x: &[f32] = if d.skip_in_u { &row[..h] } else { &skip[t * 2 * h + d.side..][..h] };
            let o = &mut out[t * 2 * h + d.side..][..h];
            let (z, f, r) = (&z[..h], &mut f[..h], &mut r[..h]);
            let (now, before): (&mut [f32], &[f32]) = if step == 0 {
                (&mut c[t * 2 * h + d.side..][..h], &zero[..h])
            } else if d.backward {
                let (left, right) = c.split_at_mut((t + 1) * 2 * h);
                (&mut left[t * 2 * h + d.side..][..h], &right[d.side..][..h])
            } else {
                let (left, right) = c.split_at_mut(t * 2 * h);
                (&mut right[d.side..][..h], &left[(t - 1) * 2 * h + d.side..][..h])
            };
            for j in 0..h {
                let p = before[j];
                // Two sigmoids with one division; the bounds keep the product finite.
                let a = 1.0 + exp(-(f[j] + vf[j] * p + bf[j]).clamp(-40.0, 40.0));
                let b = 1.0 + exp(-(r[j] + vr[j] * p + br[j]).clamp(-40.0, 40.0));
                let inverse = 1.0 / (a * b);
                let (fj, rj) = (b * inverse, a * inverse);
                let cj = fj * p + (1.0 - fj) * z[j];
                f[j] = fj;
                r[j] = rj;
                now[j] = cj;
                o[j] = rj * cj + (1.0 - rj) * x[j];
            }
        }
    }
}

wide! {
    /// Leaky rectifier: negative numbers shrink to a tenth.
    pub fn rectify(x: &mut [f32]) {
        for a in x {
            *a = if *a > 0.0 { *a } else { *a * 0.1 };
        }
    }
}

wide! {
    /// Adds the same row to every row.
    pub fn add_row(x: &mut [f32], row: &[f32]) {
        for line in x.chunks_exact_mut(row.len()) {
            for (a, b) in line.iter_mut().zip(row) {
                *a += b;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exp_is_close() {
        for i in -800..800 {
            let x = i as f32 / 10.0;
            let (got, want) = (f64::from(exp(x)), f64::from(x).exp());
            assert!((got - want).abs() <= want * 3e-6, "{x}: {got} {want}");
        }
    }
}
