//! Mails and saved pages: `.eml`, `.mbox`, `.mht`, `.mhtml`.
//!
//! Input: a mail (RFC 5322, MIME), many in one mailbox file, or a page that a
//! browser saved as one (RFC 2557). Output: the mail's text, or the page, and
//! the reports of attached files that are read by their own formats. What
//! always holds: words of a part lead back to the bytes of the file, unless
//! it is in base64; an attached file's lead to its own bytes; mails within
//! mails are read to [`NESTING`] levels.

mod part;
mod transfer;

use rapporteur_text::{Imprint, Report};

use super::decode::{Mapped, decode};
use super::entry::{Body, Entry, byline, time, title};
use super::{Options, ReadOut, Source, fields, html};
use part::Part;

/// Most bytes of a file.
const FILE_CAP: usize = 256 << 20;
/// Deepest nesting of mails and files in mails; each level is named by a `#`.
const NESTING: usize = 5;
/// Most mails of one mailbox.
const MAILS: usize = 100_000;
/// Tables from which a mail is laid out as a page, with furniture to be cut.
const LAID_OUT: usize = 3;

/// Headers that a mail has and a text does not.
const TELLING: [&str; 6] = [
    "mime-version:",
    "message-id:",
    "received:",
    "return-path:",
    "delivered-to:",
    "x-mailer:",
];
/// Headers that a mail has.
const USUAL: [&str; 4] = ["from:", "date:", "subject:", "content-type:"];

/// Words in the names of offices that send releases.
const OFFICES: [&str; 10] = [
    "press",
    "media",
    "news",
    "newsroom",
    "newsletter",
    "office",
    "desk",
    "communications",
    "team",
    "ministry",
];

/// Whether a file without a telling name is a mail.
pub(super) fn opens(opening: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&opening[..opening.len().min(4096)]);
    let lines = head.lines().take_while(|it| !it.is_empty());
    let lines: Vec<String> = lines.map(str::to_ascii_lowercase).collect();
    let any = |names: &[&str]| {
        lines
            .iter()
            .any(|it| names.iter().any(|name| it.starts_with(name)))
    };
    let first = lines.first().map_or("", String::as_str);
    let headed = first.starts_with("from ") || first.split_once(':').is_some();
    headed && any(&TELLING) && any(&USUAL)
}

/// Reads every mail.
pub(super) fn read(bytes: &[u8], source: &Source, options: &Options) -> ReadOut {
    if FILE_CAP < bytes.len() {
        let reason = format!("mails of over {} MiB", FILE_CAP >> 20);
        return ReadOut::one(Err(reason), source);
    }
    if NESTING < source.file.matches('#').count() {
        return ReadOut::one(Err("a mail within mails, nested too deep".into()), source);
    }
    let mails = mails(bytes);
    if let [(start, end)] = mails[..] {
        return mail(Part::new(&bytes[start..end], start), source, options);
    }
    let mut out = ReadOut::default();
    for (index, &(start, end)) in mails.iter().enumerate().take(MAILS) {
        let part = source.part(&(index + 1).to_string());
        out.extend(mail(Part::new(&bytes[start..end], start), &part, options));
    }
    if MAILS < mails.len() {
        out.skip(format!("all after mail {MAILS}"), source, None);
    }
    out
}

/// Where mails lie: each from behind a line `From …` of a mailbox file that
/// follows a blank line, up to the next; or all of the file.
fn mails(bytes: &[u8]) -> Vec<(usize, usize)> {
    if !bytes.starts_with(b"From ") {
        return vec![(0, bytes.len())];
    }
    let line_end = |at: usize| memchr::memchr(b'\n', &bytes[at..]).map(|it| at + it + 1);
    let marks = memchr::memmem::find_iter(bytes, b"\nFrom ").map(|at| at + 1);
    let blank = |at: &usize| bytes[..*at].ends_with(b"\n\n") || bytes[..*at].ends_with(b"\n\r\n");
    let marks: Vec<usize> = std::iter::once(0).chain(marks.filter(blank)).collect();
    let ends = marks.iter().skip(1).copied().chain([bytes.len()]);
    let mails = marks.iter().zip(ends);
    mails
        .map(|(&mark, end)| (line_end(mark).unwrap_or(end).min(end), end))
        .collect()
}

/// The reports of one mail: its own, then those of attached files.
fn mail(mail: Part<'_>, source: &Source, options: &Options) -> ReadOut {
    let declared = imprint(&mail);
    let id = mail.raw("Message-ID");
    let id = id.map(|it| it.trim_matches(['<', '>']).to_owned());
    let page = saved_address(&mail);
    let leaves = mail.leaves();
    if let Some(root) = page.as_ref().and_then(|_| main_page(&leaves)) {
        return ReadOut::one(saved_page(root, page, source), source);
    }
    let (attached, shown): (Vec<_>, Vec<_>) = leaves.iter().partition(|it| is_file(it));
    let mut out = ReadOut::one(text(&shown, id, declared, source), source);
    for (index, leaf) in attached.iter().enumerate() {
        out.extend(file(leaf, index + 1, source, options));
    }
    if part::PARTS <= leaves.len() {
        out.skip(format!("all after part {}", part::PARTS), source, None);
    }
    out
}

/// The address of a page that was saved as a mail; empty where it has none.
fn saved_address(mail: &Part<'_>) -> Option<String> {
    let snapshot = mail.raw("Snapshot-Content-Location");
    let sender = mail.raw("From").unwrap_or_default();
    let by_browser = sender.to_ascii_lowercase().starts_with("<saved by");
    let related = mail.media_type() == "multipart/related" && mail.raw("To").is_none();
    let alone = mail.media_type() == "text/html" && mail.raw("Content-Location").is_some();
    let saved = snapshot.is_some() || by_browser || related || alone;
    saved.then(|| {
        snapshot
            .or_else(|| mail.raw("Content-Location"))
            .unwrap_or_default()
    })
}

/// The page among the parts: the first that is HTML.
fn main_page<'p, 'a>(leaves: &'p [Part<'a>]) -> Option<&'p Part<'a>> {
    let page = |it: &&Part<'_>| matches!(&*it.media_type(), "text/html" | "application/xhtml+xml");
    leaves.iter().find(page)
}

fn saved_page(page: &Part<'_>, address: Option<String>, source: &Source) -> Result<Report, String> {
    let own = page.raw("Content-Location");
    let url = address.filter(|it| !it.is_empty()).or(own);
    let declared = Imprint {
        url: url.filter(|it| it.starts_with("http")),
        ..Imprint::default()
    };
    let words = words(page).ok_or("a saved page that is no text")?;
    html::report(&words, source.file.clone(), None, declared)
}

/// The mail's own report: of its HTML, else of its text.
fn text(
    shown: &[&Part<'_>],
    id: Option<String>,
    declared: Imprint,
    source: &Source,
) -> Result<Report, String> {
    let of = |kind: &str| shown.iter().find(|it| it.media_type() == kind);
    let page = of("text/html").and_then(|it| words(it));
    if let Some(page) = page {
        let tables = page.text().matches("<table").count();
        let read = if tables < LAID_OUT {
            html::fragment
        } else {
            html::report
        };
        let report = read(&page, source.file.clone(), id.clone(), declared.clone());
        if report.is_ok() {
            return report;
        }
    }
    let plain = of("text/plain").ok_or("a mail without a text")?;
    let words = words(plain).ok_or("a mail whose text is no text")?;
    let body = Body::of_text(&words);
    Entry { id, declared, body }.report(source.file.clone())
}

/// The characters of a part, led back to the bytes of the file.
fn words(part: &Part<'_>) -> Option<Mapped<'static>> {
    let decoded = transfer::decoded(part.body, &part.encoding(), part.start);
    let label = part.parameter("charset").map(str::as_bytes);
    let charset = label.and_then(encoding_rs::Encoding::for_label);
    let (text, origin) = decode(&decoded.bytes, charset)?.into_parts();
    Some(Mapped::new(text, origin.through(&decoded.origin)))
}

/// Whether a part is a file of its own, not what the mail shows.
fn is_file(part: &Part<'_>) -> bool {
    let kind = part.media_type();
    let shown = matches!(&*kind, "text/plain" | "text/html") && !part.is_attached();
    let scenery = [
        "image/",
        "audio/",
        "video/",
        "font/",
        "text/css",
        "text/calendar",
    ];
    let sealed = kind.ends_with("-signature") || kind.ends_with("/pgp-keys");
    !(shown || sealed || scenery.iter().any(|it| kind.starts_with(it)))
}

/// What an attached file gives, read under its own name.
fn file(part: &Part<'_>, number: usize, source: &Source, options: &Options) -> ReadOut {
    let kind = part.media_type();
    let ending = match &*kind {
        "message/rfc822" => ".eml",
        "text/html" => ".html",
        "text/plain" => ".txt",
        _ => "",
    };
    let name = part.file_name().map(str::to_owned);
    let mut inner = source.part(&name.unwrap_or_else(|| format!("{number}{ending}")));
    inner.media_type = part.raw("Content-Type");
    let decoded = transfer::decoded(part.body, &part.encoding(), part.start);
    if NESTING < inner.file.matches('#').count() {
        return ReadOut::one(Err("a file within mails, nested too deep".into()), &inner);
    }
    super::read(&decoded.bytes, &inner, options)
}

/// What the head declares. A name that sends to a list, or an office's, is an
/// outlet; another is the author.
fn imprint(mail: &Part<'_>) -> Imprint {
    let (name, address) = mail.sender();
    let lists = ["List-Id", "List-Unsubscribe", "List-Post"];
    let listed = lists.iter().any(|it| mail.raw(it).is_some());
    let host = address
        .as_deref()
        .and_then(|it| it.rsplit_once('@'))
        .map(|it| it.1);
    let outlets = rapporteur_language::Outlets::embedded();
    let known = host.and_then(|it| outlets.by_host(&it.to_ascii_lowercase()));
    let office = name.as_deref().is_some_and(is_office);
    let (outlet, author) = if listed || office {
        (name, None)
    } else {
        (None, name)
    };
    Imprint {
        url: mail
            .raw("Archived-At")
            .map(|it| it.trim_matches(['<', '>']).to_owned()),
        outlet: known.map(str::to_owned).or(outlet),
        title: title(mail.text("Subject").map(|it| bare(&it).to_owned())),
        byline: byline(author.into_iter()),
        published: mail.raw("Date").and_then(|it| time(&it)),
        language: mail
            .raw("Content-Language")
            .and_then(|it| fields::language_tag(&it)),
        ..Imprint::default()
    }
}

/// Whether a sender's name is that of an office, not of a person.
fn is_office(name: &str) -> bool {
    let mut words = name.split_whitespace().map(str::to_ascii_lowercase);
    words.any(|it| OFFICES.contains(&it.as_str()))
}

/// A subject without the marks of replies and forwards.
fn bare(subject: &str) -> &str {
    let mut rest = subject.trim();
    while let Some((mark, after)) = rest.split_once(':')
        && ["re", "fw", "fwd", "aw", "wg"]
            .iter()
            .any(|it| it.eq_ignore_ascii_case(mark))
        && !after.trim().is_empty()
    {
        rest = after.trim();
    }
    rest
}

#[cfg(test)]
mod tests;
