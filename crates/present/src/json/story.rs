//! Stories as JSON: the record with the reports it cites.

use rapporteur_text::{
    Act, Annotated, CodePoints, Evidence, ItemIx, Origin, Passage, Record, ReportIx, Section,
    StoryEntity, StoryEntityIx, StoryReport,
};
use schemars::JsonSchema;
use serde::Serialize;

use super::gathered::DerivationJson;
use super::item::ItemJson;
use super::wire::{CutJson, DatelineJson, SpanJson, agencies, iso};
use crate::Account;
use crate::labels::basis_word;
use crate::timeline::{Entry, What, coverage, timeline};

/// What `brief --format json` prints.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BriefJson {
    /// Every story, largest first.
    pub stories: Vec<StoryJson>,
}

/// One story's record.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct StoryJson {
    /// Stable id, from the earliest report's.
    pub id: String,
    /// A report's own title, chosen as the story's; may be empty.
    pub title: String,
    /// The id of the report that the title is of.
    pub title_of: String,
    /// First day of publication, ISO 8601.
    pub first: Option<String>,
    /// Last day of publication, ISO 8601.
    pub last: Option<String>,
    /// Where most of it happened.
    pub place: Option<StoryEntityRefJson>,
    /// The reports, by publication, then id.
    pub reports: Vec<ReportJson>,
    /// Groups of reports that count as one origin for some item.
    pub origins: Vec<OriginJson>,
    /// Copied passages between the reports.
    pub passages: Vec<PassageJson>,
    /// What the reports derive from.
    pub derivations: Vec<DerivationJson>,
    /// People, bodies and places across the reports.
    pub entities: Vec<StoryEntityJson>,
    /// Statements, events, commitments and figures.
    pub items: Vec<ItemJson>,
    /// The brief: what to show, in order.
    pub brief: Vec<SectionJson>,
    /// What has a day, in order of time.
    pub timeline: Vec<EntryJson>,
    /// For every item, what each report has of it.
    pub coverage: Vec<CoverageJson>,
    /// What an editor decided that bears on the story.
    pub edits: Vec<ActJson>,
}

/// An editor's act.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ActJson {
    /// `unreliable`, `exclude`, `merge-items`, `split-item`, `merge-stories` or `split-story`.
    pub act: &'static str,
    /// The outlets, reports or items, as the editor names them.
    pub what: Vec<String>,
    /// Why, in the editor's words.
    pub why: Option<String>,
}

/// A report of a story.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ReportJson {
    /// The input's own id, or a hash of the content.
    pub id: String,
    /// Short name, unique in the story.
    pub label: String,
    /// The file it was read from, with `#` and the part where a file holds many.
    pub file: String,
    /// Address of the page.
    pub url: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// Author line without "By".
    pub byline: Option<String>,
    /// Agencies credited for the text, each once; not those of pictures.
    pub agencies: Vec<String>,
    /// When it was published, ISO 8601.
    pub published: Option<String>,
    /// How that is known: `declared`, `text`, `dateline`, `address`, `mentioned`, `other-report`.
    pub published_basis: Option<&'static str>,
    /// Place and day that the text opens with.
    pub dateline: Option<DatelineJson>,
    /// BCP 47 language tag.
    pub lang: Option<String>,
    /// What is not the outlet's own reporting.
    pub cuts: Vec<CutJson>,
    /// The text that every span of this report counts in, code point by code point.
    pub text: String,
}

/// Reports that count as one origin for some item.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct OriginJson {
    /// Identity within the story.
    pub id: String,
    /// Ids of its reports.
    pub reports: Vec<String>,
    /// The agency behind them, where credited.
    pub agency: Option<String>,
}

/// A stretch of narrative that two reports share.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PassageJson {
    /// One report.
    pub a: String,
    /// The other.
    pub b: String,
    /// Where in `a`, in code points.
    pub a_span: SpanJson,
    /// Where in `b`, in code points.
    pub b_span: SpanJson,
    /// Words that agree.
    pub words: u32,
}

/// A person, body or place of a story.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct StoryEntityJson {
    /// Identity within the story.
    pub id: String,
    /// `PER`, `ORG`, `LOC`, `NORP`, `FAC`, `EVENT`, `PRODUCT` or `MISC`.
    pub r#type: &'static str,
    /// Fullest name given.
    pub name: String,
    /// Other names given, sorted.
    pub aliases: Vec<String>,
    /// ISO 3166 alpha-3 or acronym, where known.
    pub code: Option<String>,
    /// Office, as most reports give it.
    pub office: Option<String>,
    /// Mentions in all.
    pub mentions: u32,
}

/// Points to an entity of the same story, with what names it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct StoryEntityRefJson {
    /// The entity's id.
    pub id: String,
    /// Its type.
    pub r#type: &'static str,
    /// Its name.
    pub name: String,
    /// Its code.
    pub code: Option<String>,
}

/// A part of the brief.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SectionJson {
    /// `what happened`, `agreed and signed`, `promised and planned`, `who said what`, `figures`,
    /// `differs` or `only one origin`.
    pub kind: &'static str,
    /// Ids of items, in order.
    pub items: Vec<String>,
}

/// One entry of the timeline.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EntryJson {
    /// `published`, `happened` or `planned`.
    pub kind: &'static str,
    /// First day it can mean, ISO 8601.
    pub earliest: Option<String>,
    /// Last day it can mean, ISO 8601.
    pub latest: Option<String>,
    /// The report that was published.
    pub report: Option<String>,
    /// The item that happened or is planned.
    pub item: Option<String>,
}

/// What the reports have of one item.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CoverageJson {
    /// The item.
    pub item: String,
    /// One a report, in the order of `reports`: `states`, `copies` (an earlier report of the same
    /// origin has it, too), `differs` (values that cannot both hold) or `silent`.
    pub cells: Vec<&'static str>,
}

/// The records of `accounts` as one value.
pub fn brief(accounts: &[Account<'_>]) -> BriefJson {
    BriefJson {
        stories: accounts.iter().map(story).collect(),
    }
}

/// One record.
pub fn story(account: &Account<'_>) -> StoryJson {
    Wire::new(account).story()
}

/// One item of a record.
pub fn item(account: &Account<'_>, ix: ItemIx) -> ItemJson {
    let wire = Wire::new(account);
    wire.item(account.record().item(ix))
}

/// An account beside the indices of its code points.
pub(super) struct Wire<'a> {
    pub(super) account: &'a Account<'a>,
    points: Vec<CodePoints<'a>>,
}

impl<'a> Wire<'a> {
    pub(super) fn new(account: &'a Account<'a>) -> Self {
        let points = account
            .reports()
            .iter()
            .map(|it| CodePoints::new(it.report.text()));
        Self {
            account,
            points: points.collect(),
        }
    }
}

impl Wire<'_> {
    fn record(&self) -> &Record {
        self.account.record()
    }

    fn story(&self) -> StoryJson {
        let record = self.record();
        StoryJson {
            id: record.id.clone(),
            title: record.title.clone(),
            title_of: self.id(record.title_of),
            first: iso(record.first),
            last: iso(record.last),
            place: record.place.map(|ix| self.refer(ix)),
            reports: self.reports(),
            origins: numbered(&record.origins, |ix, it| self.origin(ix, it)),
            passages: record.passages.iter().map(|it| self.passage(it)).collect(),
            derivations: record
                .derivations
                .iter()
                .map(|it| DerivationJson::new(it, |ix| self.id(ix)))
                .collect(),
            entities: numbered(&record.entities, entity),
            items: record.items.iter().map(|it| self.item(it)).collect(),
            brief: record.brief.iter().map(|it| self.section(it)).collect(),
            timeline: timeline(record).iter().map(|it| self.entry(it)).collect(),
            coverage: self.coverage(),
            edits: record.edits.iter().map(act).collect(),
        }
    }

    /// The id of a report.
    pub(super) fn id(&self, ix: ReportIx) -> String {
        self.record().report(ix).id.to_string()
    }

    /// Where a piece of evidence stands, in code points.
    pub(super) fn span(&self, at: Evidence) -> SpanJson {
        self.points[at.report.index()].span(at.span)
    }

    pub(super) fn refer(&self, ix: StoryEntityIx) -> StoryEntityRefJson {
        let it = self.record().entity(ix);
        StoryEntityRefJson {
            id: entity_id(ix.0 as usize),
            r#type: it.kind.as_str(),
            name: it.name.clone(),
            code: it.code.clone(),
        }
    }

    fn reports(&self) -> Vec<ReportJson> {
        let entries = self.record().reports.iter().zip(self.account.reports());
        entries
            .zip(&self.points)
            .map(|((entry, it), points)| report(entry, it, points))
            .collect()
    }

    pub(super) fn origin(&self, ix: usize, it: &Origin) -> OriginJson {
        OriginJson {
            id: origin_id(ix),
            reports: it.reports.iter().map(|&ix| self.id(ix)).collect(),
            agency: it.agency.clone(),
        }
    }

    pub(super) fn passage(&self, it: &Passage) -> PassageJson {
        PassageJson {
            a: self.id(it.a),
            b: self.id(it.b),
            a_span: self.points[it.a.index()].span(it.a_span),
            b_span: self.points[it.b.index()].span(it.b_span),
            words: it.words,
        }
    }

    fn section(&self, it: &Section) -> SectionJson {
        SectionJson {
            kind: it.kind.as_str(),
            items: it
                .items
                .iter()
                .map(|&ix| self.record().item(ix).id.clone())
                .collect(),
        }
    }

    fn entry(&self, it: &Entry) -> EntryJson {
        let (report, item) = match it.what {
            What::Published(ix) => (Some(self.id(ix)), None),
            What::Happened(ix) | What::Planned(ix) => {
                (None, Some(self.record().item(ix).id.clone()))
            }
        };
        EntryJson {
            kind: it.what.as_str(),
            earliest: iso(Some(it.first)),
            latest: iso(Some(it.last)),
            report,
            item,
        }
    }

    pub(super) fn coverage(&self) -> Vec<CoverageJson> {
        let row = |item: &rapporteur_text::Item| CoverageJson {
            item: item.id.clone(),
            cells: coverage(self.record(), item)
                .into_iter()
                .map(super::super::timeline::Cell::as_str)
                .collect(),
        };
        self.record().items.iter().map(row).collect()
    }
}

pub(super) fn numbered<T, U>(list: &[T], wire: impl Fn(usize, &T) -> U) -> Vec<U> {
    list.iter()
        .enumerate()
        .map(|(ix, it)| wire(ix, it))
        .collect()
}

fn act(it: &Act) -> ActJson {
    ActJson {
        act: it.kind.as_str(),
        what: it.what.clone(),
        why: it.why.clone(),
    }
}

fn entity_id(ix: usize) -> String {
    format!("e{ix}")
}

/// The id of an origin within its story.
pub(super) fn origin_id(ix: usize) -> String {
    format!("o{ix}")
}

fn entity(ix: usize, it: &StoryEntity) -> StoryEntityJson {
    StoryEntityJson {
        id: entity_id(ix),
        r#type: it.kind.as_str(),
        name: it.name.clone(),
        aliases: it.aliases.clone(),
        code: it.code.clone(),
        office: it.office.clone(),
        mentions: it.mentions,
    }
}

fn report(entry: &StoryReport, it: &Annotated, points: &CodePoints<'_>) -> ReportJson {
    let imprint = &it.imprint;
    ReportJson {
        id: it.report.id().to_string(),
        label: entry.label.clone(),
        file: it.report.file().to_owned(),
        url: imprint.url.clone(),
        outlet: imprint.outlet.clone(),
        title: imprint.title.as_ref().map(|it| it.text.clone()),
        byline: imprint.byline.clone(),
        agencies: agencies(imprint),
        published: entry.published.map(|it| it.to_iso()),
        published_basis: entry.published.map(|it| basis_word(it.basis)),
        dateline: DatelineJson::of(it, points),
        lang: imprint.language.clone(),
        cuts: CutJson::of(it, points),
        text: it.report.text().to_owned(),
    }
}
