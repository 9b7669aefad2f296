use proptest::prelude::*;
use rapporteur_text::{Mask, Report, Span};

use super::site;
use crate::sample::{Sample, ferry};

fn page(pages: &[(String, String)], path: &str) -> String {
    let found = pages.iter().find(|(name, _)| name == path);
    found.unwrap_or_else(|| panic!("no {path}")).1.clone()
}

/// A page without its style, which is ours.
fn body(page: &str) -> &str {
    page.split_once("</style>").unwrap().1
}

#[test]
fn a_story_page_reads_well() {
    let pages = site(&[ferry().account()], &[]);
    insta::assert_snapshot!(
        "story",
        body(&page(&pages, "s/5a1e.html")).replace("><", ">\n<")
    );
}

#[test]
fn the_index_lists_what_was_not_read() {
    let unread = super::Unread {
        place: "reports/<b>.bin:3".into(),
        reason: "no text".into(),
    };
    let pages = site(&[ferry().account()], &[unread]);
    let index = page(&pages, "index.html");
    assert!(index.contains("reports/&lt;b&gt;.bin:3"));
    assert!(index.contains("no text"));
}

#[test]
fn a_report_page_reads_well() {
    let pages = site(&[ferry().account()], &[]);
    insta::assert_snapshot!(
        "report",
        body(&page(&pages, "r/bell.html")).replace("><", ">\n<")
    );
}

#[test]
fn every_link_inside_the_site_leads_somewhere() {
    let pages = site(&[ferry().account()], &[]);
    for (name, page) in &pages {
        let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
        for href in page
            .split("href=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
        {
            if href.starts_with("https:") || href == "data:," {
                continue;
            }
            let (path, anchor) = href.split_once('#').unwrap_or((href, ""));
            let path = match path.trim_start_matches("../") {
                _ if path.is_empty() => name.clone(),
                up if up != path => up.to_owned(),
                _ if folder.is_empty() => path.to_owned(),
                _ => format!("{folder}/{path}"),
            };
            let target = pages.iter().find(|(it, _)| *it == path);
            let target = &target.unwrap_or_else(|| panic!("{name}: {href}")).1;
            let id = format!(" id=\"{anchor}\"");
            assert!(anchor.is_empty() || target.contains(&id), "{name}: {href}");
        }
    }
}

#[test]
fn nothing_is_asked_for_and_nothing_runs() {
    for (name, page) in site(&[ferry().account()], &[]) {
        assert!(page.contains("default-src 'none'"), "{name}");
        assert_inert(&page);
    }
}

/// Fails where a page has a script, a handler, or a link that is none.
fn assert_inert(page: &str) {
    let lower = page.to_lowercase();
    for word in [
        "<script",
        "<img",
        "<iframe",
        "<object",
        "<b>resume",
        "src=",
        "@import",
        "url(",
        "href=\"javascript",
    ] {
        assert!(!lower.contains(word), "{word}");
    }
    let tags = body(page).split('<').skip(1).filter_map(|it| {
        it.split(|c: char| !c.is_ascii_alphanumeric() && c != '/')
            .next()
    });
    let known = "a b bdi article caption code dd del desc details div dl dt footer h1 h2 h3 header i ins li line main mark nav ol p path rect section span summary sup svg table tbody td text th thead time title tr ul body head html";
    for tag in tags {
        assert!(
            known.split(' ').any(|it| it == tag.trim_start_matches('/')),
            "<{tag}"
        );
    }
}

/// The invented story with `text` in every place that a report fills.
fn hostile(text: &str) -> Sample {
    let mut sample = ferry();
    for it in &mut sample.reports {
        let id = it.report.id().clone();
        let imprint = &mut it.imprint;
        imprint.outlet = Some(text.into());
        imprint.url = Some(text.into());
        imprint.byline = Some(text.into());
        imprint.language = Some(text.into());
        if let Some(title) = &mut imprint.title {
            title.text = text.into();
        }
        let text = format!("{}{text}", it.report.text());
        it.report = Report::new(Some(id.to_string()), text.clone(), text, imprint.clone());
        it.mask = Mask::new(vec![]).unwrap();
    }
    let record = &mut sample.record;
    record.title = text.into();
    record.id = text.into();
    for report in &mut record.reports {
        report.label = text.into();
    }
    for entity in &mut record.entities {
        entity.name = text.into();
        entity.office = Some(text.into());
    }
    for item in &mut record.items {
        item.id = format!("{}{text}", item.id);
        item.summary = text.into();
        let whole = |ix: u32| sample.reports[ix as usize].report.text().len();
        let at = &mut item.evidence[0].at;
        at.span = Span::new(0, whole(at.report.0));
        for reading in &mut item.readings {
            reading.text = text.into();
            for edit in &mut reading.edits {
                (edit.base, edit.text) = (text.into(), text.into());
            }
        }
        for side in item.conflict.iter_mut().flat_map(|it| &mut it.sides) {
            (side.value, side.words) = (text.into(), text.into());
        }
    }
    sample
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn no_words_of_a_report_become_markup(
        text in "(<script>|</style>|\"|'|<|>|&|javascript:|onload=|\u{202e}|\u{0}|é|x| |\n|-->|<!--|\\]\\]>){0,12}"
    ) {
        for (name, page) in site(&[hostile(&text).account()], &[]) {
            prop_assert!(!name.contains(".."));
            assert_inert(&page.replace("onload=", "").replace("src=", ""));
            let steered = page.contains('\u{202e}');
            prop_assert!(!steered);
        }
    }
}
