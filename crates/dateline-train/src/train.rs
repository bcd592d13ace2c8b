//! The recipe: tokeniser, splitter, parser.

use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result};
use clap::Args;
use dateline::annotate::conllu::Parsed;
use dateline::annotate::features::{self, SLOTS, Vocabulary, unknown};
use dateline::annotate::lemma::{Lemmas, Script};
use dateline::annotate::model::{Model, NAME_CLASSES};
use dateline::annotate::{Annotator, split_rows, word_rows};
use dateline::types::{NameKind, Rel, SubRel, Upos};
use dateline_eval::names::{self, Named};
use dateline_eval::treebank;
use dateline_net::gemm::Packed;
use dateline_net::network::{Batch, Config, Network, Work, arcs, forward, labels};
use dateline_net::simd::add_scaled;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::backprop::{Dropout, Gold, Shard, Soft, Transposed, Weights, step};
use crate::checkpoint::{self, Checkpoint};
use crate::data::{Classes, Item, by_count};
use crate::optimise::Adam;
use crate::random::Random;
use crate::{data, tokens};

#[derive(Args, Clone, Debug)]
pub struct Options {
    /// Folder with `treebanks` and `ner`.
    #[arg(long, default_value = "../shared/data")]
    pub data: PathBuf,
    /// Model file to write.
    #[arg(long, default_value = "models/english.model")]
    pub out: PathBuf,
    /// Seed of everything random.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Passes over the treebanks for the parser's networks.
    #[arg(long, default_value_t = 24)]
    pub epochs: usize,
    /// Hidden sizes of the teachers; each number is one network. 0: none, the parser learns from the
    /// corpora alone.
    #[arg(long, value_delimiter = ',', default_values_t = [256, 256, 256])]
    pub teachers: Vec<usize>,
    /// Passes for each teacher.
    #[arg(long, default_value_t = 18)]
    pub teacher_epochs: usize,
    /// The teachers' share in what is learned where the truth is known too.
    #[arg(long, default_value_t = 0.5)]
    pub mix: f32,
    /// JSON Lines with a field "text", below the data folder: what the teachers make of it is learned.
    #[arg(long, value_delimiter = ',', default_value = "places/geovirus/geovirus.jsonl")]
    pub plain: Vec<PathBuf>,
    /// Share of the sentences that are learned in the style of headlines too.
    #[arg(long, default_value_t = 1.0)]
    pub headlines: f32,
    /// Passes for the tokeniser.
    #[arg(long, default_value_t = 5)]
    pub token_epochs: usize,
    /// Passes for the splitter.
    #[arg(long, default_value_t = 20)]
    pub split_epochs: usize,
    /// Words in a step.
    #[arg(long, default_value_t = 1200)]
    pub batch: usize,
    /// Top learning rate.
    #[arg(long, default_value_t = 0.003)]
    pub rate: f32,
    /// Hidden sizes of the parser's networks, one direction; each number is one network.
    #[arg(long, value_delimiter = ',', default_values_t = [256])]
    pub hidden: Vec<usize>,
    #[arg(long, default_value_t = 3)]
    pub layers: usize,
    #[arg(long, default_value_t = 128)]
    pub word_dim: usize,
    #[arg(long, default_value_t = 128)]
    pub part_dim: usize,
    #[arg(long, default_value_t = 16384)]
    pub part_rows: usize,
    #[arg(long, default_value_t = 128)]
    pub rel: usize,
    #[arg(long, default_value_t = 0.33)]
    pub drop_input: f32,
    #[arg(long, default_value_t = 0.33)]
    pub drop_layer: f32,
    #[arg(long, default_value_t = 0.33)]
    pub drop_head: f32,
    #[arg(long, default_value_t = 0.03)]
    pub smooth: f32,
    /// Share of sentences whose case or punctuation is disturbed.
    #[arg(long, default_value_t = 0.2)]
    pub noise: f32,
    #[arg(long, default_value_t = 0.0)]
    pub weight_decay: f32,
    /// Evaluate on the development sets every so many passes.
    #[arg(long, default_value_t = 5)]
    pub every: usize,
    /// Go on where a run with the same options was cut off (the state lies beside the model).
    #[arg(long)]
    pub resume: bool,
    /// Products in 32 bits throughout, on every processor.
    #[arg(long)]
    pub full: bool,
}

impl Options {
    /// Tells runs apart that cannot go on from each other.
    fn hash(&self) -> u64 {
        let plain = Self {
            resume: false,
            every: 0,
            data: PathBuf::new(),
            ..self.clone()
        };
        dateline_net::file::hash(format!("{plain:?}").as_bytes())
    }
}

struct Corpora {
    train: Vec<Parsed>,
    items: Vec<Item>,
    ewt_dev: Vec<Parsed>,
    gum_dev: Vec<Parsed>,
    names_dev: Vec<Named>,
}

fn corpora(options: &Options) -> Result<Corpora> {
    let folder = &options.data;
    let bank = |name: &str| data::treebank(&folder.join("treebanks").join(name));
    let countries = names::countries(&folder.join("kb/countries/countries.json"))?;
    let named = |name: &str| names::read(&folder.join("ner").join(name), &countries);
    let gum_names: FxHashMap<String, Named> = named("gum/train.jsonl")?
        .into_iter()
        .map(|n| (n.id.clone(), n))
        .collect();
    let mut train = bank("ewt/train.conllu")?;
    let gum = bank("gum/train.conllu")?;
    let mut items = Vec::new();
    for parsed in train.iter().chain(&gum) {
        for s in &parsed.sentences {
            let forms: Vec<String> = s.tokens.iter().map(|t| t.form.to_string()).collect();
            let id = format!("{}-{}", parsed.document.id, s.index + 1);
            let names = gum_names.get(&id).filter(|n| n.forms == forms).map(|n| n.names.clone());
            items.push(Item {
                forms,
                tree: Some(s.tokens.clone()),
                names,
                teach: true,
                late: false,
            });
        }
    }
    let mut random = Random::new(options.seed ^ 5);
    let headlines: Vec<Item> = items
        .iter()
        .filter_map(|item| {
            let chosen = random.chance(options.headlines);
            data::telegraph(item, &mut random).filter(|_| chosen)
        })
        .collect();
    eprintln!("{} sentences in the style of headlines", headlines.len());
    items.extend(headlines);
    eprintln!(
        "{} sentences with names from GUM",
        items.iter().filter(|i| i.names.is_some()).count()
    );
    train.extend(gum);
    for name in ["train", "dev", "test"] {
        for n in named(&format!("crossner_politics/{name}.jsonl"))? {
            items.push(Item {
                forms: n.forms,
                tree: None,
                names: Some(n.names),
                teach: true,
                late: false,
            });
        }
    }
    let mut names_dev = Vec::new();
    for (i, n) in named("uner_ewt/dev.jsonl")?.into_iter().enumerate() {
        if i % 2 == 0 {
            items.push(Item {
                forms: n.forms,
                tree: None,
                names: Some(n.names),
                // Its trees measure.
                teach: false,
                late: false,
            });
        } else {
            names_dev.push(n);
        }
    }
    Ok(Corpora {
        train,
        items,
        ewt_dev: bank("ewt/dev.conllu")?,
        gum_dev: bank("gum/dev.conllu")?,
        names_dev,
    })
}

fn initial(config: &Config, random: &mut Random) -> Vec<f32> {
    let layout = config.layout();
    let mut data = vec![0.0; layout.len];
    let fill = |slot: &dateline_net::network::Slot, data: &mut [f32], scale: f32, random: &mut Random| {
        for x in slot.of_mut(data) {
            *x = random.normal() * scale;
        }
    };
    fill(&layout.words, &mut data, 0.1, random);
    fill(&layout.parts, &mut data, 0.05, random);
    for layer in &layout.layers {
        fill(
            &layer.weight,
            &mut data,
            (1.0 / layer.weight.rows as f32).sqrt(),
            random,
        );
        let n = layer.norm.columns;
        layer.norm.of_mut(&mut data)[..n].fill(1.0);
        for state in &layer.state {
            let h = state.columns;
            let x = state.of_mut(&mut data);
            for v in &mut x[..2 * h] {
                *v = random.normal() * 0.1;
            }
            x[3 * h..].fill(-1.0);
        }
    }
    layout.norm.of_mut(&mut data)[..2 * config.hidden].fill(1.0);
    for slot in [&layout.hidden, &layout.label, &layout.tags, &layout.arc] {
        if slot.rows > 0 {
            fill(slot, &mut data, (1.0 / slot.rows as f32).sqrt(), random);
        }
    }
    fill(&layout.arc, &mut data, 0.5 / (config.arc.max(1) as f32), random);
    fill(&layout.root, &mut data, 0.1, random);
    data
}

struct Trainer {
    net: Network,
    adam: Adam,
    transposed: Transposed,
    shards: Vec<Shard>,
    random: [Random; 2],
}

impl Trainer {
    fn new(config: Config, seed: u64, half: bool) -> Result<Self> {
        let mut random = Random::new(seed);
        let data = initial(&config, &mut random);
        let layers = config.layers;
        let mut net = Network::new(config, data).context("bad sizes")?;
        let mut transposed = Transposed::default();
        let mut shards = vec![Shard::default(), Shard::default()];
        if half {
            net.halve();
            transposed.halve(layers);
            shards.iter_mut().for_each(|s| s.packed_half.halve());
        }
        Ok(Self {
            adam: Adam::new(&net),
            transposed,
            shards,
            random: [Random::new(seed ^ 0xaaaa), Random::new(seed ^ 0x5555)],
            net,
        })
    }

    /// One step on two shards, filled by `fill`.
    fn step(&mut self, shards: &[(Batch, Gold); 2], weights: &Weights, dropout: Dropout, rate: f32, weight_decay: f32) {
        self.net.pack();
        self.transposed.pack(&self.net);
        let scale = (shards[0].0.words.len() + shards[1].0.words.len()) as f32;
        let (net, transposed) = (&self.net, &self.transposed);
        let (a, b) = self.shards.split_at_mut(1);
        let [r0, r1] = &mut self.random;
        rayon::join(
            || {
                step(
                    net,
                    transposed,
                    &shards[0].0,
                    &shards[0].1,
                    weights,
                    dropout,
                    scale,
                    r0,
                    &mut a[0],
                )
            },
            || {
                step(
                    net,
                    transposed,
                    &shards[1].0,
                    &shards[1].1,
                    weights,
                    dropout,
                    scale,
                    r1,
                    &mut b[0],
                )
            },
        );
        self.adam.step(&mut self.net, &mut self.shards, rate, weight_decay);
    }

    fn averaged(&self) -> Result<Network> {
        Network::new(self.net.config.clone(), self.adam.average.clone()).context("bad sizes")
    }
}

fn rate_at(step: usize, total: usize, top: f32) -> f32 {
    let warm = 200.min(total / 10 + 1);
    if step < warm {
        top * (step + 1) as f32 / warm as f32
    } else {
        let left = 1.0 - (step - warm) as f32 / (total - warm).max(1) as f32;
        top * (0.02 + 0.98 * left)
    }
}

/// The texts that are learned from without labels.
fn plain_texts(options: &Options) -> Result<Vec<String>> {
    #[derive(serde::Deserialize)]
    struct Line {
        text: String,
    }
    let mut out = Vec::new();
    for path in options.plain.iter().filter(|_| !options.teachers.is_empty()) {
        let path = options.data.join(path);
        let all = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        for (i, line) in all.lines().enumerate() {
            let line: Line = serde_json::from_str(line).with_context(|| format!("{}:{}", path.display(), i + 1))?;
            out.push(line.text);
        }
    }
    Ok(out)
}

pub fn run(options: &Options) -> Result<()> {
    let start = Instant::now();
    let mut options = options.clone();
    options.teachers.retain(|hidden| *hidden > 0);
    let options = &options;
    let mut corpora = corpora(options)?;
    let plain = plain_texts(options)?;
    let tokeniser = tokens::train(&corpora.train, options.token_epochs, options.seed);
    let vocabulary_words: Vec<Box<str>> = {
        let mut normal = String::new();
        let mut spans = Vec::new();
        let mut all: Vec<String> = corpora.items.iter().flat_map(|i| &i.forms).cloned().collect();
        for text in &plain {
            tokeniser.tokens(text, &mut spans);
            for (a, b) in &spans {
                let token = &text[*a..*b];
                all.extend(tokeniser.words(token).unwrap_or_else(|| vec![token.to_owned()]));
            }
        }
        let all = all.iter().map(|f| {
            features::normal(f, &mut normal);
            normal.clone()
        });
        by_count(all, 2).into_iter().map(|(w, _)| w.into()).collect()
    };
    let vocabulary = Vocabulary::new(vocabulary_words);
    eprintln!("{} words in the vocabulary", vocabulary.words().len());
    let trees = || corpora.items.iter().filter_map(|i| i.tree.as_ref()).flatten();
    let classes = Classes {
        xpos: by_count(trees().map(|t| t.xpos.to_string()), 1)
            .into_iter()
            .map(|(x, _)| x.into())
            .collect(),
        labels: by_count(trees().map(|t| (t.rel, t.sub)), 1)
            .into_iter()
            .map(|(l, _)| l)
            .collect(),
        scripts: by_count(trees().map(|t| Script::between(&t.form, &t.lemma)), 3)
            .into_iter()
            .map(|(s, _)| s)
            .collect(),
    };
    eprintln!(
        "{} tags, {} relations, {} lemma edits",
        classes.xpos.len(),
        classes.labels.len(),
        classes.scripts.len()
    );
    let lemmas = known_lemmas(&corpora, &classes);
    let split_config = Config {
        word_rows: vocabulary.rows(),
        word_dim: 32,
        part_rows: 4096,
        part_dim: 32,
        slots: SLOTS,
        hidden: 48,
        layers: 2,
        arc: 0,
        rel: 0,
        labels: 0,
        tag: 48,
        heads: vec![2],
    };
    let word_rows = vocabulary.rows();
    let config = |hidden: usize| Config {
        word_rows,
        word_dim: options.word_dim,
        part_rows: options.part_rows,
        part_dim: options.part_dim,
        slots: SLOTS,
        hidden,
        layers: options.layers,
        arc: hidden / 2 + 32,
        rel: options.rel,
        labels: classes.labels.len(),
        tag: hidden / 2 + 64,
        heads: vec![Upos::ALL.len(), classes.xpos.len(), classes.scripts.len(), NAME_CLASSES],
    };
    let mut split_trainer = Trainer::new(split_config, options.seed, false)?;
    let mut model = Model {
        name: format!("english-{}", options.seed),
        tokeniser,
        vocabulary,
        splitter: split_trainer.net.clone(),
        parsers: Vec::new(),
        xpos: classes.xpos.clone(),
        labels: classes.labels.clone(),
        lemmas,
    };
    train_splitter(options, &corpora.train, &mut model, &mut split_trainer)?;
    eprintln!("splitter trained, {:.0} s", start.elapsed().as_secs_f64());
    let annotator = Annotator::new(model.clone());
    for text in &plain {
        for s in annotator.annotate_text(text) {
            corpora.items.push(Item {
                forms: s.tokens.iter().map(|t| t.form.to_string()).collect(),
                tree: None,
                names: None,
                teach: true,
                late: false,
            });
        }
    }
    drop(annotator);
    let headline = |i: &&Item| i.forms.last().is_some_and(|f| f.ends_with(char::is_alphanumeric));
    let told: Vec<Item> = corpora
        .items
        .iter()
        .filter(headline)
        .filter_map(data::present)
        .collect();
    eprintln!("{} sentences told in the present", told.len());
    corpora.items.extend(told);
    let all = prepare(&corpora, &classes, &model);
    let file = checkpoint::path(&options.out);
    let mut resume = if options.resume {
        Checkpoint::load(&file, options.hash())?
    } else {
        None
    };
    let teachers = options.teachers.len();
    let mut finished = resume
        .as_mut()
        .map_or_else(Vec::new, |r| std::mem::take(&mut r.finished));
    let mut soft = Vec::new();
    for (k, hidden) in options.teachers.iter().chain(&options.hidden).enumerate() {
        if k == teachers && k > 0 {
            soft = taught(&corpora, &all, &model)?;
            model.parsers.clear();
            eprintln!("taught, {:.0} s", start.elapsed().as_secs_f64());
        }
        let config = config(*hidden);
        if let Some(done) = finished.get(k) {
            model
                .parsers
                .push(Network::new(config, done.clone()).context("bad sizes")?);
            continue;
        }
        eprintln!("{:?}: {} numbers", config, config.layout().len);
        let job = Job {
            number: k,
            seed: options.seed + k as u64,
            epochs: if k < teachers {
                options.teacher_epochs
            } else {
                options.epochs
            },
            soft: &soft,
            start,
        };
        let mut trainer = Trainer::new(config, job.seed, !options.full)?;
        let resume = resume.take().filter(|r| r.counts[0] == k as u64);
        train_parser(
            options,
            &job,
            resume,
            &corpora,
            &all,
            &mut finished,
            &mut model,
            &mut trainer,
        )?;
    }
    Ok(())
}

/// One network to be trained.
struct Job<'a> {
    /// Its number among the teachers and the parser's networks.
    number: usize,
    seed: u64,
    epochs: usize,
    /// What the teachers make of each prepared sentence; empty while they are trained.
    soft: &'a [Option<Soft>],
    start: Instant,
}

/// What the teachers in `model.parsers` make of the prepared sentences, undisturbed.
fn taught(corpora: &Corpora, all: &Data, model: &Model) -> Result<Vec<Option<Soft>>> {
    let mut teachers = model.parsers.clone();
    teachers.iter_mut().for_each(Network::quicken);
    let first = teachers.first().context("no teachers")?.config.clone();
    let share = 1.0 / teachers.len() as f32;
    let upos = first.heads[0];
    let script = upos + first.heads[1];
    let names = script + first.heads[2];
    Ok(all
        .prepared
        .par_iter()
        .map_init(
            Default::default,
            |scratch: &mut (Vec<Work>, Packed, Vec<f32>, String), p| {
                let item = &corpora.items[p.item];
                if !item.teach {
                    return None;
                }
                let (works, packed, more, normal) = scratch;
                let n = item.forms.len();
                let mut batch = Batch {
                    lengths: vec![n],
                    ..Batch::default()
                };
                for form in &item.forms {
                    word_rows(&model.vocabulary, first.part_rows, form, 0, normal, &mut batch);
                    if let Some(row) = batch.words.last_mut()
                        && !all.counts.contains_key(row)
                    {
                        *row = unknown(normal);
                    }
                }
                works.resize_with(teachers.len(), Work::default);
                let mut arcs_sum = vec![0.0; n * (n + 1)];
                let classes = first.classes();
                let mut tags = vec![0.0; n * classes];
                for (net, work) in teachers.iter().zip(works.iter_mut()) {
                    forward(net, &batch, work);
                    arcs(net, work, 0, n, packed, more);
                    add_scaled(&mut arcs_sum, more, share);
                    add_scaled(&mut tags, &work.tags[..n * classes], share);
                }
                let known = p.heads.iter().all(|h| *h != u32::MAX);
                let heads: Vec<u32> = if known {
                    p.heads.clone()
                } else {
                    let best = dateline_net::tree::best(&arcs_sum, n);
                    best.iter().map(|h| h.unwrap_or(n as u32)).collect()
                };
                let own: Vec<u32> = heads
                    .iter()
                    .map(|h| if *h == n as u32 { u32::MAX } else { *h })
                    .collect();
                let mut labels_sum = vec![0.0; n * first.labels];
                for (net, work) in teachers.iter().zip(works.iter_mut()) {
                    labels(net, work, &own, &[]);
                    add_scaled(&mut labels_sum, &work.labels[..n * first.labels], share);
                }
                for (i, row) in arcs_sum.chunks_exact_mut(n + 1).enumerate() {
                    softmax(row, Some(i));
                }
                for row in labels_sum.chunks_exact_mut(first.labels) {
                    softmax(row, None);
                }
                for row in tags.chunks_exact_mut(classes) {
                    softmax(&mut row[..upos], None);
                    softmax(&mut row[upos..script], None);
                    // Lemma edits depend on the spelling, which may be disturbed.
                    row[script..names].fill(0.0);
                    softmax(&mut row[names..], None);
                }
                Some(Soft {
                    classes: tags,
                    labels: labels_sum,
                    heads,
                    arcs: arcs_sum,
                })
            },
        )
        .collect())
}

fn softmax(scores: &mut [f32], skip: Option<usize>) {
    let of = |i: usize, s: f32| if Some(i) == skip { f32::NEG_INFINITY } else { s };
    let top = scores
        .iter()
        .enumerate()
        .fold(f32::NEG_INFINITY, |t, (i, s)| t.max(of(i, *s)));
    let mut sum = 0.0;
    for (i, s) in scores.iter_mut().enumerate() {
        *s = if Some(i) == skip { 0.0 } else { (*s - top).exp() };
        sum += *s;
    }
    scores.iter_mut().for_each(|s| *s /= sum.max(1e-30));
}

/// Puts the networks of several models, trained apart with the same corpora, into one.
pub fn merge(files: &[PathBuf], out: &Path) -> Result<()> {
    let mut merged: Option<Model> = None;
    for file in files {
        let model = Model::read(&std::fs::read(file)?).with_context(|| file.display().to_string())?;
        match &mut merged {
            None => merged = Some(model),
            Some(m) => {
                let same = m.vocabulary.words() == model.vocabulary.words()
                    && m.xpos == model.xpos
                    && m.labels == model.labels
                    && m.lemmas.scripts == model.lemmas.scripts;
                anyhow::ensure!(same, "{}: not trained on the same corpora", file.display());
                m.parsers.extend(model.parsers);
            }
        }
    }
    save(&merged.context("no models")?, out)
}

fn known_lemmas(corpora: &Corpora, classes: &Classes) -> Lemmas {
    let number: FxHashMap<&Script, u32> = classes.scripts.iter().enumerate().map(|(i, s)| (s, i as u32)).collect();
    let mut seen: FxHashMap<String, FxHashMap<String, usize>> = FxHashMap::default();
    let mut normal = String::new();
    let mut forms: FxHashMap<String, FxHashMap<(String, String), usize>> = FxHashMap::default();
    for t in corpora.items.iter().filter_map(|i| i.tree.as_ref()).flatten() {
        features::normal(&t.form, &mut normal);
        // Numbers and marks share their normal form but not their lemma.
        if normal.chars().all(char::is_alphabetic) || normal.starts_with('\'') {
            let key = format!("{normal} {}", t.xpos);
            *seen
                .entry(key.clone())
                .or_default()
                .entry(t.lemma.to_string())
                .or_default() += 1;
            *forms
                .entry(key)
                .or_default()
                .entry((t.form.to_string(), t.lemma.to_string()))
                .or_default() += 1;
        }
    }
    let mut known = FxHashMap::default();
    for (key, lemmas) in seen {
        let total: usize = lemmas.values().sum();
        let Some((lemma, times)) = lemmas
            .into_iter()
            .max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0)))
        else {
            continue;
        };
        // Proper nouns keep their case; the network knows better.
        if key.ends_with(" NNP") || key.ends_with(" NNPS") || times < 2 || times * 10 < total * 9 {
            continue;
        }
        let Some((form, _)) = forms[&key].keys().filter(|(_, l)| *l == lemma).min() else {
            continue;
        };
        let lower = form.to_lowercase();
        let mut script = Script::between(&lower, &lemma);
        if lemma.to_lowercase() == lemma {
            script.case = 1;
        } else {
            continue;
        }
        if let Some(n) = number.get(&script) {
            known.insert(key.into_boxed_str(), *n);
        }
    }
    eprintln!("{} words with a known lemma", known.len());
    Lemmas {
        scripts: classes.scripts.clone(),
        known,
    }
}

/// A paragraph: its text, tokens, and which of them end a sentence.
type SplitUnit<'a> = (&'a str, Vec<(usize, usize)>, Vec<bool>);

fn train_splitter(options: &Options, documents: &[Parsed], model: &mut Model, trainer: &mut Trainer) -> Result<()> {
    let mut units: Vec<SplitUnit<'_>> = Vec::new();
    for parsed in documents {
        for s in &parsed.sentences {
            if s.paragraph_start || s.index == 0 {
                units.push((&parsed.document.text, Vec::new(), Vec::new()));
            }
            if let Some((_, spans, ends)) = units.last_mut() {
                spans.extend(tokens::surface(&s.tokens).iter().map(|s| (s.start(), s.end())));
                ends.resize(spans.len(), false);
                if let Some(end) = ends.last_mut() {
                    *end = true;
                }
            }
        }
    }
    let mut pieces: Vec<_> = units
        .iter()
        .flat_map(|(text, spans, ends)| spans.chunks(400).zip(ends.chunks(400)).map(|(s, e)| (*text, s, e)))
        .collect();
    let words: usize = pieces.iter().map(|p| p.1.len()).sum();
    let weights = Weights {
        heads: vec![1.0],
        arc: 0.0,
        label: 0.0,
        smooth: 0.01,
        mix: 0.0,
    };
    let dropout = Dropout {
        input: 0.2,
        layer: 0.2,
        head: 0.2,
    };
    let total = options.split_epochs * words / 3000;
    let mut random = Random::new(options.seed ^ 77);
    let mut done = 0;
    let mut shards: [(Batch, Gold); 2] = Default::default();
    let mut normal = String::new();
    for epoch in 0..options.split_epochs {
        random.shuffle(&mut pieces);
        let mut at = 0;
        while at < pieces.len() {
            let mut count = 0;
            for (b, g) in &mut shards {
                b.clear();
                g.clear();
            }
            while at < pieces.len() && count < 3000 {
                let (text, spans, ends) = pieces[at];
                let side = usize::from(shards[1].0.words.len() < shards[0].0.words.len());
                let (batch, gold) = &mut shards[side];
                let from = batch.words.len();
                split_rows(model, text, spans, &mut normal, batch);
                for (row, (a, b)) in batch.words[from..].iter_mut().zip(spans) {
                    if random.chance(0.1) {
                        features::normal(&text[*a..*b], &mut normal);
                        *row = unknown(&normal);
                    }
                }
                gold.classes.extend(ends.iter().map(|e| u32::from(*e)));
                count += spans.len();
                at += 1;
            }
            if shards[1].0.words.is_empty() {
                break;
            }
            trainer.step(&shards, &weights, dropout, rate_at(done, total, 0.004), 0.0);
            done += 1;
        }
        let loss: f64 = trainer.shards.iter().map(|s| s.stats.loss).sum();
        let n: usize = trainer.shards.iter().map(|s| s.stats.words).sum();
        trainer.shards.iter_mut().for_each(|s| s.stats = Default::default());
        eprintln!("splitter: epoch {epoch}, loss {:.4}", loss / n.max(1) as f64);
    }
    model.splitter = trainer.averaged()?;
    Ok(())
}

/// Forms of a sentence with disturbed case or punctuation; `None` leaves it as it is.
fn disturb(forms: &[String], random: &mut Random, share: f32) -> Option<Vec<String>> {
    if !random.chance(share) {
        return None;
    }
    let title = |f: &String| {
        let mut c = f.chars();
        c.next()
            .map_or_else(String::new, |a| a.to_uppercase().chain(c).collect::<String>())
    };
    Some(match random.below(7) {
        0 | 6 => forms.iter().map(|f| f.to_lowercase()).collect(),
        1 => forms.iter().map(|f| f.to_uppercase()).collect(),
        2 => forms.iter().map(title).collect(),
        3 => forms
            .iter()
            .map(|f| if f.chars().count() > 3 { title(f) } else { f.clone() })
            .collect(),
        4 => forms
            .iter()
            .map(|f| f.replace('\'', "\u{2019}").replace("``", "\u{201c}"))
            .collect(),
        _ => {
            // The first word in small letters, or typing errors.
            let mut out = forms.to_vec();
            for f in &mut out {
                let n = f.chars().count();
                if n > 3 && random.chance(0.1) {
                    let skip = random.below(n);
                    *f = f
                        .chars()
                        .enumerate()
                        .filter(|(i, _)| *i != skip)
                        .map(|(_, c)| c)
                        .collect();
                }
            }
            out
        }
    })
}

struct Prepared {
    item: usize,
    /// UPOS, XPOS, lemma, name classes for each word.
    classes: Vec<[u32; 4]>,
    heads: Vec<u32>,
    labels: Vec<u32>,
}

/// The sentences as numbers, and how often each word's row occurs in what is labelled.
struct Data {
    prepared: Vec<Prepared>,
    counts: FxHashMap<u32, usize>,
    script_number: FxHashMap<Script, u32>,
}

fn prepare(corpora: &Corpora, classes: &Classes, model: &Model) -> Data {
    let label_number: FxHashMap<(Rel, SubRel), u32> =
        classes.labels.iter().enumerate().map(|(i, l)| (*l, i as u32)).collect();
    let xpos_number: FxHashMap<&str, u32> = classes.xpos.iter().enumerate().map(|(i, x)| (&**x, i as u32)).collect();
    let script_number: FxHashMap<Script, u32> = classes
        .scripts
        .iter()
        .enumerate()
        .map(|(i, s)| (s.clone(), i as u32))
        .collect();
    let mut counts: FxHashMap<u32, usize> = FxHashMap::default();
    let mut normal = String::new();
    let mut prepared: Vec<Prepared> = Vec::new();
    for (i, item) in corpora.items.iter().enumerate() {
        let n = item.forms.len();
        if n > 250 || n == 0 {
            continue;
        }
        let mut p = Prepared {
            item: i,
            classes: vec![[u32::MAX; 4]; n],
            heads: vec![u32::MAX; n],
            labels: vec![u32::MAX; n],
        };
        let labelled = (item.tree.is_some() || item.names.is_some()) && !item.late;
        for form in item.forms.iter().filter(|_| labelled) {
            features::normal(form, &mut normal);
            *counts.entry(model.vocabulary.row(&normal)).or_default() += 1;
        }
        for (k, t) in item.tree.iter().flatten().enumerate() {
            p.classes[k][0] = Upos::ALL.iter().position(|u| *u == t.upos).unwrap_or(0) as u32;
            p.classes[k][1] = xpos_number.get(t.xpos.as_str()).copied().unwrap_or(u32::MAX);
            p.classes[k][2] = script_number
                .get(&Script::between(&t.form, &t.lemma))
                .copied()
                .unwrap_or(u32::MAX);
            p.heads[k] = t.head.unwrap_or(n as u32);
            p.labels[k] = label_number.get(&(t.rel, t.sub)).copied().unwrap_or(u32::MAX);
        }
        if let Some(names) = &item.names {
            p.classes.iter_mut().for_each(|c| c[3] = 0);
            for (a, b, kind) in names {
                let class = 1 + 2 * NameKind::ALL.iter().position(|k| k == kind).unwrap_or(0) as u32;
                for k in *a..*b {
                    p.classes[k][3] = if k == *a { class } else { class + 1 };
                }
            }
        }
        prepared.push(p);
    }
    Data {
        prepared,
        counts,
        script_number,
    }
}

fn train_parser(
    options: &Options,
    job: &Job<'_>,
    resume: Option<Checkpoint>,
    corpora: &Corpora,
    all: &Data,
    finished: &mut Vec<Vec<f32>>,
    model: &mut Model,
    trainer: &mut Trainer,
) -> Result<()> {
    let Data {
        prepared,
        counts,
        script_number,
    } = all;
    let mut normal = String::new();
    let useful = |i: &usize| {
        let item = &corpora.items[prepared[*i].item];
        let labelled = item.tree.is_some() || item.names.is_some();
        labelled && (!item.late || !job.soft.is_empty()) || job.soft.get(*i).is_some_and(Option::is_some)
    };
    let mut order: Vec<usize> = (0..prepared.len()).filter(useful).collect();
    let words: usize = order.iter().map(|i| prepared[*i].classes.len()).sum();
    let weights = Weights {
        heads: vec![1.0, 0.6, 0.3, 1.0],
        arc: 1.0,
        label: 1.0,
        smooth: options.smooth,
        mix: options.mix,
    };
    let dropout = Dropout {
        input: options.drop_input,
        layer: options.drop_layer,
        head: options.drop_head,
    };
    let total = job.epochs * words / options.batch;
    let mut random = Random::new(job.seed ^ 99);
    let part_rows = trainer.net.config.part_rows;
    let done_before = model.parsers.len();
    let mut shards: [(Batch, Gold); 2] = Default::default();
    let mut done = 0;
    let mut first = 1;
    if let Some(state) = resume {
        let [_, epoch, steps, adam] = state.counts;
        let [weights, m, v, average] = state.numbers;
        let fits = |x: &Vec<f32>| x.len() == trainer.net.data.len();
        let whole = [&weights, &m, &v, &average].into_iter().all(fits) && state.order.len() == order.len();
        anyhow::ensure!(whole, "the state is of another network or other corpora");
        (first, done) = (epoch as usize + 1, steps as usize);
        order = state.order.iter().map(|i| *i as usize).collect();
        random = Random(state.random[0]);
        trainer.random = [Random(state.random[1]), Random(state.random[2])];
        trainer.net.data = weights;
        trainer.adam = Adam {
            m,
            v,
            average,
            steps: adam as u32,
        };
        eprintln!("going on after pass {epoch}");
    }
    for epoch in first..=job.epochs {
        random.shuffle(&mut order);
        let mut at = 0;
        while at < order.len() {
            for (b, g) in &mut shards {
                b.clear();
                g.clear();
            }
            let mut count = 0;
            while at < order.len() && count < options.batch {
                let p = &prepared[order[at]];
                let soft = job.soft.get(order[at]).and_then(Option::as_ref);
                at += 1;
                let item = &corpora.items[p.item];
                let side = usize::from(shards[1].0.words.len() < shards[0].0.words.len());
                let (batch, gold) = &mut shards[side];
                let n = item.forms.len();
                count += n;
                batch.lengths.push(n);
                let disturbed = disturb(&item.forms, &mut random, options.noise);
                for (k, form) in disturbed.as_ref().unwrap_or(&item.forms).iter().enumerate() {
                    word_rows(&model.vocabulary, part_rows, form, 0, &mut normal, batch);
                    if let Some(row) = batch.words.last_mut() {
                        let seen = counts.get(row).copied().unwrap_or(0) as f32;
                        if random.chance(0.06 + 0.8 / (1.0 + seen)) {
                            *row = unknown(&normal);
                        }
                    }
                    let mut c = p.classes[k];
                    if disturbed.is_some() && c[2] != u32::MAX {
                        let lemma = item.tree.as_ref().map_or("", |t| &t[k].lemma);
                        c[2] = script_number
                            .get(&Script::between(form, lemma))
                            .copied()
                            .unwrap_or(u32::MAX);
                    }
                    gold.classes.extend(c);
                }
                gold.heads.extend(&p.heads);
                gold.labels.extend(&p.labels);
                if !job.soft.is_empty() {
                    // Zeros where the teachers say nothing.
                    let config = &trainer.net.config;
                    let target = &mut gold.soft;
                    match soft {
                        Some(soft) => target.extend(soft),
                        None => {
                            target.heads.extend(vec![u32::MAX; n]);
                            target.arcs.extend(vec![0.0; n * (n + 1)]);
                            target.labels.extend(vec![0.0; n * config.labels]);
                            target.classes.extend(vec![0.0; n * config.classes()]);
                        }
                    }
                }
            }
            if shards[1].0.words.is_empty() {
                break;
            }
            trainer.step(
                &shards,
                &weights,
                dropout,
                rate_at(done, total, options.rate),
                options.weight_decay,
            );
            done += 1;
        }
        let loss: f64 = trainer.shards.iter().map(|s| s.stats.loss).sum();
        let n: usize = trainer.shards.iter().map(|s| s.stats.words).sum();
        trainer.shards.iter_mut().for_each(|s| s.stats = Default::default());
        eprintln!(
            "parser: epoch {epoch}, loss {:.4}, {:.0} s",
            loss / n.max(1) as f64,
            job.start.elapsed().as_secs_f64()
        );
        if epoch % options.every == 0 || epoch == job.epochs {
            model.parsers.truncate(done_before);
            model.parsers.push(trainer.averaged()?);
            if epoch == job.epochs {
                finished.push(trainer.adam.average.clone());
            }
            let state = Checkpoint {
                options: options.hash(),
                counts: [
                    job.number as u64,
                    epoch as u64,
                    done as u64,
                    u64::from(trainer.adam.steps),
                ],
                random: [random.0, trainer.random[0].0, trainer.random[1].0],
                order: order.iter().map(|i| *i as u32).collect(),
                numbers: [
                    trainer.net.data.clone(),
                    trainer.adam.m.clone(),
                    trainer.adam.v.clone(),
                    trainer.adam.average.clone(),
                ],
                finished: finished.clone(),
            };
            state.save(&checkpoint::path(&options.out))?;
            save(model, &options.out)?;
            let annotator = Annotator::open(&options.out)?;
            report(
                "EWT dev, gold tokens",
                &treebank::from_tokens(&annotator, &corpora.ewt_dev)?,
            );
            report(
                "GUM dev, gold tokens",
                &treebank::from_tokens(&annotator, &corpora.gum_dev)?,
            );
            names_report(&annotator, &corpora.names_dev);
            if epoch == job.epochs {
                report("EWT dev, raw", &treebank::from_raw(&annotator, &corpora.ewt_dev)?);
                report("GUM dev, raw", &treebank::from_raw(&annotator, &corpora.gum_dev)?);
            }
        }
    }
    Ok(())
}

fn save(model: &Model, path: &Path) -> Result<()> {
    let body = model.write();
    let compressed = zstd::encode_all(&body[..], 19)?;
    let file = dateline_net::file::seal(&compressed);
    let new = path.with_extension("new");
    std::fs::write(&new, &file)?;
    std::fs::rename(&new, path)?;
    eprintln!("{}: {:.2} MB", path.display(), file.len() as f64 / 1e6);
    Ok(())
}

fn report(what: &str, s: &treebank::Scores) {
    let p = |x: f64| format!("{:.2}", x * 100.0);
    eprintln!(
        "  {what}: LAS {} UAS {} UPOS {} XPOS {} lemma {} words {} tokens {} sentences {}",
        p(s.las),
        p(s.uas),
        p(s.upos),
        p(s.xpos),
        p(s.lemma),
        p(s.words),
        p(s.tokens),
        p(s.sentences)
    );
}

fn names_report(annotator: &Annotator, gold: &[Named]) {
    let (all, kinds) = names::evaluate(annotator, gold);
    let kinds: Vec<String> = kinds
        .iter()
        .zip(NameKind::ALL)
        .map(|(c, kind)| format!("{kind} {:.3}", c.f1()))
        .collect();
    eprintln!(
        "  names, UNER EWT dev, odd sentences: F1 {:.3} ({})",
        all.f1(),
        kinds.join(" ")
    );
}

pub fn eval(model: &Path, dump: Option<&Path>, data: Option<&Path>, files: &[PathBuf]) -> Result<()> {
    let annotator = Annotator::open(model)?;
    if let Some(folder) = data {
        let countries = names::countries(&folder.join("kb/countries/countries.json"))?;
        let all = names::read(&folder.join("ner/uner_ewt/dev.jsonl"), &countries)?;
        let odd: Vec<Named> = all.into_iter().skip(1).step_by(2).collect();
        names_report(&annotator, &odd);
    }
    for file in files {
        let gold = data::treebank(file)?;
        report(
            &format!("{}, gold tokens", file.display()),
            &treebank::from_tokens(&annotator, &gold)?,
        );
        let start = Instant::now();
        let scores = treebank::from_raw(&annotator, &gold)?;
        let seconds = start.elapsed().as_secs_f64();
        report(&format!("{}, raw", file.display()), &scores);
        eprintln!("  {:.0} words a second", scores.gold_words as f64 / seconds);
        if let Some(folder) = dump {
            let mut out = String::new();
            for p in &gold {
                let sentences = annotator.annotate_text(&p.document.text);
                out.push_str(&dateline::annotate::conllu::write(&p.document, &sentences));
            }
            let parent = file.parent().and_then(Path::file_name).unwrap_or_default();
            let name = format!(
                "{}-{}",
                parent.to_string_lossy(),
                file.file_name().unwrap_or_default().to_string_lossy()
            );
            std::fs::write(folder.join(name), out)?;
        }
    }
    Ok(())
}
