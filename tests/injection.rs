//! Data is never a command: whatever a data file, a profile or a file name holds, no printer and no
//! screen lets a terminal do anything but show text.

#[path = "support/hostile.rs"]
mod hostile;
mod support;

use certdex::catalog::load::load_alone;
use certdex::tui::model::Model;
use certdex::tui::theme::Theme;
use support::places_of;

/// Whether a character may stand in a printed text or on a screen. (A family is joined by U+200D,
/// Persian parts its letters by U+200C.)
fn is_text(c: char) -> bool {
    !c.is_control()
        && !matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e007f}')
}

/// The data set as an attack, and nothing else, breaks no rule: nothing of it is left out, so that
/// every text of it is there to be shown.
#[test]
fn every_text_is_an_attack_and_every_record_is_used() {
    let loaded = load_alone(&hostile::files(""));
    assert_eq!(loaded.problems, []);
    let whole = format!("{:?} {:?}", loaded.catalog.banks, loaded.catalog.records().collect::<Vec<_>>());
    assert!(whole.matches("owned").count() > 10_000);
}

/// Every screen and every window over such data.
#[test]
fn no_cell_of_any_screen_holds_anything_but_text() {
    let model = Model::new(load_alone(&hostile::files("")).catalog, Theme::terminal(), 1);
    let mut seen = 0;
    for mut stage in places_of(&model) {
        for size in [(100, 30), (60, 20), (200, 60)] {
            stage.resize(size.0, size.1);
            let screen = stage.screen();
            for cell in screen.buffer.content() {
                let symbol = cell.symbol();
                assert!(symbol.len() <= 32 && symbol.chars().all(is_text), "{symbol:?} in\n{}", screen.text());
            }
            seen += screen.text().matches("owned").count();
        }
    }
    assert!(seen > 1_000, "the attacks were on the screens {seen} times");
}
