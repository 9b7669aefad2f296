//! What may be typed.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{ArgAction, Parser, Subcommand, ValueEnum};
use rapporteur::{Columns, Desk, Options};

use crate::record_args::{
    BuildArgs, CheckArgs, EditArgs, EditsArgs, ExportArgs, FilesArgs, ItemArgs, LineageArgs,
    SearchArgs, ServeArgs, ShowArgs, StoriesArgs, WatchArgs, WhoArgs,
};

/// Reads many news reports and draws up one sourced record per story.
///
/// Every line of a brief is the reports' own words or a fixed label, and
/// names the reports that it came from.
#[derive(Debug, Parser)]
#[command(
    name = "rapporteur",
    version,
    propagate_version = true,
    max_term_width = 100
)]
pub(crate) struct Args {
    /// What to do.
    #[command(subcommand)]
    pub(crate) verb: Verb,
    /// Options of every verb.
    #[command(flatten)]
    pub(crate) global: Global,
}

/// Options of every verb.
#[derive(Debug, clap::Args)]
pub(crate) struct Global {
    /// Work on this many threads; the result is the same on any number.
    #[arg(long, short = 'j', global = true, value_name = "N")]
    pub(crate) threads: Option<NonZeroUsize>,
    /// Say less: errors only.
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
    /// Exit with 2 when any input was skipped.
    #[arg(long, global = true)]
    pub(crate) strict: bool,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Print the brief of every story in the reports, largest first.
    Brief(BriefArgs),
    /// Draw up the bundled samples and open their pages.
    Demo(DemoArgs),
    /// Print one JSON line per report: all that it says, with spans.
    Annotate(AnnotateArgs),
    /// Print one JSON line per report: its story, its origin, what it copies.
    Gather(GatherArgs),
    /// Add reports to a record file.
    Build(BuildArgs),
    /// Ask feeds again and again, and add what is new to a record file.
    Watch(WatchArgs),
    /// List the reports of a record file, or what could not be read.
    Files(FilesArgs),
    /// List the stories of a record file.
    Stories(StoriesArgs),
    /// Print a story of a record file.
    Show(ShowArgs),
    /// Print every wording of an item.
    Compare(ItemArgs),
    /// Look for words in items, then in sentences.
    Search(SearchArgs),
    /// Print who or what bears a name, and what it has to do with.
    Who(WhoArgs),
    /// Print who copied whom in a story.
    Lineage(LineageArgs),
    /// Print why an item stands as it does: origins, and the sentence of each report.
    Explain(ItemArgs),
    /// Look whether a record file holds together.
    Check(CheckArgs),
    /// Write stories in another format.
    Export(ExportArgs),
    /// Merge, split, leave out or discount in a record file, or undo that.
    Edit(EditArgs),
    /// List what was edited in a record file.
    Edits(EditsArgs),
    /// Give the pages of a record file to browsers of this machine.
    Serve(ServeArgs),
}

/// `rapporteur brief`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  rapporteur brief reports/
  rapporteur brief a.html b.txt feed.jsonl --format md
  cat reports.jsonl | rapporteur brief - --format json | jq '.stories[0].items[0]'
  rapporteur brief reports/ --since 2024-03-13
  rapporteur brief reports/ --html pages && open pages/index.html")]
pub(crate) struct BriefArgs {
    /// Files and folders; `-` is standard input.
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// How to read.
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
    /// How to mark.
    #[command(flatten)]
    pub(crate) marking: MarkingArgs,
    /// How to print.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
    /// The same as `--format json`.
    #[arg(long, conflicts_with = "format")]
    pub(crate) json: bool,
    /// Write a page for each story and each report into this folder.
    #[arg(long, value_name = "DIR")]
    pub(crate) html: Option<PathBuf>,
    /// Show every item, not only the brief's choice.
    #[arg(long)]
    pub(crate) full: bool,
    /// List what is new since a day or time (2024-03-13, 2024-03-13T09:00), or since
    /// a file that `--format json` gave.
    #[arg(long, value_name = "TIME|FILE")]
    pub(crate) since: Option<String>,
    /// What an editor decided: outlets that do not count, reports left out, items and
    /// stories merged and split; see docs/edits.md.
    #[arg(long, value_name = "FILE")]
    pub(crate) edits: Option<PathBuf>,
    /// Options of the terminal.
    #[command(flatten)]
    pub(crate) style: StyleArgs,
}

/// How to read.
#[derive(Debug, clap::Args)]
pub(crate) struct ReadingArgs {
    /// Columns or fields that hold a report's parts: `text=Body,published=Load Date`.
    ///
    /// For CSV, TSV, Parquet and JSON lines. A dot leads into an object:
    /// `text=content.body`.
    #[arg(long, value_name = "MAP", value_parser = Columns::parse)]
    pub(crate) columns: Option<Columns>,
}

impl ReadingArgs {
    /// The same, as the library takes it.
    pub(crate) fn options(&self) -> Options {
        Options {
            columns: self.columns.clone().unwrap_or_default(),
        }
    }
}

/// How to mark.
#[derive(Debug, clap::Args)]
pub(crate) struct MarkingArgs {
    /// Err less often and take many times as long: read words in their context.
    #[arg(long)]
    pub(crate) accurate: bool,
}

impl MarkingArgs {
    /// The desk that marks so.
    pub(crate) fn desk(&self) -> Desk {
        if self.accurate {
            Desk::accurate_english()
        } else {
            Desk::english()
        }
    }
}

/// Options of the terminal.
#[derive(Debug, clap::Args)]
pub(crate) struct StyleArgs {
    /// When to colour; `NO_COLOR` turns it off, too.
    #[arg(long, value_enum, default_value_t = When::Auto, value_name = "WHEN")]
    pub(crate) color: When,
    /// Never colour.
    #[arg(long, action = ArgAction::SetTrue)]
    pub(crate) no_color: bool,
    /// Columns to fill; the terminal's own, or 100.
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(40..=400))]
    pub(crate) width: Option<u16>,
}

/// `rapporteur demo`.
#[derive(Debug, clap::Args)]
pub(crate) struct DemoArgs {
    /// Write the pages here instead of into a folder for temporary files.
    #[arg(long, value_name = "DIR")]
    pub(crate) html: Option<PathBuf>,
    /// Do not open a browser.
    #[arg(long)]
    pub(crate) no_open: bool,
    /// How to mark.
    #[command(flatten)]
    pub(crate) marking: MarkingArgs,
    /// Options of the terminal.
    #[command(flatten)]
    pub(crate) style: StyleArgs,
}

/// `rapporteur annotate`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  rapporteur annotate reports/ | jq -r '.statements[] | .speaker'")]
pub(crate) struct AnnotateArgs {
    /// Files and folders; `-` is standard input.
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// How to read.
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
    /// How to mark.
    #[command(flatten)]
    pub(crate) marking: MarkingArgs,
    /// Add `map`: which bytes of the file each part of the text was read from.
    #[arg(long)]
    pub(crate) map: bool,
    /// Add `words`: syntactic words with lemma, part of speech, head and relation.
    #[arg(long)]
    pub(crate) words: bool,
    /// JSON lines is the only format; accepted for uniformity.
    #[arg(long, hide = true)]
    pub(crate) json: bool,
}

/// `rapporteur gather`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  rapporteur gather --batch reports/ | jq -s 'group_by(.story) | map(length)'
  tail -f reports.jsonl | rapporteur gather - | jq -c '{id, story, copies_from}'")]
pub(crate) struct GatherArgs {
    /// Files and folders; `-` is standard input.
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// How to read.
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
    /// How to mark.
    #[command(flatten)]
    pub(crate) marking: MarkingArgs,
    /// See all reports before any is assigned; the order does not matter then.
    #[arg(long)]
    pub(crate) batch: bool,
    /// Days of publication that a stream looks back.
    #[arg(
        long,
        value_name = "DAYS",
        default_value_t = 14,
        conflicts_with = "batch"
    )]
    pub(crate) window: u32,
    /// Write the lines to a file, and go on behind those that an earlier run of
    /// the same inputs has written there.
    #[arg(long, value_name = "FILE", conflicts_with = "batch")]
    pub(crate) to: Option<PathBuf>,
    /// Reports that a stream keeps in mind at most, about 6 KB each.
    #[arg(
        long,
        value_name = "REPORTS",
        default_value = "1000000",
        conflicts_with = "batch"
    )]
    pub(crate) budget: NonZeroUsize,
    /// JSON lines is the only format; accepted for uniformity.
    #[arg(long, hide = true)]
    pub(crate) json: bool,
}

/// How to print a brief.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For the terminal.
    Text,
    /// Markdown with footnotes.
    Md,
    /// One JSON object; see docs/record.md.
    Json,
}

/// When to colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum When {
    /// On a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

#[cfg(test)]
mod tests {
    use super::Args;
    use clap::CommandFactory;

    #[test]
    fn the_definition_of_the_arguments_is_sound() {
        Args::command().debug_assert();
    }

    #[test]
    fn every_format_of_export_stands_in_its_document() {
        use clap::ValueEnum as _;
        let document = include_str!("../../../docs/exports.md");
        for format in crate::record_args::ExportFormat::value_variants() {
            let value = format.to_possible_value().expect("none is hidden");
            let name = value.get_name();
            assert!(document.contains(&format!("`{name}`")), "{name}");
        }
    }

    #[test]
    fn every_verb_and_every_option_stands_in_the_readme() {
        let readme = include_str!("../../../README.md");
        let command = Args::command();
        for verb in command.get_subcommands() {
            assert!(
                readme.contains(&format!("rapporteur {}", verb.get_name())),
                "{verb}"
            );
            let shown = verb.get_arguments().filter(|option| !option.is_hide_set());
            for long in shown.filter_map(clap::Arg::get_long) {
                assert!(readme.contains(&format!("--{long}")), "--{long} of {verb}");
            }
        }
        for long in command.get_arguments().filter_map(clap::Arg::get_long) {
            assert!(readme.contains(&format!("--{long}")), "--{long}");
        }
    }
}
