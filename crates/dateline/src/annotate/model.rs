//! What a model file holds.

use dateline_net::file::{FileError, Reader, Writer, open};
use dateline_net::network::{Config, Network};
use rustc_hash::{FxHashMap, FxHashSet};

use super::features::{SLOTS, Vocabulary};
use super::lemma::{Lemmas, Script};
use super::tokenise::{BITS, Tokeniser};
use crate::types::{NameKind, Rel, SubRel, Upos};

/// Classes of the names' head: outside, then begin and inside for each kind.
pub const NAME_CLASSES: usize = 1 + 2 * NameKind::ALL.len();

/// Everything that the annotator has learned.
#[derive(Clone, Debug)]
pub struct Model {
    /// What it is called in output (`versions.model`).
    pub name: String,
    /// Characters to tokens and words.
    pub tokeniser: Tokeniser,
    /// Words with rows of their own.
    pub vocabulary: Vocabulary,
    /// Tokens to sentences: one head with two classes.
    pub splitter: Network,
    /// Words to tags, trees and names: networks with heads for UPOS, XPOS, lemma edits and names,
    /// whose scores are added up. At least one.
    pub parsers: Vec<Network>,
    /// XPOS tags in the order of their classes.
    pub xpos: Vec<Box<str>>,
    /// Relations in the order of their classes.
    pub labels: Vec<(Rel, SubRel)>,
    /// Lemma edits.
    pub lemmas: Lemmas,
}

/// Stands before the words of a contraction that is also a word.
const DOUBTFUL: &str = "?";

fn bad(what: &str) -> FileError {
    FileError::Body(what.to_owned())
}

impl Model {
    /// Body of the model file, to be compressed and sealed.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let mut w = Writer::default();
        w.text(&self.name);
        w.small(&self.tokeniser.weights);
        let mut contractions: Vec<_> = self.tokeniser.contractions.iter().collect();
        contractions.sort();
        w.number(contractions.len() as u32);
        for (token, words) in contractions {
            w.text(token);
            let mark = self.tokeniser.doubtful.contains(token).then_some(DOUBTFUL);
            let words: Vec<&str> = mark.into_iter().chain(words.iter().map(|w| &**w)).collect();
            w.texts(words.into_iter());
        }
        w.texts(self.vocabulary.words().iter().map(|w| &**w));
        write_network(&self.splitter, &mut w);
        w.number(self.parsers.len() as u32);
        for parser in &self.parsers {
            write_network(parser, &mut w);
        }
        w.texts(self.xpos.iter().map(|w| &**w));
        w.number(self.labels.len() as u32);
        for (rel, sub) in &self.labels {
            w.text(rel.as_str());
            w.text(sub.as_str());
        }
        let scripts: Vec<String> = self.lemmas.scripts.iter().map(Script::write).collect();
        w.texts(scripts.iter().map(String::as_str));
        let mut known: Vec<_> = self.lemmas.known.iter().collect();
        known.sort();
        w.number(known.len() as u32);
        for (key, script) in known {
            w.text(key);
            w.number(*script);
        }
        w.bytes
    }

    /// Reads a model file.
    pub fn read(file: &[u8]) -> Result<Self, FileError> {
        let body = open(file)?;
        let mut r = Reader::new(&body);
        let name = r.text()?.to_owned();
        let weights = r.small()?;
        if weights.len() != 1 << BITS {
            return Err(bad("the tokeniser has another size"));
        }
        let mut contractions = FxHashMap::default();
        let mut doubtful = FxHashSet::default();
        for _ in 0..r.number()? {
            let token: Box<str> = r.text()?.into();
            let mut words = r.texts()?;
            if words.first() == Some(&DOUBTFUL) {
                words.remove(0);
                doubtful.insert(token.clone());
            }
            contractions.insert(token, words.into_iter().map(Into::into).collect());
        }
        let vocabulary = Vocabulary::new(r.texts()?.into_iter().map(Into::into).collect());
        let splitter = read_network(&mut r)?;
        let mut parsers = Vec::new();
        for _ in 0..r.number()?.min(16) {
            parsers.push(read_network(&mut r)?);
        }
        if parsers.is_empty() {
            return Err(bad("no parser"));
        }
        let xpos: Vec<Box<str>> = r.texts()?.into_iter().map(Into::into).collect();
        let mut labels = Vec::new();
        for _ in 0..r.number()? {
            let rel = Rel::parse(r.text()?).ok_or_else(|| bad("an unknown relation"))?;
            let sub = SubRel::parse(r.text()?).ok_or_else(|| bad("an unknown subtype"))?;
            labels.push((rel, sub));
        }
        let scripts = r
            .texts()?
            .into_iter()
            .map(Script::read)
            .collect::<Option<Vec<_>>>()
            .ok_or_else(|| bad("an unknown lemma edit"))?;
        let mut known = FxHashMap::default();
        for _ in 0..r.number()? {
            let key: Box<str> = r.text()?.into();
            known.insert(key, r.number()?);
        }
        r.end()?;
        let heads = [Upos::ALL.len(), xpos.len(), scripts.len(), NAME_CLASSES];
        for parser in &parsers {
            let c = &parser.config;
            let same = c.part_rows == parsers[0].config.part_rows;
            if c.heads != heads || c.labels != labels.len() || c.arc == 0 || !same {
                return Err(bad("the parser has other classes"));
            }
        }
        if splitter.config.heads != [2] || splitter.config.arc != 0 {
            return Err(bad("the splitter has other classes"));
        }
        for network in parsers.iter().chain([&splitter]) {
            if network.config.slots != SLOTS || network.config.word_rows != vocabulary.rows() {
                return Err(bad("the tables have other sizes"));
            }
        }
        let tokeniser = Tokeniser {
            weights,
            contractions,
            doubtful,
        };
        let lemmas = Lemmas { scripts, known };
        Ok(Self {
            name,
            tokeniser,
            vocabulary,
            splitter,
            parsers,
            xpos,
            labels,
            lemmas,
        })
    }
}

fn write_network(network: &Network, w: &mut Writer) {
    let c = &network.config;
    for n in [
        c.word_rows,
        c.word_dim,
        c.part_rows,
        c.part_dim,
        c.slots,
        c.hidden,
        c.layers,
        c.arc,
        c.rel,
        c.labels,
        c.tag,
    ] {
        w.number(n as u32);
    }
    w.number(c.heads.len() as u32);
    for n in &c.heads {
        w.number(*n as u32);
    }
    for (i, slot) in network.layout.all.iter().enumerate() {
        let x = slot.of(&network.data);
        match kind(i, &slot.name) {
            Kind::Table => w.rows(x, slot.columns),
            Kind::Weights => w.columns(x, slot.columns),
            Kind::Other => w.halves(x),
        }
    }
}

/// How an array is stored.
enum Kind {
    /// Eight bits, a scale for each row.
    Table,
    /// Eight bits, a scale for each column: what the products use anyway.
    Weights,
    /// Sixteen bits.
    Other,
}

fn kind(index: usize, name: &str) -> Kind {
    match name {
        _ if index < 2 => Kind::Table,
        "hidden" | "tags" => Kind::Weights,
        _ if name.ends_with(".weight") => Kind::Weights,
        _ => Kind::Other,
    }
}

fn read_network(r: &mut Reader<'_>) -> Result<Network, FileError> {
    let mut sizes = [0usize; 11];
    for n in &mut sizes {
        *n = r.number()? as usize;
        if *n > 1 << 20 {
            return Err(bad("a size out of range"));
        }
    }
    let [
        word_rows,
        word_dim,
        part_rows,
        part_dim,
        slots,
        hidden,
        layers,
        arc,
        rel,
        labels,
        tag,
    ] = sizes;
    if layers > 16 || word_dim.max(part_dim).max(hidden).max(arc).max(rel).max(tag) > 1024 {
        return Err(bad("a size out of range"));
    }
    let mut heads = Vec::new();
    for _ in 0..r.number()?.min(64) {
        heads.push((r.number()? as usize).min(1 << 16));
    }
    let config = Config {
        word_rows,
        word_dim,
        part_rows,
        part_dim,
        slots,
        hidden,
        layers,
        arc,
        rel,
        labels,
        tag,
        heads,
    };
    let layout = config.layout();
    let mut data = Vec::new();
    for (i, slot) in layout.all.iter().enumerate() {
        let x = match kind(i, &slot.name) {
            Kind::Table => r.rows()?,
            Kind::Weights => r.columns()?,
            Kind::Other => r.halves()?,
        };
        if x.len() != slot.rows * slot.columns {
            return Err(bad(&format!("{} has another size", slot.name)));
        }
        data.extend(x);
    }
    Network::new(config, data).ok_or_else(|| bad("the network has other sizes"))
}
