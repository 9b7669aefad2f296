//! The characters of each page, and where they stand.
//!
//! Input: a file. Output: characters in the order in which the page draws
//! them, with y growing downward. Characters that stand aslant or upright are
//! left out: they are watermarks and marginal credits.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use hayro_interpret::font::{Glyph as Drawn, GlyphRun};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect, Vec2};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps,
    InterpreterCache, InterpreterSettings, SoftMask, TransformExt, interpret_page,
};

use crate::{GLYPHS, PAGES, STEPS};

/// Units of a letter's size in which fonts tell widths.
const EM: f64 = 1_000.0;
/// Share of its size that a letter of unknown width takes.
const WIDTH: f64 = 0.5;
/// How far from level a line of text may run, as a tangent.
const LEVEL: f64 = 0.1;
/// Least and most size of letters that are read, in points.
const SIZES: (f64, f64) = (2.0, 500.0);

/// One character, or the several that one sign stands for.
#[derive(Clone, Debug)]
pub(crate) struct Glyph {
    pub(crate) text: String,
    /// Left end of the base line.
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) width: f64,
    pub(crate) size: f64,
}

/// The characters of a page.
#[derive(Debug, Default)]
pub(crate) struct Sheet {
    pub(crate) height: f64,
    pub(crate) glyphs: Vec<Glyph>,
}

/// What reading of all pages may still cost.
struct Left {
    glyphs: usize,
    steps: usize,
}

/// Why drawing was broken off.
struct Spent;

/// The characters of every page; `None` when there are too many.
pub(crate) fn pages(pdf: &Pdf) -> Option<Vec<Sheet>> {
    let cache = InterpreterCache::new();
    let mut left = Left {
        glyphs: GLYPHS,
        steps: STEPS,
    };
    if PAGES < pdf.pages().len() {
        return None;
    }
    let pages = pdf.pages().iter();
    pages
        .map(|page| sheet(page, pdf, &cache, &mut left))
        .collect()
}

/// The characters of a page, unless drawing costs more than is left.
fn sheet<'a>(
    page: &Page<'a>,
    pdf: &'a Pdf,
    cache: &InterpreterCache<'a>,
    left: &mut Left,
) -> Option<Sheet> {
    let (width, height) = page.render_dimensions();
    let bounds = Rect::new(0.0, 0.0, width.into(), height.into());
    let initial = page.initial_transform(true).to_kurbo();
    let settings = InterpreterSettings::default();
    let mut context = Context::new(initial, bounds, cache, pdf.xref(), settings);
    let mut reader = Reader {
        sheet: Sheet {
            height: height.into(),
            glyphs: Vec::new(),
        },
        left,
    };
    // Only by unwinding can a device break off; any other panic goes on up.
    let drawn = catch_unwind(AssertUnwindSafe(|| {
        interpret_page(page, &mut context, &mut reader);
    }));
    match drawn {
        Ok(()) => Some(reader.sheet),
        Err(reason) if reason.is::<Spent>() => None,
        Err(panic) => resume_unwind(panic),
    }
}

/// Takes characters as they are drawn.
struct Reader<'l> {
    sheet: Sheet,
    left: &'l mut Left,
}

impl Reader<'_> {
    fn step(&mut self) {
        match self.left.steps.checked_sub(1) {
            Some(steps) => self.left.steps = steps,
            None => resume_unwind(Box::new(Spent)),
        }
    }

    fn take(&mut self, drawn: &Drawn<'_>, place: Affine) {
        let Some(text) = drawn.as_unicode().map(plain) else {
            return;
        };
        let Some(glyphs) = self.left.glyphs.checked_sub(1) else {
            resume_unwind(Box::new(Spent));
        };
        self.left.glyphs = glyphs;
        let origin = place * Point::ZERO;
        let along = place * Point::new(EM, 0.0) - origin;
        let size = (place * Point::new(0.0, EM) - origin).hypot();
        if text.is_empty() || !is_level(along) || !(SIZES.0..SIZES.1).contains(&size) {
            return;
        }
        let advance = match drawn {
            Drawn::Outline(glyph) => glyph.advance_width().map(f64::from),
            Drawn::Type3(_) => None,
        };
        let share = advance.map_or(WIDTH, |it| it / EM).clamp(0.0, 4.0);
        self.sheet.glyphs.push(Glyph {
            text,
            x: origin.x,
            y: origin.y,
            width: share * along.x,
            size,
        });
    }
}

/// Whether a line of text runs level, from left to right.
fn is_level(along: Vec2) -> bool {
    0.0 < along.x && along.y.abs() <= along.x * LEVEL
}

/// The characters that a sign stands for: ligatures are parted, and signs
/// that stand for none dropped.
fn plain(sign: BfString) -> String {
    let text = match sign {
        BfString::Char(character) => character.to_string(),
        BfString::String(text) => text,
    };
    let mut plain = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\u{fb00}' => plain.push_str("ff"),
            '\u{fb01}' => plain.push_str("fi"),
            '\u{fb02}' => plain.push_str("fl"),
            '\u{fb03}' => plain.push_str("ffi"),
            '\u{fb04}' => plain.push_str("ffl"),
            '\u{fb05}' | '\u{fb06}' => plain.push_str("st"),
            it if it.is_whitespace() => plain.push(' '),
            it if it.is_control() => {}
            it => plain.push(it),
        }
    }
    plain
}

impl<'a> Device<'a> for Reader<'_> {
    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {
        self.step();
    }

    fn push_clip_path(&mut self, _: &ClipPath) {
        self.step();
    }

    fn push_clip_rect(&mut self, _: &Rect) {
        self.step();
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        self.step();
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, _: &DrawMode) {
        self.step();
        for glyph in run.glyphs() {
            self.take(glyph, props.transform * glyph.transform());
        }
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {
        self.step();
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}

    fn draw_rect(&mut self, _: &Rect, _: DrawProps<'a>, _: &DrawMode) {
        self.step();
    }
}
