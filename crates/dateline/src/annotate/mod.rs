//! [`Document`] to [`Sentence`]s with tags, lemmas, trees and names; next stage: [`resolve`](crate::resolve).

pub mod conllu;
pub mod features;
pub mod forms;
pub mod lemma;
pub mod model;
mod repair;
pub mod tokenise;
pub mod units;

use std::path::Path;
use std::sync::Mutex;

use compact_str::CompactString;
use dateline_net::file::FileError;
use dateline_net::gemm::Packed;
use dateline_net::network::{Batch, Network, Work, arcs, forward, labels};
use dateline_net::simd::add_scaled;
use dateline_net::tree;

use self::features::Vocabulary;
use self::forms::Forms;
use self::model::{Model, NAME_CLASSES};
use self::units::Unit;
use crate::types::{Document, Name, NameKind, PartKind, Rel, Sentence, Span, SubRel, Token, Upos};

/// Words of a sentence at most; longer ones are cut.
pub const LONGEST_SENTENCE: usize = 300;
/// How much more likely than not (log odds) a sentence must end at a word without a mark.
const BARE_END: f32 = 2.5;
/// How much likelier (log odds) than the network thinks a word with a capital inside a sentence is a proper noun: it has
/// learned from text in odd capitals too.
const CAPITAL: f32 = 1.5;
/// Words run through the parser in one go: small enough that its activations stay in cache.
const WORDS: usize = 512;
/// Words run through the splitter in one go.
const BATCH: usize = 2048;

/// What was too long and therefore cut.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cuts {
    /// Words of more than [`tokenise::LONGEST`] bytes.
    pub words: usize,
    /// Places where a sentence was cut because it had [`LONGEST_SENTENCE`] words.
    pub sentences: usize,
}

impl std::fmt::Display for Cuts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let plural = |n: usize| if n == 1 { "" } else { "s" };
        let (w, s) = (self.words, self.sentences);
        if w > 0 {
            write!(
                f,
                "{w} word{} of more than {} bytes cut into pieces",
                plural(w),
                tokenise::LONGEST
            )?;
        }
        if w > 0 && s > 0 {
            f.write_str(", ")?;
        }
        if s > 0 {
            write!(
                f,
                "sentences cut at {s} place{} after {LONGEST_SENTENCE} words",
                plural(s)
            )?;
        }
        Ok(())
    }
}

/// What of a document's sentences was cut for being too long.
#[must_use]
pub fn cuts(sentences: &[Sentence]) -> Cuts {
    let mut cuts = Cuts::default();
    let mut end = None;
    // Pieces of one word follow each other without a space; one of full length before another shows the cut.
    let mut full = false;
    let mut counted = false;
    for (i, s) in sentences.iter().enumerate() {
        let next_part = sentences
            .get(i + 1)
            .is_some_and(|n| n.part == s.part && !n.paragraph_start);
        let marked = s.tokens.last().is_some_and(|t| t.upos == Upos::Punct);
        cuts.sentences += usize::from(s.tokens.len() >= LONGEST_SENTENCE && next_part && !marked);
        for t in &s.tokens {
            let joined = end == Some(t.span.start());
            counted &= joined;
            if joined && full && !counted {
                cuts.words += 1;
                counted = true;
            }
            full = t.span.len() + 4 > tokenise::LONGEST;
            end = Some(t.span.end());
        }
    }
    cuts
}

/// Why a model could not be loaded.
#[derive(Debug, thiserror::Error)]
#[error("model {file}: {reason}")]
pub struct ModelError {
    /// The file, or "built in".
    pub file: String,
    /// What is wrong with it.
    pub reason: ModelReason,
}

/// What is wrong with a model file.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs)]
pub enum ModelReason {
    #[error("{0}")]
    Io(#[from] std::io::Error),
    #[error("{0}")]
    File(#[from] FileError),
}

/// Reads English: text to sentences, tags, lemmas, trees and names. Shared between threads as it is.
#[derive(Debug)]
pub struct Annotator {
    model: Model,
    forms: Forms<'static>,
    scratch: Mutex<Vec<Scratch>>,
}

/// Memory that is used again and again.
#[derive(Debug, Default)]
struct Scratch {
    batch: Batch,
    work: Work,
    works: Vec<Work>,
    heads: Packed,
    scores: Vec<f32>,
    more: Vec<f32>,
    normal: String,
    tokens: Vec<(usize, usize)>,
}

impl Annotator {
    /// The model that comes with the program.
    pub fn builtin() -> Result<Self, ModelError> {
        Self::load(dateline_data::MODEL, "built in")
    }

    /// A model file's bytes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        Self::load(bytes, "given as bytes")
    }

    /// A model file.
    pub fn open(path: &Path) -> Result<Self, ModelError> {
        let file = path.display().to_string();
        match std::fs::read(path) {
            Ok(bytes) => Self::load(&bytes, &file),
            Err(e) => Err(ModelError { file, reason: e.into() }),
        }
    }

    fn load(bytes: &[u8], file: &str) -> Result<Self, ModelError> {
        match Model::read(bytes) {
            Ok(mut model) => {
                if let Some(hash) = dateline_net::file::stated_hash(bytes) {
                    model.name = format!("{}-{:08x}", model.name, hash >> 32);
                }
                Ok(Self::new(model))
            }
            Err(e) => Err(ModelError {
                file: file.to_owned(),
                reason: e.into(),
            }),
        }
    }

    /// A model that is in memory.
    #[must_use]
    pub fn new(mut model: Model) -> Self {
        model.parsers.iter_mut().for_each(Network::quicken);
        model.splitter.quicken();
        Self {
            model,
            forms: Forms::builtin(),
            scratch: Mutex::new(Vec::new()),
        }
    }

    /// Name of the model and the first half of its file's hash, for `versions.model` of an event.
    #[must_use]
    pub fn model_name(&self) -> &str {
        &self.model.name
    }

    /// Sentences of a document, over all its parts, in text order. Together their tokens hold every
    /// character of the text that is not white space.
    #[must_use]
    pub fn annotate(&self, document: &Document) -> Vec<Sentence> {
        self.run(&document.text, &units::of_document(document))
    }

    /// Sentences of a text that is all body; empty lines part its paragraphs.
    #[must_use]
    pub fn annotate_text(&self, text: &str) -> Vec<Sentence> {
        self.run(text, &units::of_text(text))
    }

    /// Tags, lemmas, trees and names for sentences whose tokens are given: only the tokens' forms
    /// are read, everything else is overwritten.
    pub fn annotate_tokens(&self, sentences: &mut [Sentence]) {
        let mut scratch = self.take();
        self.fill(sentences, &mut scratch);
        self.give(scratch);
    }

    /// Names for sentences that have none, from whichever parser: nothing else changes.
    pub fn add_names(&self, sentences: &mut [Sentence]) {
        let mut scratch = self.take();
        let mut copy = sentences.to_vec();
        self.fill(&mut copy, &mut scratch);
        self.give(scratch);
        for (own, filled) in sentences.iter_mut().zip(copy) {
            if own.names.is_empty() {
                own.names = filled.names;
            }
        }
    }

    fn take(&self) -> Scratch {
        self.scratch
            .lock()
            .map_or_else(|_| Scratch::default(), |mut s| s.pop().unwrap_or_default())
    }

    fn give(&self, scratch: Scratch) {
        if let Ok(mut pool) = self.scratch.lock() {
            pool.push(scratch);
        }
    }

    fn run(&self, text: &str, units: &[Unit]) -> Vec<Sentence> {
        let mut scratch = self.take();
        let mut sentences = Vec::new();
        self.sentences(text, units, &mut scratch, &mut sentences);
        self.fill(&mut sentences, &mut scratch);
        self.give(scratch);
        sentences
    }

    /// Tokens and sentences without tags and trees.
    fn sentences(&self, text: &str, units: &[Unit], scratch: &mut Scratch, out: &mut Vec<Sentence>) {
        // Tokens of a batch of units; each unit's in pieces no longer than a batch.
        let mut tokens: Vec<(usize, usize)> = Vec::new();
        let mut pieces: Vec<(Unit, usize)> = Vec::new();
        for unit in units {
            let base = unit.span.start();
            let mut own = std::mem::take(&mut scratch.tokens);
            self.model.tokeniser.tokens(unit.span.of(text), &mut own);
            let mut first = true;
            for piece in own.chunks(BATCH) {
                if tokens.len() + piece.len() > BATCH {
                    self.flush(text, &mut tokens, &mut pieces, scratch, out);
                }
                tokens.extend(piece.iter().map(|(a, b)| (a + base, b + base)));
                pieces.push((
                    Unit {
                        start: first && unit.start,
                        ..*unit
                    },
                    piece.len(),
                ));
                first = false;
            }
            scratch.tokens = own;
        }
        self.flush(text, &mut tokens, &mut pieces, scratch, out);
    }

    fn flush(
        &self,
        text: &str,
        tokens: &mut Vec<(usize, usize)>,
        pieces: &mut Vec<(Unit, usize)>,
        scratch: &mut Scratch,
        out: &mut Vec<Sentence>,
    ) {
        let Scratch {
            batch, work, normal, ..
        } = scratch;
        batch.clear();
        let mut at = 0;
        for (_, n) in pieces.iter() {
            split_rows(&self.model, text, &tokens[at..at + n], normal, batch);
            at += n;
        }
        forward(&self.model.splitter, batch, work);
        let mut at = 0;
        for (unit, n) in pieces.drain(..) {
            let own = &tokens[at..at + n];
            let scores = &work.tags[at * 2..(at + n) * 2];
            let mut start = unit.start;
            let mut words: Vec<Token> = Vec::new();
            for (i, &(a, b)) in own.iter().enumerate() {
                let beside = |k: Option<usize>| k.and_then(|k| own.get(k)).map_or("", |(a, b)| &text[*a..*b]);
                let tokeniser = &self.model.tokeniser;
                if tokeniser.is_doubtful(&text[a..b])
                    && !tokeniser.parts_here(&text[a..b], beside(i.checked_sub(1)), beside(Some(i + 1)))
                {
                    words.push(blank(Span::new(a, b), text[a..b].into(), false, false));
                } else {
                    self.words(&text[a..b], a, &mut words);
                }
                let last = text[a..b].chars().next_back().unwrap_or(' ');
                let margin = match unit.part {
                    PartKind::Body if last.is_alphanumeric() => BARE_END,
                    PartKind::Body => 0.0,
                    // Headlines and captions are one sentence if no mark says otherwise.
                    _ if matches!(last, '.' | '?' | '!' | '…' | '"' | '”' | '’' | ')') => 0.0,
                    _ => f32::INFINITY,
                };
                let short = text[a..b]
                    .strip_suffix('.')
                    .is_some_and(|word| tokenise::shortened(word, beside(Some(i + 1)).chars().next()));
                let ends = scores[i * 2 + 1] - scores[i * 2] > margin && !short;
                if i + 1 == n || words.len() >= LONGEST_SENTENCE || ends {
                    let tokens = std::mem::take(&mut words);
                    let span = Span::new(tokens[0].span.start(), b);
                    let index = out.len() as u32;
                    let part = unit.part;
                    out.push(Sentence {
                        span,
                        part,
                        index,
                        tokens,
                        names: Vec::new(),
                        paragraph_start: start,
                    });
                    start = false;
                }
            }
            at += n;
        }
        tokens.clear();
    }

    fn words(&self, token: &str, at: usize, out: &mut Vec<Token>) {
        let whole = Span::new(at, at + token.len());
        let Some(words) = self.model.tokeniser.words(token) else {
            out.push(blank(whole, token.into(), false, false));
            return;
        };
        let spelled = words.concat() == token;
        let mut from = at;
        for (i, word) in words.into_iter().enumerate() {
            let span = if spelled {
                Span::new(from, from + word.len())
            } else {
                whole
            };
            from += word.len();
            out.push(blank(span, word.into(), i == 0, i > 0));
        }
    }

    /// Tags, lemmas, trees and names, in batches.
    fn fill(&self, sentences: &mut [Sentence], scratch: &mut Scratch) {
        let mut from = 0;
        while from < sentences.len() {
            let mut to = from;
            let mut words = 0;
            while to < sentences.len() && (to == from || words + sentences[to].tokens.len() <= WORDS) {
                words += sentences[to].tokens.len();
                to += 1;
            }
            self.fill_batch(&mut sentences[from..to], scratch);
            from = to;
        }
    }

    fn fill_batch(&self, sentences: &mut [Sentence], scratch: &mut Scratch) {
        let Scratch {
            batch,
            works,
            heads: packed,
            scores,
            more,
            normal,
            ..
        } = scratch;
        let model = &self.model;
        let Some(net) = model.parsers.first() else {
            return;
        };
        batch.clear();
        for sentence in sentences.iter() {
            batch.lengths.push(sentence.tokens.len());
            for token in &sentence.tokens {
                word_rows(&model.vocabulary, net.config.part_rows, &token.form, 0, normal, batch);
            }
        }
        works.resize_with(model.parsers.len(), Work::default);
        for (net, work) in model.parsers.iter().zip(works.iter_mut()) {
            forward(net, batch, work);
        }
        let mut heads: Vec<u32> = Vec::with_capacity(batch.words.len());
        let mut at = 0;
        for sentence in sentences.iter_mut() {
            let n = sentence.tokens.len();
            for (k, (net, work)) in model.parsers.iter().zip(works.iter()).enumerate() {
                if k == 0 {
                    arcs(net, work, at, n, packed, scores);
                } else {
                    arcs(net, work, at, n, packed, more);
                    add_scaled(scores, more, 1.0);
                }
            }
            for (token, head) in sentence.tokens.iter_mut().zip(tree::best(scores, n)) {
                token.head = head;
                heads.push(head.map_or(u32::MAX, |h| h + at as u32));
            }
            at += n;
        }
        for (net, work) in model.parsers.iter().zip(works.iter_mut()) {
            labels(net, work, &heads, &[]);
        }
        let Some((work, others)) = works.split_first_mut() else {
            return;
        };
        for other in others {
            // All networks have the same classes; a buffer may be longer than this batch needs.
            add_scaled(&mut work.tags, &other.tags, 1.0);
            add_scaled(&mut work.labels, &other.labels, 1.0);
        }
        let classes = net.config.classes();
        let (n_xpos, n_lemma) = (model.xpos.len(), model.lemmas.scripts.len());
        let mut key = String::new();
        let mut at = 0;
        for sentence in sentences.iter_mut() {
            let n = sentence.tokens.len();
            // In titles and capitals every word is large.
            let titled = sentence.tokens.iter().filter(|t| is_large(&t.form)).count() * 2 > n;
            for (i, token) in sentence.tokens.iter_mut().enumerate() {
                let row = &work.tags[(at + i) * classes..(at + i + 1) * classes];
                let (upos, row) = row.split_at(Upos::ALL.len());
                let (xpos, row) = row.split_at(n_xpos);
                let (lemma, _) = row.split_at(n_lemma);
                let large = i > 0 && !titled && is_large(&token.form);
                let bonus = |name: bool| if large && name { CAPITAL } else { 0.0 };
                token.upos = Upos::ALL[highest_with(upos, |u| bonus(Upos::ALL[u] == Upos::Propn))];
                let tag = highest_with(xpos, |x| bonus(model.xpos[x].starts_with("NNP")));
                token.xpos = (&*model.xpos[tag]).into();
                features::normal(&token.form, normal);
                token.lemma = model
                    .lemmas
                    .lemma(&token.form, normal, &token.xpos, lemma, &self.forms, &mut key)
                    .into();
                let of = net.config.labels;
                let row = &work.labels[(at + i) * of..(at + i + 1) * of];
                (token.rel, token.sub) = match token.head {
                    None => (Rel::Root, SubRel::None),
                    Some(_) => {
                        let mut best = (f32::NEG_INFINITY, (Rel::Dep, SubRel::None));
                        for (score, label) in row.iter().zip(&model.labels) {
                            if *score > best.0 && label.0 != Rel::Root {
                                best = (*score, *label);
                            }
                        }
                        best.1
                    }
                };
            }
            repair::all(&mut sentence.tokens, &self.forms);
            names(
                &work.tags[at * classes..(at + n) * classes],
                classes,
                &mut sentence.names,
            );
            at += n;
        }
    }
}

/// A word without tags.
fn blank(span: Span, form: CompactString, mwt_first: bool, mwt_rest: bool) -> Token {
    Token {
        span,
        form,
        lemma: CompactString::default(),
        upos: Upos::X,
        xpos: CompactString::default(),
        head: None,
        rel: Rel::Dep,
        sub: SubRel::None,
        mwt_first,
        mwt_rest,
    }
}

/// Rows of a word for a network whose table of parts has `part_rows` rows.
pub fn word_rows(
    vocabulary: &Vocabulary,
    part_rows: usize,
    form: &str,
    before: u8,
    normal: &mut String,
    batch: &mut Batch,
) {
    features::normal(form, normal);
    batch.words.push(vocabulary.row(normal));
    features::parts(form, normal, before, part_rows as u32, &mut batch.parts);
}

/// Rows of the tokens of one unit for the splitter.
pub fn split_rows(model: &Model, text: &str, tokens: &[(usize, usize)], normal: &mut String, batch: &mut Batch) {
    batch.lengths.push(tokens.len());
    let mut end = None;
    for &(a, b) in tokens {
        let before = match end {
            None => 1,
            Some(e) if e == a => 2,
            Some(e) if text[e..a].contains('\n') => 3,
            Some(e) if a - e > 1 => 4,
            Some(_) => 5,
        };
        let rows = model.splitter.config.part_rows;
        word_rows(&model.vocabulary, rows, &text[a..b], before, normal, batch);
        end = Some(b);
    }
}

fn is_large(form: &str) -> bool {
    form.chars().next().is_some_and(char::is_uppercase)
}

fn highest(scores: &[f32]) -> usize {
    highest_with(scores, |_| 0.0)
}

fn highest_with(scores: &[f32], bonus: impl Fn(usize) -> f32) -> usize {
    let mut best = (0, f32::NEG_INFINITY);
    for (i, s) in scores.iter().enumerate() {
        let s = s + bonus(i);
        if s > best.1 {
            best = (i, s);
        }
    }
    best.0
}

/// The best sequence of name classes, where "inside" only follows its own kind.
fn names(tags: &[f32], classes: usize, out: &mut Vec<Name>) {
    const K: usize = NAME_CLASSES;
    out.clear();
    let n = tags.len() / classes;
    let allowed = |from: usize, to: usize| to == 0 || to % 2 == 1 || from == to || from + 1 == to;
    let mut back: Vec<[u8; K]> = Vec::with_capacity(n);
    let mut best = [0.0f32; K];
    for (i, row) in tags.chunks_exact(classes).enumerate() {
        let row = &row[classes - K..];
        let mut now = [f32::NEG_INFINITY; K];
        let mut from = [0u8; K];
        for to in 0..K {
            if i == 0 {
                if to == 0 || to % 2 == 1 {
                    now[to] = row[to];
                }
                continue;
            }
            for (before, score) in best.iter().enumerate() {
                if allowed(before, to) && score + row[to] > now[to] {
                    now[to] = score + row[to];
                    from[to] = before as u8;
                }
            }
        }
        best = now;
        back.push(from);
    }
    let mut path = vec![0usize; n];
    let mut at = highest(&best);
    for i in (0..n).rev() {
        path[i] = at;
        at = usize::from(back[i][at]);
    }
    for (i, class) in path.into_iter().enumerate() {
        let i = i as u32;
        if class % 2 == 1 {
            out.push(Name {
                start: i,
                end: i + 1,
                kind: NameKind::ALL[class / 2],
            });
        } else if class > 0
            && let Some(name) = out.last_mut()
        {
            name.end = i + 1;
        }
    }
}
