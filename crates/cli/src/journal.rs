//! A file of lines that a run goes on with where an earlier one ended.
//!
//! What always holds: a line is on the disk before the next batch is begun;
//! half a line that a kill left is cut off; lines that are there are never
//! written over, and a run that would have written others stops.

use std::fs::{File, OpenOptions};
use std::io::{BufRead as _, BufReader, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};

/// A file of lines.
#[derive(Debug)]
pub(crate) struct Journal {
    path: PathBuf,
    /// What is there and was not met again yet.
    earlier: BufReader<File>,
    /// Bytes of whole lines.
    whole: u64,
    /// Lines met again or written.
    line: usize,
}

impl Journal {
    /// Opens a file, or makes one.
    pub(crate) fn open(path: &Path) -> anyhow::Result<Self> {
        let open = || -> std::io::Result<(File, u64)> {
            let file = OpenOptions::new()
                .read(true)
                .write(true)
                .create(true)
                .truncate(false)
                .open(path)?;
            let whole = whole_lines(&file)?;
            file.set_len(whole)?;
            (&file).seek(SeekFrom::Start(0))?;
            Ok((file, whole))
        };
        let (file, whole) = open().with_context(|| path.display().to_string())?;
        Ok(Self {
            path: path.to_owned(),
            earlier: BufReader::new(file),
            whole,
            line: 0,
        })
    }

    /// Puts lines, each ended by a line feed, behind those that are there;
    /// the first of them may be there already.
    pub(crate) fn put(&mut self, lines: &str) -> anyhow::Result<()> {
        let mut new = String::new();
        for line in lines.split_inclusive('\n') {
            self.line += 1;
            let mut known = String::new();
            if new.is_empty() {
                self.earlier.read_line(&mut known)?;
            }
            if known.is_empty() {
                new.push_str(line);
            }
            ensure!(
                known.is_empty() || known == line,
                "{}: line {} is of other reports, or of other settings; nothing was written",
                self.path.display(),
                self.line
            );
        }
        if new.is_empty() {
            return Ok(());
        }
        let mut write = || -> std::io::Result<()> {
            let file = self.earlier.get_mut();
            file.seek(SeekFrom::Start(self.whole))?;
            file.write_all(new.as_bytes())?;
            file.sync_data()?;
            file.seek(SeekFrom::End(0))?;
            Ok(())
        };
        write().with_context(|| self.path.display().to_string())?;
        self.whole += new.len() as u64;
        Ok(())
    }

    /// Ends a run: the file must hold no lines that it did not come to.
    pub(crate) fn finish(mut self) -> anyhow::Result<()> {
        let mut rest = String::new();
        self.earlier.read_line(&mut rest)?;
        ensure!(
            rest.is_empty(),
            "{}: has more lines than these inputs give",
            self.path.display()
        );
        Ok(())
    }
}

/// Bytes up to the last line feed.
fn whole_lines(file: &File) -> std::io::Result<u64> {
    let mut reader = BufReader::new(file);
    let (mut whole, mut at) = (0, 0_u64);
    loop {
        let bytes = reader.fill_buf()?;
        if bytes.is_empty() {
            return Ok(whole);
        }
        if let Some(last) = bytes.iter().rposition(|&byte| byte == b'\n') {
            whole = at + last as u64 + 1;
        }
        let read = bytes.len();
        at += read as u64;
        reader.consume(read);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(content: &str) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("told.jsonl");
        std::fs::write(&path, content).unwrap();
        (folder, path)
    }

    #[test]
    fn half_a_line_is_cut_off_and_the_rest_goes_on() {
        let (_folder, path) = file("one\ntwo\nthr");
        let mut journal = Journal::open(&path).unwrap();
        journal.put("one\n").unwrap();
        journal.put("two\nthree\n").unwrap();
        journal.put("four\n").unwrap();
        journal.finish().unwrap();
        assert_eq!(
            std::fs::read_to_string(&path).unwrap(),
            "one\ntwo\nthree\nfour\n"
        );
    }

    #[test]
    fn lines_of_other_inputs_are_left_as_they_are() {
        let (_folder, path) = file("one\ntwo\n");
        let mut journal = Journal::open(&path).unwrap();
        assert!(journal.put("one\nother\n").is_err());
        let mut shorter = Journal::open(&path).unwrap();
        shorter.put("one\n").unwrap();
        assert!(shorter.finish().is_err());
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "one\ntwo\n");
    }
}
