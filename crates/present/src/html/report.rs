//! One report's page: its text, sentence by sentence, with cuts and evidence.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use maud::{Markup, html};
use rapporteur_text::{Annotated, Cut, Evidence, Item, ReportIx, Span};

use super::page::Frame;
use super::view::{View, item_id};
use crate::labels::{earlier, unmarked};
use crate::plain::is_steering;

/// Bytes of a cut over which it is folded.
const FOLDED: usize = 400;

pub(super) fn page(view: &View<'_>, ix: ReportIx) -> String {
    let report = view.account.report(ix);
    let sheet = Sheet::new(view, ix);
    let title = view
        .account
        .title_of(ix)
        .unwrap_or_else(|| view.account.label(ix));
    let language = report
        .imprint
        .language
        .as_deref()
        .filter(|it| is_language(it));
    let content = html! {
        div.masthead {
            p.dates { bdi { (view.account.label(ix)) } }
            h1 { bdi { (title) } }
            (view.imprint(ix))
            @if let Some(words) = unmarked(report) { p { (words) } }
            @if let Some(words) = earlier(report) { p { bdi { (words) } } }
            p.quiet { "Underlined words are evidence and lead back to their line. Greyed words are cut, with the reason." }
        }
        article.sheet lang=[language] { @for block in sheet.blocks() { (sheet.block(&block)) } }
    };
    let back = format!("{}{}", view.up, view.story_path());
    let story = view.account.title();
    Frame {
        title: &title,
        back: Some((&back, &story)),
        rules: sheet.rules(),
        served: view.served,
    }
    .around(&content)
}

/// Whether a language tag is one that may stand in a page.
fn is_language(tag: &str) -> bool {
    (1..=35).contains(&tag.len())
        && tag
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// A paragraph of kept text, or a cut too large to stand in one.
enum Block {
    Paragraph(Span),
    Cut(Span, Cut),
}

/// A report's text with all that stands on it.
struct Sheet<'a> {
    view: &'a View<'a>,
    report: &'a Annotated,
    /// Distinct spans that links lead to, by place, with the item of each.
    cited: Vec<(Span, Option<&'a Item>)>,
    /// The ids of the spans of `cited`.
    anchors: Vec<String>,
    /// Where sentences begin, with their number.
    numbers: BTreeMap<usize, usize>,
    /// Every place where something begins or ends.
    bounds: BTreeSet<usize>,
}

impl<'a> Sheet<'a> {
    fn new(view: &'a View<'a>, ix: ReportIx) -> Self {
        let report = view.account.report(ix);
        let mut cited = view.targets(ix);
        cited.dedup_by_key(|(span, _)| *span);
        let anchors = cited
            .iter()
            .map(|&(span, _)| view.anchor(Evidence { report: ix, span }));
        let sentences = &report.marks.sentences;
        let cuts = report.mask.cuts().iter().map(|(span, _)| *span);
        let spans = cited
            .iter()
            .map(|(span, _)| *span)
            .chain(cuts)
            .chain(sentences.iter().copied());
        Self {
            view,
            report,
            anchors: anchors.collect(),
            numbers: sentences
                .iter()
                .enumerate()
                .map(|(at, it)| (it.start(), at + 1))
                .collect(),
            bounds: spans.flat_map(|span| [span.start(), span.end()]).collect(),
            cited,
        }
    }

    fn text(&self) -> &'a str {
        self.report.report.text()
    }

    /// Lights up a piece of evidence, wherever its parts stand, when it is
    /// the target; the first rule is for browsers that lack the second.
    fn rules(&self) -> String {
        let mut rules = String::new();
        for (at, anchor) in self.anchors.iter().enumerate() {
            let lit = "{background:var(--lit);color:var(--lit-ink)}";
            let _ = write!(
                rules,
                "#{anchor}:target~.e{at}{lit}:root:has(#{anchor}:target) .e{at}{lit}"
            );
        }
        rules
    }

    /// The text as paragraphs and large cuts; nothing of it is left out but
    /// white space.
    fn blocks(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut from = 0;
        for &(span, cut) in self.report.mask.cuts() {
            if FOLDED < span.len() || self.report.report.slice(span).contains('\n') {
                paragraphs(self.text(), Span::new(from, span.start()), &mut blocks);
                blocks.push(Block::Cut(span, cut));
                from = span.end();
            }
        }
        paragraphs(self.text(), Span::new(from, self.text().len()), &mut blocks);
        blocks
    }

    fn block(&self, block: &Block) -> Markup {
        match *block {
            Block::Paragraph(span) => html! { p dir="auto" { (self.pieces(span)) } },
            Block::Cut(span, cut) if FOLDED < span.len() => html! {
                details.cut { summary { b.why { (cut.as_str()) } " cut, " (span.len()) " bytes" } p dir="auto" { (visible(self.report.report.slice(span))) } }
            },
            Block::Cut(span, cut) => html! {
                p.cut dir="auto" { b.why { (cut.as_str()) } " " (visible(self.report.report.slice(span))) }
            },
        }
    }

    /// A paragraph in pieces that no mark begins or ends within.
    fn pieces(&self, span: Span) -> Markup {
        let mut places = vec![span.start()];
        places.extend(self.bounds.range(span.start() + 1..span.end()));
        places.push(span.end());
        html! {
            @for pair in places.windows(2) { (self.piece(Span::new(pair[0], pair[1]))) }
        }
    }

    fn piece(&self, span: Span) -> Markup {
        let words = visible(self.report.report.slice(span));
        let number = self.numbers.get(&span.start());
        let on: Vec<usize> = self.citing(span);
        html! {
            @if let Some(number) = number { a.no id={ "s" (number) } href={ "#s" (number) } aria-label={ "Sentence " (number) } { (number) } }
            @for &at in &on {
                @if self.cited[at].0.start() == span.start() { i.at id=(self.anchors[at]) {} }
            }
            @match (self.report.mask.at(span.start()), on.first()) {
                (Some(cut), _) => span.cut { b.why { (cut.as_str()) } " " (words) },
                (None, Some(_)) => (self.lit(&on, &words)),
                (None, None) => (words),
            }
        }
    }

    /// The evidence that a piece lies in.
    fn citing(&self, span: Span) -> Vec<usize> {
        let until = self
            .cited
            .partition_point(|(it, _)| it.start() <= span.start());
        (0..until)
            .filter(|&at| self.cited[at].0.contains(span))
            .collect()
    }

    /// Words that links lead to; evidence leads back to its line.
    fn lit(&self, on: &[usize], words: &Markup) -> Markup {
        let mut class: Vec<_> = on.iter().map(|at| format!("e{at}")).collect();
        let Some(item) = on.iter().find_map(|&at| self.cited[at].1) else {
            return html! { span class=(class.join(" ")) { (words) } };
        };
        class.insert(0, "cited".into());
        let back = format!(
            "{}{}#{}",
            self.view.up,
            self.view.story_path(),
            item_id(item)
        );
        html! { a class=(class.join(" ")) href=(back) { (words) } }
    }
}

/// Splits kept text at line ends; empty lines are left out.
fn paragraphs(text: &str, span: Span, blocks: &mut Vec<Block>) {
    let mut from = span.start();
    for line in text[span.range()].split_inclusive('\n') {
        let to = from + line.len();
        let kept = Span::new(from, to).trim(text);
        if !kept.is_empty() {
            blocks.push(Block::Paragraph(kept));
        }
        from = to;
    }
}

/// A report's words with every character that steers a display shown by its
/// code point, so that nothing is hidden and nothing takes effect.
fn visible(text: &str) -> Markup {
    let steers = |char: char| is_steering(char) || char.is_control() && !char.is_whitespace();
    if !text.contains(steers) {
        return html! { (text) };
    }
    html! {
        @for part in text.split_inclusive(steers) {
            @match part.chars().next_back().filter(|&char| steers(char)) {
                Some(char) => {
                    (part[..part.len() - char.len_utf8()])
                    code.code { (format!("U+{:04X}", u32::from(char))) }
                },
                None => (part),
            }
        }
    }
}
