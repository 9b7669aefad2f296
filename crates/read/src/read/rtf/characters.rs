//! The characters of rich text.
//!
//! Input: bytes in the code page of the file or of a font, and UTF-16 units
//! with what stands in for them in old readers. Output: text. What always
//! holds: bytes of one run are decoded together, so that a character of two
//! bytes may be written as an escape and a letter.

use std::collections::BTreeMap;

use encoding_rs::{
    BIG5, EUC_KR, Encoding, GBK, MACINTOSH, SHIFT_JIS, WINDOWS_874, WINDOWS_1250, WINDOWS_1251,
    WINDOWS_1252, WINDOWS_1253, WINDOWS_1254, WINDOWS_1255, WINDOWS_1256, WINDOWS_1257,
    WINDOWS_1258,
};

/// Most fonts that are remembered.
const FONTS: usize = 4_096;
/// Deepest groups whose code page is remembered.
const DEPTH: usize = 1_000;
/// Most characters that stand in for one unit.
const FALLBACK: usize = 64;

/// What a group says of characters, until it ends.
#[derive(Clone, Copy, Debug)]
struct Setting {
    encoding: &'static Encoding,
    /// How many characters stand in for a unit.
    fallback: usize,
}

/// Gathers characters.
#[derive(Debug)]
pub(super) struct Characters {
    /// Whether what comes is kept.
    pub(super) heard: bool,
    text: String,
    pending: Vec<u8>,
    /// First half of a character beyond 16 bits.
    high: Option<u16>,
    /// Characters that stand in for the last unit and are passed over.
    passing: usize,
    page: &'static Encoding,
    setting: Setting,
    open: Vec<Setting>,
    deeper: usize,
    fonts: BTreeMap<i32, &'static Encoding>,
    /// The font being named, inside the table of fonts.
    naming: Option<i32>,
}

impl Default for Characters {
    fn default() -> Self {
        Self {
            heard: true,
            text: String::new(),
            pending: Vec::new(),
            high: None,
            passing: 0,
            page: WINDOWS_1252,
            setting: Setting {
                encoding: WINDOWS_1252,
                fallback: 1,
            },
            open: Vec::new(),
            deeper: 0,
            fonts: BTreeMap::new(),
            naming: None,
        }
    }
}

impl Characters {
    /// Takes bytes of text.
    pub(super) fn bytes(&mut self, bytes: &[u8]) {
        let passed = bytes.len().min(self.passing);
        self.passing -= passed;
        if self.heard {
            self.pending.extend(&bytes[passed..]);
        }
    }

    /// Takes an escaped byte.
    pub(super) fn hex(&mut self, byte: u8) {
        self.bytes(&[byte]);
    }

    /// Takes a character that a control word stands for.
    pub(super) fn push(&mut self, character: char) {
        self.decode();
        if 0 < self.passing {
            self.passing -= 1;
        } else if self.heard {
            self.text.push(character);
        }
    }

    /// Takes a UTF-16 unit, written as a signed number.
    pub(super) fn unit(&mut self, unit: i32) {
        self.decode();
        self.passing = self.setting.fallback;
        // Units from 2^15 are written as negative numbers.
        let unit = u16::try_from(unit & 0xffff).expect("sixteen bits are left");
        let units = self.high.take().into_iter().chain([unit]);
        if (0xd800..0xdc00).contains(&unit) {
            self.high = Some(unit);
        } else if self.heard {
            let decoded = char::decode_utf16(units).map(|it| it.unwrap_or('\u{fffd}'));
            self.text.extend(decoded.filter(|it| !it.is_control()));
        }
    }

    /// How many characters stand in for each unit from here on.
    pub(super) fn fallback(&mut self, count: i32) {
        self.end_run();
        self.setting.fallback = usize::try_from(count).unwrap_or(0).min(FALLBACK);
    }

    /// The file's code page.
    pub(super) fn code_page(&mut self, page: i32) {
        self.end_run();
        self.page = of_page(page);
        self.setting.encoding = self.page;
    }

    /// A font begins, or is named in the table of fonts.
    pub(super) fn font(&mut self, font: i32) {
        self.end_run();
        if self.naming.is_some() {
            self.naming = Some(font);
        } else {
            self.setting.encoding = self.fonts.get(&font).copied().unwrap_or(self.page);
        }
    }

    /// The character set of the font being named.
    pub(super) fn charset(&mut self, set: i32) {
        if let Some((font, encoding)) = self.naming.zip(of_charset(set))
            && self.fonts.len() < FONTS
        {
            self.fonts.insert(font, encoding);
        }
    }

    /// Whether fonts are named from here on.
    pub(super) fn naming_fonts(&mut self, yes: bool) {
        self.naming = self.naming.or(Some(-1)).filter(|_| yes);
    }

    /// A control word ends the bytes that are decoded together.
    pub(super) fn end_run(&mut self) {
        self.decode();
        self.passing = 0;
    }

    /// A group begins.
    pub(super) fn open_group(&mut self) {
        self.end_run();
        if self.open.len() < DEPTH {
            self.open.push(self.setting);
        } else {
            self.deeper += 1;
        }
    }

    /// A group ends.
    pub(super) fn close_group(&mut self) {
        self.end_run();
        if 0 < self.deeper {
            self.deeper -= 1;
        } else if let Some(setting) = self.open.pop() {
            self.setting = setting;
        }
    }

    /// All characters gathered since the last time.
    pub(super) fn take(&mut self) -> String {
        self.decode();
        std::mem::take(&mut self.text)
    }

    fn decode(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        let decoded = self
            .setting
            .encoding
            .decode_without_bom_handling(&self.pending);
        let kept = |it: &char| !it.is_control() || *it == '\t';
        self.text.extend(decoded.0.chars().filter(kept));
        self.pending.clear();
    }
}

/// The encoding of a Windows code page.
fn of_page(page: i32) -> &'static Encoding {
    match page {
        874 => WINDOWS_874,
        932 => SHIFT_JIS,
        936 => GBK,
        949 => EUC_KR,
        950 => BIG5,
        1250 => WINDOWS_1250,
        1251 => WINDOWS_1251,
        1253 => WINDOWS_1253,
        1254 => WINDOWS_1254,
        1255 => WINDOWS_1255,
        1256 => WINDOWS_1256,
        1257 => WINDOWS_1257,
        1258 => WINDOWS_1258,
        10000 => MACINTOSH,
        65001 => encoding_rs::UTF_8,
        _ => WINDOWS_1252,
    }
}

/// The encoding of a font's character set; sets 0 and 1 are the file's own.
fn of_charset(set: i32) -> Option<&'static Encoding> {
    Some(match set {
        77 => MACINTOSH,
        128 => SHIFT_JIS,
        129 => EUC_KR,
        134 => GBK,
        136 => BIG5,
        161 => WINDOWS_1253,
        162 => WINDOWS_1254,
        163 => WINDOWS_1258,
        177 => WINDOWS_1255,
        178 => WINDOWS_1256,
        186 => WINDOWS_1257,
        204 => WINDOWS_1251,
        222 => WINDOWS_874,
        238 => WINDOWS_1250,
        _ => return None,
    })
}
