use proptest::prelude::*;
use rapporteur_text::{Report, RunKind, Span};

use super::*;
use crate::read::read;

fn from(name: &str, mail: &[u8]) -> ReadOut {
    read(mail, &Source::named(name), &Options::default())
}

const MIXED: &str = "From: Hanne Roak <hanne@marlolines.example>\r\nSubject: =?utf-8?q?Fwd:_F=C3=A4hren?= \
    fahren\r\nDate: Fri, 3 May 2024 09:15:00 +0200\r\nMessage-ID: <a1@marlolines.example>\r\n\
    MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: \
    text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nThe caf=E9 at \
    the pier opens=\r\n on Monday.\r\n--b\r\nContent-Type: text/html; name=\"release.html\"\r\n\
    Content-Disposition: attachment; filename=\"../release.html\"\r\nContent-Transfer-Encoding: base64\
    \r\n\r\nPHA+VGhlIGZlcnJ5IHNhaWxzIGFnYWluIG9uIEZyaWRheS48L3A+\r\n--b\r\nContent-Type: image/png\r\n\
    \r\nx\r\n--b--\r\n";

#[test]
fn a_mail_gives_its_text_and_its_readable_files() {
    let out = from("a.eml", MIXED.as_bytes());
    let texts: Vec<_> = out.reports.iter().map(Report::text).collect();
    assert_eq!(
        texts,
        [
            "The café at the pier opens on Monday.",
            "The ferry sails again on Friday."
        ]
    );
    assert_eq!(out.reports[1].file(), "a.eml#release.html");
    let declared = out.reports[0].declared();
    assert_eq!(
        declared.title.as_ref().map(|it| &*it.text),
        Some("Fähren fahren")
    );
    assert_eq!(declared.byline.as_deref(), Some("Hanne Roak"));
    let published = declared.published.map(|it| it.to_iso());
    assert_eq!(published.as_deref(), Some("2024-05-03T09:15:00+02:00"));
    assert!(out.skipped.is_empty());
}

#[test]
fn a_mails_words_lead_back_through_quoted_printable() {
    let out = from("-", MIXED.as_bytes());
    let report = &out.reports[0];
    let at = report.text().find('é').expect("there");
    let bytes = report
        .origin()
        .bytes(Span::new(at, at + 2))
        .expect("mapped");
    assert_eq!(&MIXED[bytes.start as usize..bytes.end as usize], "=E9");
    let pier = report.text().find("pier").expect("there");
    let bytes = report
        .origin()
        .bytes(Span::new(pier, pier + 4))
        .expect("mapped");
    assert_eq!(&MIXED[bytes.start as usize..bytes.end as usize], "pier");
    let run = report.origin().of(Span::new(at, at + 2))[0];
    assert_eq!(
        (run.text, run.kind),
        (Span::new(at, at + 2), RunKind::Escaped)
    );
}

#[test]
fn a_mailbox_is_parted_into_its_mails() {
    let one = "From a@b Fri May  3 09:15:00 2024\nFrom: a@b.example\nMessage-ID: <1>\n\nThe ferry sails \
               again.\n>From the pier.\n\n";
    let out = from("a.mbox", one.repeat(2).as_bytes());
    let files: Vec<_> = out.reports.iter().map(Report::file).collect();
    assert_eq!(files, ["a.mbox#1", "a.mbox#2"]);
    assert!(out.reports[1].text().starts_with("The ferry"));
}

#[test]
fn mails_within_mails_end_somewhere() {
    let level = "Content-Type: message/rfc822\nMIME-Version: 1.0\nSubject: a\n\n";
    let out = from("a.eml", level.repeat(20_000).as_bytes());
    assert!(out.reports.is_empty());
    assert!(
        out.skipped
            .iter()
            .any(|it| it.reason.contains("nested too deep"))
    );
}

#[test]
fn a_text_that_opens_with_a_sender_is_no_mail() {
    let out = from(
        "-",
        b"From: the pier\nDate: Friday\n\nThe ferry sails again.",
    );
    assert!(out.reports[0].text().starts_with("From: the pier"));
}

proptest! {
    #[test]
    fn any_mail_with_flipped_bytes_gives_a_report_or_a_reason(
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..40),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut mail = MIXED.as_bytes().to_vec();
        for (index, byte) in flips {
            let at = index.index(mail.len());
            mail[at] = byte;
        }
        mail.truncate(cut.index(mail.len()) + 1);
        let out = from("a.eml", &mail);
        prop_assert!(!out.reports.is_empty() || !out.skipped.is_empty());
    }

    #[test]
    fn any_head_gives_a_report_or_a_reason(
        lines in prop::collection::vec(
            prop::sample::select(vec![
                "From: ", "Subject: =?utf-8?b?", "?=", "Content-Type: multipart/mixed; boundary=", "x",
                "\"", "--x", "--x--", "\r\n", "\n", "\n\n", "Date: Fri, 3 May 2024", "<a@b>", "(", "\u{e9}",
                "Content-Type: message/rfc822\n\n", "Content-Transfer-Encoding: base64\n", "*0*=utf-8''%41;",
                "Content-Disposition: attachment; filename", "name=", ";", ":", ",", "The ferry sails. ",
            ]),
            0..80,
        ),
    ) {
        let out = from("a.eml", format!("A{}", lines.concat()).as_bytes());
        prop_assert!(!out.reports.is_empty() || !out.skipped.is_empty());
    }
}
