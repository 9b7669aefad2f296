//! Whether what a file gives back fits together, so that no damage to the file
//! makes a later stage fail.

use rapporteur_text::{
    Annotated, Detail, EntityIx, Item, Marks, Record, Span, StoryEntityIx, TimeIx,
};

/// Whether every span slices the text and every index has its value.
pub(crate) fn is_sound(it: &Annotated) -> bool {
    let text = it.report.text();
    let slices = |span: &Span| text.get(span.range()).is_some();
    spans(it).iter().all(slices) && indices_are_sound(&it.marks)
}

/// Every span of a report.
fn spans(it: &Annotated) -> Vec<Span> {
    let marks = &it.marks;
    let mut spans: Vec<Span> = it.mask.cuts().iter().map(|&(span, _)| span).collect();
    spans.extend(it.report.markup().iter().map(|&(span, _)| span));
    spans.extend(it.report.blocks().iter().map(|&(span, _)| span));
    spans.extend(it.report.origin().runs().iter().map(|run| run.text));
    spans.extend(it.imprint.title.iter().filter_map(|it| it.span));
    spans.extend(it.imprint.dateline.iter().map(|it| it.span));
    spans.extend(it.imprint.credits.iter().filter_map(|it| it.span));
    spans.extend(marks.paragraphs.iter().chain(&marks.sentences));
    let mentions = marks.entities.iter().flat_map(|it| &it.mentions);
    spans.extend(mentions.map(|it| it.span));
    for it in &marks.statements {
        spans.extend(it.source.iter().chain(&it.cue).chain(&it.content));
        spans.extend(it.occasion.map(|it| it.span));
    }
    spans.extend(marks.times.iter().map(|it| it.span));
    spans.extend(
        marks
            .figures
            .iter()
            .flat_map(|it| [Some(it.span), it.concept])
            .flatten(),
    );
    spans.extend(marks.events.iter().flat_map(|it| [it.span, it.trigger]));
    let commitments = marks.commitments.iter();
    spans.extend(
        commitments
            .flat_map(|it| [Some(it.span), Some(it.action), it.condition])
            .flatten(),
    );
    spans
}

fn indices_are_sound(marks: &Marks) -> bool {
    let entity = |ix: &EntityIx| (ix.0 as usize) < marks.entities.len();
    let time = |ix: &TimeIx| (ix.0 as usize) < marks.times.len();
    marks
        .statements
        .iter()
        .all(|it| !it.content.is_empty() && it.speaker.iter().chain(&it.addressee).all(entity))
        && marks.entities.iter().all(|it| !it.mentions.is_empty())
        && marks.figures.iter().all(|it| it.time.iter().all(time))
        && marks.events.iter().all(|it| {
            it.actors
                .iter()
                .chain(&it.recipients)
                .chain(&it.place)
                .all(entity)
                && it.time.iter().all(time)
        })
        && marks
            .commitments
            .iter()
            .all(|it| it.who.iter().chain(&it.to).all(entity) && it.due.iter().all(time))
}

/// Whether every index of a record has its value.
pub(crate) fn holds_together(record: &Record) -> bool {
    let report = |ix: &rapporteur_text::ReportIx| ix.index() < record.reports.len();
    let entity = |ix: &StoryEntityIx| (ix.0 as usize) < record.entities.len();
    report(&record.title_of)
        && record.place.iter().all(entity)
        && record
            .origins
            .iter()
            .all(|it| !it.reports.is_empty() && it.reports.iter().all(report))
        && record
            .passages
            .iter()
            .all(|it| report(&it.a) && report(&it.b))
        && record
            .derivations
            .iter()
            .all(|it| report(&it.to) && it.from.iter().chain(&it.hidden).all(report))
        && record.items.iter().all(|it| item_holds(it, record))
        && record
            .items
            .iter()
            .all(|it| entities(&it.detail).iter().all(|(ix, _)| entity(ix)))
        && record
            .brief
            .iter()
            .flat_map(|it| &it.items)
            .all(|ix| (ix.0 as usize) < record.items.len())
}

fn item_holds(item: &Item, record: &Record) -> bool {
    let evidence = |ix: &u32| (*ix as usize) < item.evidence.len();
    let listed = |list: &Vec<u32>| !list.is_empty() && list.iter().all(evidence);
    let origin = |ix: u32| (ix as usize) < record.origins.len();
    !item.evidence.is_empty()
        && item
            .evidence
            .iter()
            .all(|it| it.at.report.index() < record.reports.len() && origin(it.origin))
        && item
            .readings
            .iter()
            .all(|it| listed(&it.evidence) && origin(it.origin))
        && item
            .conflict
            .iter()
            .flat_map(|it| &it.sides)
            .all(|it| listed(&it.evidence))
        && item.notes.iter().all(|it| it.evidence.iter().all(evidence))
        && item
            .joins
            .iter()
            .all(|it| evidence(&it.pair.0) && evidence(&it.pair.1))
        && item.nearest.iter().all(|it| {
            let other = record.items.get(it.item.0 as usize);
            evidence(&it.own)
                && other.is_some_and(|other| (it.other as usize) < other.evidence.len())
        })
}

/// The entities of an item, each with its part in it.
pub(crate) fn entities(detail: &Detail) -> Vec<(StoryEntityIx, &'static str)> {
    let one =
        |ix: &Option<StoryEntityIx>, role| ix.iter().map(|&ix| (ix, role)).collect::<Vec<_>>();
    let many = |list: &[StoryEntityIx], role| list.iter().map(|&ix| (ix, role)).collect::<Vec<_>>();
    match detail {
        Detail::Statement { speaker, .. } => one(speaker, "speaker"),
        Detail::Event {
            actors,
            recipients,
            place,
            ..
        } => [
            many(actors, "actor"),
            many(recipients, "recipient"),
            one(place, "place"),
        ]
        .concat(),
        Detail::Commitment { who, to, .. } => [many(who, "who"), many(to, "to")].concat(),
        Detail::Figure { .. } => Vec::new(),
    }
}
