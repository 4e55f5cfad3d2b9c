//! Styles named by what a thing is; the only file that names a colour.
//!
//! A theme is a RON file: the built-in ones stand in `assets/themes`, the user's own beside the
//! config. The default uses the terminal's own sixteen colours and its own background, so it follows
//! the user's palette, dark or light; the others bring a background along. Where colour is not wanted
//! (`NO_COLOR`), [`Theme::mono`] says everything by bold, underline and reverse. No meaning rests on
//! colour alone.

use std::sync::{Arc, OnceLock};

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier, Style};

use crate::catalog::check::nearest;
use crate::catalog::load::Problem;
use crate::catalog::place::tree::{self, Node, Shape};
use crate::catalog::place::{Excerpt, Place};
use crate::safe_text::{SafeText, safe};

macro_rules! styles {
    ($($name:ident $doc:literal)+) => {
        /// The styles of the program.
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
        pub struct Theme { $( #[doc = $doc] pub $name: Style, )+ }

        impl Theme {
            /// The names of the styles, each with what it is for.
            pub const STYLES: &[(&str, &str)] = &[$((stringify!($name), $doc)),+];

            /// Every style with its name, for readable snapshots.
            #[must_use]
            pub fn named(&self) -> Vec<(&'static str, Style)> {
                vec![$((stringify!($name), self.$name)),+]
            }

            /// The style of that name, to be set.
            fn style_mut(&mut self, name: &str) -> Option<&mut Style> {
                match name { $(stringify!($name) => Some(&mut self.$name),)+ _ => None }
            }
        }
    };
}

styles! {
    title "The name of the program and of the record shown."
    tab "A tab that is not in front."
    tab_front "The tab in front."
    rule "Lines that part one thing from another."
    heading "A heading inside a card."
    label "The name of a value."
    cite "Where a fact is from, and other small print."
    selected "The row that has the focus."
    resting "The selected row of a pane without the focus."
    lit "Letters that match the search."
    warn "A mark that asks for a second look."
    good "What speaks for something; a right answer."
    bad "What speaks against something; a wrong answer."
    key "A key in the hint line."
    notice "A message in the hint line."
    screen "Everything else, and the background of the whole screen."
}

/// A theme with its name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Named {
    /// Its name: that of its file, without the ending.
    pub name: String,
    /// Its styles.
    pub theme: Theme,
}

/// The themes inside the program: name and text. The first is the default.
pub const EMBEDDED: &[(&str, &str)] = &[
    ("terminal", include_str!("../../assets/themes/terminal.ron")),
    ("light", include_str!("../../assets/themes/light.ron")),
    ("dark", include_str!("../../assets/themes/dark.ron")),
    ("high-contrast", include_str!("../../assets/themes/high-contrast.ron")),
    ("mono", include_str!("../../assets/themes/mono.ron")),
];

/// The colours that have a name: the terminal's own, and from the second on by their number.
const COLOURS: &[(&str, Color)] = &[
    ("default", Color::Reset),
    ("black", Color::Black),
    ("red", Color::Red),
    ("green", Color::Green),
    ("yellow", Color::Yellow),
    ("blue", Color::Blue),
    ("magenta", Color::Magenta),
    ("cyan", Color::Cyan),
    ("gray", Color::Gray),
    ("dark-gray", Color::DarkGray),
    ("light-red", Color::LightRed),
    ("light-green", Color::LightGreen),
    ("light-yellow", Color::LightYellow),
    ("light-blue", Color::LightBlue),
    ("light-magenta", Color::LightMagenta),
    ("light-cyan", Color::LightCyan),
    ("white", Color::White),
];

/// The sixteen in a picture, by number: those of xterm, as a terminal's own are known to it alone.
const XTERM: [u32; 16] = [
    0x00_0000, 0xcd_0000, 0x00_cd00, 0xcd_cd00, 0x00_00ee, 0xcd_00cd, 0x00_cdcd, 0xe5_e5e5, 0x7f_7f7f, 0xff_0000,
    0x00_ff00, 0xff_ff00, 0x5c_5cff, 0xff_00ff, 0x00_ffff, 0xff_ffff,
];

/// What a style can have besides colours.
const MODIFIERS: &[(&str, Modifier)] = &[
    ("bold", Modifier::BOLD),
    ("dim", Modifier::DIM),
    ("underlined", Modifier::UNDERLINED),
    ("reversed", Modifier::REVERSED),
];

/// The themes inside the program.
#[must_use]
pub fn built_in() -> Arc<[Named]> {
    static BUILT_IN: OnceLock<Arc<[Named]>> = OnceLock::new();
    let read = |&(name, text): &(&str, &str)| Named { name: name.to_owned(), theme: quick(text) };
    BUILT_IN.get_or_init(|| EMBEDDED.iter().map(read).collect()).clone()
}

/// Reads a theme of ours, which has a style a line: no first frame waits for the thorough reading. A
/// test holds the one against the other.
fn quick(text: &str) -> Theme {
    let mut theme = Theme::default();
    for (name, parts) in text.lines().filter_map(|line| line.trim().split_once(": (")) {
        let Some(style) = theme.style_mut(name) else { continue };
        for part in parts.trim_end_matches([',', ')']).split(", ") {
            let Some((part, value)) = part.split_once(": ") else { continue };
            match part {
                "fg" => style.fg = colour(value.trim_matches('"')),
                "bg" => style.bg = colour(value.trim_matches('"')),
                part => {
                    let known = MODIFIERS.iter().find(|(known, _)| *known == part);
                    *style = known.map_or(*style, |(_, modifier)| style.add_modifier(*modifier));
                }
            }
        }
    }
    theme
}

/// The theme inside the program of that name.
#[must_use]
pub fn built_in_one(name: &str) -> Theme {
    built_in().iter().find(|known| known.name == name).map(|known| known.theme).unwrap_or_default()
}

impl Theme {
    /// The terminal's own colours: the default.
    #[must_use]
    pub fn terminal() -> Self {
        built_in_one("terminal")
    }

    /// No colour at all.
    #[must_use]
    pub fn mono() -> Self {
        built_in_one("mono")
    }

    /// Reads a theme. It is whole or not at all: half a theme may be dark on dark.
    ///
    /// # Errors
    /// What is wrong with it, in the order of the file.
    pub fn read(file: &str, text: &str) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut refuse = |place: Place, rule: &'static str, message: String| {
            let (file, excerpt) = (SafeText::new(file), Excerpt::of(text, place));
            problems.push(Problem { rule, file, place: Some(place), record: None, message, excerpt });
        };
        let mut theme = Self::default();
        match tree::read(text) {
            Err((place, why)) => refuse(place, "ron-syntax", why),
            Ok(node) => read_styles(&mut theme, &node, &mut refuse),
        }
        if problems.is_empty() { Ok(theme) } else { Err(problems) }
    }

    /// The same in colours that a terminal of 256 has: each by the nearest.
    #[must_use]
    pub fn in_256(mut self) -> Self {
        for (name, _) in Self::STYLES {
            if let Some(style) = self.style_mut(name) {
                style.fg = style.fg.map(nearest_256);
                style.bg = style.bg.map(nearest_256);
            }
        }
        self
    }

    /// Gives every cell that has no colour of its own those of the screen.
    pub fn fill(&self, buffer: &mut Buffer) {
        let (fg, bg) = (self.screen.fg.unwrap_or(Color::Reset), self.screen.bg.unwrap_or(Color::Reset));
        if (fg, bg) == (Color::Reset, Color::Reset) {
            return;
        }
        for cell in &mut buffer.content {
            if cell.fg == Color::Reset {
                cell.fg = fg;
            }
            if cell.bg == Color::Reset {
                cell.bg = bg;
            }
        }
    }
}

fn read_styles(theme: &mut Theme, node: &Node, refuse: &mut impl FnMut(Place, &'static str, String)) {
    let names = || Theme::STYLES.iter().map(|(name, _)| *name);
    let Some(fields) = node.fields() else {
        let message = "a theme is a list of styles; write `(title: (bold: true), …)`".to_owned();
        return refuse(node.place, "theme-shape", message);
    };
    let mut seen: Vec<&str> = Vec::new();
    for field in fields {
        let Some(style) = theme.style_mut(&field.name) else {
            let known = names().collect::<Vec<_>>().join(", ");
            let hint = nearest(&field.name, names()).map_or_else(
                || format!("known are {known}"),
                |near| format!("did you mean `{near}`? Known are {known}"),
            );
            refuse(field.place, "theme-style", format!("there is no style `{}`; {hint}", short(&field.name)));
            continue;
        };
        if seen.contains(&field.name.as_str()) {
            refuse(field.place, "theme-style", format!("`{}` is given twice; keep one", field.name));
            continue;
        }
        seen.push(&field.name);
        read_style(style, &field.name, &field.value, refuse);
    }
    let missing: Vec<&str> = names().filter(|name| !seen.contains(name)).collect();
    if !missing.is_empty() {
        let message = format!("{} missing; add for each `name: (…)`", are(&missing));
        refuse(node.place, "theme-style", message);
    }
}

fn are(names: &[&str]) -> String {
    let list: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    format!("{} {}", list.join(", "), if names.len() == 1 { "is" } else { "are" })
}

fn short(words: &str) -> String {
    safe(words).chars().take(40).collect()
}

const PARTS: &str = "fg, bg, bold, dim, underlined, reversed";

fn read_style(style: &mut Style, name: &str, node: &Node, refuse: &mut impl FnMut(Place, &'static str, String)) {
    let Some(fields) = node.fields() else {
        let message = format!("`{name}` is no style; write `(fg: \"#005f87\", bold: true)` or `()`");
        return refuse(node.place, "theme-style", message);
    };
    let mut seen: Vec<&str> = Vec::new();
    for field in fields {
        let (part, place) = (field.name.as_str(), field.value.place);
        if seen.contains(&part) {
            refuse(field.place, "theme-style", format!("`{part}` is given twice; keep one"));
            continue;
        }
        seen.push(part);
        if part == "fg" || part == "bg" {
            match field.value.words().and_then(colour) {
                Some(colour) if part == "fg" => style.fg = Some(colour),
                Some(colour) => style.bg = Some(colour),
                None => {
                    let names: Vec<&str> = COLOURS.iter().map(|(name, _)| *name).collect();
                    let shown = field.value.words().map_or_else(|| "this".to_owned(), |w| format!("`{}`", short(w)));
                    let message = format!("{shown} is no colour; write \"#rrggbb\" or one of {}", names.join(", "));
                    refuse(place, "theme-colour", message);
                }
            }
        } else if let Some((_, modifier)) = MODIFIERS.iter().find(|(known, _)| *known == part) {
            match &field.value.shape {
                Shape::Word(word) if word == "true" => *style = style.add_modifier(*modifier),
                Shape::Word(word) if word == "false" => {}
                _ => refuse(place, "theme-style", format!("`{part}` is on or off; write true or false")),
            }
        } else {
            let message = format!("a style has no `{}`; it can have {PARTS}", short(part));
            refuse(field.place, "theme-style", message);
        }
    }
}

/// A colour as written.
fn colour(written: &str) -> Option<Color> {
    if let Some(digits) = written.strip_prefix('#') {
        let plain = digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit());
        let number = plain.then(|| u32::from_str_radix(digits, 16).ok()).flatten()?;
        let [_, r, g, b] = number.to_be_bytes();
        return Some(Color::Rgb(r, g, b));
    }
    COLOURS.iter().find(|(name, _)| *name == written).map(|(_, colour)| *colour)
}

/// The steps of the colour cube of 6 × 6 × 6 that the upper 240 of 256 colours begin with.
const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];

/// The nearest of the colours 16 to 255: the cube, then 24 greys.
fn nearest_256(colour: Color) -> Color {
    let Color::Rgb(r, g, b) = colour else { return colour };
    let off = |a: u8, b: u8| u32::from(a.abs_diff(b)).pow(2);
    let far = |(x, y, z): (u8, u8, u8)| off(x, r) + off(y, g) + off(z, b);
    // The nearest of the cube is the nearest step of each colour by itself.
    let step = |of: u8| (0..6_u8).min_by_key(|&at| off(STEPS[usize::from(at)], of)).unwrap_or(0);
    let in_cube = 16 + 36 * step(r) + 6 * step(g) + step(b);
    let greys = 232..=255_u8;
    std::iter::once(in_cube).chain(greys).min_by_key(|&number| far(rgb_of(number))).map_or(colour, Color::Indexed)
}

/// Red, green and blue of the colours 16 to 255.
fn rgb_of(number: u8) -> (u8, u8, u8) {
    let at = number.saturating_sub(16);
    if at < 216 {
        let step = |place: u8| STEPS[usize::from(at / place % 6)];
        return (step(36), step(6), step(1));
    }
    let grey = 8 + 10 * (at - 216);
    (grey, grey, grey)
}

/// The number of one of the sixteen colours; `None` for the terminal's own and for all others.
#[must_use]
pub fn ansi_number(colour: Color) -> Option<u8> {
    COLOURS.iter().skip(1).position(|(_, known)| *known == colour).and_then(|at| u8::try_from(at).ok())
}

/// A colour as `#rrggbb`, for a picture; `None` for the terminal's own.
#[must_use]
pub fn hex(colour: Color) -> Option<String> {
    let number = match colour {
        Color::Rgb(r, g, b) => u32::from_be_bytes([0, r, g, b]),
        Color::Indexed(number) if number >= 16 => {
            let (r, g, b) = rgb_of(number);
            u32::from_be_bytes([0, r, g, b])
        }
        Color::Indexed(number) => XTERM[usize::from(number)],
        named => XTERM[usize::from(ansi_number(named)?)],
    };
    Some(format!("#{number:06x}"))
}

/// How far two colours stand apart in brightness, from 1 to 21 (WCAG 2.2, "contrast ratio"); `None`
/// for the terminal's own colours, which we do not know.
#[must_use]
pub fn contrast(one: Color, other: Color) -> Option<f64> {
    let (one, other) = (luminance(one)?, luminance(other)?);
    Some((one.max(other) + 0.05) / (one.min(other) + 0.05))
}

/// Relative luminance of a colour, from 0 to 1 (WCAG 2.2).
fn luminance(colour: Color) -> Option<f64> {
    let (r, g, b) = match colour {
        Color::Rgb(r, g, b) => (r, g, b),
        Color::Indexed(number) if number >= 16 => rgb_of(number),
        _ => return None,
    };
    let linear = |part: u8| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    Some(0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The short way to the nearest colour finds what looking at all of them finds.
    #[test]
    fn the_nearest_colour_is_the_nearest_of_all() {
        let far = |number: u8, (r, g, b): (u8, u8, u8)| {
            let (x, y, z) = rgb_of(number);
            [(x, r), (y, g), (z, b)].map(|(a, b)| u32::from(a.abs_diff(b)).pow(2)).iter().sum::<u32>()
        };
        for at in 0..=40_u32.pow(3) {
            let part = |by: u32| u8::try_from(at / by % 40 * 255 / 39).expect("a byte");
            let (r, g, b) = (part(1), part(40), part(1600));
            let nearest = (16..=255_u8).min_by_key(|&number| far(number, (r, g, b))).map(Color::Indexed);
            assert_eq!(Some(nearest_256(Color::Rgb(r, g, b))), nearest, "{r} {g} {b}");
        }
    }

    #[test]
    fn our_themes_are_read_quickly_and_right() {
        for (name, text) in EMBEDDED {
            assert_eq!(quick(text), Theme::read(name, text).expect("no problems"), "{name}");
        }
    }

    #[test]
    fn contrast_is_that_of_the_standard() {
        let rgb = |number: u32| {
            let [_, r, g, b] = number.to_be_bytes();
            Color::Rgb(r, g, b)
        };
        let of = |one, other| contrast(rgb(one), rgb(other)).expect("known colours");
        assert!((of(0, 0x00ff_ffff) - 21.0).abs() < 1e-9);
        assert!((of(0x0077_7777, 0x00ff_ffff) - 4.48).abs() < 0.01, "the grey that just fails");
        assert!((of(0x0076_7676, 0x00ff_ffff) - 4.54).abs() < 0.01, "the grey that just passes");
        assert_eq!(contrast(Color::Red, Color::Reset), None);
    }

    #[test]
    fn a_colour_of_the_256_stays_what_it_is() {
        for number in 16..=255 {
            let (r, g, b) = rgb_of(number);
            let Color::Indexed(found) = nearest_256(Color::Rgb(r, g, b)) else { panic!("no number") };
            assert_eq!(rgb_of(found), (r, g, b));
        }
        assert_eq!(nearest_256(Color::Rgb(254, 1, 0)), Color::Indexed(196));
        assert_eq!(nearest_256(Color::Red), Color::Red);
    }
}
