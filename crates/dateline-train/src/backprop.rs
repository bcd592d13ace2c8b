//! Losses and their gradients, by hand, for the one architecture of `dateline_net::network`.

use dateline_net::gemm::{Packed, View, multiply};
use dateline_net::network::{Batch, Network, Work, arcs, forward, labels};
use dateline_net::simd::{self, add_scaled};
use dateline_net::wide;

use crate::random::Random;

/// What the words of a batch should come out as. `u32::MAX` stands for "not known".
#[derive(Clone, Debug, Default)]
pub struct Gold {
    /// Class of each word for each softmax head, head after head for each word.
    pub classes: Vec<u32>,
    /// Head in the sentence; the sentence's length for the root.
    pub heads: Vec<u32>,
    /// Label of the arc.
    pub labels: Vec<u32>,
    /// What a teacher makes of the same words; empty where there is none.
    pub soft: Soft,
}

/// What a teacher makes of words: probabilities instead of classes.
#[derive(Clone, Debug, Default)]
pub struct Soft {
    /// For each word, those of every softmax head, side by side.
    pub classes: Vec<f32>,
    /// For each word, those of the labels of its arc to the head in `heads`.
    pub labels: Vec<f32>,
    /// Heads that the labels belong to, as in [`Gold`].
    pub heads: Vec<u32>,
    /// For each sentence, `n` rows of `n + 1` probabilities of heads.
    pub arcs: Vec<f32>,
}

impl Gold {
    pub fn clear(&mut self) {
        self.classes.clear();
        self.heads.clear();
        self.labels.clear();
        self.soft.clear();
    }
}

impl Soft {
    pub fn clear(&mut self) {
        self.classes.clear();
        self.labels.clear();
        self.heads.clear();
        self.arcs.clear();
    }

    pub fn extend(&mut self, other: &Self) {
        self.classes.extend_from_slice(&other.classes);
        self.labels.extend_from_slice(&other.labels);
        self.heads.extend_from_slice(&other.heads);
        self.arcs.extend_from_slice(&other.arcs);
    }
}

/// Shares of units dropped.
#[derive(Clone, Copy, Debug)]
pub struct Dropout {
    pub input: f32,
    pub layer: f32,
    pub head: f32,
}

/// Weights packed the other way, for gradients of inputs.
#[derive(Clone, Debug, Default)]
pub struct Transposed {
    layers: Vec<Packed>,
    hidden: Packed,
    arc: Packed,
    label: Packed,
    tags: Packed,
}

impl Transposed {
    /// From the next packing on, products are done in 16 bits where the processor can.
    pub fn halve(&mut self, layers: usize) {
        self.layers.resize_with(layers, Packed::default);
        self.layers.iter_mut().for_each(Packed::halve);
        for packed in [&mut self.hidden, &mut self.arc, &mut self.label, &mut self.tags] {
            packed.halve();
        }
    }

    pub fn pack(&mut self, net: &Network) {
        let (layout, data) = (&net.layout, &net.data);
        self.layers.resize_with(layout.layers.len(), Packed::default);
        let fill = |p: &mut Packed, s: &dateline_net::network::Slot| {
            p.fill(s.columns, s.rows, s.of(data), 1, s.columns);
        };
        for (p, l) in self.layers.iter_mut().zip(&layout.layers) {
            fill(p, &l.weight);
        }
        fill(&mut self.hidden, &layout.hidden);
        fill(&mut self.arc, &layout.arc);
        fill(&mut self.label, &layout.label);
        fill(&mut self.tags, &layout.tags);
    }
}

/// Gradients and memory of one shard.
#[derive(Clone, Debug, Default)]
pub struct Shard {
    pub work: Work,
    pub gradient: Vec<f32>,
    /// Rows of the two tables that have a gradient.
    pub touched: [Vec<u32>; 2],
    packed: Packed,
    /// For gradients of weights.
    pub packed_half: Packed,
    scores: Vec<f32>,
    heads: Vec<u32>,
    label_mask: Vec<f32>,
    d_hidden: Vec<f32>,
    d_query: Vec<f32>,
    d_tags: Vec<f32>,
    d_labels: Vec<f32>,
    d_label_hidden: Vec<f32>,
    d_y: Vec<f32>,
    d_x: Vec<f32>,
    d_u: Vec<f32>,
    d_before: Vec<f32>,
    pub stats: Stats,
}

/// Sums over the words of a shard.
#[derive(Clone, Copy, Debug, Default)]
pub struct Stats {
    pub loss: f64,
    pub words: usize,
}

fn zeros(x: &mut Vec<f32>, n: usize) {
    x.clear();
    x.resize(n, 0.0);
}

fn masks(random: &mut Random, mask: &mut Vec<f32>, n: usize, drop: f32) {
    mask.clear();
    if drop > 0.0 {
        let keep = 1.0 / (1.0 - drop);
        mask.extend((0..n).map(|_| if random.chance(drop) { 0.0 } else { keep }));
    }
}

/// What one softmax should come out as.
#[derive(Clone, Copy)]
struct Target<'a> {
    /// The class, if it is known.
    gold: Option<usize>,
    /// A teacher's probabilities, or nothing.
    soft: &'a [f32],
    /// The teacher's share where both are known.
    mix: f32,
    /// Spread evenly over all classes.
    smooth: f32,
}

/// Softmax cross entropy: turns `scores` into their gradient, gives the loss. Without any target
/// both are zero.
fn cross_entropy(scores: &mut [f32], target: Target<'_>, weight: f32, skip: Option<usize>) -> f32 {
    let Target {
        gold,
        soft,
        mix,
        smooth,
    } = target;
    let share = match (gold, soft.is_empty()) {
        (None, true) => {
            scores.fill(0.0);
            return 0.0;
        }
        (Some(_), true) => 0.0,
        (Some(_), false) => mix,
        (None, false) => 1.0,
    };
    let mut top = f32::NEG_INFINITY;
    for (i, s) in scores.iter().enumerate() {
        if Some(i) != skip {
            top = top.max(*s);
        }
    }
    let mut sum = 0.0;
    for (i, s) in scores.iter_mut().enumerate() {
        *s = if Some(i) == skip { 0.0 } else { simd::exp(*s - top) };
        sum += *s;
    }
    let even = smooth / (scores.len() - usize::from(skip.is_some())).max(1) as f32;
    let mut loss = 0.0;
    for (i, s) in scores.iter_mut().enumerate() {
        if Some(i) == skip {
            continue;
        }
        let p = *s / sum;
        let mut wanted = 0.0;
        if share < 1.0 {
            let hard = if gold == Some(i) { 1.0 - smooth } else { 0.0 };
            wanted += (1.0 - share) * (hard + even);
            if gold == Some(i) {
                loss -= (1.0 - share) * p.max(1e-30).ln();
            }
        }
        if share > 0.0 {
            wanted += share * soft[i];
            if soft[i] > 1e-4 {
                loss -= share * soft[i] * p.max(1e-30).ln();
            }
        }
        *s = (p - wanted) * weight;
    }
    loss * weight
}

/// `gradient += xᵀ·g` for a matrix of weights.
fn weight_gradient(
    n: usize,
    x: View<'_>,
    rows: usize,
    g: &[f32],
    g_stride: usize,
    columns: usize,
    packed: &mut Packed,
    out: &mut [f32],
) {
    packed.fill(n, columns, g, g_stride, 1);
    multiply(
        rows,
        View {
            data: x.data,
            row: x.col,
            col: x.row,
        },
        packed,
        out,
        columns,
        true,
    );
}

fn bias_gradient(g: &[f32], columns: usize, out: &mut [f32]) {
    for row in g.chunks_exact(columns) {
        add_scaled(out, row, 1.0);
    }
}

wide! {
    fn norm_back(x: &[f32], stats: &[f32], width: usize, gain: &[f32], d_y: &[f32], d_norm: &mut [f32], d_x: &mut [f32]) {
        let (d_gain, d_bias) = d_norm.split_at_mut(width);
        for (((x, stat), d_y), d_x) in
            x.chunks_exact(width).zip(stats.chunks_exact(2)).zip(d_y.chunks_exact(width)).zip(d_x.chunks_exact_mut(width))
        {
            let (mean, scale) = (stat[0], stat[1]);
            let mut sums = [[0.0f32; 16]; 2];
            for i in 0..width {
                let hat = (x[i] - mean) * scale;
                let g = d_y[i] * gain[i];
                d_gain[i] += d_y[i] * hat;
                d_bias[i] += d_y[i];
                sums[0][i % 16] += g;
                sums[1][i % 16] += g * hat;
            }
            let m0 = sums[0].iter().sum::<f32>() / width as f32;
            let m1 = sums[1].iter().sum::<f32>() / width as f32;
            for i in 0..width {
                let hat = (x[i] - mean) * scale;
                d_x[i] += scale * (d_y[i] * gain[i] - m0 - hat * m1);
            }
        }
    }
}

#[derive(Clone, Copy)]
struct Back {
    h: usize,
    stride: usize,
    at: usize,
    side: usize,
    backward: bool,
    skip_in_u: bool,
}

wide! {
    fn recur_back(d: Back, n: usize, u: &[f32], c: &[f32], skip: &[f32], weights: &[f32], d_out: &[f32], d_u: &mut [f32], d_skip: &mut [f32], d_weights: &mut [f32]) {
        let h = d.h;
        let (vf, vr) = (&weights[..h], &weights[h..2 * h]);
        let (dvf, rest) = d_weights.split_at_mut(h);
        let (dvr, rest) = rest.split_at_mut(h);
        let (dbf, dbr) = rest.split_at_mut(h);
        let (dvf, dvr, dbf, dbr) = (&mut dvf[..h], &mut dvr[..h], &mut dbf[..h], &mut dbr[..h]);
        let zero = [0.0f32; 1024];
        let mut carry = [0.0f32; 1024];
        let carry = &mut carry[..h];
        for step in (0..n).rev() {
            let t = if d.backward { n - 1 - step } else { step };
            let row = &u[t * d.stride + d.at..][..if d.skip_in_u { 4 * h } else { 3 * h }];
            let (z, f, r) = (&row[..h], &row[h..2 * h], &row[2 * h..3 * h]);
            let d_row = &mut d_u[t * d.stride + d.at..][..if d.skip_in_u { 4 * h } else { 3 * h }];
            let (d_z, d_row) = d_row.split_at_mut(h);
            let (d_f, d_row) = d_row.split_at_mut(h);
            let (d_r, d_row) = d_row.split_at_mut(h);
            let (x, d_x): (&[f32], &mut [f32]) = if d.skip_in_u {
                (&row[3 * h..4 * h], &mut d_row[..h])
            } else {
                (&skip[t * 2 * h + d.side..][..h], &mut d_skip[t * 2 * h + d.side..][..h])
            };
            let now = &c[t * 2 * h + d.side..][..h];
            let before: &[f32] = if step == 0 {
                &zero[..h]
            } else {
                let p = if d.backward { t + 1 } else { t - 1 };
                &c[p * 2 * h + d.side..][..h]
            };
            let d_out = &d_out[t * 2 * h + d.side..][..h];
            let (d_z, d_f, d_r) = (&mut d_z[..h], &mut d_f[..h], &mut d_r[..h]);
            for j in 0..h {
                let g = d_out[j];
                let pr = g * (now[j] - x[j]) * r[j] * (1.0 - r[j]);
                d_x[j] += g * (1.0 - r[j]);
                let dc = carry[j] + g * r[j];
                let pf = dc * (before[j] - z[j]) * f[j] * (1.0 - f[j]);
                d_z[j] = dc * (1.0 - f[j]);
                d_f[j] = pf;
                d_r[j] = pr;
                carry[j] = dc * f[j] + pf * vf[j] + pr * vr[j];
                dvf[j] += pf * before[j];
                dvr[j] += pr * before[j];
                dbf[j] += pf;
                dbr[j] += pr;
            }
        }
    }
}

fn mask_rows(x: &mut [f32], mask: &[f32], lengths: &[usize], width: usize) {
    if mask.is_empty() {
        return;
    }
    let mut rows = x.chunks_exact_mut(width);
    for (n, mask) in lengths.iter().zip(mask.chunks_exact(width)) {
        for row in rows.by_ref().take(*n) {
            for (a, m) in row.iter_mut().zip(mask) {
                *a *= m;
            }
        }
    }
}

fn known(class: u32) -> Option<usize> {
    (class != u32::MAX).then_some(class as usize)
}

/// Weights of the losses.
#[derive(Clone, Debug)]
pub struct Weights {
    pub heads: Vec<f32>,
    pub arc: f32,
    pub label: f32,
    pub smooth: f32,
    /// Share of the teacher where the truth is known too.
    pub mix: f32,
}

/// Adds the gradients of a batch's losses, divided by `scale`, to the shard's.
pub fn step(
    net: &Network,
    transposed: &Transposed,
    batch: &Batch,
    gold: &Gold,
    weights: &Weights,
    dropout: Dropout,
    scale: f32,
    random: &mut Random,
    shard: &mut Shard,
) {
    let (config, layout, data) = (&net.config, &net.layout, &net.data[..]);
    let n = batch.words.len();
    let h = config.hidden;
    let d = 2 * h;
    let (width, arc, rel, tag) = (config.head_width(), config.arc, config.rel, config.tag);
    let Shard {
        work,
        gradient,
        packed,
        packed_half,
        ..
    } = shard;
    gradient.resize(layout.len, 0.0);
    let sentences = batch.lengths.len();
    work.layers.resize_with(config.layers, Default::default);
    for (l, layer) in work.layers.iter_mut().enumerate() {
        let drop = if l == 0 { dropout.input } else { dropout.layer };
        masks(random, &mut layer.mask, sentences * config.layer_input(l), drop);
    }
    masks(random, &mut work.mask, sentences * d, dropout.layer);
    masks(random, &mut work.hidden_mask, sentences * width, dropout.head);
    // Label parts are masked after they are added.
    for row in work.hidden_mask.chunks_exact_mut(width) {
        row[2 * arc..2 * arc + 2 * rel].fill(1.0);
    }
    forward(net, batch, work);

    let mut loss = 0.0f64;
    zeros(&mut shard.d_hidden, n * width);
    // Softmax heads.
    let classes = config.classes();
    shard.d_tags.clear();
    shard.d_tags.extend_from_slice(&work.tags[..n * classes]);
    for (t, row) in shard.d_tags.chunks_exact_mut(classes).enumerate() {
        let mut at = 0;
        for (k, (count, weight)) in config.heads.iter().zip(&weights.heads).enumerate() {
            let soft = gold.soft.classes.get(t * classes + at..).unwrap_or(&[]);
            let target = Target {
                gold: known(gold.classes[t * config.heads.len() + k]),
                // A teacher that says nothing of a head has zeros there.
                soft: soft.get(..*count).filter(|s| s.iter().any(|p| *p > 0.0)).unwrap_or(&[]),
                mix: weights.mix,
                smooth: weights.smooth,
            };
            let scores = &mut row[at..at + count];
            loss += f64::from(cross_entropy(scores, target, weight / scale, None));
            at += count;
        }
    }
    let tag_at = width - tag;
    multiply(
        n,
        View::rows(&shard.d_tags, classes),
        &transposed.tags,
        &mut shard.d_hidden[tag_at..],
        width,
        false,
    );
    weight_gradient(
        n,
        View {
            data: &work.hidden[tag_at..],
            row: width,
            col: 1,
        },
        tag,
        &shard.d_tags,
        classes,
        classes,
        packed_half,
        layout.tags.of_mut(gradient),
    );
    bias_gradient(&shard.d_tags, classes, layout.tags_bias.of_mut(gradient));

    if arc > 0 {
        // Labels of gold arcs.
        shard.heads.clear();
        let mut at = 0;
        for &len in &batch.lengths {
            for t in at..at + len {
                let head = match gold.heads[t] {
                    u32::MAX => gold.soft.heads.get(t).copied().unwrap_or(u32::MAX),
                    head => head,
                };
                shard.heads.push(match head {
                    u32::MAX => u32::MAX,
                    g if g as usize == len => u32::MAX,
                    g => g + at as u32,
                });
            }
            at += len;
        }
        masks(random, &mut shard.label_mask, n * rel, dropout.head);
        labels(net, work, &shard.heads, &shard.label_mask);
        let count = config.labels;
        shard.d_labels.clear();
        shard.d_labels.extend_from_slice(&work.labels[..n * count]);
        for (t, row) in shard.d_labels.chunks_exact_mut(count).enumerate() {
            let soft = gold.soft.labels.get(t * count..(t + 1) * count).unwrap_or(&[]);
            let target = Target {
                gold: known(gold.labels[t]).filter(|_| gold.heads[t] != u32::MAX),
                soft: Some(soft).filter(|s| s.iter().any(|p| *p > 0.0)).unwrap_or(&[]),
                mix: weights.mix,
                smooth: weights.smooth,
            };
            loss += f64::from(cross_entropy(row, target, weights.label / scale, None));
        }
        zeros(&mut shard.d_label_hidden, n * rel);
        multiply(
            n,
            View::rows(&shard.d_labels, count),
            &transposed.label,
            &mut shard.d_label_hidden,
            rel,
            false,
        );
        weight_gradient(
            n,
            View::rows(&work.label_hidden, rel),
            rel,
            &shard.d_labels,
            count,
            count,
            packed_half,
            layout.label.of_mut(gradient),
        );
        bias_gradient(&shard.d_labels, count, layout.label_bias.of_mut(gradient));
        for t in 0..n {
            let g = &mut shard.d_label_hidden[t * rel..(t + 1) * rel];
            let value = &work.label_hidden[t * rel..(t + 1) * rel];
            for (i, (g, v)) in g.iter_mut().zip(value).enumerate() {
                let m = shard.label_mask.get(t * rel + i).copied().unwrap_or(1.0);
                *g *= if *v > 0.0 { m } else { 0.1 * m };
            }
            add_scaled(&mut shard.d_hidden[t * width + 2 * arc..][..rel], g, 1.0);
            match shard.heads[t] {
                u32::MAX => add_scaled(&mut layout.root.of_mut(gradient)[arc..], g, 1.0),
                head => add_scaled(
                    &mut shard.d_hidden[head as usize * width + 2 * arc + rel..][..rel],
                    g,
                    1.0,
                ),
            }
        }
        // Arcs.
        zeros(&mut shard.d_query, n * arc);
        let mut at = 0;
        let mut soft_at = 0;
        for &len in &batch.lengths {
            let soft = gold.soft.arcs.get(soft_at..soft_at + len * (len + 1)).unwrap_or(&[]);
            let soft = Some(soft).filter(|s| s.iter().any(|p| *p > 0.0)).unwrap_or(&[]);
            soft_at += len * (len + 1);
            if gold.heads[at] != u32::MAX || !soft.is_empty() {
                arcs(net, work, at, len, packed, &mut shard.scores);
                for (i, row) in shard.scores.chunks_exact_mut(len + 1).enumerate() {
                    let target = Target {
                        gold: known(gold.heads[at + i]),
                        soft: soft.get(i * (len + 1)..(i + 1) * (len + 1)).unwrap_or(&[]),
                        mix: weights.mix,
                        smooth: weights.smooth,
                    };
                    let skip = Some(i).filter(|_| target.gold != Some(i));
                    loss += f64::from(cross_entropy(row, target, weights.arc / scale, skip));
                }
                // To the dependents' side.
                let heads = &work.hidden[at * width + arc..];
                packed.fill(len, arc, heads, width, 1);
                let d_query = &mut shard.d_query[at * arc..(at + len) * arc];
                multiply(len, View::rows(&shard.scores, len + 1), packed, d_query, arc, false);
                // To the heads' side.
                let query = &work.query[at * arc..(at + len) * arc];
                packed.fill(len, arc, query, arc, 1);
                multiply(
                    len,
                    View::transposed(&shard.scores, len + 1),
                    packed,
                    &mut shard.d_hidden[at * width + arc..],
                    width,
                    true,
                );
                for i in 0..len {
                    let g = shard.scores[i * (len + 1) + len];
                    let root = &layout.root.of(data)[..arc];
                    add_scaled(&mut d_query[i * arc..(i + 1) * arc], root, g);
                    add_scaled(
                        &mut layout.root.of_mut(gradient)[..arc],
                        &query[i * arc..(i + 1) * arc],
                        g,
                    );
                }
            }
            at += len;
        }
        multiply(
            n,
            View::rows(&shard.d_query, arc),
            &transposed.arc,
            &mut shard.d_hidden,
            width,
            true,
        );
        weight_gradient(
            n,
            View::rows(&work.hidden, width),
            arc,
            &shard.d_query,
            arc,
            arc,
            packed_half,
            layout.arc.of_mut(gradient),
        );
        bias_gradient(&shard.d_query, arc, layout.arc_bias.of_mut(gradient));
    }

    // Heads' hidden layers. A masked-out unit is 0 and its gradient is masked too.
    mask_rows(&mut shard.d_hidden, &work.hidden_mask, &batch.lengths, width);
    for (g, v) in shard
        .d_hidden
        .chunks_exact_mut(width)
        .zip(work.hidden.chunks_exact(width))
    {
        for i in (0..2 * arc).chain(2 * arc + 2 * rel..width) {
            if v[i] < 0.0 {
                g[i] *= 0.1;
            }
        }
    }
    zeros(&mut shard.d_y, n * d);
    multiply(
        n,
        View::rows(&shard.d_hidden, width),
        &transposed.hidden,
        &mut shard.d_y,
        d,
        false,
    );
    weight_gradient(
        n,
        View::rows(&work.y, d),
        d,
        &shard.d_hidden,
        width,
        width,
        packed_half,
        layout.hidden.of_mut(gradient),
    );
    bias_gradient(&shard.d_hidden, width, layout.hidden_bias.of_mut(gradient));
    mask_rows(&mut shard.d_y, &work.mask, &batch.lengths, d);
    zeros(&mut shard.d_x, n * d);
    norm_back(
        &work.layers[config.layers - 1].x[..n * d],
        &work.stats[..2 * n],
        d,
        &layout.norm.of(data)[..d],
        &shard.d_y,
        layout.norm.of_mut(gradient),
        &mut shard.d_x,
    );
    // Layers, from the last.
    for l in (0..config.layers).rev() {
        let slots = &layout.layers[l];
        let parts = config.layer_parts(l);
        let stride = d * parts;
        let input = config.layer_input(l);
        zeros(&mut shard.d_u, n * stride);
        zeros(&mut shard.d_before, n * input);
        let (below, this) = work.layers.split_at(l);
        let this = &this[0];
        let x: &[f32] = below
            .last()
            .map_or_else(|| &work.input[..n * input], |b| &b.x[..n * input]);
        let mut at = 0;
        for &len in &batch.lengths {
            for side in 0..2 {
                let back = Back {
                    h,
                    stride,
                    at: side * h * parts,
                    side: side * h,
                    backward: side == 1,
                    skip_in_u: parts == 4,
                };
                let (skip, d_skip): (&[f32], &mut [f32]) = if parts == 4 {
                    (&[], &mut [])
                } else {
                    (&x[at * d..(at + len) * d], &mut shard.d_before[at * d..(at + len) * d])
                };
                recur_back(
                    back,
                    len,
                    &this.u[at * stride..(at + len) * stride],
                    &this.c[at * d..(at + len) * d],
                    skip,
                    slots.state[side].of(data),
                    &shard.d_x[at * d..(at + len) * d],
                    &mut shard.d_u[at * stride..(at + len) * stride],
                    d_skip,
                    slots.state[side].of_mut(gradient),
                );
            }
            at += len;
        }
        zeros(&mut shard.d_y, n * input);
        multiply(
            n,
            View::rows(&shard.d_u, stride),
            &transposed.layers[l],
            &mut shard.d_y,
            input,
            false,
        );
        weight_gradient(
            n,
            View::rows(&this.y, input),
            input,
            &shard.d_u,
            stride,
            stride,
            packed_half,
            slots.weight.of_mut(gradient),
        );
        mask_rows(&mut shard.d_y, &this.mask, &batch.lengths, input);
        norm_back(
            x,
            &this.stats[..2 * n],
            input,
            &slots.norm.of(data)[..input],
            &shard.d_y,
            slots.norm.of_mut(gradient),
            &mut shard.d_before,
        );
        std::mem::swap(&mut shard.d_x, &mut shard.d_before);
    }
    // Embeddings.
    let (words, parts) = (&layout.words, &layout.parts);
    let input = config.input();
    for (t, g) in shard.d_x.chunks_exact(input).enumerate() {
        let (left, right) = g.split_at(config.word_dim);
        let row = batch.words[t] as usize;
        add_scaled(
            &mut words.of_mut(gradient)[row * config.word_dim..(row + 1) * config.word_dim],
            left,
            1.0,
        );
        shard.touched[0].push(row as u32);
        for part in &batch.parts[t * config.slots..(t + 1) * config.slots] {
            let row = *part as usize;
            add_scaled(
                &mut parts.of_mut(gradient)[row * config.part_dim..(row + 1) * config.part_dim],
                right,
                1.0,
            );
            shard.touched[1].push(*part);
        }
    }
    shard.stats.loss += loss * f64::from(scale);
    shard.stats.words += n;
}
