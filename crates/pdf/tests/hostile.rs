//! Files made to hurt: each gives a paper or a reason, in bounded time.

use std::fmt::Write as _;

use proptest::prelude::*;
use rapporteur_pdf::read;

/// A file of these objects, numbered from 1, the first the catalogue; its
/// table of objects is left to be mended.
fn file(objects: &[String]) -> Vec<u8> {
    let mut file = String::from("%PDF-1.7\n");
    for (at, object) in objects.iter().enumerate() {
        writeln!(file, "{} 0 obj\n{object}\nendobj", at + 1).expect("a string takes all");
    }
    file.push_str("trailer << /Root 1 0 R >>\n%%EOF\n");
    file.into_bytes()
}

fn stream(entries: &str, content: &str) -> String {
    let len = content.len();
    format!("<< {entries} /Length {len} >>\nstream\n{content}\nendstream")
}

/// A catalogue, a page with this content and this resource, and more.
fn page(content: &str, resources: &str, more: &[String]) -> Vec<u8> {
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 400] /Contents 4 0 R /Resources << {resources} >> >>"
        ),
        stream("", content),
    ];
    objects.extend_from_slice(more);
    file(&objects)
}

const FONT: &str = "/Font << /F 5 0 R >>";
const HELVETICA: &str = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>";

#[test]
fn a_plain_page_is_read() {
    let page = page(
        "BT /F 12 Tf 20 300 Td (The port reopened.) Tj ET",
        FONT,
        &[HELVETICA.to_owned()],
    );
    let paper = read(&page).expect("a whole file");
    assert_eq!(paper.blocks[0].text, "The port reopened.");
}

#[test]
fn nesting_costs_no_stack() {
    let deep = "[".repeat(100_000);
    let dicts = "<< /A ".repeat(100_000);
    for object in [
        deep.clone(),
        dicts.clone(),
        format!("{deep}{}", "]".repeat(100_000)),
    ] {
        let file = page("BT ET", FONT, std::slice::from_ref(&object));
        assert!(read(&file).is_err());
        let content = format!("BT /F 12 Tf {object} TJ (Words) Tj ET");
        let _ = read(&page(&content, FONT, &[HELVETICA.to_owned()]));
        let _ = read(&page("BT ET", &format!("/Font {object}"), &[]));
    }
    let saves = "q ".repeat(200_000) + "BT /F 12 Tf (Words) Tj ET";
    let _ = read(&page(&saves, FONT, &[HELVETICA.to_owned()]));
    let marks = "/P BMC ".repeat(100_000) + "BT /F 12 Tf (Words) Tj ET";
    let _ = read(&page(&marks, FONT, &[HELVETICA.to_owned()]));
}

#[test]
fn a_tree_of_pages_may_be_deep_or_turn_back() {
    let mut objects = vec!["<< /Type /Catalog /Pages 2 0 R >>".to_owned()];
    for at in 2..20_000 {
        objects.push(format!(
            "<< /Type /Pages /Kids [{} 0 R] /Count 1 >>",
            at + 1
        ));
    }
    assert!(read(&file(&objects)).is_err());
    let round = file(&[
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>".to_owned(),
    ]);
    assert!(read(&round).is_err());
}

#[test]
fn forms_that_draw_forms_come_to_an_end() {
    let draw = "/X Do ".repeat(16);
    let form = |next: usize| {
        let resources = format!(
            "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X {next} 0 R >> >>"
        );
        stream(&resources, &draw)
    };
    let forms: Vec<String> = (6..26).map(form).collect();
    let reason = read(&page(&draw, "/XObject << /X 5 0 R >>", &forms)).expect_err("no words");
    assert!(
        reason.to_string().starts_with("a PDF file too long"),
        "{reason}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_bytes_in_a_page_give_a_paper_or_a_reason(content in "[ -~\\n]{0,300}", entries in "[ -~]{0,80}") {
        let _ = read(&page(&content, FONT, &[HELVETICA.to_owned()]));
        let _ = read(&page("BT /F 9 Tf (Words) Tj ET", FONT, &[format!("<< /Type /Font {entries} >>")]));
    }
}
