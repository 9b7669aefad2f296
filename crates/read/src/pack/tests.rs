use std::io::Write as _;

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder};
use proptest::prelude::*;

use super::*;

/// Each piece in a line: `file: text`, or `file! reason`.
fn pieces(name: &str, mut bytes: &[u8]) -> Vec<String> {
    let mut all = Vec::new();
    let _ = unpack(&mut bytes, &Source::named(name), &mut |piece| {
        all.push(match piece {
            Piece::Leaf { bytes, source } => {
                format!("{}: {}", source.file, String::from_utf8_lossy(&bytes))
            }
            Piece::Skipped(it) => format!("{}! {}", it.file, it.reason),
        });
        ControlFlow::Continue(())
    });
    all
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
}

/// One member of a zip; its sizes stand before it, or only behind.
fn zip_member(name: &str, bytes: &[u8], sized: bool) -> Vec<u8> {
    let mut packed = DeflateEncoder::new(Vec::new(), Compression::default());
    packed.write_all(bytes).unwrap();
    let packed = packed.finish().unwrap();
    let size = |it: usize| (it as u32).to_le_bytes();
    let flags = if sized { 0_u16 } else { 8 };
    let mut all = b"PK\x03\x04\x14\0".to_vec();
    all.extend(flags.to_le_bytes());
    all.extend(b"\x08\0\0\0\0\0\0\0\0\0");
    let told = if sized {
        (packed.len(), bytes.len())
    } else {
        (0, 0)
    };
    all.extend(size(told.0));
    all.extend(size(told.1));
    all.extend((name.len() as u16).to_le_bytes());
    all.extend([0, 0]);
    all.extend(name.as_bytes());
    all.extend(&packed);
    if !sized {
        all.extend(b"PK\x07\x08\0\0\0\0");
        all.extend(size(packed.len()));
        all.extend(size(bytes.len()));
    }
    all
}

fn zip(members: &[Vec<u8>]) -> Vec<u8> {
    [&members.concat()[..], b"PK\x01\x02", &[0; 42]].concat()
}

fn tar_member(name: &str, kind: u8, bytes: &[u8]) -> Vec<u8> {
    let mut block = vec![0_u8; 512];
    block[..name.len()].copy_from_slice(name.as_bytes());
    block[124..136].copy_from_slice(format!("{:011o}\0", bytes.len()).as_bytes());
    block[148..156].fill(b' ');
    block[156] = kind;
    block[257..263].copy_from_slice(b"ustar\0");
    let sum: u32 = block.iter().map(|it| u32::from(*it)).sum();
    block[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    block.extend(bytes);
    block.resize(block.len().div_ceil(512) * 512, 0);
    block
}

fn record(kind: &str, url: &str, length: usize, payload: &str) -> Vec<u8> {
    format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\n\
         Content-Type: application/http; msgtype=response\r\nContent-Length: {length}\r\n\r\n\
         {payload}\r\n\r\n"
    )
    .into_bytes()
}

fn page(words: &str) -> Vec<u8> {
    let payload = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{words}");
    record(
        "response",
        "https://bell.example/a",
        payload.len(),
        &payload,
    )
}

#[test]
fn gzip_members_are_one_stream() {
    let both = [gzip(b"The port "), gzip(b"reopened."), vec![0; 9]].concat();
    assert_eq!(pieces("a.gz", &both), ["a.gz: The port reopened."]);
}

#[test]
fn a_gzip_that_is_cut_short_gives_what_came() {
    let ships: Vec<String> = (0..9_000).map(|it| format!("{it} ships.")).collect();
    let text = ships.join(" ");
    let packed = gzip(text.as_bytes());
    let got = pieces("a.gz", &packed[..packed.len() / 2]);
    assert!(got[0].starts_with("a.gz: 0 ships. 1 ships. "));
    assert_eq!(got[1], "a.gz! cut short; what came before was read");
    assert_eq!(pieces("a.gz", &packed[..5]), ["a.gz! cut short"]);
}

#[test]
fn packs_lie_in_packs() {
    let inner = zip(&[zip_member("may/a.txt.gz", &gzip(b"One."), true)]);
    let tar = [
        tar_member("b.zip", b'0', &inner),
        tar_member("long", b'L', b"a/very/long/name.txt\0"),
        tar_member("short.txt", b'0', b"Two."),
        tar_member("pax", b'x', b"18 path=d/three.x\n"),
        tar_member("short.txt", b'0', b"Three."),
        tar_member("d/", b'5', b""),
        tar_member("d/._three.txt", b'0', b"junk"),
        vec![0; 1024],
    ]
    .concat();
    let expected = [
        "n.tar.zst#b.zip#may/a.txt.gz: One.",
        "n.tar.zst#a/very/long/name.txt: Two.",
        "n.tar.zst#d/three.x: Three.",
    ];
    assert_eq!(pieces("n.tar.zst", &zstd(&tar)), expected);
}

#[test]
fn too_deep_a_pack_is_named() {
    let mut packed = b"One.".to_vec();
    for _ in 0..20 {
        packed = gzip(&packed);
    }
    assert_eq!(pieces("a", &packed), ["a! packed more than 6 times over"]);
}

#[test]
fn names_in_a_zip_are_only_names() {
    let members = ["../../x.txt", "/etc/x.txt", "C:\\x.txt", "__MACOSX/x.txt"];
    let members = members.map(|it| zip_member(it, b"One.", it.len() % 2 == 0));
    let expected = [
        "n.zip#../../x.txt: One.",
        "n.zip#/etc/x.txt: One.",
        "n.zip#C:\\x.txt: One.",
    ];
    assert_eq!(pieces("n.zip", &zip(&members)), expected);
}

#[test]
fn what_cannot_be_unpacked_in_a_zip_is_named_and_the_rest_is_read() {
    let mut encrypted = zip_member("a.txt", b"One.", true);
    encrypted[6] = 1;
    let mut unknown = zip_member("b.txt", b"Two.", true);
    unknown[8] = 14;
    let mut damaged = zip_member("c.txt", b"Three ships sail for Callao.", true);
    damaged[30 + 5] = 0xff;
    let good = zip_member("d.txt", b"Four.", true);
    let all = zip(&[encrypted, unknown, damaged, b"junk".to_vec(), good]);
    let expected = [
        "n.zip#a.txt! encrypted, and the key is not known",
        "n.zip#b.txt! packed by method 14; only stored, deflate and zstd are known",
        "n.zip#c.txt! its packed data is damaged",
        "n.zip! holds bytes that belong to no member of the zip file",
        "n.zip#d.txt: Four.",
    ];
    assert_eq!(pieces("n.zip", &all), expected);
}

#[test]
fn a_zip_that_is_cut_short_gives_what_it_has() {
    let both = [
        zip_member("a.txt", b"One.", true),
        zip_member("b.txt", b"Two.", true),
    ]
    .concat();
    let got = pieces("n.zip", &both[..both.len() - 3]);
    assert_eq!(got[0], "n.zip#a.txt: One.");
    assert!(got.last().unwrap().ends_with("cut short"));
}

#[test]
fn pages_of_a_crawl_are_opened() {
    let moved = "HTTP/1.1 301 Moved\r\n\r\nMoved";
    let picture = "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\u{1}";
    let crawl = [
        record("warcinfo", "", 4, "soft"),
        page("<p>One"),
        record("response", "https://bell.example/b", moved.len(), moved),
        record("response", "https://bell.example/c", picture.len(), picture),
        record("request", "https://bell.example/a", 5, "GET /"),
        record("conversion", "https://bell.example/d", 4, "Four"),
    ];
    let expected = ["c.warc#2: <p>One", "c.warc#6: Four"];
    assert_eq!(pieces("c.warc", &crawl.concat()), expected);
    let packed: Vec<u8> = crawl.iter().flat_map(|it| gzip(it)).collect();
    assert_eq!(pieces("c.warc", &packed), expected);
    let barren = pieces("c.warc", &crawl[2..4].concat());
    assert!(barren[0].starts_with("c.warc! holds no page: 1 records"));
}

#[test]
fn a_record_says_where_it_came_from() {
    let mut sources = Vec::new();
    let _ = unpack(
        &mut &page("<p>One")[..],
        &Source::named("c"),
        &mut |piece| {
            if let Piece::Leaf { source, .. } = piece {
                sources.push((source.url, source.media_type));
            }
            ControlFlow::Continue(())
        },
    );
    let expected = (
        Some("https://bell.example/a".into()),
        Some("text/html".into()),
    );
    assert_eq!(sources, [expected]);
}

#[test]
fn a_record_that_lies_about_its_length_costs_no_other() {
    for lie in [3, 300, 90 << 20, usize::MAX] {
        let lies = record(
            "response",
            "https://bell.example/x",
            lie,
            "HTTP/1.1 200 OK\r\n\r\nLies",
        );
        for packed in [false, true] {
            let pack = |it: Vec<u8>| if packed { gzip(&it) } else { it };
            let crawl = [
                pack(page("<p>One")),
                pack(lies.clone()),
                pack(page("<p>Two")),
            ]
            .concat();
            let got = pieces("c.warc", &crawl);
            assert_eq!(got[0], "c.warc#1: <p>One", "{lie}");
            assert_eq!(got.last().unwrap(), "c.warc#3: <p>Two", "{lie}");
            assert!(got[1].starts_with("c.warc#2! "), "{lie}: {}", got[1]);
        }
    }
}

#[test]
fn a_damaged_member_of_a_crawl_costs_no_other() {
    let mut damaged = gzip(&page(&"<p>Damaged, as this is. ".repeat(99)));
    let middle = damaged.len() / 2;
    damaged[middle..middle + 9].fill(0xff);
    let crawl = [gzip(&page("<p>One")), damaged, gzip(&page("<p>Three"))].concat();
    let got = pieces("c.warc.gz", &crawl);
    assert_eq!(got[0], "c.warc.gz#1: <p>One");
    assert!(got.last().unwrap().ends_with(": <p>Three"), "{got:?}");
    assert!(got.contains(&"c.warc.gz! its gzip data is damaged".into()));
}

#[test]
fn a_bomb_is_told_early() {
    let zeros = vec![0_u8; 256 << 20];
    let reason = "unpacks to more than 200 times its size, as a decompression bomb does";
    let once = gzip(&zeros);
    assert_eq!(pieces("a.gz", &once), [format!("a.gz! {reason}")]);
    let twice = pieces("b.zip", &zip(&[zip_member("a.gz", &once, true)]));
    assert_eq!(twice, [format!("b.zip#a.gz! {reason}")]);
    let frames = zstd(&zeros[..8 << 20]).repeat(32);
    assert_eq!(pieces("a.zst", &frames), [format!("a.zst! {reason}")]);
}

#[test]
fn a_bomb_in_a_page_of_a_crawl_is_told() {
    let mut crawl = Vec::new();
    for _ in 0..2 {
        let body = gzip(&vec![b' '; 63 << 20]);
        let head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n";
        let length = head.len() + body.len();
        let record = record("response", "https://bell.example/b", length, head);
        crawl.extend(record.strip_suffix(b"\r\n\r\n").unwrap());
        crawl.extend(body);
        crawl.extend(b"\r\n\r\n");
    }
    let got = pieces("c.warc", &crawl);
    assert!(got.last().unwrap().contains("unpacks to more than 200"));
}

#[test]
fn members_that_overlap_are_read_once() {
    // A directory that names one member a thousand times.
    let member = zip_member("a.txt", b"One.", true);
    let directory = b"PK\x01\x02".repeat(1000);
    let got = pieces("n.zip", &[member, directory].concat());
    assert_eq!(got, ["n.zip#a.txt: One."]);
}

#[test]
fn json_lines_come_in_stretches_and_keep_their_numbers() {
    let line = format!("{{\"text\": \"{}\"}}\n", "The port reopened. ".repeat(500));
    let all = line.repeat(2_000);
    let mut lines = Vec::new();
    let _ = unpack(
        &mut all.as_bytes(),
        &Source::named("a.jsonl"),
        &mut |piece| {
            if let Piece::Leaf { bytes, source } = piece {
                let out = read::leaf(&bytes, &source, &Options::default());
                lines.extend(out.reports.iter().map(|it| it.file().to_owned()));
                assert!(bytes.len() <= 8 << 20 && out.skipped.is_empty());
            }
            ControlFlow::Continue(())
        },
    );
    let expected: Vec<String> = (1..=2_000).map(|it| format!("a.jsonl#L{it}")).collect();
    assert_eq!(lines, expected);
}

#[test]
fn the_walk_stops_when_told() {
    let members = ["a", "b"].map(|it| zip_member(it, b"One.", true));
    let mut count = 0;
    let ended = unpack(
        &mut &zip(&members)[..],
        &Source::named("n.zip"),
        &mut |_| {
            count += 1;
            ControlFlow::Break(())
        },
    );
    assert!(ended.is_break());
    assert_eq!(count, 1);
}

/// A pack of each kind, with some in others.
fn samples() -> Vec<Vec<u8>> {
    let crawl = [page("<p>One"), page("<p>Two")];
    let members = [true, false].map(|it| zip_member("a.txt.gz", &gzip(b"The port reopened."), it));
    let tar = [
        tar_member("a.txt", b'0', b"One."),
        tar_member("b", b'x', b"18 path=d/three.x\n"),
    ];
    vec![
        gzip(&crawl[0]),
        zstd(&crawl.concat()),
        zip(&members),
        tar.concat(),
        crawl.concat(),
        crawl.iter().flat_map(|it| gzip(it)).collect(),
        gzip(&tar.concat()),
    ]
}

proptest! {
    #[test]
    fn any_damage_ends_in_pieces(
        which in 0..7_usize,
        faults in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        end in any::<prop::sample::Index>(),
    ) {
        let mut bytes = samples().swap_remove(which);
        for (at, byte) in faults {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        bytes.truncate(end.index(bytes.len()) + 1);
        let out = read::read(&bytes, &Source::named("a"), &Options::default());
        prop_assert!(!out.reports.is_empty() || !out.skipped.is_empty());
    }

    #[test]
    fn any_bytes_behind_a_mark_end_in_pieces(
        mark in prop::sample::select(vec![gzip::MAGIC, zstd::MAGIC, zip::MAGIC, warc::MAGIC]),
        bytes in prop::collection::vec(any::<u8>(), 0..300),
    ) {
        let bytes = [mark, &bytes].concat();
        let out = read::read(&bytes, &Source::named("a"), &Options::default());
        prop_assert!(!out.reports.is_empty() || !out.skipped.is_empty());
    }
}
