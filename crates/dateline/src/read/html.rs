//! Web pages: main text and metadata.

use dom_query::{Document as Page, NodeRef};
use dom_smoothie::{Config, Readability};
use serde_json::Value;

use super::json_lines::date;
use super::layout::{Given, layout};
use super::{Item, Reader, Source, language};
use crate::{Metadata, Span};

/// Pages with more tags, open or closed, are refused: a parser needs some hundred bytes for each.
const MOST_ELEMENTS: usize = 400_000;
/// Pages with deeper nesting are refused: parsers become slow on them. Browsers stop at 512.
const DEEPEST: usize = 1000;
/// A main text under this many characters is looked for again without the extractor.
const SHORT: usize = 250;

/// Reads a web page.
pub(super) fn page(reader: &Reader, source: &Source<'_>, html: &str, given: Metadata) -> Item {
    if let Err(reason) = check_size(html) {
        return Item::Failed(source.error(reason));
    }
    let page = Page::from(html);
    let facts = Facts::of(&page);
    let mut blocks = main_text(html, &page, &facts);
    let headline = headline(&page, &facts);
    if let Some(headline) = &headline {
        blocks.retain(|block| !same_words(&block.text, headline));
    }
    if blocks.is_empty() {
        return Item::Failed(source.error("the page has no text in its body"));
    }
    let (text, marks) = assemble(headline.as_deref(), &blocks);
    let mut meta = Metadata {
        title: facts.title.clone().or_else(|| headline.clone()),
        publisher: given.publisher.or(facts.publisher),
        published: given.published.or(facts.published),
        url: facts.url,
        section: facts.section,
        language: None,
        agency: None,
    };
    // What the words say counts more than what the page says of itself.
    let found = language::detect(&text).or(facts.language);
    match found {
        Some(found) if found != "en" && !reader.options.any_language => {
            return Item::Skipped(source.skipped(&found));
        }
        found => meta.language = found,
    }
    let layout = layout(&text, false, meta.published, &reader.agencies, &marks);
    Item::Document(Box::new(reader.assemble(source.id, text, meta, layout)))
}

/// Refuses pages that a parser could not take in reasonable time and memory.
fn check_size(html: &str) -> Result<(), String> {
    let bytes = html.as_bytes();
    let (mut elements, mut depth) = (0usize, 0usize);
    let mut at = 0;
    while let Some(found) = html.get(at..).and_then(|rest| rest.find('<')) {
        at += found + 1;
        // Whatever it opens, it costs the parser something.
        elements += 1;
        if elements > MOST_ELEMENTS {
            return Err(format!("the page has over {MOST_ELEMENTS} tags"));
        }
        let close = bytes.get(at) == Some(&b'/');
        let start = at + usize::from(close);
        let length = bytes[start.min(bytes.len())..]
            .iter()
            .take(16)
            .take_while(|byte| byte.is_ascii_alphanumeric())
            .count();
        if length == 0 {
            continue;
        }
        let name = html[start..start + length].to_ascii_lowercase();
        if matches!(name.as_str(), "script" | "style") && !close {
            // What stands in them is no markup.
            let end = if name == "script" { "</script" } else { "</style" };
            let rest = &bytes[start..];
            let skip = rest
                .windows(end.len())
                .position(|window| window.eq_ignore_ascii_case(end.as_bytes()));
            // Not closed: all the rest belongs to it.
            let Some(skip) = skip else { break };
            // On a character boundary: "<" stands here.
            at = start + skip;
            continue;
        }
        let closed_by_others = matches!(
            name.as_str(),
            "p" | "li"
                | "td"
                | "th"
                | "tr"
                | "dt"
                | "dd"
                | "option"
                | "br"
                | "img"
                | "hr"
                | "input"
                | "meta"
                | "link"
                | "area"
                | "base"
                | "col"
                | "embed"
                | "source"
                | "track"
                | "wbr"
                | "param"
                | "tbody"
                | "thead"
                | "html"
                | "body"
                | "head"
                | "path"
        );
        if close {
            depth = depth.saturating_sub(usize::from(!closed_by_others));
        } else {
            depth += usize::from(!closed_by_others);
            if depth > DEEPEST {
                return Err(format!("the page's elements are nested over {DEEPEST} deep"));
            }
        }
        at = start + length;
    }
    Ok(())
}

/// What the page says of itself.
#[derive(Debug, Default)]
struct Facts {
    title: Option<String>,
    publisher: Option<String>,
    published: Option<jiff::civil::Date>,
    url: Option<String>,
    section: Option<String>,
    language: Option<String>,
    /// JSON-LD `articleBody`.
    body: Option<String>,
}

impl Facts {
    /// JSON-LD first, then OpenGraph and `<meta>`, then elements of the page.
    fn of(page: &Page) -> Self {
        let mut facts = Self::default();
        for script in page.select("script[type='application/ld+json']").iter() {
            let text = script.text();
            let text = text.trim().trim_start_matches("<!--").trim_end_matches("-->");
            if let Ok(value) = serde_json::from_str::<Value>(text) {
                facts.linked_data(&value);
            }
        }
        let meta = |names: &[&str]| {
            names.iter().find_map(|name| {
                let selector = format!("meta[property='{name}'], meta[name='{name}'], meta[itemprop='{name}']");
                page.select(&selector)
                    .iter()
                    .filter_map(|found| words(&found.attr("content")?))
                    .next()
            })
        };
        facts.title = facts
            .title
            .or_else(|| meta(&["og:title", "twitter:title", "title", "dc.title", "DC.title"]));
        facts.publisher = facts.publisher.or_else(|| {
            meta(&[
                "og:site_name",
                "publisher",
                "DC.publisher",
                "dc.publisher",
                "application-name",
            ])
        });
        facts.section = facts.section.or_else(|| {
            meta(&[
                "article:section",
                "section",
                "og:section",
                "parsely-section",
                "category",
            ])
        });
        facts.url = facts
            .url
            .or_else(|| {
                page.select("link[rel='canonical']")
                    .attr("href")
                    .and_then(|url| words(&url))
            })
            .or_else(|| meta(&["og:url", "twitter:url"]));
        const DATES: &[&str] = &[
            "article:published_time",
            "og:published_time",
            "datePublished",
            "pubdate",
            "publishdate",
            "publish-date",
            "publish_date",
            "publication_date",
            "published_time",
            "article_date_original",
            "DC.date.issued",
            "dc.date.issued",
            "DC.date",
            "dc.date",
            "dcterms.date",
            "dcterms.created",
            "DC.date.created",
            "parsely-pub-date",
            "sailthru.date",
            "citation_publication_date",
            "citation_date",
            "article.published",
            "cXenseParse:recs:publishtime",
            "date",
            "Date",
            "article:published",
            "og:pubdate",
            "created",
            "datecreated",
            "dateCreated",
        ];
        facts.published = facts
            .published
            .or_else(|| DATES.iter().find_map(|name| date(&meta(&[name])?)));
        facts.published = facts.published.or_else(|| {
            [
                "time[itemprop='datePublished']",
                "[itemprop='datePublished']",
                "time[pubdate]",
                "article time[datetime]",
                "time.entry-date[datetime]",
                "time[datetime]",
            ]
            .iter()
            .find_map(|selector| {
                page.select(selector).iter().find_map(|found| {
                    let value = found.attr("datetime").or_else(|| found.attr("content"));
                    date(&value.map_or_else(|| found.text().to_string(), |value| value.to_string()))
                })
            })
        });
        facts.language = page
            .select("html")
            .attr("lang")
            .or_else(|| page.select("html").attr("xml:lang"))
            .and_then(|lang| words(&lang))
            .or(facts.language)
            .or_else(|| {
                meta(&[
                    "og:locale",
                    "content-language",
                    "language",
                    "DC.language",
                    "dc.language",
                ])
            })
            .map(|lang| language::code(&lang))
            .filter(|lang| lang.len() == 2);
        facts
    }

    /// Fields of the articles in one JSON-LD block.
    fn linked_data(&mut self, value: &Value) {
        let mut stack = vec![value];
        // JSON is at most 128 deep, but long.
        let mut left = 2000;
        while let Some(value) = stack.pop() {
            left -= 1;
            if left == 0 {
                break;
            }
            match value {
                Value::Array(list) => stack.extend(list.iter().rev()),
                Value::Object(map) => {
                    if let Some(graph) = map.get("@graph") {
                        stack.push(graph);
                    }
                    for key in ["mainEntity", "mainEntityOfPage"] {
                        if let Some(entity @ Value::Object(_)) = map.get(key) {
                            stack.push(entity);
                        }
                    }
                    let article = strings(map.get("@type")).iter().any(|kind| {
                        kind.ends_with("Article")
                            || matches!(kind.as_str(), "BlogPosting" | "Report" | "LiveBlogPosting")
                    });
                    if !article {
                        continue;
                    }
                    let first = |key: &str| strings(map.get(key)).into_iter().next();
                    self.title = self
                        .title
                        .take()
                        .or_else(|| first("headline"))
                        .or_else(|| first("name"));
                    self.publisher = self.publisher.take().or_else(|| first("publisher"));
                    self.section = self.section.take().or_else(|| first("articleSection"));
                    self.language = self.language.take().or_else(|| first("inLanguage"));
                    self.body = self.body.take().or_else(|| first("articleBody"));
                    self.url = self.url.take().or_else(|| first("url"));
                    self.published = self
                        .published
                        .or_else(|| date(&first("datePublished")?))
                        .or_else(|| date(&first("dateCreated")?));
                }
                _ => {}
            }
        }
    }
}

/// The strings of a JSON-LD field: itself, its list, or the names of the things in it.
fn strings(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::String(text)) => words(&unescape(text)).into_iter().collect(),
        Some(Value::Array(list)) => list.iter().flat_map(|value| strings(Some(value))).collect(),
        Some(Value::Object(map)) => strings(map.get("name").or_else(|| map.get("@id"))),
        _ => Vec::new(),
    }
}

/// JSON-LD often holds HTML's escapes.
fn unescape(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    Page::fragment(text.replace('<', "&lt;")).text().to_string()
}

/// White space collapsed; `None` if nothing is left.
fn words(text: &str) -> Option<String> {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!words.is_empty()).then_some(words)
}

fn same_words(one: &str, other: &str) -> bool {
    let letters = |text: &str| -> String {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect()
    };
    letters(one) == letters(other)
}

/// The headline: the `<h1>` that fits the title, else the title without the paper's name.
fn headline(page: &Page, facts: &Facts) -> Option<String> {
    let title = facts
        .title
        .clone()
        .or_else(|| words(&page.select("head title").first().text()))
        .map(|title| without_site(&title, facts.publisher.as_deref()));
    let headings: Vec<String> = page
        .select("h1")
        .iter()
        .filter_map(|heading| words(&heading.text()))
        .take(8)
        .collect();
    if let Some(title) = &title {
        let lower = title.to_lowercase();
        let fits = headings.iter().find(|heading| {
            let heading = heading.to_lowercase();
            heading.chars().count() >= 8 && (lower.contains(&heading) || heading.contains(&lower))
        });
        if let Some(heading) = fits {
            return Some(heading.clone());
        }
    }
    // A heading of one or two words is the paper's name.
    let long = headings.iter().find(|heading| heading.split_whitespace().count() >= 4);
    match (long, title) {
        (Some(heading), Some(title)) if headings.len() > 1 && shared_words(heading, &title) == 0 => Some(title),
        (Some(heading), _) => Some(heading.clone()),
        (None, Some(title)) => Some(title),
        (None, None) => headings.into_iter().next(),
    }
}

fn shared_words(one: &str, other: &str) -> usize {
    let other = other.to_lowercase();
    one.to_lowercase()
        .split_whitespace()
        .filter(|word| word.chars().count() > 3 && other.contains(word))
        .count()
}

/// "Mayor meets envoys | The Lusaka Mail" to "Mayor meets envoys".
fn without_site(title: &str, publisher: Option<&str>) -> String {
    for mark in [" | ", " – ", " — ", " - ", " :: ", " » ", " « ", " · "] {
        if let Some((head, tail)) = title.rsplit_once(mark) {
            let count = |text: &str| text.split_whitespace().count();
            let named = publisher.is_some_and(|name| tail.to_lowercase().contains(&name.to_lowercase()));
            if named || (count(head) >= 4 && count(tail) <= 4) {
                return without_site(head, publisher);
            }
        }
    }
    title.trim().to_owned()
}

/// A paragraph of the page.
#[derive(Clone, Debug)]
struct Block {
    text: String,
    caption: bool,
    /// Nothing but a link to somewhere else.
    link: bool,
}

/// The article's paragraphs.
fn main_text(html: &str, page: &Page, facts: &Facts) -> Vec<Block> {
    let config = Config {
        keep_classes: true,
        disable_json_ld: true,
        max_elements_to_parse: MOST_ELEMENTS,
        ..Config::default()
    };
    let mut found = Vec::new();
    if let Ok(article) = Readability::new(html, None, Some(config)).and_then(|mut page| page.parse()) {
        let content = Page::fragment(article.content);
        found = blocks(&content.root());
    }
    let size = |blocks: &[Block]| blocks.iter().map(|block| block.text.len()).sum::<usize>();
    if size(&found) < SHORT {
        // Short pages: all paragraphs of the article, or of the body.
        for selector in ["article", "main", "[role='main']", "body"] {
            let selection = page.select(selector);
            let Some(node) = selection.nodes().first() else {
                continue;
            };
            let all = blocks(node);
            if size(&all) > size(&found).max(40) {
                found = all;
                break;
            }
        }
    }
    if let Some(body) = &facts.body
        && body.len() > 2 * size(&found)
    {
        found = vec![Block {
            text: body.clone(),
            caption: false,
            link: false,
        }];
    }
    found
}

const SKIPPED: &[&str] = &[
    "script", "style", "noscript", "nav", "form", "button", "svg", "template", "iframe", "select", "input", "head",
    "textarea", "object", "audio", "video", "canvas", "footer", "title",
];

const BLOCKS: &[&str] = &[
    "p",
    "div",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "figure",
    "figcaption",
    "section",
    "article",
    "table",
    "tbody",
    "tr",
    "td",
    "th",
    "ul",
    "ol",
    "dl",
    "dt",
    "dd",
    "pre",
    "header",
    "main",
    "aside",
    "hr",
    "address",
    "details",
    "summary",
    "caption",
    "body",
    "center",
];

/// Paragraphs in the order of the page.
fn blocks(root: &NodeRef<'_>) -> Vec<Block> {
    enum Step<'a> {
        Enter(NodeRef<'a>),
        Leave { block: bool, caption: bool, link: bool },
    }
    let mut out = Collect::default();
    let mut stack = vec![Step::Enter(*root)];
    while let Some(step) = stack.pop() {
        match step {
            Step::Enter(node) => {
                if node.is_text() {
                    out.push(&node.text());
                    continue;
                }
                let name = node.node_name().map(|name| name.to_string()).unwrap_or_default();
                if SKIPPED.contains(&name.as_str()) {
                    continue;
                }
                if name == "br" {
                    if super::dateline::ends_sentence(&out.text) {
                        out.flush();
                    } else {
                        out.push(" ");
                    }
                    continue;
                }
                let block = BLOCKS.contains(&name.as_str());
                let caption = name == "figcaption"
                    || (block
                        && node
                            .class()
                            .is_some_and(|class| class.to_lowercase().contains("caption")));
                let link = name == "a";
                if block {
                    out.flush();
                }
                out.captions += usize::from(caption);
                out.links += usize::from(link);
                stack.push(Step::Leave { block, caption, link });
                let at = stack.len();
                stack.extend(node.children_it(false).map(Step::Enter));
                stack[at..].reverse();
            }
            Step::Leave { block, caption, link } => {
                if block {
                    out.flush();
                }
                out.captions -= usize::from(caption);
                out.links -= usize::from(link);
            }
        }
    }
    out.flush();
    out.blocks
}

#[derive(Default)]
struct Collect {
    blocks: Vec<Block>,
    text: String,
    linked: usize,
    captions: usize,
    links: usize,
}

impl Collect {
    fn push(&mut self, text: &str) {
        for c in text.chars() {
            if c.is_whitespace() || c == '\u{200b}' || c == '\u{feff}' {
                if !self.text.is_empty() && !self.text.ends_with(' ') {
                    self.text.push(' ');
                }
            } else if c != '\u{ad}' {
                self.text.push(c);
                self.linked += if self.links > 0 { c.len_utf8() } else { 0 };
            }
        }
    }

    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        let linked = std::mem::take(&mut self.linked);
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        let link = linked * 10 >= text.len() * 8 && !super::dateline::ends_sentence(text);
        self.blocks.push(Block {
            text: text.to_owned(),
            caption: self.captions > 0,
            link,
        });
    }
}

/// The text of the document: headline first, a line for each paragraph.
fn assemble(headline: Option<&str>, blocks: &[Block]) -> (String, Given) {
    let mut text = String::new();
    let mut marks = Given {
        headline: headline.is_some(),
        ..Given::default()
    };
    if let Some(headline) = headline {
        text.push_str(headline);
    }
    for block in blocks {
        if !text.is_empty() {
            text.push('\n');
        }
        let start = text.len();
        text.push_str(&block.text);
        let span = Span::new(start, text.len());
        if block.caption {
            marks.captions.push(span);
        } else if block.link {
            marks.furniture.push(span);
        }
    }
    (text, marks)
}
