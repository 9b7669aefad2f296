//! Reads treebanks of Universal Dependencies in CoNLL-U.
//!
//! Input: a `.conllu` file. Output: its documents, each with a text put
//! together from its words, and every sentence with its surface tokens and
//! its words. What always holds: every span slices the text; paragraphs are
//! parted by an empty line, sentences of a paragraph by a space (none where
//! the last word says `SpaceAfter=No`); a head is an index into the words of
//! its own sentence; empty nodes are left out.

use std::path::Path;

use anyhow::Context as _;
use rapporteur_text::{Deprel, Span, Upos};

use crate::files::{below, is_held_out};

/// One document of a treebank.
#[derive(Debug, Default)]
pub struct Document {
    /// Its id.
    pub name: String,
    /// Its text.
    pub text: String,
    /// Its sentences, in order.
    pub sentences: Vec<Sentence>,
}

/// One sentence.
#[derive(Debug, Default)]
pub struct Sentence {
    /// Surface tokens: "don't" is one.
    pub tokens: Vec<Span>,
    /// Syntactic words: "don't" is two.
    pub words: Vec<Word>,
}

/// One syntactic word with what the treebank says of it.
#[derive(Clone, Debug)]
pub struct Word {
    /// Where it stands.
    pub span: Span,
    /// Its form as a dictionary lists it; `_` where none is told.
    pub lemma: String,
    /// Its part of speech.
    pub upos: Upos,
    /// The word of the sentence it hangs on; `None` for the root.
    pub head: Option<usize>,
    /// What it is to its head.
    pub deprel: Deprel,
}

impl Sentence {
    /// From its first word to its last.
    pub fn span(&self) -> Span {
        let spans = self.words.iter().map(|it| it.span);
        spans.reduce(Span::cover).unwrap_or(Span::new(0, 0))
    }
}

/// What may be trained on: the train part of EWT, and GUM less its held-out
/// fifth.
pub fn training(data: &Path) -> anyhow::Result<Vec<Document>> {
    let mut documents = read(&data.join("ud-ewt/train.conllu"))?;
    for path in below(&data.join("gum"), "conllu")? {
        if !is_held_out(&path) {
            documents.extend(read(&path)?);
        }
    }
    Ok(documents)
}

/// The dev part of EWT.
pub fn ewt_dev(data: &Path) -> anyhow::Result<Vec<Document>> {
    read(&data.join("ud-ewt/dev.conllu"))
}

/// The fifth of GUM on which nothing may be trained.
pub fn gum_held_out(data: &Path) -> anyhow::Result<Vec<Document>> {
    let mut documents = Vec::new();
    for path in below(&data.join("gum"), "conllu")? {
        if is_held_out(&path) {
            documents.extend(read(&path)?);
        }
    }
    Ok(documents)
}

/// The documents of one file.
pub fn read(path: &Path) -> anyhow::Result<Vec<Document>> {
    let lines = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    parse(&lines).with_context(|| path.display().to_string())
}

/// The documents of a file's lines.
fn parse(lines: &str) -> anyhow::Result<Vec<Document>> {
    let mut reader = Reader::default();
    for (number, line) in lines.lines().enumerate() {
        let read = match line.strip_prefix('#') {
            Some(comment) => {
                reader.comment(comment.trim());
                Ok(())
            }
            None if line.trim().is_empty() => reader.end_sentence(),
            None => reader.row(line),
        };
        read.with_context(|| format!("line {}", number + 1))?;
    }
    reader.end_sentence()?;
    Ok(reader.documents)
}

#[derive(Default)]
struct Reader {
    documents: Vec<Document>,
    sentence: Sentence,
    /// Heads as they are written: 0 for the root, else one more than an index.
    heads: Vec<usize>,
    /// A blank stands before the next token.
    spaced: bool,
    /// A paragraph starts with the next token.
    breaks: bool,
    /// The number of the last word of a surface token that was laid down
    /// whole, and where the next of its words starts.
    inside: Option<(usize, usize)>,
}

impl Reader {
    fn comment(&mut self, comment: &str) {
        if let Some(rest) = comment.strip_prefix("newdoc") {
            let name = rest.split_once('=').map_or("", |(_, name)| name.trim());
            self.documents.push(Document {
                name: name.to_owned(),
                ..Document::default()
            });
            (self.spaced, self.breaks) = (false, false);
        } else if comment == "newpar" || comment.starts_with("newpar id") {
            self.breaks = true;
        }
    }

    fn row(&mut self, line: &str) -> anyhow::Result<()> {
        let cells: Vec<&str> = line.split('\t').collect();
        let [id, form, lemma, upos, _, _, head, deprel, _, misc] = cells[..] else {
            anyhow::bail!("not ten cells");
        };
        if id.contains('.') {
            return Ok(());
        }
        if let Some((_, last)) = id.split_once('-') {
            let span = self.lay(form, misc);
            self.inside = Some((last.parse()?, span.start()));
            return Ok(());
        }
        let span = match self.inside {
            Some((last, start)) => self.part(form, id.parse()?, last, start),
            None => self.lay(form, misc),
        };
        self.heads.push(head.parse().context("a head")?);
        self.sentence.words.push(Word {
            span,
            lemma: lemma.to_owned(),
            upos: Upos::named(upos).context("a part of speech")?,
            head: None,
            deprel: Deprel::of(deprel).context("a relation")?,
        });
        Ok(())
    }

    /// Writes a surface token onto the text.
    fn lay(&mut self, form: &str, misc: &str) -> Span {
        if self.documents.is_empty() {
            self.documents.push(Document::default());
        }
        let count = self.documents.len();
        let text = &mut self.documents[count - 1].text;
        if !text.is_empty() && self.breaks {
            text.push_str("\n\n");
        } else if self.spaced {
            text.push(' ');
        }
        let start = text.len();
        text.push_str(form);
        let span = Span::new(start, text.len());
        self.breaks = false;
        self.spaced = !misc.split('|').any(|it| it == "SpaceAfter=No");
        self.sentence.tokens.push(span);
        span
    }

    /// The span of a word in the surface token laid down last; the whole
    /// token where it is not spelt so in there.
    fn part(&mut self, form: &str, id: usize, last: usize, start: usize) -> Span {
        let whole = self.sentence.tokens.last().copied();
        let whole = whole.unwrap_or(Span::new(start, start));
        let text = self.documents.last().map_or("", |it| &it.text);
        let rest = text.get(start..whole.end()).unwrap_or_default();
        let span = if rest.starts_with(form) {
            Span::new(start, start + form.len())
        } else {
            whole
        };
        self.inside = (id < last).then_some((last, span.end()));
        span
    }

    fn end_sentence(&mut self) -> anyhow::Result<()> {
        let mut sentence = std::mem::take(&mut self.sentence);
        let heads = std::mem::take(&mut self.heads);
        self.inside = None;
        let count = sentence.words.len();
        anyhow::ensure!(heads.iter().all(|&it| it <= count), "a head beyond the end");
        for (word, head) in sentence.words.iter_mut().zip(heads) {
            word.head = head.checked_sub(1);
        }
        if let Some(document) = self.documents.last_mut().filter(|_| 0 < count) {
            document.sentences.push(sentence);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINES: &str = "# newdoc id = a\n# newpar id = a-1\n\
        1-2\tDon't\t_\t_\t_\t_\t_\t_\t_\t_\n\
        1\tDo\tdo\tAUX\t_\t_\t3\taux\t_\t_\n\
        2\tn't\tnot\tPART\t_\t_\t3\tadvmod\t_\t_\n\
        3\tgo\tgo\tVERB\t_\t_\t0\troot\t_\tSpaceAfter=No\n\
        3.1\tgone\tgo\tVERB\t_\t_\t_\t_\t_\t_\n\
        4\t.\t.\tPUNCT\t_\t_\t3\tpunct\t_\t_\n\n\
        1\tYes\tyes\tINTJ\t_\t_\t0\troot\t_\t_\n\n\
        # newpar\n1\tEnd\tend\tNOUN\t_\t_\t0\troot\t_\t_\n";

    #[test]
    fn a_text_is_put_together_with_its_words() {
        let documents = parse(LINES).expect("it is well formed");
        let [document] = &documents[..] else {
            panic!("one document")
        };
        assert_eq!(document.text, "Don't go. Yes\n\nEnd");
        let first = &document.sentences[0];
        let forms = |spans: &[Span]| -> Vec<String> {
            let form = |it: &Span| document.text[it.range()].to_owned();
            spans.iter().map(form).collect()
        };
        assert_eq!(forms(&first.tokens), ["Don't", "go", "."]);
        let words: Vec<Span> = first.words.iter().map(|it| it.span).collect();
        assert_eq!(forms(&words), ["Do", "n't", "go", "."]);
        let heads: Vec<_> = first.words.iter().map(|it| it.head).collect();
        assert_eq!(heads, [Some(2), Some(2), None, Some(2)]);
        assert_eq!(document.sentences.len(), 3);
    }

    #[test]
    fn what_is_no_treebank_is_refused() {
        assert!(parse("1\tDo\tdo").is_err());
        assert!(parse("1\ta\ta\tNOUN\t_\t_\t9\troot\t_\t_").is_err());
    }
}
