//! Matrix products in 32-bit floats: `C = A·B` with `B` packed once into panels.
//!
//! One kernel for each instruction set, chosen at run time. Every output element is summed in the
//! same order whatever the number of rows, so results do not depend on how rows are batched.

use crate::wide;

/// Columns of a panel.
const NR: usize = 32;
/// Rows of `A` that stay in cache while all panels pass.
const MC: usize = 96;
/// Length of the sums done in one go.
const KC: usize = 512;

/// The right-hand matrix of a product, cut into panels of 32 columns, each stored row after row.
#[derive(Clone, Debug, Default)]
pub struct Packed {
    k: usize,
    n: usize,
    data: Vec<f32>,
    /// Pairs of rows in 16 bits, in place of `data`.
    pairs: Vec<u16>,
    half: bool,
}

impl Packed {
    /// Packs a `k`×`n` matrix whose element (i, j) is `b[i * row + j * col]`.
    #[must_use]
    pub fn new(k: usize, n: usize, b: &[f32], row: usize, col: usize) -> Self {
        let mut packed = Self::default();
        packed.fill(k, n, b, row, col);
        packed
    }

    /// From the next filling on, products are done with 16-bit inputs ("bfloat16") and 32-bit sums
    /// where the processor has instructions for it: faster and coarser, good enough to train with.
    pub fn halve(&mut self) {
        self.half = half_kernel();
    }

    /// Packs again into the same memory.
    pub fn fill(&mut self, k: usize, n: usize, b: &[f32], row: usize, col: usize) {
        self.k = k;
        self.n = n;
        let panels = n.div_ceil(NR);
        if self.half {
            let groups = k.div_ceil(2);
            self.pairs.clear();
            self.pairs.resize(panels * groups * NR * 2, 0);
            for p in 0..panels {
                let width = NR.min(n - p * NR);
                let panel = &mut self.pairs[p * groups * NR * 2..(p + 1) * groups * NR * 2];
                for i in 0..k {
                    let line = &mut panel[(i / 2) * NR * 2..][..NR * 2];
                    let from = i * row + p * NR * col;
                    for j in 0..width {
                        line[j * 2 + i % 2] = to_half(b[from + j * col]);
                    }
                }
            }
            return;
        }
        self.data.resize(panels * k * NR, 0.0);
        for p in 0..panels {
            let width = NR.min(n - p * NR);
            let panel = &mut self.data[p * k * NR..(p + 1) * k * NR];
            for (i, line) in panel.chunks_exact_mut(NR).enumerate() {
                let from = i * row + p * NR * col;
                if col == 1 {
                    line[..width].copy_from_slice(&b[from..from + width]);
                } else {
                    for (j, x) in line[..width].iter_mut().enumerate() {
                        *x = b[from + j * col];
                    }
                }
                line[width..].fill(0.0);
            }
        }
    }

    /// Columns.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.n
    }
}

/// A view of the left-hand matrix: element (i, j) is `data[i * row + j * col]`.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// The numbers.
    pub data: &'a [f32],
    /// Step from one row to the next.
    pub row: usize,
    /// Step from one column to the next.
    pub col: usize,
}

impl<'a> View<'a> {
    /// A matrix stored row after row.
    #[must_use]
    pub fn rows(data: &'a [f32], columns: usize) -> Self {
        Self {
            data,
            row: columns,
            col: 1,
        }
    }

    /// The transpose of a matrix that is stored row after row with `columns` columns.
    #[must_use]
    pub fn transposed(data: &'a [f32], columns: usize) -> Self {
        Self {
            data,
            row: 1,
            col: columns,
        }
    }
}

/// `out = a·b`, or `out += a·b` with `add`. `out` has `m` rows with `stride` numbers from one to
/// the next.
///
/// # Panics
/// If a matrix is smaller than its shape says.
pub fn multiply(m: usize, a: View<'_>, b: &Packed, out: &mut [f32], stride: usize, add: bool) {
    let (k, n) = (b.k, b.n);
    if m == 0 || n == 0 {
        return;
    }
    if k == 0 {
        if !add {
            for r in 0..m {
                out[r * stride..r * stride + n].fill(0.0);
            }
        }
        return;
    }
    assert!(
        a.data.len() > (m - 1) * a.row + (k - 1) * a.col,
        "left matrix too small"
    );
    assert!(out.len() >= (m - 1) * stride + n && stride >= n, "output too small");
    if b.half {
        multiply_half(m, a, b, out, stride, add);
        return;
    }
    assert!(b.data.len() >= n.div_ceil(NR) * k * NR, "right matrix too small");
    let kernel = kernel();
    for k0 in (0..k).step_by(KC) {
        let kc = KC.min(k - k0);
        for m0 in (0..m).step_by(MC) {
            let m1 = (m0 + MC).min(m);
            for p in 0..n.div_ceil(NR) {
                let panel = &b.data[p * k * NR + k0 * NR..];
                let width = NR.min(n - p * NR);
                let mut r = m0;
                while r < m1 {
                    let rows = kernel.rows.min(m1 - r);
                    let mut tile = [0.0f32; 12 * NR];
                    // SAFETY: the asserts above and the loop bounds keep every read of `a` and the
                    // panel inside their slices; the tile holds 12 rows of 32.
                    unsafe {
                        (kernel.run)(
                            rows,
                            kc,
                            a.data.as_ptr().add(r * a.row + k0 * a.col),
                            a.row,
                            a.col,
                            panel.as_ptr(),
                            tile.as_mut_ptr(),
                        );
                    }
                    for i in 0..rows {
                        let to = &mut out[(r + i) * stride + p * NR..][..width];
                        let from = &tile[i * NR..i * NR + width];
                        if add || k0 > 0 {
                            for (x, y) in to.iter_mut().zip(from) {
                                *x += y;
                            }
                        } else {
                            to.copy_from_slice(from);
                        }
                    }
                    r += rows;
                }
            }
        }
    }
}

/// Nearest number with eight bits of fraction.
#[inline(always)]
fn to_half(x: f32) -> u16 {
    let bits = x.to_bits();
    ((bits + 0x7fff + ((bits >> 16) & 1)) >> 16) as u16
}

wide! {
    fn halve_row(x: &[f32], out: &mut [u16]) {
        for (o, x) in out.iter_mut().zip(x) {
            *o = to_half(*x);
        }
    }
}

fn half_kernel() -> bool {
    #[cfg(target_arch = "x86_64")]
    {
        std::arch::is_x86_feature_detected!("avx512f") && std::arch::is_x86_feature_detected!("avx512bf16")
    }
    #[cfg(not(target_arch = "x86_64"))]
    {
        false
    }
}

#[cfg(not(target_arch = "x86_64"))]
fn multiply_half(_: usize, _: View<'_>, _: &Packed, _: &mut [f32], _: usize, _: bool) {}

#[cfg(target_arch = "x86_64")]
fn multiply_half(m: usize, a: View<'_>, b: &Packed, out: &mut [f32], stride: usize, add: bool) {
    let (k, n) = (b.k, b.n);
    let groups = k.div_ceil(2);
    assert!(
        b.pairs.len() >= n.div_ceil(NR) * groups * NR * 2,
        "right matrix too small"
    );
    let width = groups * 2;
    let mut rows16 = vec![0u16; m * width];
    if a.col == 1 {
        for (r, row) in rows16.chunks_exact_mut(width).enumerate() {
            halve_row(&a.data[r * a.row..r * a.row + k], row);
        }
    } else {
        // Squares of 16 keep the reading and the writing in cache.
        for l0 in (0..k).step_by(16) {
            for r0 in (0..m).step_by(64) {
                for l in l0..(l0 + 16).min(k) {
                    for r in r0..(r0 + 64).min(m) {
                        rows16[r * width + l] = to_half(a.data[r * a.row + l * a.col]);
                    }
                }
            }
        }
    }
    const GC: usize = 512;
    for g0 in (0..groups).step_by(GC) {
        let gc = GC.min(groups - g0);
        for m0 in (0..m).step_by(MC) {
            let m1 = (m0 + MC).min(m);
            for p in 0..n.div_ceil(NR) {
                let panel = &b.pairs[(p * groups + g0) * NR * 2..];
                let columns = NR.min(n - p * NR);
                let mut r = m0;
                while r < m1 {
                    let count = 12.min(m1 - r);
                    let mut tile = [0.0f32; 12 * NR];
                    // SAFETY: `half` is only set where the processor has the instructions; `rows16`
                    // holds `count` rows of `width` from `r` on, the panel `gc` pairs from `g0` on.
                    unsafe {
                        x86::half(
                            count,
                            gc,
                            rows16.as_ptr().add(r * width + g0 * 2),
                            width,
                            panel.as_ptr(),
                            tile.as_mut_ptr(),
                        );
                    }
                    for i in 0..count {
                        let to = &mut out[(r + i) * stride + p * NR..][..columns];
                        let from = &tile[i * NR..i * NR + columns];
                        if add || g0 > 0 {
                            for (x, y) in to.iter_mut().zip(from) {
                                *x += y;
                            }
                        } else {
                            to.copy_from_slice(from);
                        }
                    }
                    r += count;
                }
            }
        }
    }
}

type Run = unsafe fn(usize, usize, *const f32, usize, usize, *const f32, *mut f32);

#[derive(Clone, Copy)]
struct Kernel {
    rows: usize,
    run: Run,
}

fn kernel() -> Kernel {
    #[cfg(target_arch = "x86_64")]
    {
        if std::arch::is_x86_feature_detected!("avx512f") {
            return Kernel {
                rows: 12,
                run: x86::avx512,
            };
        }
        if std::arch::is_x86_feature_detected!("avx2") && std::arch::is_x86_feature_detected!("fma") {
            return Kernel {
                rows: 3,
                run: x86::avx2,
            };
        }
    }
    Kernel { rows: 4, run: plain }
}

/// # Safety
/// `a` has `rows`×`k` elements at the given steps, `panel` `k`×32, `tile` at least `rows`×32.
unsafe fn plain(rows: usize, k: usize, a: *const f32, row: usize, col: usize, panel: *const f32, tile: *mut f32) {
    for i in 0..rows {
        let mut sums = [0.0f32; NR];
        for l in 0..k {
            // SAFETY: by the function's contract.
            let (x, line) = unsafe {
                (
                    *a.add(i * row + l * col),
                    std::slice::from_raw_parts(panel.add(l * NR), NR),
                )
            };
            for (s, y) in sums.iter_mut().zip(line) {
                *s += x * y;
            }
        }
        // SAFETY: by the function's contract.
        unsafe { std::ptr::copy_nonoverlapping(sums.as_ptr(), tile.add(i * NR), NR) };
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::NR;
    use std::arch::x86_64::*;

    macro_rules! avx512_rows {
        ($n:literal, $k:ident, $a:ident, $row:ident, $col:ident, $panel:ident, $tile:ident) => {{
            let mut low = [_mm512_setzero_ps(); $n];
            let mut high = [_mm512_setzero_ps(); $n];
            for l in 0..$k {
                // SAFETY: by the caller's contract.
                unsafe {
                    let b0 = _mm512_loadu_ps($panel.add(l * NR));
                    let b1 = _mm512_loadu_ps($panel.add(l * NR + 16));
                    for i in 0..$n {
                        let x = _mm512_set1_ps(*$a.add(i * $row + l * $col));
                        low[i] = _mm512_fmadd_ps(x, b0, low[i]);
                        high[i] = _mm512_fmadd_ps(x, b1, high[i]);
                    }
                }
            }
            for i in 0..$n {
                // SAFETY: by the caller's contract.
                unsafe {
                    _mm512_storeu_ps($tile.add(i * NR), low[i]);
                    _mm512_storeu_ps($tile.add(i * NR + 16), high[i]);
                }
            }
        }};
    }

    /// # Safety
    /// As [`super::plain`], and the processor has AVX-512F.
    #[target_feature(enable = "avx512f")]
    pub unsafe fn avx512(
        rows: usize,
        k: usize,
        a: *const f32,
        row: usize,
        col: usize,
        panel: *const f32,
        tile: *mut f32,
    ) {
        match rows {
            12 => avx512_rows!(12, k, a, row, col, panel, tile),
            _ => {
                let mut i = 0;
                while i + 4 <= rows {
                    // SAFETY: by the function's contract.
                    let (a, tile) = unsafe { (a.add(i * row), tile.add(i * NR)) };
                    avx512_rows!(4, k, a, row, col, panel, tile);
                    i += 4;
                }
                while i < rows {
                    // SAFETY: by the function's contract.
                    let (a, tile) = unsafe { (a.add(i * row), tile.add(i * NR)) };
                    avx512_rows!(1, k, a, row, col, panel, tile);
                    i += 1;
                }
            }
        }
    }

    macro_rules! half_rows {
        ($n:literal, $groups:ident, $a:ident, $width:ident, $panel:ident, $tile:ident) => {{
            let mut low = [_mm512_setzero_ps(); $n];
            let mut high = [_mm512_setzero_ps(); $n];
            for g in 0..$groups {
                // SAFETY: by the caller's contract; the vector types have the same size.
                unsafe {
                    let w = $panel.add(g * NR * 2);
                    let b0: __m512bh = std::mem::transmute(_mm512_loadu_si512(w.cast()));
                    let b1: __m512bh = std::mem::transmute(_mm512_loadu_si512(w.add(NR).cast()));
                    for i in 0..$n {
                        let pair = $a.add(i * $width + g * 2).cast::<i32>().read_unaligned();
                        let x: __m512bh = std::mem::transmute(_mm512_set1_epi32(pair));
                        low[i] = _mm512_dpbf16_ps(low[i], x, b0);
                        high[i] = _mm512_dpbf16_ps(high[i], x, b1);
                    }
                }
            }
            for i in 0..$n {
                // SAFETY: by the caller's contract.
                unsafe {
                    _mm512_storeu_ps($tile.add(i * NR), low[i]);
                    _mm512_storeu_ps($tile.add(i * NR + 16), high[i]);
                }
            }
        }};
    }

    /// # Safety
    /// `a` has `rows` rows, `width` apart, of `groups` pairs; `panel` has `groups` pairs of rows of
    /// 32; `tile` has `rows`×32 numbers; the processor has AVX-512F and BF16.
    #[target_feature(enable = "avx512f,avx512bf16")]
    pub unsafe fn half(rows: usize, groups: usize, a: *const u16, width: usize, panel: *const u16, tile: *mut f32) {
        if rows == 12 {
            half_rows!(12, groups, a, width, panel, tile);
            return;
        }
        for i in 0..rows {
            // SAFETY: by the function's contract.
            let (a, tile) = unsafe { (a.add(i * width), tile.add(i * NR)) };
            half_rows!(1, groups, a, width, panel, tile);
        }
    }

    macro_rules! avx2_rows {
        ($n:literal, $k:ident, $a:ident, $row:ident, $col:ident, $panel:ident, $tile:ident) => {{
            let mut sums = [[_mm256_setzero_ps(); 4]; $n];
            for l in 0..$k {
                // SAFETY: by the caller's contract.
                unsafe {
                    let line = $panel.add(l * NR);
                    let b = [
                        _mm256_loadu_ps(line),
                        _mm256_loadu_ps(line.add(8)),
                        _mm256_loadu_ps(line.add(16)),
                        _mm256_loadu_ps(line.add(24)),
                    ];
                    for i in 0..$n {
                        let x = _mm256_set1_ps(*$a.add(i * $row + l * $col));
                        for j in 0..4 {
                            sums[i][j] = _mm256_fmadd_ps(x, b[j], sums[i][j]);
                        }
                    }
                }
            }
            for i in 0..$n {
                for j in 0..4 {
                    // SAFETY: by the caller's contract.
                    unsafe { _mm256_storeu_ps($tile.add(i * NR + j * 8), sums[i][j]) };
                }
            }
        }};
    }

    /// # Safety
    /// As [`super::plain`], and the processor has AVX2 and FMA.
    #[target_feature(enable = "avx2,fma")]
    pub unsafe fn avx2(
        rows: usize,
        k: usize,
        a: *const f32,
        row: usize,
        col: usize,
        panel: *const f32,
        tile: *mut f32,
    ) {
        if rows == 3 {
            avx2_rows!(3, k, a, row, col, panel, tile);
        } else {
            for i in 0..rows {
                // SAFETY: by the function's contract.
                let (a, tile) = unsafe { (a.add(i * row), tile.add(i * NR)) };
                avx2_rows!(1, k, a, row, col, panel, tile);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn naive(m: usize, k: usize, n: usize, a: View<'_>, b: &[f32]) -> Vec<f32> {
        let mut out = vec![0.0; m * n];
        for i in 0..m {
            for j in 0..n {
                out[i * n + j] = (0..k).map(|l| a.data[i * a.row + l * a.col] * b[l * n + j]).sum();
            }
        }
        out
    }

    #[test]
    fn agrees_with_the_schoolbook() {
        for (m, k, n) in [(1, 1, 1), (5, 7, 33), (13, 40, 64), (100, 600, 50), (12, 32, 32)] {
            let a: Vec<f32> = (0..m * k).map(|i| ((i * 37 % 101) as f32 - 50.0) / 50.0).collect();
            let b: Vec<f32> = (0..k * n).map(|i| ((i * 53 % 97) as f32 - 48.0) / 48.0).collect();
            let packed = Packed::new(k, n, &b, n, 1);
            for a in [View::rows(&a, k), View::transposed(&a, m)] {
                let want = naive(m, k, n, a, &b);
                let mut got = vec![0.0; m * n];
                multiply(m, a, &packed, &mut got, n, false);
                for (x, y) in got.iter().zip(&want) {
                    assert!((x - y).abs() < 1e-3, "{m}x{k}x{n}: {x} {y}");
                }
                let mut half = Packed::default();
                half.halve();
                half.fill(k, n, &b, n, 1);
                multiply(m, a, &half, &mut got, n, false);
                for (x, y) in got.iter().zip(&want) {
                    assert!((x - y).abs() < 0.02 * (k as f32).sqrt() + 0.01, "{m}x{k}x{n}: {x} {y}");
                }
                let mut tile = [0.0; 12 * NR];
                unsafe {
                    plain(
                        1,
                        k,
                        a.data.as_ptr(),
                        a.row,
                        a.col,
                        packed.data.as_ptr(),
                        tile.as_mut_ptr(),
                    )
                };
                assert!((tile[0] - want[0]).abs() < 1e-3);
            }
        }
    }
}
