//! TABLE 1: everything a key can do, one line each: variant, name, what it does.
//!
//! The order is the order of the help page.

macro_rules! actions {
    ($($variant:ident $id:literal $text:literal)+) => {
        /// Something a key can be bound to.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Action { $( #[doc = $text] $variant, )+ }

        impl Action {
            /// Every action, in the order of the help page.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// Its name: for scripts, and for remapping keys.
            #[must_use]
            pub fn id(self) -> &'static str {
                match self { $(Self::$variant => $id),+ }
            }

            /// What it does.
            #[must_use]
            pub fn text(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }
    };
}

actions! {
    Up            "up"             "one up"
    Down          "down"           "one down"
    PageUp        "page-up"        "a page up"
    PageDown      "page-down"      "a page down"
    HalfUp        "half-up"        "half a page up"
    HalfDown      "half-down"      "half a page down"
    First         "first"          "to the first"
    Last          "last"           "to the last"
    Left          "left"           "to the left: the list, the column before"
    Right         "right"          "to the right: the card, the next column"
    Open          "open"           "open what is selected"
    Back          "back"           "go back"
    ShowRoles     "show-roles"     "the Roles tab"
    ShowCerts     "show-certs"     "the Certifications tab"
    ShowCompare   "show-compare"   "the Compare tab"
    ShowQuiz      "show-quiz"      "the Quiz tab"
    NextTab       "next-tab"       "the next tab"
    PrevTab       "prev-tab"       "the tab before"
    Search        "search"         "search this tab"
    Palette       "palette"        "search everything: records, words, what can be done"
    Mark          "mark"           "mark this for comparing, or unmark it"
    CompareMarked "compare-marked" "compare what is marked"
    Differences   "differences"    "show only what differs, or everything"
    NextDiffer    "next-differ"    "to the next row that differs or is disputed"
    PrevDiffer    "prev-differ"    "to the row before that differs or is disputed"
    NextLens      "next-lens"      "the next lens: which fields are compared"
    Pin           "pin"            "keep this row on top, or let it go"
    AddColumn     "add-column"     "search for one more to compare"
    NextKind      "next-kind"      "another kind: certification, role, provider"
    Unmark        "unmark"         "take this column out of the comparison"
    MoveLeft      "move-left"      "move this column to the left"
    MoveRight     "move-right"     "move this column to the right"
    Copy          "copy"           "copy the comparison as Markdown"
    Save          "save"           "write the comparison to a file"
    Sort          "sort"           "sort by the next column"
    SortOther     "sort-other"     "turn the sort order round"
    Filter        "filter"         "narrow the list: exam, renewal, level, provider …"
    Unfilter      "unfilter"       "take all filters off"
    Toggle        "toggle"         "switch this on or off"
    Sources       "sources"        "who says so"
    ShowCost      "show-cost"      "what it costs to earn and to hold"
    ShowPath      "show-path"      "the steps that lead there"
    MoreYears     "more-years"     "hold it a year longer"
    FewerYears    "fewer-years"    "hold it a year less"
    Ledger        "ledger"         "who disagrees, and which rule decided"
    AnswerA       "answer-a"       "answer A"
    AnswerB       "answer-b"       "answer B"
    AnswerC       "answer-c"       "answer C"
    AnswerD       "answer-d"       "answer D"
    AnswerE       "answer-e"       "answer E"
    AnswerF       "answer-f"       "answer F"
    AnswerG       "answer-g"       "answer G"
    AnswerH       "answer-h"       "answer H"
    AnswerI       "answer-i"       "answer I"
    NextQuestion  "next-question"  "the next question"
    PrevQuestion  "prev-question"  "the question before"
    Flag          "flag"           "flag this question, or take its flag away"
    Undo          "undo"           "take the last answer back"
    ShowMap       "show-map"       "all questions at a glance"
    Pause         "pause"          "stop the clock, or let it run on"
    HandIn        "hand-in"        "hand it in"
    Easier        "easier"         "I knew this better than that: ask later"
    Harder        "harder"         "I knew this worse than that: ask sooner"
    NextList      "next-list"      "list others: wrong, flagged, all"
    Discard       "discard"        "give this unfinished run up; its answers stay"
    Options       "options"        "choose what to practise: topics, levels, how many"
    Again         "again"          "once more, only what is listed"
    EraseChar     "erase-char"     "erase a letter"
    EraseWord     "erase-word"     "erase a word"
    EraseAll      "erase-all"      "erase everything typed"
    Yes           "yes"            "yes"
    No            "no"             "no"
    Help          "help"           "what the keys do here"
    NextTheme     "next-theme"     "the next theme: other colours"
    Suspend       "suspend"        "back to the shell for a while (`fg` returns)"
    Quit          "quit"           "quit"
    QuitNow       "quit-now"       "quit at once"
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn names_are_unique_and_plain() {
        let ids: HashSet<_> = Action::ALL.iter().map(|action| action.id()).collect();
        assert_eq!(ids.len(), Action::ALL.len());
        for id in ids {
            assert!(id.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{id}");
        }
    }
}
