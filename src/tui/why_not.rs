//! A key that cannot work says why: one sentence for the hint line.

use crate::keys::Key;
use crate::keys::action::Action;
use crate::keys::bindings::Context;
use crate::tui::model::{Model, Tab};

/// What is said of a key that is bound to nothing here: where it would do something, if anywhere.
#[must_use]
pub fn unbound(model: &Model, key: Key) -> String {
    let contexts = model.contexts();
    if contexts.contains(&Context::Confirm) {
        let keys = |action| model.keys.keys_of(Context::Confirm, action).map(|key| key.to_string()).next();
        let (yes, no) = (keys(Action::Yes).unwrap_or_default(), keys(Action::No).unwrap_or_default());
        return format!("{key}: this asks for {yes} (yes) or {no} (no)");
    }
    let elsewhere = model.keys.rows().iter().find(|(context, bound, _)| {
        *bound == key && !contexts.contains(context) && !context.takes_letters() && !matches!(context, Context::Popup)
    });
    match elsewhere {
        Some((context, _, action)) => {
            format!("{key} does nothing here; in \"{}\" it would: {}", context.label(), action.text())
        }
        None => format!("{key} does nothing"),
    }
}

/// What is said where an action had no effect; nothing of one that moves: who is at the end sees it.
#[must_use]
pub fn without_effect(model: &Model, action: Action) -> Option<String> {
    use Action as A;
    // Who erases in an empty box sees that it is empty.
    if matches!(action, A::EraseChar | A::EraseWord | A::EraseAll | A::Suspend | A::QuitNow | A::Quit) {
        return None;
    }
    let quiz = model.tab == Tab::Quiz;
    Some(match action {
        A::Up | A::Down | A::PageUp | A::PageDown | A::HalfUp | A::HalfDown | A::First | A::Last => return None,
        A::ShowRoles | A::ShowCerts | A::ShowCompare | A::ShowQuiz => "this tab is in front already".to_owned(),
        A::Left => "there is nothing to the left".to_owned(),
        A::Right => "there is nothing to the right".to_owned(),
        A::Back => match model.keys.keys_of(Context::Global, Action::Quit).next() {
            Some(key) => format!("there is nothing to go back to; {key} quits"),
            None => "there is nothing to go back to".to_owned(),
        },
        A::Unfilter => "no filter is on".to_owned(),
        A::NextDiffer | A::PrevDiffer if model.tab == Tab::Compare => "no other row differs".to_owned(),
        A::NextDiffer | A::PrevDiffer => "no other row here is disputed".to_owned(),
        A::MoveLeft | A::MoveRight => "this column is at the edge already".to_owned(),
        A::Undo => "there is no answer here to take back".to_owned(),
        A::HandIn if quiz => "only an exam is handed in".to_owned(),
        A::Pause if quiz => "there is no clock here that could be stopped".to_owned(),
        A::Easier | A::Harder if quiz => "this was rated already".to_owned(),
        A::NextQuestion => "this is the last question".to_owned(),
        A::PrevQuestion => "this is the first question".to_owned(),
        A::AnswerA
        | A::AnswerB
        | A::AnswerC
        | A::AnswerD
        | A::AnswerE
        | A::AnswerF
        | A::AnswerG
        | A::AnswerH
        | A::AnswerI => "there is no such answer to choose here".to_owned(),
        A::MoreYears | A::FewerYears => "no more years than that".to_owned(),
        A::Open => "there is nothing to open here".to_owned(),
        other => format!("nothing here to do that with: {}", other.text()),
    })
}
