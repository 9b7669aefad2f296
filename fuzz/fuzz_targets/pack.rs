//! Any bytes as a pack, a table or a Parquet file: pieces, and reports or a
//! reason of each.
#![no_main]

use std::ops::ControlFlow;

use libfuzzer_sys::fuzz_target;
use rapporteur::{Columns, Options, Piece, Source};

/// What a pack begins with; the first byte of the input picks one.
const OPENINGS: [&[u8]; 6] = [b"", b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", b"PK\x03\x04", b"WARC/1.0\r\n", b"PAR1"];

fuzz_target!(init: report_panics(), |input: &[u8]| {
    let Some((&first, rest)) = input.split_first() else {
        return;
    };
    let bytes = [OPENINGS[usize::from(first) % OPENINGS.len()], rest].concat();
    let columns = Columns::parse("text=a.b,title=c").expect("two pairs");
    for (file, options) in [
        ("-", Options::default()),
        ("a.csv", Options { columns }),
    ] {
        let mut pieces = 0;
        let source = Source::named(file);
        let _ = rapporteur::unpack(&mut &bytes[..], &source, &mut |piece| {
            pieces += 1;
            if let Piece::Leaf { bytes, source } = piece {
                let read = rapporteur::read(&bytes, &source, &options);
                assert!(!read.reports.is_empty() || !read.skipped.is_empty());
            }
            ControlFlow::Continue(())
        });
        let read = rapporteur::read(&bytes, &source, &options);
        assert!(!read.reports.is_empty() || !read.skipped.is_empty());
        assert!(0 < pieces || bytes.is_empty() || !read.skipped.is_empty());
    }
});

/// Says of a panic where it was, and goes on: those in the libraries for PDF
/// and Parquet are caught, and the fuzzer ends at any that is not.
fn report_panics() {
    std::panic::set_hook(Box::new(|panic| eprintln!("{panic}")));
}
