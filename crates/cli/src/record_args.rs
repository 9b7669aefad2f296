//! What may be typed for a record file.

use std::num::{NonZeroU64, NonZeroUsize};
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::args::{Format, MarkingArgs, ReadingArgs, StyleArgs};

/// Which record file.
#[derive(Debug, Args)]
pub(crate) struct FileArgs {
    /// The record file.
    #[arg(long, value_name = "FILE", default_value = "news.db")]
    pub(crate) db: PathBuf,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// `rapporteur build`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  rapporteur build reports/ --db verra.db
  rapporteur build new.jsonl --db verra.db && rapporteur stories --db verra.db

What is in the file already costs a hash. A run that was cut off goes on where
it was when it is started again: all that was said to be kept is kept.")]
pub(crate) struct BuildArgs {
    /// Files and folders; `-` is standard input.
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// The file.
    #[command(flatten)]
    pub(crate) file: FileArgs,
    /// How to read.
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
    /// How to mark.
    #[command(flatten)]
    pub(crate) marking: MarkingArgs,
    /// Keep this many reports at a time; after each time they are on the disk.
    #[arg(long, value_name = "N", default_value = "256")]
    pub(crate) batch: NonZeroUsize,
}

/// `rapporteur watch`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  rapporteur watch https://herald.example/feed.xml --db verra.db
  rapporteur watch --once https://herald.example/feed.xml https://bell.example/rss --db verra.db

A feed is asked only for what is new, at most every --every minutes, less often
while it fails, and not where the host's robots.txt forbids it. With --pages
the page behind each new report is read, too, as politely; else only what the
feed itself carries. Stop with Ctrl-C: all that was added is kept.")]
pub(crate) struct WatchArgs {
    /// Addresses of feeds (RSS, Atom, JSON Feed, agency files).
    #[arg(required = true, value_name = "FEED")]
    pub(crate) feeds: Vec<String>,
    /// The file.
    #[command(flatten)]
    pub(crate) file: FileArgs,
    /// How to mark.
    #[command(flatten)]
    pub(crate) marking: MarkingArgs,
    /// Ask each feed that is due once, then end.
    #[arg(long)]
    pub(crate) once: bool,
    /// Minutes between two askings of a feed; at least 1, but on this machine.
    #[arg(long, value_name = "MINUTES", default_value_t = 15)]
    pub(crate) every: u64,
    /// Read the page that a feed's report is taken from, where it has more.
    #[arg(long)]
    pub(crate) pages: bool,
    /// Seconds that an answer may take.
    #[arg(long, value_name = "SECONDS", default_value = "30")]
    pub(crate) timeout: NonZeroU64,
    /// Keep this many reports at a time; after each time they are on the disk.
    #[arg(long, value_name = "N", default_value = "256")]
    pub(crate) batch: NonZeroUsize,
}

/// `rapporteur files`.
#[derive(Debug, Args)]
pub(crate) struct FilesArgs {
    /// The file.
    #[command(flatten)]
    pub(crate) file: FileArgs,
    /// List what could not be read, and why.
    #[arg(long)]
    pub(crate) skipped: bool,
    /// How many.
    #[command(flatten)]
    pub(crate) limit: LimitArgs,
}

/// How many to list.
#[derive(Debug, Args)]
pub(crate) struct LimitArgs {
    /// List at most this many; 0 for all.
    #[arg(short = 'n', long = "limit", value_name = "N", default_value_t = 20)]
    pub(crate) limit: usize,
}

impl LimitArgs {
    /// As a number that is never reached where all are wanted.
    pub(crate) fn most(&self) -> usize {
        if self.limit == 0 {
            i64::MAX as usize
        } else {
            self.limit
        }
    }
}

/// `rapporteur stories`.
#[derive(Debug, Args)]
pub(crate) struct StoriesArgs {
    /// The file.
    #[command(flatten)]
    pub(crate) file: FileArgs,
    /// Only stories told on this day (ISO 8601) or later.
    #[arg(long, value_name = "DAY")]
    pub(crate) since: Option<String>,
    /// Only stories told on this day or earlier.
    #[arg(long, value_name = "DAY")]
    pub(crate) until: Option<String>,
    /// Only stories with a report of this outlet.
    #[arg(long, value_name = "NAME")]
    pub(crate) outlet: Option<String>,
    /// How many.
    #[command(flatten)]
    pub(crate) limit: LimitArgs,
}

/// `rapporteur show`.
#[derive(Debug, Args)]
pub(crate) struct ShowArgs {
    /// The story: its id, or enough of its beginning.
    #[arg(value_name = "STORY")]
    pub(crate) story: String,
    /// The file.
    #[command(flatten)]
    pub(crate) file: FileArgs,
    /// How to print.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
    /// Show every item, not only the brief's choice.
    #[arg(long)]
    pub(crate) full: bool,
    /// Options of the terminal.
    #[command(flatten)]
    pub(crate) style: StyleArgs,
}

/// `rapporteur compare` and `rapporteur explain`.
#[derive(Debug, Args)]
pub(crate) struct ItemArgs {
    /// The item: its id, or enough of its beginning; a story's id before it
    /// is understood, too.
    #[arg(required = true, num_args = 1..=2, value_names = ["STORY", "ITEM"])]
    pub(crate) ids: Vec<String>,
    /// The file.
    #[command(flatten)]
    pub(crate) file: FileArgs,
    /// Options of the terminal.
    #[command(flatten)]
    pub(crate) style: StyleArgs,
}

/// `rapporteur lineage`.
#[derive(Debug, Args)]
pub(crate) struct LineageArgs {
    /// The story: its id, or enough of its beginning.
    #[arg(value_name = "STORY")]
    pub(crate) story: String,
    /// The file.
    #[command(flatten)]
    pub(crate) file: FileArgs,
    /// Options of the terminal.
    #[command(flatten)]
    pub(crate) style: StyleArgs,
}

/// `rapporteur search`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  rapporteur search 'bridge \"new harbour\" -tunnel' --db verra.db
  rapporteur search ceasefire --speaker orr --since 2024-03-01
  rapporteur search --kind figure --status disputed

Where few items have the words, what is near to them in meaning follows, with
the words that were looked for instead. Words in quotation marks, names and
numbers are looked for as they stand.")]
pub(crate) struct SearchArgs {
    /// Words, phrases in quotation marks, beginnings (`minist*`), and words
    /// that must not be there (`-tunnel`).
    #[arg(value_name = "WORDS")]
    pub(crate) words: Vec<String>,
    /// The file.
    #[command(flatten)]
    pub(crate) file: FileArgs,
    /// Only what this speaker said.
    #[arg(long, value_name = "NAME")]
    pub(crate) speaker: Option<String>,
    /// Only what this outlet reports.
    #[arg(long, value_name = "NAME")]
    pub(crate) outlet: Option<String>,
    /// Only items of this kind.
    #[arg(long, value_enum)]
    pub(crate) kind: Option<KindArg>,
    /// Only items of this status.
    #[arg(long, value_enum)]
    pub(crate) status: Option<StatusArg>,
    /// Only on this day (ISO 8601) or later.
    #[arg(long, value_name = "DAY")]
    pub(crate) since: Option<String>,
    /// Only on this day or earlier.
    #[arg(long, value_name = "DAY")]
    pub(crate) until: Option<String>,
    /// How many.
    #[command(flatten)]
    pub(crate) limit: LimitArgs,
}

/// Kinds of item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum KindArg {
    /// Somebody said something.
    Statement,
    /// Something happened.
    Event,
    /// Something is to be done.
    Commitment,
    /// Something was counted.
    Figure,
}

/// Statuses of items.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum StatusArg {
    /// Two or more origins.
    Corroborated,
    /// One origin.
    Reported,
    /// Values that cannot both hold.
    Disputed,
}

/// `rapporteur who`.
#[derive(Debug, Args)]
pub(crate) struct WhoArgs {
    /// A name, or part of one.
    #[arg(required = true, value_name = "NAME")]
    pub(crate) name: Vec<String>,
    /// The file.
    #[command(flatten)]
    pub(crate) file: FileArgs,
    /// How many.
    #[command(flatten)]
    pub(crate) limit: LimitArgs,
}

/// `rapporteur check`.
#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    /// The file.
    #[command(flatten)]
    pub(crate) file: FileArgs,
}

/// `rapporteur export`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  rapporteur export --all --to csv --db verra.db > evidence.csv
  rapporteur export 5a0c --to html --out pages --db verra.db
  rapporteur export --all --to annotations --db verra.db > evidence.jsonld
  rapporteur export --all --to ris --out sources.ris --db verra.db

docs/exports.md describes each format.")]
pub(crate) struct ExportArgs {
    /// Stories: their ids, or enough of their beginnings.
    #[arg(value_name = "STORY", required_unless_present = "all")]
    pub(crate) stories: Vec<String>,
    /// Every story.
    #[arg(long, conflicts_with = "stories")]
    pub(crate) all: bool,
    /// The format.
    #[arg(long, value_enum)]
    pub(crate) to: ExportFormat,
    /// Write into this file, or for pages and Parquet tables this folder.
    #[arg(long, value_name = "PATH", required_if_eq_any([("to", "html"), ("to", "parquet")]))]
    pub(crate) out: Option<PathBuf>,
    /// The file.
    #[command(flatten)]
    pub(crate) file: FileArgs,
}

/// What stories are exported to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportFormat {
    /// A page a story and a report.
    Html,
    /// Markdown with footnotes.
    Md,
    /// One story a line; see docs/record.md.
    Jsonl,
    /// One row a piece of evidence.
    Csv,
    /// Tables of reports, stories, items, evidence and copies.
    #[cfg(feature = "parquet")]
    Parquet,
    /// Evidence as W3C Web Annotations.
    Annotations,
    /// Events as PLOVER records, one a line.
    Plover,
    /// Where reports and items come from, in PROV-O.
    Prov,
    /// Words in quotation marks as schema.org quotations.
    Quotations,
    /// The reports as references, for reference managers.
    Ris,
    /// The same as CSL-JSON.
    Csl,
}

/// `rapporteur edit`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  rapporteur edit exclude b-mirror.txt --why withdrawn --db verra.db
  rapporteur edit merge-items 1f0c2a9be04d 77ab31c09e12 --db verra.db
  rapporteur edit split-item 1f0c2a9be04d c-gazette.html --db verra.db
  rapporteur edit merge-stories 5a0c1f22ab90 91e277d0c3aa --db verra.db
  rapporteur edit undo 3 --db verra.db

Each act is kept with its time and holds when its stories are drawn up again;
`edits` lists them. docs/edits.md says what each does.")]
pub(crate) struct EditArgs {
    /// What to do.
    #[arg(value_enum, value_name = "ACT")]
    pub(crate) act: EditKind,
    /// To what: ids of items or stories, ids or files of reports, names of
    /// outlets; of `undo`, the number of an act.
    #[arg(required = true, value_name = "WHAT")]
    pub(crate) what: Vec<String>,
    /// Why; kept with the act.
    #[arg(long, value_name = "WORDS")]
    pub(crate) why: Option<String>,
    /// The record file.
    #[arg(long, value_name = "FILE", default_value = "news.db")]
    pub(crate) db: PathBuf,
}

/// What an editor does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum EditKind {
    /// An outlet's reports do not count as support.
    Unreliable,
    /// Reports are in no story.
    Exclude,
    /// Items are one.
    MergeItems,
    /// What some reports have of an item is an item of its own.
    SplitItem,
    /// Stories are one.
    MergeStories,
    /// Reports are a story of their own.
    SplitStory,
    /// An act is undone.
    Undo,
}

/// `rapporteur edits`.
#[derive(Debug, Args)]
pub(crate) struct EditsArgs {
    /// The file.
    #[command(flatten)]
    pub(crate) file: FileArgs,
}

/// `rapporteur serve`.
#[derive(Debug, Args)]
pub(crate) struct ServeArgs {
    /// The record file.
    #[arg(long, value_name = "FILE", default_value = "news.db")]
    pub(crate) db: PathBuf,
    /// Listen at this port of 127.0.0.1; 0 for any that is free.
    #[arg(long, value_name = "PORT", default_value_t = 8017)]
    pub(crate) port: u16,
    /// Open a browser.
    #[arg(short, long)]
    pub(crate) open: bool,
    /// Let whoever opens the printed address edit; its token is new each time.
    #[arg(long)]
    pub(crate) edit: bool,
}
