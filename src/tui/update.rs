//! What a message does to the model. Pure: it touches nothing else, and returns what the world
//! should do.

use crate::catalog::record::{Key, Kind};
use crate::keys::action::Action;
use crate::profile::Profile;
use crate::search::limits::Limit;
use crate::tui::effect::Effect;
use crate::tui::message::{Message, Target};
use crate::tui::model::{Model, Now, Reading, Saving, Tab};
use crate::tui::overlays::{self, Kind as Window, Overlay, Subject, help, palette, save, welcome};
use crate::tui::screens::browse::{self, Focus};
use crate::tui::screens::card::Goal;
use crate::tui::screens::{compare, decide, quiz};
use crate::tui::why_not;

/// Applies `message` to `model`.
pub fn update(model: &mut Model, message: Message) -> Vec<Effect> {
    let quiet = matches!(
        message,
        Message::Resized(..) | Message::Found(..) | Message::Passed { .. } | Message::Profile(..) | Message::Kept(..)
    );
    if !quiet {
        model.notice = None;
    }
    // Nothing is done with what an earlier query found.
    if !is_typing(&message) {
        model.settle();
    }
    let ends = !quiet && message != Message::Do(Action::Suspend) && welcome::is_shown(model);
    let mut effects = if ends {
        model.overlays.pop();
        vec![Effect::Welcomed]
    } else {
        Vec::new()
    };
    if !ends || !welcome::only_ends(&message) {
        effects.extend(apply(model, message));
    }
    effects.extend(keeping(model));
    if model.question().is_some() {
        effects.push(Effect::Search);
    }
    effects
}

/// What the profile's file is to be told.
fn keeping(model: &mut Model) -> Vec<Effect> {
    let mut effects = Vec::new();
    let unsaved = std::mem::take(&mut model.unsaved);
    if model.saving == Saving::Nowhere {
        return effects;
    }
    if model.tab == Tab::Quiz && model.reading == Reading::NotAsked {
        model.reading = Reading::Asked(Vec::new());
        effects.push(Effect::ReadProfile);
    }
    if !unsaved.is_empty() {
        if let Reading::Asked(since) = &mut model.reading {
            since.extend(unsaved.iter().cloned());
        }
        if model.saving == Saving::Saved {
            model.saving = Saving::Waiting;
        }
        model.kept += 1;
        effects.push(Effect::Keep(model.kept, unsaved));
    }
    effects
}

/// Shows the profile that was read, with what has happened since it was asked for.
fn profile_read(model: &mut Model, mut profile: Profile, notice: Option<String>) {
    if let Reading::Asked(since) = std::mem::replace(&mut model.reading, Reading::Read) {
        for change in &since {
            profile.apply(change);
        }
    }
    model.profile = profile.into();
    if notice.is_some() {
        model.notice = notice;
    }
}

/// Whether a message only changes what is typed, or nothing that a search could matter to.
fn is_typing(message: &Message) -> bool {
    use Action as A;
    matches!(
        message,
        Message::Typed(_)
            | Message::Pasted(_)
            | Message::Found(..)
            | Message::Resized(..)
            | Message::Passed { .. }
            | Message::Profile(..)
            | Message::Kept(..)
            | Message::Do(A::EraseChar | A::EraseWord | A::EraseAll | A::QuitNow | A::Suspend)
    )
}

fn apply(model: &mut Model, message: Message) -> Vec<Effect> {
    match message {
        Message::Found(question, answer) => model.answered(&question, answer),
        Message::Resized(columns, rows) => model.size = (columns, rows),
        Message::Typed(c) => typed(model, c.encode_utf8(&mut [0; 4])),
        Message::Pasted(text) => {
            let line: String = text.chars().take(crate::tui::widgets::input::MOST).collect();
            typed(model, &line);
        }
        Message::Clicked(target) => return clicked(model, target),
        Message::Wheel { target, down } => wheel(model, target, down),
        Message::Do(action) => return act_or_say(model, action),
        Message::Unbound(key) => model.notice = Some(why_not::unbound(model, key)),
        Message::Saved(saved) => save::saved(model, saved),
        Message::Copied(outcome) => compare::copied(model, outcome),
        Message::Passed { now, millis } => {
            model.now = Now(now);
            quiz::pass(model, millis);
        }
        Message::Profile(profile, notice) => profile_read(model, *profile, notice),
        Message::Kept(number, Ok(())) if number == model.kept => model.saving = Saving::Saved,
        // More is on its way.
        Message::Kept(_, Ok(())) => model.saving = Saving::Waiting,
        Message::Kept(_, Err(words)) => model.saving = Saving::Failed(words),
    }
    Vec::new()
}

/// Text for whatever has the focus of the keyboard: the palette, or a search line.
fn typed(model: &mut Model, text: &str) {
    if !palette::typed(model, text) && !save::typed(model, text) && !help::typed(model, text) {
        browse::typed(model, text);
        decide::typed(model, text);
    }
}

/// What an action does; where that is nothing, the hint line says why.
pub fn act_or_say(model: &mut Model, action: Action) -> Vec<Effect> {
    let before = model.clone();
    let effects = act(model, action);
    if effects.is_empty() && *model == before {
        model.notice = why_not::without_effect(model, action);
    }
    effects
}

/// What an action does, from whatever key or list it comes.
pub fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    match action {
        Action::QuitNow => return vec![Effect::Quit],
        Action::Suspend => return vec![Effect::Suspend],
        _ if !model.overlays.is_empty() => return overlays::act(model, action),
        _ => {}
    }
    if action == Action::Palette {
        let palette = palette::State::new(model, None, "");
        model.overlays.push(Overlay::new(Window::Palette(palette)));
        return Vec::new();
    }
    let searching = model.browse().is_some_and(|state| state.searching);
    if searching && browse::act_searching(model, action) {
        return Vec::new();
    }
    match action {
        // What is in the profile can be gone on with.
        Action::Quit if model.quiz.is_unfinished() && model.saving != Saving::Saved => {
            model.overlays.push(Overlay::confirm_quit());
        }
        Action::Quit => return vec![Effect::Quit],
        Action::Help => model.overlays.push(Overlay::new(Window::Help(help::State::new(model.contexts())))),
        Action::ShowRoles => show(model, Tab::Roles),
        Action::ShowCerts => show(model, Tab::Certs),
        Action::ShowCompare => show(model, Tab::Compare),
        Action::ShowQuiz => show(model, Tab::Quiz),
        Action::NextTab => show(model, model.tab.step(false)),
        Action::PrevTab => show(model, model.tab.step(true)),
        Action::NextTheme => wear(model, model.worn + 1),
        Action::CompareMarked => compare::open(model),
        Action::Mark => mark(model),
        Action::Filter => model.overlays.push(Overlay::new(Window::Filters(0))),
        Action::Sources => sources(model),
        Action::Ledger => ledger(model),
        Action::ShowCost => overlays::cost::open(model),
        Action::ShowPath => overlays::path::open(model),
        Action::Open if model.tab != Tab::Quiz => open(model),
        Action::Back if came_from_elsewhere(model) => go_back(model),
        other => {
            if model.tab == Tab::Compare && other == Action::Copy {
                return compare::copy(model);
            }
            let done = match model.tab {
                Tab::Roles | Tab::Certs => browse::act(model, other),
                Tab::Compare => compare::act(model, other),
                Tab::Quiz => quiz::act(model, other),
            };
            if !done && other == Action::Back {
                go_back(model);
            }
        }
    }
    Vec::new()
}

/// Puts on a theme and says which.
pub fn wear(model: &mut Model, number: usize) {
    model.wear(number);
    let name = model.themes.get(model.worn).map_or("", |known| known.name.as_str());
    model.notice = Some(if model.themes.len() > 1 {
        format!("theme: {name}; to keep it: theme: \"{name}\" in config.ron (certdex config init)")
    } else {
        format!("theme: {name}; colour is switched off, so there is no other")
    });
}

/// Puts a tab in front.
pub fn show(model: &mut Model, tab: Tab) {
    if let Some(state) = model.browse_mut() {
        state.searching = false;
    }
    model.tab = tab;
    model.back.clear();
}

/// Whether Esc leads back to the tab that the card in front was opened from.
fn came_from_elsewhere(model: &Model) -> bool {
    !model.back.is_empty() && model.browse().is_none_or(|state| state.focus == Focus::Card)
}

fn go_back(model: &mut Model) {
    let Some(tab) = model.back.pop() else { return };
    if let Some(state) = model.browse_mut() {
        state.focus = Focus::List;
    }
    model.tab = tab;
}

/// Shows a certification in its tab, ready to come back with Esc.
pub fn open_cert(model: &mut Model, cert: Key) {
    open_record(model, cert);
}

/// Shows a role or a certification in its tab, ready to come back with Esc; of a provider, the list of
/// what it awards.
pub fn open_record(model: &mut Model, key: Key) {
    let tab = match key.0 {
        Kind::Role => Tab::Roles,
        Kind::Cert => Tab::Certs,
        Kind::Provider => {
            let limit = Limit::Provider(key).written(&model.data.catalog);
            let data = model.data.clone();
            show(model, Tab::Certs);
            model.certs.query.clear();
            model.certs.query.insert(&limit);
            model.certs.search(&data);
            model.certs.focus = Focus::List;
            return;
        }
    };
    if tab != model.tab {
        model.back.push(model.tab);
        model.tab = tab;
    }
    let data = model.data.clone();
    if let Some(state) = model.browse_mut() {
        state.select(&data, key);
        state.focus = Focus::Card;
    }
}

/// The record that the cursor of the tab in front is on, or that what it is on is about.
#[must_use]
pub fn record_in_front(model: &Model) -> Option<Key> {
    match goal(model)? {
        Goal::Record(key) | Goal::Fact(key, _) | Goal::Relation(_, key) | Goal::Fit(_, key) => Some(key),
        Goal::Advice(number) => Some(model.data.catalog.advice[number].cert),
    }
}

/// What the cursor of the tab in front is on.
fn goal(model: &Model) -> Option<Goal> {
    match model.tab {
        Tab::Roles | Tab::Certs => browse::goal(model),
        Tab::Compare => compare::goal(model),
        Tab::Quiz => None,
    }
}

fn open(model: &mut Model) {
    match goal(model) {
        Some(Goal::Record(key)) if model.tab == Tab::Compare => open_record(model, key),
        // Under a comparison stands who says so.
        Some(goal) if model.tab == Tab::Compare => {
            model.overlays.push(Overlay::new(Window::Sources(Subject::Goal(goal))));
        }
        Some(Goal::Record(_)) => {
            if let Some(state) = model.browse_mut() {
                state.focus = Focus::Card;
            }
        }
        Some(Goal::Fit(role, cert)) => open_record(model, if model.tab == Tab::Roles { cert } else { role }),
        Some(Goal::Relation(_, other)) => open_record(model, other),
        Some(goal @ (Goal::Fact(..) | Goal::Advice(_))) => {
            model.overlays.push(Overlay::new(Window::Sources(Subject::Goal(goal))));
        }
        None => drop(browse::instead(model)),
    }
}

fn mark(model: &mut Model) {
    match goal(model) {
        Some(Goal::Record(key) | Goal::Fact(key, _) | Goal::Fit(_, key) | Goal::Relation(_, key)) => {
            compare::mark(model, key);
        }
        Some(Goal::Advice(number)) => {
            if let Some(advice) = model.data.catalog.advice.get(number) {
                let cert = advice.cert;
                compare::mark(model, cert);
            }
        }
        None => model.notice = Some("nothing is selected that could be marked".to_owned()),
    }
}

fn sources(model: &mut Model) {
    let subject = if model.tab == Tab::Quiz { quiz::subject(model) } else { goal(model).map(Subject::Goal) };
    match subject {
        Some(subject) => model.overlays.push(Overlay::new(Window::Sources(subject))),
        None if model.tab == Tab::Quiz => {
            model.notice = Some(quiz::no_source(model).to_owned());
        }
        None => model.notice = Some("nothing is selected that could have a source".to_owned()),
    }
}

fn ledger(model: &mut Model) {
    let window = match goal(model) {
        Some(Goal::Fact(key, field)) => Window::Ledger(key, field),
        Some(Goal::Record(key)) => {
            // From the list: the first field that sources disagree about.
            let record = model.data.catalog.get(key);
            match record.facts.iter().find(|fact| fact.conflict) {
                Some(fact) => Window::Ledger(key, fact.field),
                None => {
                    model.notice = Some(format!("no sources disagree about {}", record.short()));
                    return;
                }
            }
        }
        Some(goal) => Window::Sources(Subject::Goal(goal)),
        None => {
            model.notice = Some("nothing is selected that could be disputed".to_owned());
            return;
        }
    };
    model.overlays.push(Overlay::new(window));
}

fn clicked(model: &mut Model, target: Target) -> Vec<Effect> {
    if !model.overlays.is_empty() {
        return Vec::new();
    }
    let again = match (target, model.tab) {
        (Target::Tab(tab), _) => {
            show(model, tab);
            false
        }
        (_, Tab::Roles | Tab::Certs) => browse::clicked(model, target),
        (_, Tab::Compare) => compare::clicked(model, target),
        (_, Tab::Quiz) => quiz::clicked(model, target),
    };
    if again { act(model, Action::Open) } else { Vec::new() }
}

fn wheel(model: &mut Model, target: Option<Target>, down: bool) {
    // The wheel moves what it is over: the list without the focus gets it first.
    if model.overlays.is_empty() {
        let focus = match target {
            Some(Target::ListRow(_)) => Some(Focus::List),
            Some(Target::CardRow(_)) => Some(Focus::Card),
            _ => None,
        };
        if let (Some(focus), Some(state)) = (focus, model.browse_mut()) {
            // What the wheel was over may be gone since: an empty list has no card.
            state.focus = if state.selected().is_some() { focus } else { Focus::List };
        }
    }
    for _ in 0..3 {
        act(model, if down { Action::Down } else { Action::Up });
    }
}
