//! A chart of growth, as SVG.

use std::fmt::Write as _;

/// Width and height of the drawing, and the room around it, in pixels.
const SIZE: (f64, f64) = (640.0, 400.0);
const ROOM: f64 = 56.0;

/// Draws how long so many reports took, both on scales of tens, with a dotted
/// line of what would be in proportion to the first point.
///
/// `rows` are counts and seconds, both above 0, in order; none draw nothing.
pub(crate) fn growth(rows: &[(usize, f64)]) -> String {
    let (Some(&first), Some(&last)) = (rows.first(), rows.last()) else {
        return String::new();
    };
    let tens = |value: f64| value.log10();
    let (left, right) = (tens(first.0 as f64).floor(), tens(last.0 as f64).ceil());
    let slowest = rows.iter().map(|it| it.1).fold(first.1, f64::max);
    let (low, high) = (tens(first.1).floor(), tens(slowest).ceil());
    let x =
        |count: f64| ROOM + (tens(count) - left) / (right - left).max(1.0) * (SIZE.0 - 2.0 * ROOM);
    let y = |time: f64| {
        SIZE.1 - ROOM - (tens(time) - low) / (high - low).max(1.0) * (SIZE.1 - 2.0 * ROOM)
    };
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\" font-family=\"sans-serif\" \
         font-size=\"12\"><title>Seconds that a stream took for so many reports</title>\
         <rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n",
        SIZE.0, SIZE.1
    );
    let mut line = |from: (f64, f64), to: (f64, f64), style: &str| {
        let _ = writeln!(
            svg,
            "<line x1=\"{:.1}\" y1=\"{:.1}\" x2=\"{:.1}\" y2=\"{:.1}\" {style}/>",
            from.0, from.1, to.0, to.1
        );
    };
    let bottom = SIZE.1 - ROOM;
    line((ROOM, bottom), (SIZE.0 - ROOM, bottom), "stroke=\"#333\"");
    line((ROOM, bottom), (ROOM, ROOM), "stroke=\"#333\"");
    let share = last.0 as f64 / first.0 as f64;
    let straight = (x(last.0 as f64), y(first.1 * share));
    line(
        (x(first.0 as f64), y(first.1)),
        straight,
        "stroke=\"#777\" stroke-dasharray=\"3 4\"",
    );
    for pair in rows.windows(2) {
        let at = |it: &(usize, f64)| (x(it.0 as f64), y(it.1));
        line(
            at(&pair[0]),
            at(&pair[1]),
            "stroke=\"#1b5e8c\" stroke-width=\"2\"",
        );
    }
    for &(count, time) in rows {
        let _ = writeln!(
            svg,
            "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"3\" fill=\"#1b5e8c\"/>",
            x(count as f64),
            y(time)
        );
    }
    for power in left as i32..=right as i32 {
        let count = 10_f64.powi(power);
        let _ = writeln!(
            svg,
            "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{count}</text>",
            x(count),
            bottom + 18.0
        );
    }
    for power in low as i32..=high as i32 {
        let time = 10_f64.powi(power);
        let _ = writeln!(
            svg,
            "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{time} s</text>",
            ROOM - 6.0,
            y(time) + 4.0
        );
    }
    let _ = writeln!(
        svg,
        "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">reports; dotted: in proportion</text>\n</svg>",
        SIZE.0 / 2.0,
        SIZE.1 - 12.0
    );
    svg
}

#[cfg(test)]
mod tests {
    use super::growth;

    #[test]
    fn growth_in_proportion_lies_on_the_dotted_line() {
        let svg = growth(&[(10_000, 2.0), (100_000, 20.0), (1_000_000, 200.0)]);
        let ends: Vec<&str> = svg.lines().filter(|it| it.starts_with("<line")).collect();
        let end = |line: &str| {
            line.split(" x2=")
                .nth(1)
                .map(|it| it.split(" stroke").next().unwrap_or_default().to_owned())
        };
        let (dotted, last) = (ends[2], ends[ends.len() - 1]);
        assert!(dotted.contains("dasharray"));
        assert_eq!(end(dotted), end(last));
        assert_eq!(growth(&[]), "");
    }
}
