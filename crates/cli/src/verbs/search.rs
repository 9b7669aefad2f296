//! `rapporteur search`: items, then sentences, then what is near in meaning.

use std::fmt::Write as _;

use clap::ValueEnum;
use rapporteur::present::terminal::line;
use rapporteur::store::{Hits, ItemHit, Query, SentenceHit, Store, Stretch};

use super::lists::{capped, found, print_json};
use crate::Outcome;
use crate::output;
use crate::record_args::SearchArgs;

pub(crate) fn run(args: &SearchArgs) -> anyhow::Result<Outcome> {
    let store = Store::open_to_read(&args.file.db)?;
    let query = query(args);
    let hits = store.search(&query, args.limit.most(), 0)?;
    if args.file.json {
        print_json(&serde_json::to_value(&hits)?)?;
    } else {
        output::print(&printed(&hits))?;
    }
    Ok(found(!hits.is_empty()))
}

fn query(args: &SearchArgs) -> Query {
    Query {
        text: args.words.join(" "),
        speaker: args.speaker.clone(),
        outlet: args.outlet.clone(),
        kind: args.kind.as_ref().and_then(word),
        status: args.status.as_ref().and_then(word),
        since: args.since.clone(),
        until: args.until.clone(),
    }
}

/// The word of a choice.
fn word(choice: &impl ValueEnum) -> Option<String> {
    Some(choice.to_possible_value()?.get_name().to_owned())
}

fn printed(hits: &Hits) -> String {
    let mut out = format!("Looked for {}.\n", line(&hits.query));
    if hits.is_empty() {
        out.push_str("Nothing found.\n");
        for filter in &hits.emptied_by {
            let _ = writeln!(out, "Without --{filter} there would be something.");
        }
        return out;
    }
    if !hits.items.is_empty() {
        out.push_str("\nITEMS\n");
        hits.items.iter().for_each(|it| item(&mut out, it));
        capped(&mut out, hits.items.len(), hits.items_in_all);
    }
    if !hits.sentences.is_empty() {
        out.push_str("\nSENTENCES\n");
        hits.sentences.iter().for_each(|it| sentence(&mut out, it));
        capped(&mut out, hits.sentences.len(), hits.sentences_in_all);
    }
    if let Some(near) = hits.near.as_ref().filter(|it| !it.is_empty()) {
        let _ = writeln!(out, "\nNEAR IN MEANING ({})", line(&near.restated()));
        near.items.iter().for_each(|it| item(&mut out, it));
        near.sentences.iter().for_each(|it| sentence(&mut out, it));
    }
    if let Some(weighed) = hits.weighed {
        let _ = writeln!(out, "Only the {weighed} newest that match were weighed.");
    }
    out
}

fn item(out: &mut String, it: &ItemHit) {
    let speaker = it
        .speaker
        .as_ref()
        .map(|it| format!("{}: ", line(it)))
        .unwrap_or_default();
    let _ = writeln!(out, "{}  {speaker}{}", it.id, marked(&it.words));
    let day = it.earliest.as_deref().unwrap_or("day not known");
    let _ = writeln!(
        out,
        "    {} · {} · {day} · {} {}",
        it.kind,
        it.status,
        it.story,
        line(&it.story_title)
    );
}

fn sentence(out: &mut String, it: &SentenceHit) {
    let _ = writeln!(out, "{}", marked(&it.words));
    let _ = writeln!(
        out,
        "    {} · {} · {} · characters {}–{}",
        line(it.outlet.as_deref().unwrap_or("outlet not known")),
        it.published.as_deref().unwrap_or("day not known"),
        line(&it.report),
        it.span[0],
        it.span[1]
    );
}

/// The words, with what matched between `*`.
fn marked(words: &[Stretch]) -> String {
    let one = |it: &Stretch| {
        if it.hit {
            format!("*{}*", it.text)
        } else {
            it.text.clone()
        }
    };
    line(&words.iter().map(one).collect::<String>())
}
