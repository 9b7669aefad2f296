//! Paths to reports: files, folders and standard input.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use rapporteur::present::html::Unread;
use rapporteur::text::Report;
use rapporteur::{Intake, Leaf, Ledger, Options, ReadOut, Skipped, Source, Surroundings, Taken};
use walkdir::WalkDir;

/// What the paths of a command line hold.
#[derive(Debug, Default)]
pub(crate) struct Input {
    files: Vec<PathBuf>,
    /// What could not be read so far.
    pub(crate) skipped: Vec<Skipped>,
    /// Paths named on the command line that are not there or hold nothing.
    pub(crate) missing: Vec<Skipped>,
    /// Files opened so far.
    pub(crate) read: usize,
}

impl Input {
    /// Lists the files under `paths`: folders in the order of their names,
    /// each file once. Hidden files and folders are passed over, as are links
    /// to folders.
    pub(crate) fn list(paths: &[PathBuf]) -> Self {
        let mut input = Input::default();
        for path in paths {
            input.add(path);
        }
        let mut seen = BTreeSet::new();
        input.files.retain(|file| seen.insert(identity(file)));
        input
    }

    /// Passes over a record file and what SQLite keeps beside it.
    pub(crate) fn without(&mut self, db: &Path) {
        let beside = |ending: &str| {
            let mut name = db.as_os_str().to_owned();
            name.push(ending);
            identity(Path::new(&name))
        };
        let own = ["", "-wal", "-shm"].map(beside);
        self.files.retain(|file| !own.contains(&identity(file)));
    }

    fn add(&mut self, path: &Path) {
        if path.as_os_str() == "-" {
            self.files.push(path.to_owned());
            return;
        }
        match fs::metadata(path) {
            Err(error) => self.missing.push(skipped(path, reason(&error))),
            Ok(found) if found.is_dir() => self.add_folder(path),
            Ok(_) => self.files.push(path.to_owned()),
        }
    }

    fn add_folder(&mut self, folder: &Path) {
        let before = (self.files.len(), self.skipped.len());
        let entries = WalkDir::new(folder).sort_by_file_name().into_iter();
        for entry in entries.filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry.path())) {
            match entry {
                Ok(entry) if is_file(&entry) => self.files.push(entry.into_path()),
                Ok(_) => {}
                Err(error) => {
                    let path = error.path().unwrap_or(folder).to_owned();
                    let why = error.io_error().map_or("a loop of links".into(), reason);
                    self.skipped.push(skipped(&path, why));
                }
            }
        }
        if (self.files.len(), self.skipped.len()) == before {
            self.missing.push(skipped(folder, EMPTY_FOLDER.into()));
        }
    }

    /// Reads the files in order, packed ones as they stream, handing on the
    /// reports of each as they come.
    pub(crate) fn for_each<F>(&mut self, options: &Options, mut take: F) -> anyhow::Result<()>
    where
        F: FnMut(Vec<Report>) -> anyhow::Result<()>,
    {
        let mut intake = Intake::new(options);
        for path in std::mem::take(&mut self.files) {
            self.read += 1;
            match open(&path) {
                Err(error) => self.skipped.push(skipped(&path, reason(&error))),
                Ok(mut file) => {
                    let source = Source::named(path.to_string_lossy().into_owned());
                    intake.add(&mut file, &source, |out| self.take(out, &mut take))?;
                }
            }
        }
        intake.finish(|out| self.take(out, &mut take))
    }

    /// Reads the files that a ledger does not know into it, and says which
    /// file of how many is next.
    pub(crate) fn put_in(
        &mut self,
        options: &Options,
        ledger: &mut Ledger<'_>,
        around: &impl Surroundings,
        next: impl Fn(usize, usize),
    ) -> anyhow::Result<()> {
        let ledger = RefCell::new(ledger);
        let files = std::mem::take(&mut self.files);
        let all = files.len();
        let mut intake = Intake::new(options);
        let known = |leaf: &Leaf| Ok(ledger.borrow().has_read(leaf)?);
        let mut take = |taken: Taken| -> anyhow::Result<()> {
            self.skipped.extend(taken.out.skipped.iter().cloned());
            Ok(ledger.borrow_mut().take(taken, around)?)
        };
        for (at, path) in files.into_iter().enumerate() {
            next(at + 1, all);
            match open(&path) {
                Err(error) => take(unopened(&path, &error))?,
                Ok(mut file) => {
                    let source = Source::named(path.to_string_lossy().into_owned());
                    intake.add_unknown(&mut file, &source, known, &mut take)?;
                }
            }
        }
        intake.finish_unknown(take)?;
        ledger.borrow_mut().commit(around)?;
        self.read = all;
        Ok(())
    }

    /// Keeps what was not read, and hands on what was.
    fn take<F>(&mut self, out: ReadOut, take: &mut F) -> anyhow::Result<()>
    where
        F: FnMut(Vec<Report>) -> anyhow::Result<()>,
    {
        self.skipped.extend(out.skipped);
        take(out.reports)
    }

    /// What was not read so far, for the pages.
    pub(crate) fn unread(&self) -> Vec<Unread> {
        let unread = |it: &Skipped| Unread {
            place: place(it),
            reason: it.reason.clone(),
        };
        let all = self.missing.iter().chain(&self.skipped);
        let mut all: Vec<_> = all.map(unread).collect();
        all.sort_by(|a, b| (&a.place, &a.reason).cmp(&(&b.place, &b.reason)));
        all
    }

    /// Reads everything.
    pub(crate) fn reports(&mut self, options: &Options) -> anyhow::Result<Vec<Report>> {
        let mut all = Vec::new();
        self.for_each(options, |reports| {
            all.extend(reports);
            Ok(())
        })?;
        Ok(all)
    }
}

/// A file that could not be opened, as what was taken of it.
fn unopened(path: &Path, error: &io::Error) -> Taken {
    Taken {
        out: ReadOut {
            reports: Vec::new(),
            skipped: vec![skipped(path, reason(error))],
        },
        leaf: None,
    }
}

/// The file of what was not read, with its line where it holds many reports.
pub(crate) fn place(it: &Skipped) -> String {
    let line = it.line.map(|line| format!(":{line}")).unwrap_or_default();
    format!("{}{line}", it.file)
}

/// Said of a folder without files.
const EMPTY_FOLDER: &str = "no file in this folder. Rapporteur reads plain text (.txt), pages \
    (.html), feeds (.rss, .atom), agency files (.newsml, .nitf, ninjs), mails (.eml, .mbox), \
    PDF (.pdf), Office files (.docx, .odt, .rtf), exports of press databases, crawls (.warc), \
    tables (.csv, .tsv, .parquet) and JSON lines (.jsonl), also packed (.gz, .zst, .zip, .tar). \
    JSON lines hold one report a line, such as\n  \
    {\"id\":\"a1\",\"outlet\":\"Herald\",\"title\":\"Port reopens\",\"published\":\"2024-05-03\",\
    \"text\":\"The port …\"}";

fn skipped(path: &Path, reason: String) -> Skipped {
    Skipped {
        file: path.to_string_lossy().into_owned(),
        line: None,
        reason,
    }
}

/// What the operating system said, in a user's words.
fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file or folder".into(),
        io::ErrorKind::PermissionDenied => "not readable by this user".into(),
        _ => error.to_string(),
    }
}

/// A file, or standard input, to be read once.
fn open(path: &Path) -> io::Result<Box<dyn Read>> {
    if path.as_os_str() == "-" {
        return Ok(Box::new(io::stdin().lock()));
    }
    Ok(Box::new(fs::File::open(path)?))
}

/// A file, or a link to one; pipes and devices inside a folder are not opened.
fn is_file(entry: &walkdir::DirEntry) -> bool {
    let kind = entry.file_type();
    kind.is_file() || kind.is_symlink() && entry.path().is_file()
}

fn is_hidden(path: &Path) -> bool {
    path.file_name()
        .is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
}

/// What makes two paths the same file.
fn identity(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}
