//! Charts: the shapes of an SVG drawing, its title and description, and its scales. Other modules choose the content.

use std::fmt;

use askama::Template;

use super::clean::{clean, short};

/// The width of every drawing, in its own units, which are pixels on a wide screen.
pub(super) const WIDTH: f64 = 720.0;
/// The height of a line of text.
pub(super) const LINE: f64 = 18.0;
/// The number of characters that fit across a drawing: [`WIDTH`] at 7.5 units per character of size 14.
pub(super) const TEXT_FITS: usize = 94;

/// A figure: a drawing and its caption. On the page, a table with the same numbers follows it.
#[derive(Template)]
#[template(path = "report/figure.html")]
pub(super) struct Figure {
    /// Unique on the page.
    pub id: String,
    /// A name for the drawing, for readers who cannot see it.
    pub title: String,
    /// A summary of what the drawing shows, in a sentence or two, for the same readers.
    pub description: String,
    /// The text below the drawing, for all readers.
    pub caption: String,
    pub height: f64,
    pub marks: Vec<Mark>,
}

impl Figure {
    pub fn new(id: impl Into<String>, title: impl Into<String>, height: f64) -> Figure {
        let (description, caption) = (String::new(), String::new());
        Figure { id: id.into(), title: clean(&title.into()), description, caption, height, marks: Vec::new() }
    }

    pub fn line(&mut self, class: &'static str, (x1, y1): (f64, f64), (x2, y2): (f64, f64)) {
        self.marks.push(Mark::Line { class, x1: Px(x1), y1: Px(y1), x2: Px(x2), y2: Px(y2) });
    }

    /// Draws a bar between two opposite corners, given in either order.
    pub fn bar(&mut self, class: &'static str, (x1, y1): (f64, f64), (x2, y2): (f64, f64)) {
        let (x, y) = (Px(x1.min(x2)), Px(y1.min(y2)));
        // Even the smallest bar stays visible.
        let (width, height) = (Px((x2 - x1).abs().max(1.0)), Px((y2 - y1).abs().max(1.0)));
        self.marks.push(Mark::Bar { class, x, y, width, height });
    }

    pub fn path(&mut self, class: &'static str, points: impl IntoIterator<Item = (f64, f64)>) {
        let points: Vec<String> = points.into_iter().map(|(x, y)| format!("{},{}", Px(x), Px(y))).collect();
        self.marks.push(Mark::Path { class, points: points.join(" ") });
    }

    pub fn dot(&mut self, class: &'static str, (x, y): (f64, f64)) {
        self.marks.push(Mark::Dot { class, x: Px(x), y: Px(y) });
    }

    /// Draws text at a point, which is the start, the middle or the end of the baseline.
    pub fn text(&mut self, class: &'static str, anchor: Anchor, (x, y): (f64, f64), text: impl Into<String>) {
        self.marks.push(Mark::Text { class, anchor: anchor.word(), x: Px(x), y: Px(y), text: clean(&text.into()) });
    }

    /// Draws text that names a nearby mark. Close to the right edge it is placed to the left of the point, so that it
    /// stays inside the drawing.
    pub fn label(&mut self, class: &'static str, (x, y): (f64, f64), text: &str) {
        let width = text.chars().count() as f64 * 7.5;
        let (anchor, x) = if x + width > WIDTH { (Anchor::End, x - 6.0) } else { (Anchor::Start, x + 6.0) };
        self.text(class, anchor, (x, y), text);
    }
}

/// One element of a drawing. Its class is styled in the style sheet of the page.
pub(super) enum Mark {
    Bar { class: &'static str, x: Px, y: Px, width: Px, height: Px },
    Line { class: &'static str, x1: Px, y1: Px, x2: Px, y2: Px },
    Path { class: &'static str, points: String },
    Dot { class: &'static str, x: Px, y: Px },
    Text { class: &'static str, anchor: &'static str, x: Px, y: Px, text: String },
}

/// The point of a text that is placed at the given position.
#[derive(Clone, Copy)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

impl Anchor {
    fn word(self) -> &'static str {
        match self {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        }
    }
}

/// A length, written with one decimal place.
pub(super) struct Px(f64);

impl fmt::Display for Px {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", (self.0 * 10.0).round() / 10.0)
    }
}

impl askama::FastWritable for Px {
    fn write_into(&self, dest: &mut dyn fmt::Write, _: &dyn askama::Values) -> askama::Result<()> {
        Ok(write!(dest, "{self}")?)
    }
}

/// A linear scale along one side of a drawing.
#[derive(Clone, Copy)]
pub(super) struct Scale {
    from: f64,
    to: f64,
    start: f64,
    end: f64,
}

impl Scale {
    /// Maps values between `from` and `to` to positions between `start` and `end`; an empty range is widened.
    pub fn new((from, to): (f64, f64), (start, end): (f64, f64)) -> Scale {
        let to = if to - from > 1e-9 { to } else { from + 1.0 };
        Scale { from, to, start, end }
    }

    /// The position of a value; a value outside the range is placed on the edge.
    pub fn at(&self, value: f64) -> f64 {
        let share = ((value - self.from) / (self.to - self.from)).clamp(0.0, 1.0);
        self.start + share * (self.end - self.start)
    }

    /// Round values for an axis: at most about `most` of them, in steps of 1, 2 or 5 times a power of ten.
    pub fn ticks(&self, most: usize) -> Vec<f64> {
        let least = (self.to - self.from) / most.max(1) as f64;
        let power = 10f64.powf(least.log10().floor());
        let step = [1.0, 2.0, 5.0, 10.0].iter().map(|n| n * power).find(|step| *step >= least).unwrap_or(power);
        let (first, last) = ((self.from / step).ceil() as i64, (self.to / step).floor() as i64);
        (first..=last).map(|n| n as f64 * step).collect()
    }
}

/// A logarithmic scale for counts, on which a count of one is visible and zero has no height.
pub(super) struct Counts {
    scale: Scale,
    most: u64,
}

impl Counts {
    /// A scale for counts up to `most`, between the positions `foot` and `top`.
    pub fn new(most: u64, foot: f64, top: f64) -> Counts {
        Counts { scale: Scale::new((0.5f64.log10(), (most.max(1) as f64 * 1.1).log10()), (foot, top)), most }
    }

    pub fn at(&self, count: u64) -> f64 {
        self.scale.at((count as f64).max(0.5).log10())
    }

    /// Powers of ten; some are skipped if there are many.
    pub fn ticks(&self) -> Vec<u64> {
        let powers: Vec<u64> = (0..19).map(|n| 10u64.pow(n)).take_while(|power| *power <= self.most).collect();
        let every = powers.len().div_ceil(6).max(1);
        powers.into_iter().step_by(every).collect()
    }
}

/// Horizontal bars, each below its own label: any number of bars, with labels of any length.
#[derive(Default)]
pub(super) struct Bars {
    rows: Vec<(String, String, f64)>,
}

impl Bars {
    /// Adds a bar of the given length, with its label above it and its value after it.
    pub fn row(&mut self, label: impl Into<String>, value: impl Into<String>, length: f64) {
        self.rows.push((label.into(), value.into(), length));
    }

    pub fn figure(self, id: impl Into<String>, title: impl Into<String>) -> Figure {
        const ROW: f64 = LINE * 2.0 + 10.0;
        let mut figure = Figure::new(id, title, self.rows.len() as f64 * ROW + 4.0);
        let longest = self.rows.iter().map(|row| row.2).fold(0.0, f64::max);
        // Leaves room for the value after the longest bar.
        let scale = Scale::new((0.0, longest), (1.0, WIDTH - 130.0));
        figure.line("axis", (0.5, 0.0), (0.5, figure.height));
        for (at, (label, value, length)) in self.rows.into_iter().enumerate() {
            let top = at as f64 * ROW;
            figure.text("label", Anchor::Start, (6.0, top + LINE - 5.0), short(&label, TEXT_FITS));
            if length > 0.0 {
                figure.bar("for", (scale.at(0.0), top + LINE), (scale.at(length), top + LINE * 2.0));
            }
            figure.text("value", Anchor::Start, (scale.at(length) + 6.0, top + LINE * 2.0 - 4.0), value);
        }
        figure
    }
}
