//! Matrix products in eight-bit whole numbers, for use, not for training. Sums are exact, so every
//! instruction set gives the same bits.
//!
//! Weights have a scale for each column, inputs one for each row.

use crate::wide;

/// Columns of a panel.
const NR: usize = 32;
/// Inputs that one instruction sums.
const KR: usize = 4;
/// Rows of the input that stay in cache while all panels pass.
const MC: usize = 192;
/// Rows that the kernel does at once.
const MR: usize = 12;

/// The right-hand matrix, in panels of 32 columns; in each, groups of four rows lie together.
#[derive(Clone, Debug, Default)]
pub struct Packed8 {
    k: usize,
    n: usize,
    data: Vec<i8>,
    /// For each column, the weights' scale.
    scales: Vec<f32>,
    /// For each column, 128 times the sum of its weights: inputs are shifted by 128.
    shifts: Vec<i32>,
}

/// Rows of eight-bit inputs.
#[derive(Clone, Debug, Default)]
pub struct Rows8 {
    groups: usize,
    data: Vec<u8>,
    scales: Vec<f32>,
}

impl Packed8 {
    /// Packs a `k`×`n` matrix stored row after row.
    #[must_use]
    pub fn new(k: usize, n: usize, b: &[f32]) -> Self {
        let groups = k.div_ceil(KR);
        let panels = n.div_ceil(NR);
        let mut data = vec![0i8; panels * groups * NR * KR];
        let (mut scales, mut shifts) = (vec![0.0; panels * NR], vec![0; panels * NR]);
        for j in 0..n {
            let top = (0..k).fold(0.0f32, |m, i| m.max(b[i * n + j].abs()));
            let scale = if top > 0.0 { top / 127.0 } else { 1.0 };
            scales[j] = scale;
            let mut sum = 0;
            for i in 0..k {
                let w = (b[i * n + j] / scale).round().clamp(-127.0, 127.0) as i8;
                sum += i32::from(w);
                data[(j / NR) * groups * NR * KR + (i / KR) * NR * KR + (j % NR) * KR + i % KR] = w;
            }
            shifts[j] = sum * 128;
        }
        Self {
            k,
            n,
            data,
            scales,
            shifts,
        }
    }
}

wide! {
    fn quantise(x: &[f32], out: &mut [u8]) -> f32 {
        let mut top = [0.0f32; 16];
        let chunks = x.chunks_exact(16);
        for v in chunks.remainder() {
            top[0] = top[0].max(v.abs());
        }
        for chunk in chunks {
            for (t, v) in top.iter_mut().zip(chunk) {
                *t = if v.abs() > *t { v.abs() } else { *t };
            }
        }
        let top = top.iter().fold(0.0f32, |m, v| m.max(*v));
        let scale = if top > 0.0 && top.is_finite() { top / 127.0 } else { 1.0 };
        let inverse = 1.0 / scale;
        for (o, v) in out.iter_mut().zip(x) {
            // Adding this constant rounds to a whole number in the low bits; 128 shifts to unsigned.
            let y = (v * inverse).clamp(-127.0, 127.0) + 12_582_912.0;
            *o = (y.to_bits() as i32 - 0x4B40_0000 + 128) as u8;
        }
        scale
    }
}

impl Rows8 {
    /// Takes over `m` rows of `k` numbers, `stride` apart.
    pub fn fill(&mut self, m: usize, k: usize, x: &[f32], stride: usize) {
        self.groups = k.div_ceil(KR);
        let width = self.groups * KR;
        self.data.resize(m * width, 128);
        self.scales.resize(m, 1.0);
        for r in 0..m {
            let out = &mut self.data[r * width..(r + 1) * width];
            self.scales[r] = quantise(&x[r * stride..r * stride + k], out);
            out[k..].fill(128);
        }
    }
}

/// `out = a·b` for `m` rows; rows of `out` are `stride` apart.
///
/// # Panics
/// If a matrix is smaller than its shape says.
pub fn multiply(m: usize, a: &Rows8, b: &Packed8, out: &mut [f32], stride: usize) {
    let (groups, n) = (b.k.div_ceil(KR), b.n);
    if m == 0 || n == 0 {
        return;
    }
    assert!(
        a.groups == groups && a.data.len() >= m * groups * KR,
        "left matrix too small"
    );
    assert!(out.len() >= (m - 1) * stride + n && stride >= n, "output too small");
    let run = kernel();
    let mut tile = [0i32; MR * NR];
    for m0 in (0..m).step_by(MC) {
        let m1 = (m0 + MC).min(m);
        for p in 0..n.div_ceil(NR) {
            let panel = &b.data[p * groups * NR * KR..(p + 1) * groups * NR * KR];
            let width = NR.min(n - p * NR);
            let (scales, shifts) = (&b.scales[p * NR..(p + 1) * NR], &b.shifts[p * NR..(p + 1) * NR]);
            let mut r = m0;
            while r < m1 {
                let rows = MR.min(m1 - r);
                // SAFETY: `a` has `rows` rows of `groups` fours from row `r` on, by the assert
                // above; the panel has `groups` fours of 32 columns; the tile has room for 12 rows.
                unsafe {
                    run(
                        rows,
                        groups,
                        a.data.as_ptr().add(r * groups * KR),
                        panel.as_ptr(),
                        tile.as_mut_ptr(),
                    );
                }
                for i in 0..rows {
                    let to = &mut out[(r + i) * stride + p * NR..][..width];
                    finish(&tile[i * NR..(i + 1) * NR], shifts, scales, a.scales[r + i], to);
                }
                r += rows;
            }
        }
    }
}

#[inline]
fn finish(sums: &[i32], shifts: &[i32], scales: &[f32], row: f32, out: &mut [f32]) {
    for (((o, s), shift), scale) in out.iter_mut().zip(sums).zip(shifts).zip(scales) {
        *o = (s - shift) as f32 * (scale * row);
    }
}

type Run = unsafe fn(usize, usize, *const u8, *const i8, *mut i32);

fn kernel() -> Run {
    #[cfg(target_arch = "x86_64")]
    {
        if std::arch::is_x86_feature_detected!("avx512f") && std::arch::is_x86_feature_detected!("avx512vnni") {
            return x86::vnni;
        }
        if std::arch::is_x86_feature_detected!("avx2") {
            return x86::avx2;
        }
    }
    plain
}

/// # Safety
/// `a` has `rows` rows of `groups` fours, `panel` `groups` fours of 32 columns, `tile` `rows`×32.
unsafe fn plain(rows: usize, groups: usize, a: *const u8, panel: *const i8, tile: *mut i32) {
    for i in 0..rows {
        let mut sums = [0i32; NR];
        for g in 0..groups {
            // SAFETY: by the function's contract.
            let (x, w) = unsafe {
                (
                    std::slice::from_raw_parts(a.add((i * groups + g) * KR), KR),
                    std::slice::from_raw_parts(panel.add(g * NR * KR), NR * KR),
                )
            };
            for (s, w) in sums.iter_mut().zip(w.chunks_exact(KR)) {
                *s += i32::from(x[0]) * i32::from(w[0])
                    + i32::from(x[1]) * i32::from(w[1])
                    + i32::from(x[2]) * i32::from(w[2])
                    + i32::from(x[3]) * i32::from(w[3]);
            }
        }
        // SAFETY: by the function's contract.
        unsafe { std::ptr::copy_nonoverlapping(sums.as_ptr(), tile.add(i * NR), NR) };
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::{KR, MR, NR};
    use std::arch::x86_64::*;

    macro_rules! rows {
        ($n:expr, $groups:ident, $a:ident, $panel:ident, $tile:ident) => {{
            let mut low = [_mm512_setzero_si512(); $n];
            let mut high = [_mm512_setzero_si512(); $n];
            for g in 0..$groups {
                // SAFETY: by the caller's contract.
                unsafe {
                    let w0 = _mm512_loadu_si512($panel.add(g * NR * KR).cast());
                    let w1 = _mm512_loadu_si512($panel.add(g * NR * KR + 64).cast());
                    for i in 0..$n {
                        let x = _mm512_set1_epi32($a.add((i * $groups + g) * KR).cast::<i32>().read_unaligned());
                        low[i] = _mm512_dpbusd_epi32(low[i], x, w0);
                        high[i] = _mm512_dpbusd_epi32(high[i], x, w1);
                    }
                }
            }
            for i in 0..$n {
                // SAFETY: by the caller's contract.
                unsafe {
                    _mm512_storeu_si512($tile.add(i * NR).cast(), low[i]);
                    _mm512_storeu_si512($tile.add(i * NR + 16).cast(), high[i]);
                }
            }
        }};
    }

    /// # Safety
    /// As [`super::plain`], and the processor has AVX-512F and VNNI.
    #[target_feature(enable = "avx512f,avx512vnni")]
    pub unsafe fn vnni(rows: usize, groups: usize, a: *const u8, panel: *const i8, tile: *mut i32) {
        if rows == MR {
            rows!(MR, groups, a, panel, tile);
            return;
        }
        for i in 0..rows {
            // SAFETY: by the function's contract.
            let (a, tile) = unsafe { (a.add(i * groups * KR), tile.add(i * NR)) };
            rows!(1, groups, a, panel, tile);
        }
    }

    /// # Safety
    /// As [`super::plain`], and the processor has AVX2.
    #[target_feature(enable = "avx2")]
    pub unsafe fn avx2(rows: usize, groups: usize, a: *const u8, panel: *const i8, tile: *mut i32) {
        for i in 0..rows {
            for half in 0..2 {
                let mut sums = [_mm256_setzero_si256(); 2];
                let mut more = [_mm256_setzero_si256(); 2];
                for g in 0..groups {
                    // SAFETY: by the function's contract.
                    unsafe {
                        let four = a.add((i * groups + g) * KR).cast::<i32>().read_unaligned();
                        let x = _mm256_cvtepu8_epi16(_mm_set1_epi32(four));
                        for j in 0..2 {
                            let w = panel.add(g * NR * KR + half * 64 + j * 32);
                            let w0 = _mm256_cvtepi8_epi16(_mm_loadu_si128(w.cast()));
                            let w1 = _mm256_cvtepi8_epi16(_mm_loadu_si128(w.add(16).cast()));
                            sums[j] = _mm256_add_epi32(sums[j], _mm256_madd_epi16(x, w0));
                            more[j] = _mm256_add_epi32(more[j], _mm256_madd_epi16(x, w1));
                        }
                    }
                }
                for j in 0..2 {
                    // Each column's two halves lie side by side.
                    let both = _mm256_permute4x64_epi64(_mm256_hadd_epi32(sums[j], more[j]), 0b11_01_10_00);
                    // SAFETY: by the function's contract.
                    unsafe { _mm256_storeu_si256(tile.add(i * NR + half * 16 + j * 8).cast(), both) };
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn close_to_the_schoolbook_and_the_same_everywhere() {
        for (m, k, n) in [(1, 1, 1), (5, 7, 33), (25, 40, 64), (100, 130, 50)] {
            let a: Vec<f32> = (0..m * k).map(|i| ((i * 37 % 101) as f32 - 50.0) / 50.0).collect();
            let b: Vec<f32> = (0..k * n).map(|i| ((i * 53 % 97) as f32 - 48.0) / 48.0).collect();
            let packed = Packed8::new(k, n, &b);
            let mut rows = Rows8::default();
            rows.fill(m, k, &a, k);
            let mut out = vec![0.0; m * n];
            multiply(m, &rows, &packed, &mut out, n);
            for i in 0..m {
                for j in 0..n {
                    let want: f32 = (0..k).map(|l| a[i * k + l] * b[l * n + j]).sum();
                    assert!(
                        (want - out[i * n + j]).abs() < 0.02 * (k as f32).sqrt() + 0.01,
                        "{want} {}",
                        out[i * n + j]
                    );
                }
            }
            let groups = k.div_ceil(KR);
            let count = MR.min(m);
            let (mut one, mut two) = (vec![0; MR * NR], vec![0; MR * NR]);
            unsafe {
                plain(
                    count,
                    groups,
                    rows.data.as_ptr(),
                    packed.data.as_ptr(),
                    one.as_mut_ptr(),
                );
                kernel()(
                    count,
                    groups,
                    rows.data.as_ptr(),
                    packed.data.as_ptr(),
                    two.as_mut_ptr(),
                );
            }
            assert_eq!(one, two);
            #[cfg(target_arch = "x86_64")]
            if std::arch::is_x86_feature_detected!("avx2") {
                let mut three = vec![0; MR * NR];
                unsafe {
                    x86::avx2(
                        count,
                        groups,
                        rows.data.as_ptr(),
                        packed.data.as_ptr(),
                        three.as_mut_ptr(),
                    )
                };
                assert_eq!(one, three);
            }
        }
    }
}
