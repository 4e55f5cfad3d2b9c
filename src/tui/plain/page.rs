//! What is in front, as words: a title, paragraphs, and rows with numbers. The words are those of the
//! screens and windows; nothing is cut, and what a sign or a place on the screen says is said.

use ratatui::text::{Line, Span};

use super::words::{WIDE, spoken, whole};
use crate::catalog::record::Key;
use crate::catalog::schema::ItemKind;
use crate::compare::{self, export};
use crate::quiz::question::letter;
use crate::quiz::{Phase, Session};
use crate::search::limits::Standing;
use crate::tui::model::{Model, Tab};
use crate::tui::overlays::{self, Kind as Window, Overlay, help, palette};
use crate::tui::screens::browse::{self, Focus, SortKey};
use crate::tui::screens::card::{self, Goal};
use crate::tui::screens::compare as table;
use crate::tui::screens::quiz::{self, Page as Quiz, result};
use crate::tui::screens::{decide, roles};
use crate::tui::widgets::blocks::Block;

/// Some words that belong together: a row, or what cannot be chosen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Part {
    /// The group that begins with it, where a list stands in groups.
    pub heading: Option<String>,
    /// The position of the row.
    pub row: Option<usize>,
    /// Its paragraphs.
    pub words: Vec<String>,
}

/// What is in front.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Page {
    /// Which page it is: of the same one only what is new is said.
    pub place: String,
    /// What it is.
    pub title: String,
    /// What stands beside the title, in pieces.
    pub aside: Vec<String>,
    /// What is said before the rows.
    pub about: Vec<String>,
    /// Its rows and what stands between them. A list of records has none here: see [`Page::part`].
    pub parts: Vec<Part>,
    /// How many rows it has.
    pub rows: usize,
    /// The selected one.
    pub at: Option<usize>,
    /// Whether rows carry a number; those of a question carry letters.
    pub numbered: bool,
    /// Whether it is a window on top of a screen.
    pub window: bool,
    /// The parts are records of a list, made when they are said.
    listed: bool,
}

impl Page {
    fn new(place: String, title: &str) -> Self {
        let (aside, about, parts) = (Vec::new(), Vec::new(), Vec::new());
        Self {
            place,
            title: spoken(title),
            aside,
            about,
            parts,
            rows: 0,
            at: None,
            numbered: true,
            window: false,
            listed: false,
        }
    }

    /// How many parts there are.
    #[must_use]
    pub fn len(&self) -> usize {
        if self.listed { self.rows } else { self.parts.len() }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A part by its position.
    #[must_use]
    pub fn part(&self, model: &Model, number: usize) -> Option<Part> {
        if !self.listed {
            return self.parts.get(number).cloned();
        }
        let browse = model.browse()?;
        (number < self.rows).then(|| {
            let group = |number: usize| {
                let key = browse.hits.get(number).and_then(crate::search::Match::key)?;
                browse::group(&model.data.catalog, browse, key)
            };
            let heading = group(number).filter(|here| number.checked_sub(1).and_then(group).as_ref() != Some(here));
            Part { heading, row: Some(number), words: record(model, browse, number) }
        })
    }

    /// The position of the part that is this row.
    #[must_use]
    pub fn part_of(&self, row: usize) -> Option<usize> {
        if self.listed { Some(row) } else { self.parts.iter().position(|part| part.row == Some(row)) }
    }

    fn row(&mut self, words: Vec<String>) {
        self.parts.push(Part { heading: None, row: Some(self.rows), words });
        self.rows += 1;
    }

    fn fixed(&mut self, words: Vec<String>) {
        let words: Vec<String> = words.into_iter().filter(|line| !line.is_empty()).collect();
        if !words.is_empty() {
            self.parts.push(Part { heading: None, row: None, words });
        }
    }
}

/// What is in front of the user: the window on top, or the screen.
#[must_use]
pub fn page(model: &Model) -> Page {
    match model.overlays.last() {
        Some(top) => window(model, top),
        None => screen(model),
    }
}

/// The screen below the windows.
#[must_use]
pub fn screen(model: &Model) -> Page {
    match model.tab {
        Tab::Roles | Tab::Certs => match model.browse() {
            Some(state) if state.focus == Focus::Card && !state.searching => record_card(model, state),
            Some(state) => list(model, state),
            None => Page::new(String::new(), ""),
        },
        Tab::Compare => comparison(model),
        Tab::Quiz => quiz_page(model),
    }
}

fn list(model: &Model, state: &browse::State) -> Page {
    let total = model.data.catalog.count(state.kind);
    let place = format!(
        "list {:?} {} {:?} {} {:?} {}",
        state.kind,
        state.query.text(),
        state.sort,
        state.reversed,
        state.filters,
        state.searching
    );
    let count = match state.hits.len() {
        all if all == total => total.to_string(),
        some => format!("{some} of {total}"),
    };
    let mut page = Page::new(place, &format!("{}: {count}", model.tab.label()));
    if state.searching {
        page.about.push("Type what to search for; back shows everything again.".to_owned());
    }
    if !state.query.text().trim().is_empty() {
        page.about.push(format!("Searched for: {}", spoken(state.query.text())));
    }
    let chips: Vec<String> =
        state.filters.iter().map(|one| one.label(&model.data.catalog)).chain(state.chips.iter().cloned()).collect();
    if !chips.is_empty() {
        page.about.push(format!("Narrowed to: {}.", chips.join("; ")));
    }
    page.about.extend(state.fault.iter().map(|fault| spoken(fault)));
    if state.sort != SortKey::Given || state.reversed {
        let round = if state.reversed { ", turned round" } else { "" };
        page.about.push(format!("Sorted by {}{round}.", state.sort.label()));
    }
    if state.hits.is_empty() {
        let other = spoken(&roles::what_else(model, state)).replace("F takes them off", "unfilter takes them off");
        page.about.extend([
            "Nothing matches.".to_owned(),
            other.replace("or Esc to see", "or say back to hear").replace("Enter ", "open "),
        ]);
    }
    (page.rows, page.listed) = (state.hits.len(), true);
    page.at = (page.rows > 0).then_some(state.at);
    page
}

/// A record of a list: its names, what the columns say of it, and whether it is marked.
fn record(model: &Model, state: &browse::State, number: usize) -> Vec<String> {
    let catalog = &model.data.catalog;
    let Some(found) = state.hits.get(number) else { return Vec::new() };
    let Some(hit) = roles::describer(model, state)(found) else { return Vec::new() };
    let Some(record) = found.key().map(|key| catalog.get(key)) else { return Vec::new() };
    let name = record.name.one_line();
    let mut pieces: Vec<String> = match &record.abbreviation {
        Some(short) if state.kind == crate::catalog::record::Kind::Cert => vec![short.one_line(), name.clone()],
        Some(short) => vec![name.clone(), short.one_line()],
        None => vec![name.clone()],
    };
    let matched = hit.matched.one_line();
    if !state.query.is_empty() && !pieces.contains(&matched) {
        pieces.push(format!("found by {matched}"));
    }
    if state.kind == crate::catalog::record::Kind::Cert {
        for key in [SortKey::Provider, SortKey::Level, SortKey::Exam, SortKey::Validity, SortKey::Cost] {
            let cell = browse::cell(catalog, record, key);
            let (value, disputed) = match cell.strip_suffix(" !") {
                Some(value) => (value, ", sources disagree"),
                None => (cell.as_str(), ""),
            };
            match key {
                _ if value == "~" => {}
                SortKey::Exam if value == "none" => pieces.push(format!("no exam{disputed}")),
                SortKey::Exam if value == "yes" => pieces.push(format!("with an exam{disputed}")),
                SortKey::Exam => pieces.push(format!("exam {}{disputed}", value.replace(" q", " questions"))),
                SortKey::Validity if value == "for life" => pieces.push(value.to_owned()),
                SortKey::Cost if value == "none" => pieces.push("no exam fee".to_owned()),
                SortKey::Validity | SortKey::Cost => pieces.push(format!("{} {value}", key.label())),
                _ => pieces.push(value.to_owned()),
            }
        }
        if record.status == crate::catalog::quantity::Status::Retired {
            pieces.push("retired".to_owned());
        }
        match state.standing(catalog, hit.standing, record) {
            Standing::Within => {}
            Standing::Disputed => pieces.push("sources disagree whether it is within the limits".to_owned()),
            Standing::Unknown => pieces.push("nobody says whether it is within the limits".to_owned()),
        }
    }
    if model.marked.contains(&record.key) {
        pieces.push("marked for compare".to_owned());
    }
    vec![spoken(&pieces.join(", "))]
}

/// What a mark beside a value means.
fn mark_words(mark: char) -> Option<&'static str> {
    table::SIGNS.iter().find(|(sign, ..)| *sign == mark).map(|(_, words, _)| *words)
}

fn record_card(model: &Model, state: &browse::State) -> Page {
    let Some(key) = state.selected() else { return list(model, state) };
    let catalog = &model.data.catalog;
    let record = catalog.get(key);
    let mut title = format!("{}{}", record.name, record.mark.as_deref().unwrap_or_default());
    if let Some(short) = &record.abbreviation {
        title = format!("{title}, {short}");
    }
    let mut page = Page::new(format!("card {key:?}"), &title);
    if !record.aliases.is_empty() {
        let also: Vec<String> = record.aliases.iter().map(|alias| alias.one_line()).collect();
        page.about.push(format!("Also: {}.", spoken(&also.join(", "))));
    }
    if model.marked.contains(&key) {
        page.about.push("Marked for compare.".to_owned());
    }
    for row in card::Card::new(catalog, key).rows(catalog) {
        if let Some(heading) = row.heading {
            page.fixed(vec![format!("{heading}:")]);
        }
        let words = card_row(model, row, page.rows + 1);
        page.row(words);
    }
    page.at = Some(state.row);
    page
}

fn card_row(model: &Model, row: &card::Row, number: usize) -> Vec<String> {
    let label = if row.label.is_empty() { String::new() } else { format!("{}: ", row.label) };
    let mut first = format!("{label}{}", row.text.replace("  ", ", "));
    // That nobody says it is what the value says already.
    if let Some(words) = mark_words(row.mark).filter(|_| row.mark != '~') {
        first.push_str(&format!(", {words}"));
    }
    if matches!(row.goal, Goal::Fit(_, cert) if model.marked.contains(&cert)) {
        first.push_str(", marked for compare");
    }
    let mut words = vec![spoken(&format!("{first} {}", row.cite))];
    for (reason, cite) in &row.more {
        // How strong the evidence is stands by itself.
        let (cite, alone) = if cite.starts_with('[') { (cite.as_str(), "") } else { ("", cite.as_str()) };
        // The key stands beside the rest on a screen; here it is a word, and the row that it is about.
        let reason = match reason.strip_suffix(": i") {
            Some(rest) => format!("{rest}: sources {number} says all"),
            None => reason.clone(),
        };
        words.extend([spoken(&format!("{reason} {cite}")), spoken(alone)]);
    }
    words.retain(|line| !line.is_empty());
    words
}

fn name_of(model: &Model, key: Key) -> String {
    model.data.catalog.get(key).short().replace('\n', " ")
}

fn comparison(model: &Model) -> Page {
    let catalog = &model.data.catalog;
    if model.marked.len() < 2 {
        let [title, there, how] = table::nothing_yet(model);
        let mut page = Page::new("compare nothing".to_owned(), &title);
        page.about.extend([spoken(&there), how]);
        return page;
    }
    let shown = table::table(model);
    let choice = &model.compare.choice;
    let place = format!("compare {:?} {} {:?}", choice.lens, choice.differences, choice.pinned);
    let names: Vec<String> = model.marked.iter().map(|key| name_of(model, *key)).collect();
    let mut page = Page::new(place, &format!("Compare {}", names.join(", ")));
    page.about.push(spoken(&export::subtitle(choice, &shown)));
    let column = model.compare.column;
    if let Some(name) = names.get(column) {
        page.about.push(format!("Selected: column {} of {}, {name}.", column + 1, names.len()));
    }
    for (number, row) in shown.rows.iter().enumerate() {
        if number == shown.pinned && number > 0 {
            page.fixed(vec!["Below the pinned rows:".to_owned()]);
        }
        let pinned = if number < shown.pinned { ", pinned" } else { "" };
        let same = if row.differs { "differs" } else { "the same" };
        let mut words = vec![format!("{}, {same}{pinned}", row.field.label())];
        for (name, cell) in names.iter().zip(&row.cells) {
            let mut said = format!("{name}: {}", cell.phrases.join("; "));
            // That nobody says it is what the value says already.
            for word in mark_words(cell.mark())
                .filter(|_| cell.mark() != '~')
                .into_iter()
                .chain(cell.best.then_some("best of the row"))
            {
                said.push_str(&format!(", {word}"));
            }
            words.push(spoken(&said));
        }
        page.row(words);
    }
    if shown.rows.len() == shown.pinned {
        page.fixed(vec![table::no_rows(model, &shown).to_owned()]);
    }
    let verdicts = compare::verdicts(catalog, &model.marked);
    if !verdicts.is_empty() {
        page.fixed(vec!["What sources advise:".to_owned()]);
    }
    for verdict in verdicts {
        page.row(vec![spoken(&format!("{} {}", verdict.text, verdict.cite))]);
    }
    page.at = Some(model.compare.row).filter(|row| *row < page.rows);
    page
}

/// What stands beside a headline, in pieces. Whether it is saved is said when it is.
fn aside(spans: &[Span<'_>]) -> Vec<String> {
    let pieces = spans.iter().map(|span| spoken(&span.content.replace(" / ", " of ")));
    pieces.filter(|piece| !piece.is_empty() && !["saved", "saving", "NOT SAVED"].contains(&piece.as_str())).collect()
}

fn flat(line: &Line<'_>) -> String {
    line.spans.iter().map(|span| span.content.as_ref()).collect()
}

/// Without the pointer.
fn unpointed(line: &str) -> &str {
    line.strip_prefix("> ").or(line.strip_prefix("  ")).unwrap_or(line)
}

fn quiz_page(model: &Model) -> Page {
    let run = model.quiz.run.as_ref();
    match (model.quiz.page, run) {
        (Quiz::Decide, _) => interview(model),
        (Quiz::Map, Some(run)) => map(model, run),
        (Quiz::Review(at), Some(run)) => question(model, run, at, true),
        (Quiz::Run, Some(run)) => match run.phase() {
            Phase::Asking => question(model, run, run.progress().0, false),
            Phase::Answered => question(model, run, run.progress().0, true),
            Phase::Finished => score(model, run),
        },
        _ => entries(model),
    }
}

/// What the blocks of a page say. They are laid out twice: rows where nothing is cut, what stands between
/// them in one column.
fn both(narrow: Vec<Block>, wide: Vec<Block>) -> impl Iterator<Item = (Option<usize>, Vec<String>)> {
    narrow.into_iter().zip(wide).map(|(narrow, wide)| match wide.row {
        Some(_) => (wide.row, whole(&wide.lines, WIDE)),
        None => (None, whole(&narrow.lines, NARROW)),
    })
}

/// One column.
const NARROW: u16 = 66;

fn entries(model: &Model) -> Page {
    let (title, spans, narrow) = quiz::shown(model, NARROW);
    let (_, _, wide) = quiz::shown(model, WIDE);
    let mut page = Page::new(format!("quiz {:?}", model.quiz.page), &title);
    page.aside = aside(&spans);
    for (row, lines) in both(narrow, wide) {
        match row {
            Some(_) => page.row(lines.iter().map(|line| spoken(&ticked(unpointed(line)))).collect()),
            None => page.fixed(lines.iter().map(|line| spoken(line)).collect()),
        }
    }
    page.at = Some(model.quiz.row).filter(|row| *row < page.rows);
    page
}

/// `[x] know   12 questions` as `know: on, 12 questions`.
fn ticked(line: &str) -> String {
    for (sign, word) in [("[x] ", "on"), ("[ ] ", "off")] {
        if let Some(rest) = line.strip_prefix(sign) {
            let (name, about) = rest.split_once("  ").unwrap_or((rest, ""));
            return format!("{name}  {word}  {about}");
        }
    }
    line.to_owned()
}

fn question(model: &Model, run: &Session, at: usize, answered: bool) -> Page {
    let (title, spans, narrow) = quiz::shown(model, NARROW);
    let (_, _, wide) = quiz::shown(model, WIDE);
    let mut page = Page::new(format!("question {:?} {at} {answered} {}", run.id, run.is_paused()), &title);
    page.aside = aside(&spans);
    page.numbered = false;
    let asked = &run.asked()[at];
    let item = asked.item.of(&model.data.catalog);
    // What is to be matched stands right above the letters, in columns.
    let left = narrow.iter().position(|block| block.row.is_some()).and_then(|first| first.checked_sub(1));
    let left = left.filter(|_| item.kind == ItemKind::Match && !answered);
    for (number, (row, lines)) in both(narrow, wide).enumerate() {
        match row {
            Some(_) => {
                let mut words: Vec<String> = Vec::new();
                for (number, line) in lines.iter().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
                    words.push(if number == 0 { lettered(unpointed(line), answered) } else { spoken(line) });
                }
                page.row(words);
            }
            None if Some(number) == left => {
                let turn = asked.to_match();
                let left = asked.order.iter().enumerate().map(|(number, &option)| {
                    let chosen =
                        asked.draft.get(number).and_then(|pair| asked.pairs.iter().position(|known| known == pair));
                    let state = match chosen {
                        Some(place) => format!(", matched with {}", letter(place)),
                        None if turn == Some(option) => ", to be matched now".to_owned(),
                        None => String::new(),
                    };
                    spoken(&format!("{}{state}: {}", number + 1, item.options[option].text.one_line()))
                });
                page.fixed(left.collect());
            }
            None => page.fixed(lines.iter().map(|line| spoken(line)).collect()),
        }
    }
    page.at = Some(model.quiz.row).filter(|row| *row < page.rows);
    page
}

/// `[x] A  words` as `A, chosen: words`.
fn lettered(line: &str, answered: bool) -> String {
    let line = line.trim_start();
    let (sign, rest) = match line.strip_prefix(['[', '(']).and_then(|rest| rest.split_once([']', ')'])) {
        Some((sign, rest)) if sign.len() <= 2 => (sign.trim(), rest.trim_start()),
        _ => ("", line),
    };
    let state = match sign {
        "" => String::new(),
        "ok" => ", right".to_owned(),
        "--" => ", missed".to_owned(),
        "x" if answered => ", wrong".to_owned(),
        "x" => ", chosen".to_owned(),
        number => format!(", chosen as {number}"),
    };
    match rest.split_once("  ") {
        Some((letter, words)) => format!("{letter}{state}: {}", spoken(words)),
        None => format!("{}{state}", spoken(rest)),
    }
}

fn score(model: &Model, run: &Session) -> Page {
    // No topic is left out for want of height.
    let tall = Model { size: (model.size.0, u16::MAX), ..model.clone() };
    let (title, spans, blocks) = quiz::shown(&tall, NARROW);
    let mut page = Page::new(format!("score {:?} {:?}", run.id, model.quiz.listed), &title);
    page.aside = aside(&spans);
    for block in blocks.iter().filter(|block| block.row.is_none()) {
        let said = whole(&block.lines, NARROW).into_iter().map(|line| spoken(&line));
        // A number opens a question here; Enter alone goes on with the list.
        page.fixed(said.map(|line| line.replace("Enter shows why", "a number shows why")).collect());
    }
    for at in result::listed(model, run) {
        let asked = &run.asked()[at];
        let item = asked.item.of(&model.data.catalog);
        let came = match (&asked.answer, asked.is_right(&model.data.catalog)) {
            (_, true) => "right",
            (Some(_), false) => "wrong",
            (None, false) => "blank",
        };
        let flag = if asked.flagged { ", flagged" } else { "" };
        page.row(vec![spoken(&format!("Question {}, {came}{flag}: {}", at + 1, item.stem.one_line()))]);
    }
    page.at = Some(model.quiz.row).filter(|row| *row < page.rows);
    page
}

fn map(model: &Model, run: &Session) -> Page {
    let (title, spans, _) = quiz::shown(model, NARROW);
    let mut page = Page::new(format!("map {:?}", run.id), &title);
    page.aside = aside(&spans);
    let front = run.progress().0;
    for (at, asked) in run.asked().iter().enumerate() {
        let mut words = if asked.answer.is_some() { "answered" } else { "blank" }.to_owned();
        for (holds, word) in [(asked.flagged, ", flagged"), (at == front, ", in front")] {
            words.push_str(if holds { word } else { "" });
        }
        page.row(vec![words]);
    }
    page.at = Some(model.quiz.row);
    page
}

fn interview(model: &Model) -> Page {
    let (title, beside) = decide::title(model);
    let state = &model.quiz.decide;
    let mut page = Page::new(format!("interview {:?} {}", state.page, state.query.text()), &title);
    page.aside = vec![spoken(&beside.replace(" / ", " of "))];
    let catalog = &model.data.catalog;
    if let decide::Page::Question(number) = state.page {
        page.about.extend(decide::so_far(model, WIDE).map(|line| spoken(&flat(&line).replace("   ", ", "))));
        let chosen = state.answers.get(number);
        page.fixed(vec![spoken(&catalog.interview[number].ask)]);
        if decide::is_picking(model) && state.query.is_empty() {
            page.fixed(vec!["A slash and a name shorten the list, as in / tester.".to_owned()]);
        }
        for choice in decide::offered(catalog, state, number) {
            let mine = if Some(&choice) == chosen { ", your answer" } else { "" };
            page.row(vec![spoken(&format!("{}{mine}", decide::choice_words(catalog, number, &choice).join(", ")))]);
        }
        page.row(vec![decide::NO_MATTER.to_owned()]);
    } else {
        for (row, lines) in both(decide::blocks(model, NARROW), decide::blocks(model, WIDE)) {
            let said = lines.iter().enumerate().map(|(number, line)| {
                // The sign before it says so.
                if line.trim() == decide::FLIPS {
                    return String::new();
                }
                let line = if row.is_some() && number == 0 { uncounted(unpointed(line)) } else { line.as_str() };
                spoken(line)
            });
            let said: Vec<String> = said.filter(|line| !line.is_empty()).collect();
            if row.is_some() {
                page.row(said);
            } else {
                page.fixed(said);
            }
        }
    }
    page.at = Some(state.row).filter(|row| *row < page.rows);
    page
}

/// Without the number that the row carries anyway.
fn uncounted(line: &str) -> &str {
    line.split_once(". ")
        .filter(|(number, _)| number.bytes().all(|b| b.is_ascii_digit()))
        .map_or(line, |(_, rest)| rest)
}

fn window(model: &Model, top: &Overlay) -> Page {
    let (title, lines) = overlays::content(model, &top.kind, WIDE);
    let place = match &top.kind {
        Window::Palette(state) => format!("palette {} {title}", state.typed()),
        Window::Cost(certs, _) => format!("cost {certs:?}"),
        Window::Filters(_) => "filters".to_owned(),
        Window::Save(_) => "save".to_owned(),
        kind => format!("{kind:?}"),
    };
    let mut page = Page::new(place, &title);
    page.window = true;
    match &top.kind {
        Window::Palette(state) => found(model, state, &mut page),
        Window::Filters(row) => {
            let mut facet = "";
            for (one, count) in model.data.filters() {
                if one.facet() != facet {
                    facet = one.facet();
                    page.fixed(vec![format!("{facet}:")]);
                }
                let on = if model.certs.filters.contains(one) { "on" } else { "off" };
                page.row(vec![spoken(&format!("{}: {on}, {count}", one.label(&model.data.catalog)))]);
            }
            page.at = Some(*row);
        }
        Window::Save(state) if state.is_choosing() => {
            let count = lines.len();
            for (number, line) in lines.iter().enumerate() {
                let line = flat(line);
                if number + 2 < count {
                    page.fixed(vec![spoken(&line.replacen("> ", "Name: ", 1))]);
                } else {
                    if line.starts_with("> ") {
                        page.at = Some(page.rows);
                    }
                    page.row(vec![spoken(unpointed(&line))]);
                }
            }
        }
        Window::Save(_) => {
            for line in whole(&lines, WIDE) {
                page.fixed(vec![spoken(&line.replacen("> ", "Name: ", 1).replace("   ", "  "))]);
            }
            page.fixed(vec!["Type another name, or open to write this one; back leaves.".to_owned()]);
        }
        Window::Confirm | Window::HandIn => {
            // The last line tells the keys.
            let words = whole(&lines[..lines.len().saturating_sub(1)], WIDE);
            page.fixed(words.iter().map(|line| spoken(line)).collect());
            page.fixed(vec!["Say yes or no.".to_owned()]);
        }
        Window::Help(state) => {
            for (numbered, words) in help::entries(model, state) {
                if numbered {
                    page.row(vec![spoken(&words)]);
                } else {
                    page.fixed(vec![spoken(&words)]);
                }
            }
            page.at = (page.rows > 0).then(|| help::place(model, state).1);
        }
        kind => {
            let claims = matches!(kind, Window::Ledger(..) | Window::Sources(_));
            for line in whole(&lines, WIDE) {
                page.fixed(vec![spoken(&if claims { claim(&line) } else { line })]);
            }
        }
    }
    page
}

/// What the sign before a claim says of it.
fn claim(line: &str) -> String {
    for (sign, words) in [("= ", "adopted: "), ("! ", "rival: "), ("x ", "impossible: ")] {
        if let Some(value) = line.strip_prefix(sign) {
            return format!("{words}{value}");
        }
    }
    line.to_owned()
}

fn found(model: &Model, state: &palette::State, page: &mut Page) {
    if !state.typed().is_empty() {
        page.about.push(format!("Searched for: {}", spoken(state.typed())));
    }
    let head = whole(&palette::head(model, state, WIDE), WIDE);
    page.about.extend(head.iter().map(|line| spoken(line)).filter(|line| !line.is_empty()));
    let (count, at) = state.place();
    for line in palette::sight(model, state, 0, count, usize::from(WIDE)) {
        let line = flat(&line);
        let (gutter, words) = line.split_at_checked(2).unwrap_or(("", &line));
        let marked = if gutter.ends_with('+') { ", marked for compare" } else { "" };
        page.row(vec![format!("{}{marked}", spoken(words))]);
    }
    page.at = (count > 0).then_some(at);
}
