//! How the model looks: tab bar, screen, hints, and the windows on top.
//!
//! ```text
//!  certdex   1 Roles   2 Certifications   3 Compare (2)   4 Quiz          16 roles · 3 certs   bar
//! ──────────────────────────────────────────────────────────────────────────────────────────
//!  the screen of the tab in front                                                          body
//! ──────────────────────────────────────────────────────────────────────────────────────────
//!  ↑↓ move   Enter open   / search   i who says so                     ? help   q quit    hints
//! ```

use std::collections::HashMap;
use std::rc::Rc;

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

use crate::catalog::Catalog;
use crate::catalog::record::{Key, Kind};
use crate::keys::action::Action;
use crate::keys::bindings::Context;
use crate::tui::ascii;
use crate::tui::layout;
use crate::tui::message::Target;
use crate::tui::model::{Model, Tab};
use crate::tui::overlays::{self, Overlay};
use crate::tui::screens::card::Card;
use crate::tui::screens::quiz::Page;
use crate::tui::screens::{certs, compare, filled, quiz, roles, rule};
use crate::tui::widgets::text;

/// What may be thrown away between frames: scroll positions, and where things were drawn.
#[derive(Debug, Default)]
pub struct ViewState {
    /// The first list row shown, by tab.
    pub list_offset: HashMap<Kind, usize>,
    /// The record whose card is shown and its first line shown, by tab.
    pub card_offset: HashMap<Kind, (Key, usize)>,
    /// The card shown, by tab: the same record has the same rows.
    pub cards: HashMap<Kind, (Key, Rc<Card>)>,
    /// The first line of the comparison shown.
    pub compare_offset: usize,
    /// The first line of its pinned rows shown.
    pub pinned_offset: usize,
    /// The first of its columns shown.
    pub first_column: usize,
    /// The page of the quiz that `quiz_offset` belongs to.
    pub quiz_page: Option<(Page, Option<(usize, bool)>)>,
    /// The first line of the quiz shown.
    pub quiz_offset: usize,
    /// What can be clicked, in the order painted.
    pub hits: Vec<(Rect, Target)>,
    /// Where the hardware cursor stands: on the focused row or in the text box.
    pub cursor: Option<Position>,
}

impl Default for Key {
    fn default() -> Self {
        Self(Kind::Role, usize::MAX)
    }
}

impl ViewState {
    /// Remembers that `target` was painted at `area`.
    pub fn hit(&mut self, area: Rect, target: Target) {
        self.hits.push((area, target));
    }

    /// The card of a record.
    pub fn card(&mut self, catalog: &Catalog, key: Key) -> Rc<Card> {
        match self.cards.get(&key.0) {
            Some((known, card)) if *known == key => card.clone(),
            _ => {
                let card = Rc::new(Card::new(catalog, key));
                self.cards.insert(key.0, (key, card.clone()));
                card
            }
        }
    }

    /// What was painted last at that place.
    #[must_use]
    pub fn target_at(&self, x: u16, y: u16) -> Option<Target> {
        self.hits.iter().rev().find(|(area, _)| area.contains((x, y).into())).map(|(_, target)| *target)
    }
}

/// Paints the model: the screen, then the colours of what has none, then other letters where the
/// terminal has only a few. Returns where the cursor stands, if it is shown.
pub fn view(model: &Model, state: &mut ViewState, frame: &mut Frame) -> Option<Position> {
    paint(model, state, frame);
    model.theme.fill(frame.buffer_mut());
    ascii::fold(model.ascii, frame.buffer_mut());
    state.cursor
}

fn paint(model: &Model, state: &mut ViewState, frame: &mut Frame) {
    state.hits.clear();
    state.cursor = None;
    let area = frame.area();
    let (least_wide, least_high) = layout::SMALLEST;
    if area.width < least_wide || area.height < least_high {
        let words = format!("too small ({}x{}), need {least_wide}x{least_high}", area.width, area.height);
        for (row, line) in (0..area.height).zip(text::wrap(&words, usize::from(area.width.max(1)))) {
            frame.render_widget(Line::raw(line), Rect { y: area.y + row, height: 1, ..area });
        }
        return;
    }
    let bands = layout::bands(area);
    if matches!(model.overlays.first(), Some(Overlay { kind: overlays::Kind::Palette(palette), .. }) if palette.is_picker())
    {
        hints(model, &bands, frame);
        overlays::view(model, state, area, frame);
        return;
    }
    bar(model, state, bands.bar, frame);
    rule(bands.top_rule, model.theme.rule, frame.buffer_mut());
    let body = bands.body.inner(ratatui::layout::Margin::new(1, 0));
    // Where nothing can be selected the cursor stands where reading starts.
    state.cursor = Some(body.as_position());
    match model.tab {
        Tab::Roles => roles::view(model, state, body, frame),
        Tab::Certs => certs::view(model, state, body, frame),
        Tab::Compare => compare::view(model, state, body, frame),
        Tab::Quiz => quiz::view(model, state, body, frame),
    }
    rule(bands.bottom_rule, model.theme.rule, frame.buffer_mut());
    hints(model, &bands, frame);
    overlays::view(model, state, area, frame);
}

fn bar(model: &Model, state: &mut ViewState, area: Rect, frame: &mut Frame) {
    let theme = &model.theme;
    let label = |tab: Tab, short: bool| {
        let name = if short { tab.short() } else { tab.label() };
        let number = tab as usize + 1;
        match tab {
            Tab::Compare if !model.marked.is_empty() => format!(" {number} {name} ({}) ", model.marked.len()),
            _ => format!(" {number} {name} "),
        }
    };
    let room = usize::from(area.width);
    let cells = |short: bool| Tab::ALL.into_iter().map(|tab| text::width(&label(tab, short)) + 1).sum::<usize>();
    let title = " certdex  ";
    let mut spans = Vec::new();
    if cells(false) + title.len() <= room {
        spans.push(Span::styled(title, theme.title));
    }
    let short = cells(false) > room;
    let numbers = short && cells(true) > room;
    for tab in Tab::ALL {
        // Where names do not fit, the tabs behind keep their numbers.
        let words =
            if numbers && tab != model.tab { format!(" {} ", tab as usize + 1) } else { label(tab, short && !numbers) };
        let start: usize = spans.iter().map(Span::width).sum();
        let style = if tab == model.tab { theme.tab_front } else { theme.tab };
        let cells = text::width(&words);
        if let (Ok(x), Ok(width)) = (u16::try_from(start), u16::try_from(cells)) {
            state.hit(Rect { x: area.x + x, width, ..area }.intersection(area), Target::Tab(tab));
        }
        spans.push(Span::styled(words, style));
        spans.push(Span::raw(" "));
    }
    let catalog = &model.data.catalog;
    let counts = format!("{} roles · {} certs ", catalog.count(Kind::Role), catalog.count(Kind::Cert));
    let used: usize = spans.iter().map(Span::width).sum();
    if used + text::width(&counts) + 2 <= usize::from(area.width) {
        spans.push(Span::raw(" ".repeat(usize::from(area.width) - used - text::width(&counts))));
        spans.push(Span::styled(counts, theme.cite));
    }
    text::paint(&Line::from(spans), area, frame.buffer_mut());
}

/// What can be done now, in short: context, action, words.
#[must_use]
pub fn offers(model: &Model) -> Vec<(Context, Action, &'static str)> {
    use Action as A;
    use Context as C;
    if let Some(top) = model.window() {
        return match top.context() {
            C::Filters => {
                vec![
                    (C::Filters, A::Toggle, "on or off"),
                    (C::Filters, A::Unfilter, "all off"),
                    (C::Popup, A::Back, "close"),
                ]
            }
            C::Adding => vec![
                (C::Palette, A::Open, "add it"),
                (C::Palette, A::Down, "move"),
                (C::Adding, A::NextKind, "another kind"),
                (C::Palette, A::Back, "close"),
            ],
            C::Save if matches!(&top.kind, overlays::Kind::Save(state) if state.is_choosing()) => {
                vec![(C::Save, A::Down, "move"), (C::Save, A::Open, "choose"), (C::Save, A::Back, "leave")]
            }
            C::Save => vec![(C::Save, A::Open, "write"), (C::Save, A::EraseAll, "erase"), (C::Save, A::Back, "leave")],
            C::Palette => vec![
                (C::Palette, A::Open, "open or do"),
                (C::Palette, A::Down, "move"),
                (C::Palette, A::EraseAll, "erase"),
                (C::Palette, A::Back, "close"),
            ],
            C::Confirm => vec![(C::Confirm, A::Yes, "yes"), (C::Confirm, A::No, "no")],
            C::Help => vec![
                (C::Help, A::Open, "do it"),
                (C::Help, A::Down, "move"),
                (C::Help, A::EraseAll, "erase"),
                (C::Help, A::Back, "close"),
            ],
            C::Ledger => vec![
                (C::Ledger, A::NextDiffer, "the next that is disputed"),
                (C::Popup, A::Down, "scroll"),
                (C::Popup, A::Back, "close"),
            ],
            C::Cost => vec![
                (C::Cost, A::MoreYears, "a year more"),
                (C::Cost, A::FewerYears, "a year less"),
                (C::Popup, A::Down, "scroll"),
                (C::Popup, A::Back, "close"),
            ],
            _ => vec![(C::Popup, A::Down, "scroll"), (C::Popup, A::Back, "close")],
        };
    }
    let global = [(C::Global, A::Help, "help"), (C::Global, A::Quit, "quit")];
    let mut offers = match model.tab {
        Tab::Roles | Tab::Certs => {
            let Some(state) = model.browse() else { return Vec::new() };
            if state.searching {
                return vec![
                    (C::SearchBox, A::Down, "move"),
                    (C::SearchBox, A::Open, "open"),
                    (C::SearchBox, A::EraseAll, "erase"),
                    (C::SearchBox, A::Back, "all again"),
                ];
            }
            let mut offers = vec![(C::Browse, A::Open, "open")];
            // Where the card has taken the place of the list the way back is what one looks for.
            let in_card = state.focus == browse::Focus::Card;
            if in_card {
                offers.push((C::Global, A::Back, "back"));
            }
            if model.marked.len() > 1 {
                offers.push((C::Browse, A::CompareMarked, "compare"));
            }
            if model.tab == Tab::Certs && !state.filters.is_empty() {
                offers.push((C::Certs, A::Unfilter, "filters off"));
            }
            offers.extend([(C::Browse, A::Search, "search"), (C::Browse, A::Mark, "mark")]);
            offers.push((C::Browse, A::Sources, "who says so"));
            offers.push((C::Browse, A::Ledger, "conflicts"));
            if model.tab == Tab::Certs {
                offers.push((C::Browse, A::ShowCost, "cost"));
            }
            offers.push((C::Browse, A::ShowPath, "steps"));
            if model.tab == Tab::Certs && state.focus == browse::Focus::List {
                offers.push((C::Certs, A::Sort, "sort"));
                offers.push((C::Certs, A::Filter, "filter"));
            }
            if !in_card && !state.query.is_empty() {
                offers.push((C::Global, A::Back, "back"));
            }
            offers
        }
        Tab::Compare if model.marked.len() < 2 => vec![
            (C::Compare, A::AddColumn, "search one to compare"),
            (C::Global, A::ShowRoles, "roles"),
            (C::Global, A::ShowCerts, "certifications"),
        ],
        Tab::Compare => vec![
            (
                C::Compare,
                A::Differences,
                if model.compare.choice.differences { "everything" } else { "only what differs" },
            ),
            (C::Compare, A::NextLens, "lens"),
            (C::Compare, A::ShowCost, "cost"),
            (C::Compare, A::Open, "whole cell"),
            (C::Compare, A::AddColumn, "add"),
            (C::Compare, A::Pin, "pin"),
            (C::Compare, A::Save, "to a file"),
            (C::Compare, A::Unmark, "drop"),
            (C::Compare, A::Copy, "copy"),
            (C::Compare, A::Ledger, "conflicts"),
        ],
        Tab::Quiz => match model.quiz.context() {
            C::Asking => {
                if model.quiz.run.as_ref().is_some_and(crate::quiz::Session::is_paused) {
                    return vec![
                        (C::Asking, A::Pause, "go on"),
                        (C::Global, A::Back, "leave for later"),
                        (C::Global, A::Help, "help"),
                        (C::Global, A::Quit, "quit"),
                    ];
                }
                let exam = model.quiz.run.as_ref().is_some_and(|run| run.paper.mode != crate::profile::Mode::Practice);
                let mut offers = vec![(C::Asking, A::AnswerA, "b c … answer"), (C::Asking, A::Flag, "flag")];
                if model.quiz.takes_several(&model.data.catalog) {
                    offers.insert(1, (C::Asking, A::Open, "done"));
                }
                if exam {
                    offers.extend([
                        (C::Asking, A::NextQuestion, "next"),
                        (C::Asking, A::PrevQuestion, "before"),
                        (C::Asking, A::ShowMap, "map"),
                        (C::Asking, A::HandIn, "hand in"),
                    ]);
                } else {
                    offers.push((C::Asking, A::NextQuestion, "skip"));
                    offers.push((C::Asking, A::PrevQuestion, "before"));
                }
                offers.extend([(C::Asking, A::Undo, "undo"), (C::Global, A::Back, "leave for later")]);
                // Nothing is offered that would do nothing.
                let (first, anything) = model.quiz.run.as_ref().map_or((true, false), |run| {
                    (
                        run.progress().0 == 0,
                        run.asked().iter().any(|asked| asked.answer.is_some() || !asked.draft.is_empty()),
                    )
                });
                offers.retain(|(_, action, _)| match action {
                    A::PrevQuestion => !first,
                    A::Undo => anything,
                    _ => true,
                });
                offers
            }
            C::Answered => vec![
                (C::Answered, A::Open, "go on"),
                (C::Answered, A::Sources, "source"),
                (C::Answered, A::Flag, "flag"),
                (C::Answered, A::Undo, "undo"),
                (C::Answered, A::Easier, "knew it better"),
                (C::Answered, A::Harder, "worse"),
                (C::Global, A::Back, "back"),
            ],
            C::Map => vec![(C::Map, A::Open, "go there"), (C::Map, A::HandIn, "hand in"), (C::Global, A::Back, "back")],
            C::Result => vec![
                (C::Result, A::Open, "why"),
                (C::Result, A::NextList, "wrong, flagged, all"),
                (C::Result, A::Again, "these once more"),
                (C::Global, A::Back, "back"),
            ],
            C::QuizSetup => vec![
                (C::QuizSetup, A::Open, "start, or change"),
                (C::Move, A::Right, "the next value"),
                (C::QuizSetup, A::Sources, "who says so"),
                (C::Global, A::Back, "back"),
            ],
            C::Ready => vec![
                (C::Ready, A::Open, "start"),
                (C::Move, A::Right, "another certification"),
                (C::Global, A::Back, "back"),
            ],
            C::Interview => {
                let (offers, alone) = decide::offers(model);
                if alone {
                    return offers;
                }
                offers
            }
            _ if model.quiz.page == Page::Exams => {
                vec![
                    (C::QuizHome, A::Open, "its rules"),
                    (C::QuizHome, A::Sources, "who says so"),
                    (C::Global, A::Back, "back"),
                ]
            }
            _ => vec![(C::QuizHome, A::Open, "start"), (C::QuizHome, A::Options, "choose topics, levels …")],
        },
    };
    offers.extend(global);
    offers
}

use crate::tui::screens::{browse, decide};

/// A message in the place of the hints; one that is long takes the rule above them too.
fn notice(model: &Model, notice: &str, bands: &layout::Bands, frame: &mut Frame) {
    let area = Rect { y: bands.bottom_rule.y, height: bands.bottom_rule.height + bands.hints.height, ..bands.hints };
    let room = usize::from(area.width);
    let words = format!(" {notice}");
    let fits = text::width(&words) <= room;
    // A space before each line, as before the hints.
    let mut lines = if fits { vec![notice.to_owned()] } else { text::wrap(notice, room.saturating_sub(1).max(1)) };
    let most = usize::from(area.height);
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            *last = text::fit(&format!("{last} …"), room.saturating_sub(1));
        }
    }
    for (row, line) in area.rows().rev().zip(lines.into_iter().rev()) {
        let line = text::pad(&format!(" {line}"), room);
        frame.render_widget(Line::styled(line, model.theme.notice), row);
    }
}

fn hints(model: &Model, bands: &layout::Bands, frame: &mut Frame) {
    let (theme, area) = (&model.theme, bands.hints);
    if let Some(words) = &model.notice {
        return notice(model, words, bands, frame);
    }
    let mut hints: Vec<Vec<Span<'static>>> = offers(model)
        .into_iter()
        .filter_map(|(context, action, words)| {
            let key = model.keys.keys_of(context, action).next()?;
            let key = ascii::keys(model.ascii, &key.to_string());
            Some(vec![Span::styled(format!(" {key}"), theme.key), Span::raw(format!(" {words} "))])
        })
        .collect();
    let width = |hints: &[Vec<Span>]| hints.iter().flatten().map(Span::width).sum::<usize>();
    // The way to help and out stays; what stands before it goes first.
    while width(&hints) > usize::from(area.width) && hints.len() > 1 {
        let give_way = hints.len().saturating_sub(3).max(usize::from(hints.len() > 2));
        hints.remove(give_way.min(hints.len() - 1));
    }
    let line = filled(hints.into_iter().flatten().collect(), area.width, ratatui::style::Style::new());
    text::paint(&line, area, frame.buffer_mut());
}
