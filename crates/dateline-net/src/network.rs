//! The one architecture: embeddings of word and parts of words, layers of simple recurrent units in
//! both directions, then softmax heads and, if wanted, a biaffine arc scorer with labels.
//!
//! [`forward`] serves training and use alike; it leaves every activation in [`Work`].

use crate::gemm::{Packed, View, multiply};
use crate::gemm8::{self, Packed8, Rows8};
use crate::simd::{self, Direction, add_row, normalise, rectify};

/// Sizes of a network.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// Rows of the table of words.
    pub word_rows: usize,
    /// Numbers for a word.
    pub word_dim: usize,
    /// Rows of the table of parts of words (affixes, shapes).
    pub part_rows: usize,
    /// Numbers for the parts of a word, summed.
    pub part_dim: usize,
    /// Parts of each word.
    pub slots: usize,
    /// Hidden size of one direction of a recurrent layer.
    pub hidden: usize,
    /// Recurrent layers.
    pub layers: usize,
    /// Size of the arc scorer; 0 for none.
    pub arc: usize,
    /// Size of the label scorer.
    pub rel: usize,
    /// Labels.
    pub labels: usize,
    /// Size of the layer under the softmax heads.
    pub tag: usize,
    /// Classes of each softmax head.
    pub heads: Vec<usize>,
}

/// Where one array of numbers stands among all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Its name, for messages.
    pub name: String,
    /// First number.
    pub at: usize,
    /// Rows.
    pub rows: usize,
    /// Columns.
    pub columns: usize,
}

impl Slot {
    /// The numbers of this array.
    #[must_use]
    pub fn of<'a>(&self, all: &'a [f32]) -> &'a [f32] {
        &all[self.at..self.at + self.rows * self.columns]
    }

    /// The numbers of this array, to change.
    #[must_use]
    pub fn of_mut<'a>(&self, all: &'a mut [f32]) -> &'a mut [f32] {
        &mut all[self.at..self.at + self.rows * self.columns]
    }
}

/// Arrays of one recurrent layer.
#[derive(Clone, Debug)]
pub struct LayerSlots {
    /// Gain and bias of the normalisation before it, two rows.
    pub norm: Slot,
    /// Input to both directions' parts.
    pub weight: Slot,
    /// For each direction: state weights of the two gates, biases of the two gates.
    pub state: [Slot; 2],
}

/// Where all arrays of a network stand. The two embedding tables come first.
#[derive(Clone, Debug)]
pub struct Layout {
    /// Embeddings of words.
    pub words: Slot,
    /// Embeddings of parts.
    pub parts: Slot,
    /// Recurrent layers.
    pub layers: Vec<LayerSlots>,
    /// Gain and bias of the last normalisation.
    pub norm: Slot,
    /// Encoder to all heads' hidden layers: arc dependent, arc head, label dependent, label head, tag.
    pub hidden: Slot,
    /// Its bias.
    pub hidden_bias: Slot,
    /// Biaffine arc weights.
    pub arc: Slot,
    /// Bias that a head brings.
    pub arc_bias: Slot,
    /// The root as a head: arc part, label part.
    pub root: Slot,
    /// Label weights.
    pub label: Slot,
    /// Label bias.
    pub label_bias: Slot,
    /// Softmax heads' weights, side by side.
    pub tags: Slot,
    /// Softmax heads' biases.
    pub tags_bias: Slot,
    /// All arrays in order.
    pub all: Vec<Slot>,
    /// Numbers in all arrays.
    pub len: usize,
}

impl Config {
    /// Width of the embeddings of a word.
    #[must_use]
    pub fn input(&self) -> usize {
        self.word_dim + self.part_dim
    }

    /// Input width of a layer.
    #[must_use]
    pub fn layer_input(&self, layer: usize) -> usize {
        if layer == 0 { self.input() } else { 2 * self.hidden }
    }

    /// Parts that a layer's matrix makes for each hidden unit: three, four where the way around it
    /// must be projected.
    #[must_use]
    pub fn layer_parts(&self, layer: usize) -> usize {
        if layer == 0 { 4 } else { 3 }
    }

    /// Width of all heads' hidden layers.
    #[must_use]
    pub fn head_width(&self) -> usize {
        2 * self.arc + 2 * self.rel + self.tag
    }

    /// Classes of all softmax heads.
    #[must_use]
    pub fn classes(&self) -> usize {
        self.heads.iter().sum()
    }

    /// Where each array stands.
    #[must_use]
    pub fn layout(&self) -> Layout {
        let mut all: Vec<Slot> = Vec::new();
        let mut at = 0;
        let mut slot = |name: String, rows: usize, columns: usize| {
            let slot = Slot {
                name,
                at,
                rows,
                columns,
            };
            at += rows * columns;
            all.push(slot.clone());
            slot
        };
        let words = slot("words".into(), self.word_rows, self.word_dim);
        let parts = slot("parts".into(), self.part_rows, self.part_dim);
        let d = 2 * self.hidden;
        let layers = (0..self.layers)
            .map(|l| {
                let input = self.layer_input(l);
                LayerSlots {
                    norm: slot(format!("layer{l}.norm"), 2, input),
                    weight: slot(format!("layer{l}.weight"), input, d * self.layer_parts(l)),
                    state: [
                        slot(format!("layer{l}.right"), 4, self.hidden),
                        slot(format!("layer{l}.left"), 4, self.hidden),
                    ],
                }
            })
            .collect();
        let norm = slot("norm".into(), 2, d);
        let hidden = slot("hidden".into(), d, self.head_width());
        let hidden_bias = slot("hidden.bias".into(), 1, self.head_width());
        let arc = slot("arc".into(), self.arc, self.arc);
        let arc_bias = slot("arc.bias".into(), 1, self.arc);
        let root = slot("root".into(), 1, self.arc + self.rel);
        let label = slot("label".into(), self.rel, self.labels);
        let label_bias = slot("label.bias".into(), 1, self.labels);
        let tags = slot("tags".into(), self.tag, self.classes());
        let tags_bias = slot("tags.bias".into(), 1, self.classes());
        Layout {
            words,
            parts,
            layers,
            norm,
            hidden,
            hidden_bias,
            arc,
            arc_bias,
            root,
            label,
            label_bias,
            tags,
            tags_bias,
            all,
            len: at,
        }
    }
}

/// A network's numbers, ready for use.
#[derive(Clone, Debug)]
pub struct Network {
    /// Sizes.
    pub config: Config,
    /// Where each array stands in `data`.
    pub layout: Layout,
    /// All numbers.
    pub data: Vec<f32>,
    layers: Vec<Packed>,
    hidden: Packed,
    arc: Packed,
    label: Packed,
    tags: Packed,
    quick: Option<Quick>,
}

/// The large matrices in eight bits.
#[derive(Clone, Debug)]
struct Quick {
    layers: Vec<Packed8>,
    hidden: Packed8,
    tags: Packed8,
}

impl Network {
    /// Puts numbers to an architecture. `None` if there are too few or too many, or the sizes are
    /// out of range.
    #[must_use]
    pub fn new(config: Config, data: Vec<f32>) -> Option<Self> {
        if config.hidden == 0 || config.hidden > 1024 || config.layers == 0 {
            return None;
        }
        let layout = config.layout();
        if layout.len != data.len() {
            return None;
        }
        let mut network = Self {
            config,
            layout,
            data,
            layers: Vec::new(),
            hidden: Packed::default(),
            arc: Packed::default(),
            label: Packed::default(),
            tags: Packed::default(),
            quick: None,
        };
        network.pack();
        Some(network)
    }

    /// From the next packing on, products are done in 16 bits where the processor can; for training.
    pub fn halve(&mut self) {
        self.layers.resize_with(self.layout.layers.len(), Packed::default);
        self.layers.iter_mut().for_each(Packed::halve);
        for packed in [&mut self.hidden, &mut self.arc, &mut self.label, &mut self.tags] {
            packed.halve();
        }
    }

    /// From now on the large products are done in eight bits; not to be trained after this.
    pub fn quicken(&mut self) {
        let data = &self.data;
        let pack = |s: &Slot| Packed8::new(s.rows, s.columns, s.of(data));
        self.quick = Some(Quick {
            layers: self.layout.layers.iter().map(|l| pack(&l.weight)).collect(),
            hidden: pack(&self.layout.hidden),
            tags: pack(&self.layout.tags),
        });
        self.layers = Vec::new();
        self.hidden = Packed::default();
        self.tags = Packed::default();
    }

    /// Packs the weights again after `data` has changed.
    pub fn pack(&mut self) {
        let (layout, data) = (&self.layout, &self.data);
        self.layers.resize_with(layout.layers.len(), Packed::default);
        let fill = |packed: &mut Packed, slot: &Slot| {
            packed.fill(slot.rows, slot.columns, slot.of(data), slot.columns, 1);
        };
        for (packed, slots) in self.layers.iter_mut().zip(&layout.layers) {
            fill(packed, &slots.weight);
        }
        fill(&mut self.hidden, &layout.hidden);
        fill(&mut self.arc, &layout.arc);
        fill(&mut self.label, &layout.label);
        fill(&mut self.tags, &layout.tags);
    }
}

/// Sentences to run through a network, one after the other.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// Words in each sentence.
    pub lengths: Vec<usize>,
    /// Row of each word.
    pub words: Vec<u32>,
    /// Rows of each word's parts, `slots` for each word.
    pub parts: Vec<u32>,
}

impl Batch {
    /// Empties it, keeping its memory.
    pub fn clear(&mut self) {
        self.lengths.clear();
        self.words.clear();
        self.parts.clear();
    }
}

/// Activations of one recurrent layer.
#[derive(Clone, Debug, Default)]
pub struct LayerWork {
    /// Normalised (and dropped-out) input.
    pub y: Vec<f32>,
    /// Means and inverse deviations.
    pub stats: Vec<f32>,
    /// Parts, with the gates' values.
    pub u: Vec<f32>,
    /// States.
    pub c: Vec<f32>,
    /// Output.
    pub x: Vec<f32>,
    /// Factors on `y`, a row for each sentence; empty for none.
    pub mask: Vec<f32>,
}

/// Every activation of one run.
#[derive(Clone, Debug, Default)]
pub struct Work {
    /// Embeddings.
    pub input: Vec<f32>,
    /// Layers.
    pub layers: Vec<LayerWork>,
    /// Normalised encoder output.
    pub y: Vec<f32>,
    /// Means and inverse deviations.
    pub stats: Vec<f32>,
    /// Factors on `y`, a row for each sentence; empty for none.
    pub mask: Vec<f32>,
    /// Heads' hidden layers; arc and tag parts are rectified, label parts are not.
    pub hidden: Vec<f32>,
    /// Factors on `hidden`, a row for each sentence; empty for none.
    pub hidden_mask: Vec<f32>,
    /// Dependents times arc weights.
    pub query: Vec<f32>,
    /// Scores of all softmax heads.
    pub tags: Vec<f32>,
    /// Hidden layer of the labels of chosen arcs, see [`labels`].
    pub label_hidden: Vec<f32>,
    /// Scores of labels, see [`labels`].
    pub labels: Vec<f32>,
    rows: Rows8,
}

fn size(x: &mut Vec<f32>, len: usize) {
    // Only grows: what lies beyond is left over from a larger batch and not read.
    if x.len() < len {
        x.resize(len, 0.0);
    }
}

fn drop_out(x: &mut [f32], mask: &[f32], lengths: &[usize], width: usize) {
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

/// Runs a batch through the network: fills everything in `work` but the arc scores and labels.
/// Rows out of range count as row 0. Masks in `work` are applied where they are not empty.
pub fn forward(net: &Network, batch: &Batch, work: &mut Work) {
    let Config {
        word_dim,
        part_dim,
        slots,
        hidden: h,
        ..
    } = net.config;
    let (config, layout, data) = (&net.config, &net.layout, &net.data[..]);
    let n = batch.words.len();
    let input = config.input();
    size(&mut work.input, n * input);
    let (words, parts) = (layout.words.of(data), layout.parts.of(data));
    let row = |rows: usize, width: usize, at: u32| {
        let at = if (at as usize) < rows { at as usize } else { 0 };
        at * width..(at + 1) * width
    };
    for (t, out) in work.input[..n * input].chunks_exact_mut(input).enumerate() {
        let (left, right) = out.split_at_mut(word_dim);
        left.copy_from_slice(&words[row(config.word_rows, word_dim, batch.words[t])]);
        right.fill(0.0);
        for part in &batch.parts[t * slots..(t + 1) * slots] {
            simd::add_scaled(right, &parts[row(config.part_rows, part_dim, *part)], 1.0);
        }
    }
    work.layers.resize_with(config.layers, LayerWork::default);
    for l in 0..config.layers {
        let (before, rest) = work.layers.split_at_mut(l);
        let layer = &mut rest[0];
        let slots = &layout.layers[l];
        let width = config.layer_input(l);
        let x: &[f32] = before.last().map_or(&work.input[..], |b| &b.x[..]);
        size(&mut layer.y, n * width);
        size(&mut layer.stats, n * 2);
        let norm = slots.norm.of(data);
        normalise(
            &x[..n * width],
            width,
            &norm[..width],
            &norm[width..],
            &mut layer.y[..n * width],
            &mut layer.stats[..2 * n],
        );
        drop_out(&mut layer.y[..n * width], &layer.mask, &batch.lengths, width);
        let parts = config.layer_parts(l);
        let stride = 2 * h * parts;
        size(&mut layer.u, n * stride);
        size(&mut layer.c, n * 2 * h);
        size(&mut layer.x, n * 2 * h);
        match &net.quick {
            Some(quick) => {
                work.rows.fill(n, width, &layer.y, width);
                gemm8::multiply(n, &work.rows, &quick.layers[l], &mut layer.u[..n * stride], stride);
            }
            None => {
                let y = View::rows(&layer.y, width);
                multiply(n, y, &net.layers[l], &mut layer.u[..n * stride], stride, false);
            }
        }
        let mut at = 0;
        for &len in &batch.lengths {
            for side in 0..2 {
                let direction = Direction {
                    h,
                    stride,
                    at: side * h * parts,
                    side: side * h,
                    backward: side == 1,
                    skip_in_u: parts == 4,
                };
                let skip: &[f32] = if parts == 4 {
                    &[]
                } else {
                    &x[at * 2 * h..(at + len) * 2 * h]
                };
                simd::recur(
                    direction,
                    len,
                    &mut layer.u[at * stride..(at + len) * stride],
                    skip,
                    slots.state[side].of(data),
                    &mut layer.c[at * 2 * h..(at + len) * 2 * h],
                    &mut layer.x[at * 2 * h..(at + len) * 2 * h],
                );
            }
            at += len;
        }
    }
    let d = 2 * h;
    size(&mut work.y, n * d);
    size(&mut work.stats, n * 2);
    if let Some(last) = work.layers.last() {
        let norm = layout.norm.of(data);
        normalise(
            &last.x[..n * d],
            d,
            &norm[..d],
            &norm[d..],
            &mut work.y[..n * d],
            &mut work.stats[..2 * n],
        );
    }
    drop_out(&mut work.y[..n * d], &work.mask, &batch.lengths, d);
    let width = config.head_width();
    size(&mut work.hidden, n * width);
    match &net.quick {
        Some(quick) => {
            work.rows.fill(n, d, &work.y, d);
            gemm8::multiply(n, &work.rows, &quick.hidden, &mut work.hidden[..n * width], width);
        }
        None => {
            let y = View::rows(&work.y, d);
            multiply(n, y, &net.hidden, &mut work.hidden[..n * width], width, false);
        }
    }
    add_row(&mut work.hidden[..n * width], layout.hidden_bias.of(data));
    for row in work.hidden[..n * width].chunks_exact_mut(width) {
        rectify(&mut row[..2 * config.arc]);
        rectify(&mut row[2 * config.arc + 2 * config.rel..]);
    }
    drop_out(&mut work.hidden[..n * width], &work.hidden_mask, &batch.lengths, width);
    if config.arc > 0 {
        size(&mut work.query, n * config.arc);
        multiply(
            n,
            View::rows(&work.hidden, width),
            &net.arc,
            &mut work.query[..n * config.arc],
            config.arc,
            false,
        );
        add_row(&mut work.query[..n * config.arc], layout.arc_bias.of(data));
    }
    let classes = config.classes();
    size(&mut work.tags, n * classes);
    let tag = &work.hidden[(width - config.tag).min(work.hidden.len())..];
    match &net.quick {
        Some(quick) => {
            work.rows.fill(n, config.tag, tag, width);
            gemm8::multiply(n, &work.rows, &quick.tags, &mut work.tags[..n * classes], classes);
        }
        None => {
            let tag = View {
                data: tag,
                row: width,
                col: 1,
            };
            multiply(n, tag, &net.tags, &mut work.tags[..n * classes], classes, false);
        }
    }
    add_row(&mut work.tags[..n * classes], layout.tags_bias.of(data));
}

/// Scores of all heads for each word of the sentence of `n` words that starts at word `at` of the
/// batch: `out` gets `n` rows of `n + 1` numbers, the last for the root.
pub fn arcs(net: &Network, work: &Work, at: usize, n: usize, heads: &mut Packed, out: &mut Vec<f32>) {
    let (width, arc) = (net.config.head_width(), net.config.arc);
    out.clear();
    out.resize(n * (n + 1), 0.0);
    if n == 0 || arc == 0 {
        return;
    }
    let from = &work.hidden[at * width + arc..];
    heads.fill(arc, n, from, 1, width);
    let query = &work.query[at * arc..(at + n) * arc];
    multiply(n, View::rows(query, arc), heads, out, n + 1, false);
    let root = &net.layout.root.of(&net.data)[..arc];
    for (i, row) in out.chunks_exact_mut(n + 1).enumerate() {
        row[n] = simd::dot(&query[i * arc..(i + 1) * arc], root);
    }
}

/// Label scores of chosen arcs of a whole batch. `heads` gives, for each word, the number of its
/// head in the batch, or `u32::MAX` for the root. `mask` are factors on the hidden layer, a row for
/// each word, or empty. Leaves `label_hidden` (rectified, masked) and `labels` in `work`.
pub fn labels(net: &Network, work: &mut Work, heads: &[u32], mask: &[f32]) {
    let (config, n) = (&net.config, heads.len());
    let (width, rel) = (config.head_width(), config.rel);
    size(&mut work.label_hidden, n * rel);
    size(&mut work.labels, n * config.labels);
    let root = &net.layout.root.of(&net.data)[config.arc..];
    for (t, out) in work.label_hidden[..n * rel].chunks_exact_mut(rel).enumerate() {
        let from = 2 * config.arc;
        let dependent = &work.hidden[t * width + from..][..rel];
        let head = match heads[t] {
            u32::MAX => root,
            h => &work.hidden[h as usize * width + from + rel..][..rel],
        };
        for ((o, a), b) in out.iter_mut().zip(dependent).zip(head) {
            *o = a + b;
        }
    }
    rectify(&mut work.label_hidden[..n * rel]);
    if !mask.is_empty() {
        for (a, m) in work.label_hidden[..n * rel].iter_mut().zip(mask) {
            *a *= m;
        }
    }
    multiply(
        n,
        View::rows(&work.label_hidden, rel),
        &net.label,
        &mut work.labels[..n * config.labels],
        config.labels,
        false,
    );
    add_row(
        &mut work.labels[..n * config.labels],
        net.layout.label_bias.of(&net.data),
    );
}
