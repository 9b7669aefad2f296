use proptest::prelude::*;
use rapporteur_text::RunKind;

use super::*;

fn tree(text: &str) -> Tree<'_> {
    Tree::parse(Mapped::copied(text, 0), Names::Prefixed).expect("small")
}

/// Each run of a text gives it by its bytes.
fn assert_leads_back(file: &str, words: &Mapped<'_>) {
    for run in words.origin().runs() {
        let bytes = &file[run.start as usize..run.bytes().end as usize];
        let given = &words.text()[run.text.range()];
        if run.kind == RunKind::Copied {
            assert_eq!(bytes, given);
        } else {
            assert_eq!(unescaped(&Mapped::unmapped(bytes)).text(), given);
        }
    }
}

#[test]
fn words_lead_back_through_references_and_cdata() {
    let file = "<a><b>Q&amp;A <![CDATA[<p>“So & so”</p>]]> &#8217;tis</b></a>";
    let tree = tree(file);
    let words = tree.root().at(&["a", "b"]).expect("there").words();
    assert_eq!(words.text(), "Q&A <p>“So & so”</p> ’tis");
    assert_leads_back(file, &words);
    let covered: usize = words.origin().runs().iter().map(|it| it.text.len()).sum();
    assert_eq!(covered, words.text().len());
}

#[test]
fn missing_and_stray_end_tags_do_no_harm() {
    let tree = tree("<a><b>One<br>two</i></b><c>three");
    let root = tree.root().child("a").expect("there");
    assert_eq!(
        root.child("b").and_then(Element::line).as_deref(),
        Some("Onetwo")
    );
    assert_eq!(
        root.child("c").and_then(Element::line).as_deref(),
        Some("three")
    );
}

#[test]
fn an_entry_ends_where_the_next_begins() {
    let tree = tree("<a><item><b>1<item><b>2</b></item></a>");
    let lines: Vec<_> = tree.root().below("item").map(Element::line).collect();
    assert_eq!(lines, [Some("1".into()), Some("2".into())]);
}

#[test]
fn the_first_elements_prefix_is_dropped_and_others_kept() {
    let tree = tree("<x:a><x:b>1</x:b><dc:b>2</dc:b></x:a>");
    let root = tree.root().child("a").expect("there");
    let names: Vec<_> = root.children().map(Element::name).collect();
    assert_eq!(names, ["b", "dc:b"]);
}

#[test]
fn markup_is_written_as_a_page_has_it() {
    let file = "<a><h:p class='x'>One<h:br/><![CDATA[2 < 3]]></h:p><h:i/></a>";
    let tree = tree(file);
    let markup = tree.root().child("a").expect("there").markup();
    assert_eq!(markup.text(), "<p class='x'>One<br>2 &lt; 3</p><i></i>");
}

#[test]
fn an_entity_bomb_stays_what_it_is() {
    let mut file = String::from("<!DOCTYPE a [<!ENTITY l0 \"lol\">");
    for level in 1..20 {
        let below = format!("&l{};", level - 1).repeat(10);
        file += &["<!ENTITY l", &level.to_string(), " \"", &below, "\">"].concat();
    }
    file += "]><a>&l19;</a>";
    assert_eq!(tree(&file).root().line().as_deref(), Some("&l19;"));
}

#[test]
fn very_deep_nesting_is_flattened() {
    let file = "<b>".repeat(100_000) + "words" + &"</b>".repeat(100_000);
    let tree = tree(&file);
    assert_eq!(tree.root().line().as_deref(), Some("words"));
    assert!(tree.root().markup().text().contains("words"));
}

#[test]
fn a_false_or_missing_encoding_is_found_out() {
    let latin =
        b"<?xml version=\"1.0\" encoding=\"utf-8\"?><a>Cr\xE8me br\xFBl\xE9e au caf\xE9</a>";
    let page = characters(latin, None).expect("text");
    assert!(page.text().contains("Crème brûlée"));
    let utf8 = "<?xml version='1.0' encoding='ISO-8859-1'?><a>Crème</a>".as_bytes();
    assert!(
        characters(utf8, None)
            .expect("text")
            .text()
            .contains("Crème")
    );
}

proptest! {
    #[test]
    fn any_file_gives_a_tree_whose_words_lead_back(
        parts in prop::collection::vec(
            prop::sample::select(vec![
                "<a>", "</a>", "<x:b c='d'>", "</x:b>", "<br/>", "<![CDATA[", "]]>", "<!--", "-->",
                "words ", "é“", "&amp;", "&#8217;", "&nbsp;", "&", "<", ">", "\"", "='", "<!DOCTYPE [", "]>",
            ]),
            0..60,
        ),
    ) {
        let file = parts.concat();
        let tree = tree(&file);
        assert_leads_back(&file, &tree.root().words());
        let _ = tree.root().markup();
        for element in tree.root().below("a") {
            let _ = (element.attribute("c"), element.line());
        }
    }
}
