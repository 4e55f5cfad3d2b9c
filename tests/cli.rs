//! The command line as a script sees it: the real program, its two streams and its exit code.
//!
//! Every run in this file also shows that nothing hangs, nothing panics and no escape code leaves
//! the program; see [`Run::of`].

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use assert_cmd::Command;
use serde_json::Value as Json;
use tempfile::TempDir;

/// The program under test.
const CERTDEX: &str = env!("CARGO_BIN_EXE_certdex");

/// Longer than any verb needs on a slow machine; what takes longer hangs.
const NO_HANG: Duration = Duration::from_secs(10);

/// What a run left behind.
#[derive(Debug)]
struct Run {
    code: i32,
    out: String,
    err: String,
}

impl Run {
    /// Runs `command` and checks what holds for every run of every verb.
    #[track_caller]
    fn of(command: &mut Command) -> Self {
        let run = Self::with_escapes(command);
        assert!(!run.out.contains('\u{1b}'), "an escape code on standard output: {:?}", run.out);
        run
    }

    /// The same, where escape codes were asked for.
    #[track_caller]
    fn with_escapes(command: &mut Command) -> Self {
        let output = command.timeout(NO_HANG).output().expect("the program starts");
        let out = String::from_utf8(output.stdout).expect("standard output is UTF-8");
        let err = String::from_utf8(output.stderr).expect("standard error is UTF-8");
        let code = output.status.code().unwrap_or_else(|| panic!("it hung or was killed; it said: {err}"));
        assert!(!err.contains("panicked") && code != 101, "it panicked: {err}");
        assert!(!err.contains('\u{1b}'), "an escape code on standard error: {err:?}");
        Self { code, out, err }
    }

    /// The run again, if it ended well and said nothing on standard error.
    #[track_caller]
    fn fine(self) -> Self {
        assert_eq!((self.code, self.err.as_str()), (0, ""), "{}", self.out);
        self
    }

    /// What the run said on standard error, if it ended with `code` and printed nothing.
    #[track_caller]
    fn refused(self, code: i32) -> String {
        assert_eq!(self.code, code, "{}", self.err);
        assert_eq!(self.out, "", "nothing to read where nothing could be told");
        assert_ne!(self.err.trim(), "", "a refusal without a word");
        self.err
    }

    #[track_caller]
    fn json(&self) -> Json {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error} in {}", self.out))
    }
}

/// The program with a home of its own and nothing of the caller's environment.
fn certdex(args: &[&str]) -> Command {
    let mut command = Command::new(CERTDEX);
    command.env_clear().env("HOME", env!("CARGO_TARGET_TMPDIR")).env("TERM", "xterm-256color").args(args);
    command
}

#[track_caller]
fn run(args: &[&str]) -> Run {
    Run::of(&mut certdex(args))
}

/// Runs a verb that must end well and print JSON.
#[track_caller]
fn json(args: &[&str]) -> Json {
    run(args).fine().json()
}

/// Runs a verb in `folder`.
#[track_caller]
fn run_in(folder: &Path, args: &[&str]) -> Run {
    Run::of(certdex(args).current_dir(folder))
}

#[track_caller]
fn list(value: &Json) -> &Vec<Json> {
    value.as_array().unwrap_or_else(|| panic!("no list: {value}"))
}

#[track_caller]
fn text(value: &Json) -> &str {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}"))
}

/// The texts at `key` of every object of a list.
#[track_caller]
fn each<'a>(all: &'a Json, key: &str) -> Vec<&'a str> {
    list(all).iter().map(|one| text(&one[key])).collect()
}

#[track_caller]
fn keys(object: &Json) -> Vec<&str> {
    object.as_object().unwrap_or_else(|| panic!("no object: {object}")).keys().map(String::as_str).collect()
}

/// The object of a list whose `key` is `value`.
#[track_caller]
fn one<'a>(all: &'a Json, key: &str, value: &str) -> &'a Json {
    list(all).iter().find(|one| one[key] == value).unwrap_or_else(|| panic!("no {key} `{value}` in {all}"))
}

/// The sources of a claim as `id:locator`.
fn cites(claim: &Json) -> Vec<String> {
    list(&claim["sources"])
        .iter()
        .map(|source| match &source["locator"] {
            Json::Null => text(&source["id"]).to_owned(),
            locator => format!("{}:{}", text(&source["id"]), text(locator)),
        })
        .collect()
}

/// The fact of one field, as `show ID --field NAME --json` tells it.
#[track_caller]
fn fact(id: &str, field: &str) -> Json {
    let shown = json(&["show", id, "--field", field, "--json"]);
    assert_eq!(keys(&shown["fields"]), [field], "the field that was asked for and no other");
    shown["fields"][field].clone()
}

/// A scratch folder with the files given.
fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = TempDir::new().expect("a scratch folder");
    for (name, bytes) in files {
        let mut file = File::create(folder.path().join(name)).expect("a scratch file");
        file.write_all(bytes).expect("a scratch file is written");
    }
    folder
}

/// The number of the only line of `text` that holds `needle`, counted from 1.
#[track_caller]
fn line_of(text: &str, needle: &str) -> usize {
    let found: Vec<usize> = text.lines().zip(1..).filter(|(line, _)| line.contains(needle)).map(|(_, n)| n).collect();
    assert_eq!(found.len(), 1, "`{needle}` stands on lines {found:?}");
    found[0]
}

/// Everything below a folder, sorted.
fn inside(folder: &Path) -> Vec<PathBuf> {
    let mut all: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the folder can be read")
        .map(|entry| entry.expect("an entry").path())
        .flat_map(|path| {
            let below = if path.is_dir() { inside(&path) } else { Vec::new() };
            std::iter::once(path).chain(below)
        })
        .collect();
    all.sort();
    all
}

// ── search ─────────────────────────────────────────────────────────────────────────────────────

/// The first question of the first article: which one for a business analyst? Both are named, each
/// with the lines of the articles that say so.
#[test]
fn a_business_analyst_finds_both_certifications_and_who_says_so() {
    let found = json(&["search", "business analyst", "--json"]);
    let role = &found[0];
    assert_eq!((text(&role["kind"]), text(&role["id"])), ("role", "business-analyst"));
    for (cert, lines) in [("csm", ["seed-000:18", "seed-002:40"]), ("cspo", ["seed-000:38", "seed-001:26"])] {
        let reasons = list(&one(&role["certs"], "id", cert)["reasons"]);
        let said: Vec<&str> = reasons.iter().flat_map(|reason| list(&reason["sources"])).map(text).collect();
        for line in lines {
            assert!(said.contains(&line), "{cert} is backed by {said:?}, not by {line}");
        }
    }
    let plain = run(&["search", "business analyst"]).fine().out;
    assert!(plain.lines().next().is_some_and(|line| line.contains("business-analyst")), "{plain}");
    assert!(plain.contains("[seed-000:18]"), "{plain}");
}

/// However the Scrum Master is typed, the role comes first: with a slip, in one word, with a
/// hyphen, as an abbreviation.
#[test]
fn a_role_is_found_however_it_is_typed() {
    for typed in ["scrm mstr", "ScrumMaster", "scrum-master", "SM", "sm", "Scrum Master", "  scrum   MASTER® "] {
        for args in [&["search", typed, "--json"][..], &["search", typed, "--json", "--kind", "role"]] {
            let found = json(args);
            assert_eq!((text(&found[0]["kind"]), text(&found[0]["id"])), ("role", "scrum-master"), "{args:?}");
        }
    }
}

/// Scripts rely on the shape of an answer: these keys, no others, and each of its kind.
#[test]
fn an_answer_has_the_promised_shape() {
    let found = json(&["search", "product", "--json"]);
    assert!(list(&found).len() > 2);
    for hit in list(&found) {
        let name = text(&hit["name"]);
        let mut expected = vec!["kind", "id", "name", "score", "matches", "matched", "why", "limits"];
        if hit["kind"] == "role" {
            expected.push("certs");
        } else {
            assert!(["cert", "provider", "term", "meaning"].contains(&text(&hit["kind"])), "{hit}");
        }
        assert_eq!(keys(hit), expected);
        assert!(hit["score"].is_i64() && !text(&hit["id"]).is_empty() && !text(&hit["matched"]).is_empty());
        let lit: Vec<usize> = list(&hit["matches"])
            .iter()
            .map(|i| usize::try_from(i.as_u64().expect("an index")).expect("small"))
            .collect();
        assert!(lit.is_sorted() && lit.iter().all(|&i| i < name.chars().count()), "{lit:?} in {name}");
        for cert in hit["certs"].as_array().into_iter().flatten() {
            assert_eq!(keys(cert), ["id", "name", "fit", "reasons"]);
            assert!(["first", "good", "adjacent"].contains(&text(&cert["fit"])), "{cert}");
            assert!(!list(&cert["reasons"]).is_empty(), "{cert}");
            for reason in list(&cert["reasons"]) {
                assert_eq!(keys(reason), ["text", "sources"]);
                assert!(!text(&reason["text"]).is_empty() && !list(&reason["sources"]).is_empty(), "{reason}");
                assert!(list(&reason["sources"]).iter().all(Json::is_string), "{reason}");
            }
        }
    }
}

/// What was typed can be lit up in the name, letter by letter; also when the whole name was typed.
#[test]
fn the_letters_that_match_are_told() {
    for (typed, id, lit) in [
        ("prod own", "product-owner", "ProdOwn"),
        ("product own", "product-owner", "ProductOwn"),
        ("product owner", "product-owner", "ProductOwner"),
        ("business analyst", "business-analyst", "BusinessAnalyst"),
    ] {
        let found = json(&["search", typed, "--json"]);
        assert_eq!(found[0]["id"], id);
        let name: Vec<char> = text(&found[0]["name"]).chars().collect();
        let shown: String = list(&found[0]["matches"])
            .iter()
            .map(|i| name[usize::try_from(i.as_u64().expect("an index")).expect("small")])
            .filter(|c| *c != ' ')
            .collect();
        assert_eq!(shown, lit, "`{typed}` in {name:?}");
    }
}

/// A reader may stop at any hit and knows that nothing better follows.
#[test]
fn scores_never_rise() {
    for typed in ["scrum", "scrm mstr", "p", "product", "master", "a", "sm", "owner", "agile"] {
        let found = json(&["search", typed, "--json"]);
        let scores: Vec<i64> = list(&found).iter().map(|hit| hit["score"].as_i64().expect("a number")).collect();
        assert!(scores.len() > 1, "`{typed}` is meant to find several");
        assert!(scores.is_sorted_by(|a, b| a >= b), "`{typed}`: {scores:?}");
    }
}

/// `--kind` keeps one kind, `--limit` the first few; neither changes the order.
#[test]
fn kind_and_limit_only_leave_out() {
    let all = json(&["search", "scrum", "--json"]);
    let of = |kind: &str| -> Vec<&Json> { list(&all).iter().filter(|hit| hit["kind"] == kind).collect() };
    assert!(!of("role").is_empty() && !of("cert").is_empty());
    for kind in ["role", "cert"] {
        let kept = json(&["search", "scrum", "--json", "--kind", kind]);
        assert_eq!(list(&kept).iter().collect::<Vec<_>>(), of(kind), "{kind}");
    }
    let most = list(&all).len();
    for limit in [1, 2, 5, most - 1, most, most + 1] {
        let kept = json(&["search", "scrum", "--json", "--limit", &limit.to_string()]);
        assert_eq!(list(&kept)[..], list(&all)[..limit.min(most)]);
    }
    for wrong in ["-1", "two", "1.5", "99999999999999999999999"] {
        run(&["search", "scrum", &format!("--limit={wrong}")]).refused(2);
    }
}

/// None of many is not the same as nothing found.
#[test]
fn a_limit_of_none_does_not_say_that_nothing_matches() {
    let none = run(&["search", "scrum", "--limit", "0"]);
    assert!(!none.out.contains("nothing matches") && !none.err.contains("nothing matches"), "{none:?}");
}

/// Nothing found is no mistake, but a script can tell: exit code 1, an empty list, a hint.
#[test]
fn nothing_found_ends_with_one() {
    let plain = run(&["search", "xyzzyqq"]);
    assert_eq!((plain.code, plain.err.as_str()), (1, ""));
    assert!(plain.out.contains("nothing matches `xyzzyqq`"), "{}", plain.out);
    let machine = run(&["search", "xyzzyqq", "--json"]);
    assert_eq!((machine.code, machine.err.as_str()), (1, ""));
    assert_eq!(machine.json(), Json::Array(Vec::new()));
    let mistyped = run(&["search", "produkt ownr"]).fine();
    assert!(mistyped.out.starts_with("role  product-owner"), "{}", mistyped.out);
    let near = run(&["search", "prodock onwr"]);
    assert_eq!(near.code, 1);
    assert!(near.out.contains("did you mean product-owner"), "{}", near.out);
}

/// Limits are named in every answer, with how each certification stands to them; a limit that cannot
/// be read is told with what is allowed.
#[test]
fn limits_narrow_and_are_told() {
    let found = json(&["search", "product owner self study under 300", "--json"]);
    let first = &list(&found)[0];
    assert_eq!((text(&first["kind"]), text(&first["id"])), ("cert", "pspo-1"), "{first}");
    assert_eq!(each(&first["limits"], "limit"), ["training:optional", "cost<300"]);
    assert_eq!(each(&first["limits"], "standing"), ["within", "within"]);
    for (typed, limit) in [
        ("no exam", "exam:none"),
        ("lifetime", "renewal:none"),
        ("provider:pmi", "provider:pmi"),
        ("level:<advanced", "level<advanced"),
        ("lang:pt", "lang:portuguese"),
        ("role:product-owner", "role:product-owner"),
        ("status:retired", "status:retired"),
    ] {
        let found = json(&["search", typed, "--json", "--limit", "3"]);
        assert!(!list(&found).is_empty(), "{typed}");
        assert!(list(&found).iter().all(|hit| each(&hit["limits"], "limit") == [limit]), "{typed}: {found}");
    }
    let without = json(&["search", "scrum master -professional", "--json", "--kind", "cert"]);
    assert!(!list(&without).iter().any(|hit| text(&hit["name"]).contains("Professional")), "{without}");
    for (bad, allowed) in
        [("exam:maybe", "none or yes"), ("cost<cheap", "US dollars"), ("exma:none", "did you mean `exam:`")]
    {
        let told = run(&["search", bad]);
        assert_eq!(told.code, 2);
        assert!(told.err.contains(bad) && told.err.contains(allowed), "{}", told.err);
    }
}

/// The lines of a pipe are searched by the same engine, and what they hold does no harm.
#[test]
fn the_lines_of_a_pipe_are_searched() {
    let lines = "Product Owner\nScrum Master\nthe scrum of masters\u{1b}[31m\n\nnothing\n";
    let run = |query: &str, more: &[&str]| {
        let args = [&["search", "--stdin", query], more].concat();
        let output = assert_cmd::Command::from_std(bare(&args)).write_stdin(lines).output().expect("it runs");
        (output.status.code(), String::from_utf8(output.stdout).expect("UTF-8"))
    };
    assert_eq!(run("scrm mst", &[]), (Some(0), "Scrum Master\nthe scrum of masters\u{241b}[31m\n".to_owned()));
    assert_eq!(run("scrm mst", &["--limit", "1"]), (Some(0), "Scrum Master\n".to_owned()));
    assert_eq!(run("xyz", &[]), (Some(1), String::new()));
}

/// A pasted page is a query like any other: an answer in time, and never an echo of it all.
#[test]
fn a_query_of_ten_thousand_characters_is_answered() {
    let long = "business analyst ".repeat(589)[..10_000].to_owned();
    let found = run(&["search", &long, "--json"]).fine().json();
    assert_eq!(found[0]["id"], "business-analyst");
    let nothing = run(&["search", &"x".repeat(10_000)]);
    assert_eq!(nothing.code, 1);
    assert!(nothing.out.len() < 300, "the query comes back: {} bytes", nothing.out.len());
    let marks = format!("e{}", "\u{301}".repeat(9_999));
    assert!(run(&["search", &marks, "--json"]).code <= 1);
}

// ── show ───────────────────────────────────────────────────────────────────────────────────────

/// The exam of the CSPO is the great contradiction of the articles: one says there is none, one
/// speaks of a test online, one of an exam. All three stand side by side, and "none" is adopted.
#[test]
fn the_dispute_about_the_cspo_exam_stands_in_the_open() {
    let exam = fact("cspo", "exam");
    assert_eq!((text(&exam["status"]), &exam["conflict"]), ("none", &Json::Bool(true)));
    assert_eq!((&exam["value"], text(&exam["display"])), (&Json::Null, "none"));
    let claims = list(&exam["claims"]);
    assert!(claims.len() >= 3, "{claims:?}");
    let claim = |cite: &str| {
        claims.iter().find(|c| cites(c).iter().any(|known| known == cite)).unwrap_or_else(|| panic!("no {cite}"))
    };
    assert_eq!((text(&claim("seed-002:88")["display"]), &claim("seed-002:88")["adopted"]), ("none", &Json::Bool(true)));
    for rival in ["seed-001:23", "seed-003:31"] {
        assert_eq!(claim(rival)["adopted"], Json::Bool(false), "{rival}");
        assert_ne!(text(&claim(rival)["display"]), "none", "{rival}");
    }
    let plain = run(&["show", "cspo", "--field", "exam"]).fine().out;
    for said in
        ["sources disagree", "seed-002:88", "seed-001:23", "seed-003:31", &format!("rule: {}", text(&exam["rule"]))]
    {
        assert!(plain.contains(said), "`{said}` is missing in {plain}");
    }
}

/// Scripts rely on the shape of a fact and of each claim and source in it.
#[test]
fn a_fact_has_the_promised_shape() {
    let shown = json(&["show", "cspo", "--field", "exam", "--json"]);
    for key in ["kind", "id", "name", "fields"] {
        assert!(keys(&shown).contains(&key), "{key} is missing");
    }
    assert_eq!((text(&shown["kind"]), text(&shown["id"])), ("cert", "cspo"));
    let exam = &shown["fields"]["exam"];
    for key in ["status", "conflict", "value", "display", "rule", "claims"] {
        assert!(keys(exam).contains(&key), "{key} is missing");
    }
    for claim in list(&exam["claims"]) {
        for key in ["value", "display", "adopted", "impossible", "sources", "origin"] {
            assert!(keys(claim).contains(&key), "{key} is missing");
        }
        assert!(claim["adopted"].is_boolean() && claim["impossible"].is_boolean(), "{claim}");
        assert_eq!(claim["origin"], "embedded");
        for source in list(&claim["sources"]) {
            for key in ["id", "title", "publisher", "date", "kind", "sells_course", "locator", "address"] {
                assert!(keys(source).contains(&key), "{key} is missing");
            }
            assert!(source["sells_course"].is_boolean() && source["title"].is_string(), "{source}");
            assert!(source["address"].is_null() || text(&source["address"]).starts_with("http"), "{source}");
        }
    }
    // A source that sells courses says so, and an undated one has no date.
    let article = exam["claims"].as_array().into_iter().flatten().flat_map(|claim| list(&claim["sources"]));
    let article = article.into_iter().find(|source| source["id"] == "seed-002").expect("the second article");
    assert_eq!((&article["sells_course"], &article["date"]), (&Json::Bool(true), &Json::Null));
}

/// "37 of 60" stands in an article that gives the exam 50 questions: it is kept, marked as
/// impossible, and never adopted.
#[test]
fn an_impossible_pass_mark_is_shown_and_never_believed() {
    let mark = fact("csm", "pass_mark");
    assert_eq!(
        (text(&mark["status"]), &mark["value"]["right"], &mark["value"]["of"]),
        ("known", &37.into(), &50.into())
    );
    assert!(text(&mark["display"]).starts_with("37 of 50"), "{mark}");
    let claims = list(&mark["claims"]);
    let of_sixty: Vec<&Json> = claims.iter().filter(|claim| claim["value"]["of"] == 60).collect();
    assert_eq!(of_sixty.len(), 1);
    assert_eq!((&of_sixty[0]["impossible"], &of_sixty[0]["adopted"]), (&Json::Bool(true), &Json::Bool(false)));
    assert!(cites(of_sixty[0]).contains(&"seed-002:92".to_owned()), "{:?}", cites(of_sixty[0]));
    for claim in claims.iter().filter(|claim| claim["adopted"] == true) {
        assert_eq!((&claim["impossible"], &claim["value"]["of"]), (&Json::Bool(false), &50.into()));
    }
    let plain = run(&["show", "csm", "--field", "pass_mark"]).fine().out;
    assert!(plain.contains("37 of 60") && plain.contains("cannot be true"), "{plain}");
}

/// Ten field names are promised to scripts; each of them answers.
#[test]
fn the_ten_promised_fields_answer() {
    let whole = json(&["show", "csm", "--json"]);
    for field in [
        "exam",
        "pass_mark",
        "training",
        "validity",
        "renewal",
        "exam_fee",
        "course_fee",
        "salary",
        "prerequisites",
        "roles",
    ] {
        let fact = fact("csm", field);
        assert!(!list(&fact["claims"]).is_empty(), "{field}");
        assert_ne!(fact["status"], "unknown", "{field}");
        assert_eq!(fact, whole["fields"][field], "alone or among all: {field} is the same");
        let plain = run(&["show", "csm", "--field", field]).fine().out;
        assert!(plain.contains(text(&fact["display"]).split(" · ").next().expect("a phrase")), "{field}: {plain}");
    }
    // Nobody says it, and that is an answer too.
    let languages = fact("cspo", "exam_languages");
    assert_eq!((text(&languages["status"]), text(&languages["display"])), ("unknown", "unknown"));
    assert_eq!(languages["claims"], Json::Array(Vec::new()));
}

/// Abbreviations and ids are one, in any case.
#[test]
fn names_work_in_any_case() {
    let expected = run(&["show", "csm"]).fine().out;
    assert!(expected.contains("Certified ScrumMaster"), "{expected}");
    for name in ["CSM", "Csm", "cSM", " csm "] {
        assert_eq!(run(&["show", name]).fine().out, expected, "{name:?}");
    }
    for (name, kind, id) in [
        ("scrum-master", "role", "scrum-master"),
        ("SM", "role", "scrum-master"),
        ("Scrum-Master", "role", "scrum-master"),
        ("scrum-alliance", "provider", "scrum-alliance"),
        ("PSPO I", "cert", "pspo-1"),
    ] {
        let shown = json(&["show", name, "--json"]);
        assert_eq!((text(&shown["kind"]), text(&shown["id"])), (kind, id), "{name}");
    }
}

/// A role leads to certifications, in JSON as in text, with reasons and sources.
#[test]
fn a_role_shows_what_fits_it() {
    let shown = json(&["show", "scrum-master", "--json"]);
    let csm = one(&shown["certs"], "id", "csm");
    assert_eq!(csm["fit"], "first");
    assert!(list(&csm["reasons"]).iter().all(|reason| !list(&reason["sources"]).is_empty()));
    let plain = run(&["show", "scrum-master"]).fine().out;
    assert!(plain.starts_with("Scrum Master (SM)\n"), "{plain}");
    assert!(plain.contains("Certifications that fit") && plain.contains("Certified ScrumMaster"), "{plain}");
    let provider = run(&["show", "scrum-alliance"]).fine().out;
    assert!(provider.starts_with("Scrum Alliance\n") && !provider.contains("Certifications that fit"), "{provider}");
}

/// Who looks up a retired certification learns what took its place, and who says so.
#[test]
fn a_certification_shows_what_goes_with_it() {
    let plain = run(&["show", "cal-e"]).fine().out;
    let (_, after) = plain.split_once("\nGoes with\n").expect("a heading");
    assert!(plain.contains("retired") && after.contains("was replaced by Certified Agile Leader 1 "), "{plain}");
    let shown = json(&["show", "csm", "--json"]);
    let next = one(&shown["relations"], "id", "a-csm");
    assert_eq!(next["verb"], "leads to");
    assert!(!list(&next["sources"]).is_empty());
    assert!(list(&shown["advice"]).iter().any(|rule| rule["verdict"] == "Choose"), "{}", shown["advice"]);
}

// ── compare ────────────────────────────────────────────────────────────────────────────────────

/// The rows of `compare csm cspo` as JSON.
fn rows(extra: &[&str]) -> Vec<Json> {
    let args: Vec<&str> = ["compare", "csm", "cspo", "--format", "json"].iter().chain(extra).copied().collect();
    let compared = json(&args);
    assert_eq!(each(&compared["columns"], "id"), ["csm", "cspo"]);
    for advice in list(&compared["advice"]) {
        assert!(text(&advice["sources"]).starts_with('['), "advice names its sources: {advice}");
    }
    list(&compared["rows"]).clone()
}

/// The comparison for scripts: one row a field, a cell a certification, and what differs is known.
#[test]
fn a_comparison_tells_what_differs() {
    let rows = rows(&[]);
    for row in &rows {
        assert_eq!(list(&row["cells"]).len(), 2, "{row}");
        for cell in list(&row["cells"]) {
            let parts = ["status", "conflict", "ours", "stale", "best", "display", "sources", "disputed_by"];
            assert_eq!(keys(cell), parts);
            let said = ["unknown"].contains(&text(&cell["status"])) || !list(&cell["sources"]).is_empty();
            assert!(said, "a value without a source: {cell}");
        }
    }
    let fields: Vec<&str> = rows.iter().map(|row| text(&row["field"])).collect();
    let mut unique = fields.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), fields.len(), "one row a field: {fields:?}");
    let row = |field: &str| rows.iter().find(|row| row["field"] == field).unwrap_or_else(|| panic!("no {field}"));
    for same in ["provider", "training", "validity", "renewal"] {
        assert_eq!(row(same)["differs"], false, "{same}");
    }
    for other in ["exam", "pass_mark", "roles"] {
        assert_eq!(row(other)["differs"], true, "{other}");
    }
    let exam = &row("exam")["cells"];
    assert_eq!((&exam[1]["status"], &exam[1]["conflict"]), (&"none".into(), &Json::Bool(true)));
    assert_eq!(row("pass_mark")["cells"][1]["status"], "not-stated");
}

/// `--only-differences` leaves out exactly what is the same, in every format.
#[test]
fn only_differences_hides_what_is_the_same() {
    let (all, few) = (rows(&[]), rows(&["--only-differences"]));
    let kept: Vec<Json> = all.iter().filter(|row| row["differs"] == true).cloned().collect();
    assert_eq!(few, kept);
    assert!(few.len() < all.len());
    for format in ["text", "markdown", "csv"] {
        let args = ["compare", "csm", "cspo", "--format", format];
        let whole = run(&args).fine().out;
        let short = run(&[&args[..], &["--only-differences"]].concat()).fine().out;
        for row in &all {
            let label = text(&row[if format == "csv" { "field" } else { "label" }]);
            let told = |out: &str| {
                out.lines().any(|line| match format {
                    "text" => line.starts_with(&format!("≠ {label}  ")) || line.starts_with(&format!("= {label}  ")),
                    "markdown" => ["≠", "="].iter().any(|sign| line.starts_with(&format!("| {sign} {label} | "))),
                    _ => line.starts_with(&format!("{label},")),
                })
            };
            assert!(told(&whole), "{format}: `{label}` is missing in {whole}");
            assert_eq!(told(&short), row["differs"] == true, "{format}: `{label}` in {short}");
        }
    }
}

/// The table for people: a sign before every row, marks for what is disputed and what nobody says.
#[test]
fn the_text_table_has_a_sign_for_everything() {
    let out = run(&["compare", "csm", "cspo"]).fine().out;
    let line = |start: &str| out.lines().find(|line| line.starts_with(start)).unwrap_or_else(|| panic!("no {start}"));
    assert!(out.lines().next().is_some_and(|head| head.split_whitespace().eq(["CSM", "CSPO"])), "{out}");
    assert!(line("≠ Exam ").contains("! none"), "{out}");
    assert!(line("≠ Pass mark").contains("~ not stated"), "{out}");
    assert!(line("= Valid for").contains("2 years"), "{out}");
    assert!(out.contains("Choose CSM if") && out.contains("Choose CSPO if"), "{out}");
    // Second columns start at one place.
    let head = out.lines().next().expect("a head");
    let column = head.chars().position(|c| c == 'C').expect("the first column");
    for row in out.lines().filter(|line| line.starts_with(['≠', '=']) && !line.contains("= the same")) {
        let cells: Vec<char> = row.chars().collect();
        assert_eq!((cells[column - 1], cells[column - 2]), (' ', ' '), "the label runs into the cell: {row}");
    }
}

/// Markdown that any reader renders: a head, a rule, and as many cells in every row.
#[test]
fn markdown_is_a_table() {
    let out = run(&["compare", "csm", "cspo", "--format", "markdown"]).fine().out;
    let table: Vec<&str> = out.lines().take_while(|line| !line.is_empty()).collect();
    assert_eq!(table[..2], ["| | CSM | CSPO |", "|---|---|---|"]);
    assert_eq!(table.len(), rows(&[]).len() + 2);
    for line in &table {
        let bars = line.replace("\\\\", "").replace("\\|", "").matches('|').count();
        assert_eq!(bars, 4, "{line}");
    }
}

/// CSV read back by a parser: a row a field, the same cells as in JSON, with their signs and sources.
#[test]
fn csv_is_read_back() {
    let out = run(&["compare", "csm", "cspo", "--format", "csv"]).fine().out;
    let mut reader = csv::Reader::from_reader(out.as_bytes());
    let head = ["field", "label", "differs", "csm", "csm marks", "csm sources", "cspo", "cspo marks", "cspo sources"];
    assert_eq!(reader.headers().expect("a head"), head.to_vec());
    let read: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row of four cells")).collect();
    let rows = rows(&[]);
    assert_eq!(read.len(), rows.len());
    for (csv, row) in read.iter().zip(&rows) {
        let differs = if row["differs"] == true { "yes" } else { "no" };
        assert_eq!([&csv[0], &csv[1], &csv[2]], [text(&row["field"]), text(&row["label"]), differs]);
        for (at, cell) in list(&row["cells"]).iter().enumerate() {
            assert_eq!(&csv[3 + 3 * at], text(&cell["display"]));
            assert_eq!(csv[4 + 3 * at].contains('!'), cell["conflict"] == true, "a dispute is never left out: {csv:?}");
            let sources: Vec<&str> = list(&cell["sources"]).iter().map(text).collect();
            assert_eq!(csv[5 + 3 * at], sources.join(" "));
        }
    }
}

/// Three columns work as two do, and roles and providers compare with their like.
#[test]
fn like_compares_with_like() {
    for (ids, kind) in [
        (&["csm", "cspo", "pspo-1"][..], "exam"),
        (&["scrum-master", "product-owner"], "definition"),
        (&["scrum-alliance", "scrum-org"], "founder"),
    ] {
        let args: Vec<&str> = [&["compare"], ids, &["--format", "json"]].concat();
        let compared = json(&args);
        assert_eq!(each(&compared["columns"], "id"), ids);
        let row = one(&compared["rows"], "field", kind);
        assert_eq!(list(&row["cells"]).len(), ids.len());
    }
}

/// What cannot be compared is refused with the reason.
#[test]
fn unlike_things_are_not_compared() {
    for (ids, said) in [
        (&["csm", "csm"][..], "twice"),
        (&["csm", "cspo", "CSM"], "twice"),
        (&["csm", "scrum-master"], "compare like with like"),
        (&["csm", "scrum-alliance"], "compare like with like"),
        (&["csm", "cpso"], "cspo"),
        (&["csm"], "2 to 6 ids"),
        (&["csm", "cspo", "pspo-1", "psm-1", "psm-2", "a-csm", "csp-sm"], "these are 7; leave 1 out"),
        (&[], "required"),
        (&["csm", "cspo", "pspo-1", "csm", "cspo", "pspo-1", "csm"], "csm"),
    ] {
        for format in ["text", "markdown", "csv", "json"] {
            let args: Vec<&str> = [&["compare"], ids, &["--format", format]].concat();
            let err = run(&args).refused(2);
            assert!(err.contains(said), "{ids:?}: {err}");
        }
    }
}

/// A lens leaves the fields that it looks at, in its own order, for every kind that has any.
#[test]
fn a_lens_looks_at_its_fields() {
    let fields = |args: &[&str]| -> Vec<String> {
        let compared = json(&[&["compare"][..], args, &["--format", "json"]].concat());
        each(&compared["rows"], "field").into_iter().map(str::to_owned).collect()
    };
    let five = ["provider", "training", "focus", "renewal", "recognition"];
    assert_eq!(fields(&["cspo", "pspo-1", "--lens", "five-differences"]), five);
    assert_eq!(fields(&["cspo", "pspo-1", "--lens", "five-differences", "--only-differences"]), five);
    assert_eq!(fields(&["csm", "cspo", "--lens", "fourteen-rows"]).len(), 14);
    assert_eq!(
        fields(&["scrum-master", "product-owner", "--lens", "five-criteria"]),
        ["duties", "focus", "works_with"]
    );
    let err = run(&["compare", "scrum-master", "product-owner", "--lens", "exam"]).refused(2);
    assert!(err.contains("a role") && err.contains("five-criteria"), "{err}");
    assert!(run(&["compare", "csm", "cspo", "--lens", "mony"]).refused(2).contains("money"));
}

/// The better end of a row carries a sign where all is known, undisputed and in one unit.
#[test]
fn the_best_of_a_row_is_marked() {
    let out = run(&["compare", "psm-1", "csm", "--lens", "money"]).fine().out;
    assert!(out.contains("for life ^"), "{out}");
    for line in out.lines().filter(|line| line.contains(" ^") && !line.contains("^ the best")) {
        assert!(!line.contains("! ") && !line.contains("~ "), "{line}");
    }
}

/// A retired certification may be compared, and carries its sign in every form.
#[test]
fn a_retired_one_is_compared_with_its_sign() {
    let certs = json(&["certs", "--json"]);
    let retired = list(&certs).iter().find(|cert| cert["status"] == "retired").expect("some are retired");
    let id = text(&retired["id"]);
    for format in ["text", "markdown", "html"] {
        let out = run(&["compare", id, "csm", "--format", format]).fine().out;
        let head = out.lines().find(|line| line.contains("CSM") && !line.contains("compared")).expect("a head");
        assert!(head.contains('†'), "{format}: {head}");
    }
    let compared = json(&["compare", id, "csm", "--format", "json"]);
    assert_eq!(compared["columns"][0]["status"], "retired");
}

/// One page that stands by itself: a table with caption and scopes, sources with their addresses as
/// links, every tag closed, and nothing that is loaded or run.
#[test]
fn html_is_one_page_that_stands_by_itself() {
    let out = run(&["compare", "csm", "cspo", "--format", "html"]).fine().out;
    assert!(out.starts_with("<!DOCTYPE html>\n<html lang=\"en\">") && out.ends_with("</html>\n"), "{out}");
    for part in [
        "<caption>",
        "<th scope=\"col\">",
        "<th scope=\"row\">",
        "<h1>",
        "<h2>Sources</h2>",
        "<ol>\n<li id=\"source-1\">",
    ] {
        assert!(out.contains(part), "no {part}");
    }
    assert!(out.contains("prefers-color-scheme: dark"));
    for banned in ["<script", "<img", "<link", "<iframe", "src=", "url(", "@import", "javascript:", "style=\""] {
        assert!(!out.contains(banned), "the page names {banned}");
    }
    // Every tag is closed in its turn.
    let mut open: Vec<&str> = Vec::new();
    for tag in out.split('<').skip(2).filter_map(|rest| rest.split_once('>')).map(|(tag, _)| tag) {
        let name = tag.split([' ', '\n']).next().unwrap_or_default();
        match name.strip_prefix('/') {
            Some(closed) => assert_eq!(open.pop(), Some(closed), "in {tag}"),
            None if ["meta", "br"].contains(&name) => {}
            None => open.push(name),
        }
    }
    assert_eq!(open, [""; 0]);
    // Every reference leads to a source, and every source is referred to.
    let count = out.matches("<li id=\"source-").count();
    for number in 1..=count {
        assert!(out.contains(&format!("href=\"#source-{number}\"")), "nobody refers to source {number}");
    }
    assert!(!out.contains(&format!("href=\"#source-{}\"", count + 1)));
    let rows = rows(&[]);
    assert_eq!(out.matches("<th scope=\"row\">").count(), rows.len());
}

/// What a hostile data file says is text on the page and in the table, and nothing else.
#[test]
fn hostile_names_stay_text_in_every_form() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = "(schema: 1, sources: [(id: \"s\", title: \"<script>t</script>\", kind: Blog)],\n\
        fits: [(role: \"tester\", cert: \"evil\", fit: Good, reason: \"x\", from: [\"s\"])],\n\
        certifications: [(id: \"evil\", name: \"<b>|x\", abbreviation: \"<i>\\\"'&|`*\", claims: [\n\
        (field: provider, value: Refs([\"scrum-org\"]), from: [\"s\"]), (field: level, value: Level(Expert), from: [\"s\"]),\n\
        (field: status, value: Status(Active), from: [\"s\"]), (field: address, value: NotStated, from: [\"s\"]),\n\
        (field: definition, value: Text(\"</td><script>x</script>\"), from: [\"s:</a>\"])])])";
    File::create(folder.path().join("evil.ron")).and_then(|mut file| file.write_all(text.as_bytes())).expect("a file");
    let of = |format: &str| {
        run_in(folder.path(), &["compare", "evil", "csm", "--data", "evil.ron", "--format", format]).fine().out
    };
    let page = of("html");
    assert!(!page.contains("<script") && !page.contains("<i>") && !page.contains("<b>"));
    assert!(page.contains("&lt;/td&gt;&lt;script&gt;") && page.contains(":&lt;/a&gt;</a>"), "{page}");
    let table = of("markdown");
    let head = table.lines().next().expect("a head");
    assert_eq!(head, "| | &lt;i>\"'&\\|\\`\\* | CSM |");
    assert!(!table.contains("<script"), "{table}");
}

/// `--out` writes whole or not at all, never over a file unless told to, and the ending chooses.
#[test]
fn a_comparison_is_written_to_a_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = |args: &[&str]| run_in(folder.path(), &[&["compare", "csm", "cspo"][..], args].concat());
    for (name, format) in
        [("x.md", "markdown"), ("x.csv", "csv"), ("x.json", "json"), ("x.html", "html"), ("x.txt", "text")]
    {
        let said = here(&["--out", name]).fine().out;
        assert!(said.contains(name), "{said}");
        let written = std::fs::read_to_string(folder.path().join(name)).expect("a file");
        assert_eq!(written, here(&["--format", format]).fine().out, "{name}");
    }
    let err = here(&["--out", "x.md", "--only-differences"]).refused(2);
    assert!(err.contains("x.md is there already") && err.contains("--force"), "{err}");
    let before = std::fs::read_to_string(folder.path().join("x.md")).expect("a file");
    assert_eq!(before, here(&["--format", "markdown"]).fine().out, "it is as it was");
    here(&["--out", "x.md", "--only-differences", "--force"]).fine();
    let after = std::fs::read_to_string(folder.path().join("x.md")).expect("a file");
    assert_eq!(after, here(&["--format", "markdown", "--only-differences"]).fine().out);
    let err = here(&["--out", "no/such/x.md"]).refused(74);
    assert!(err.contains("no/such/x.md") && err.contains("there is no folder"), "{err}");
    let err = here(&["--out", "x.doc"]).refused(2);
    assert!(err.contains(".md, .csv, .json, .html or .txt"), "{err}");
    assert!(here(&["--out", "x.doc", "--format", "csv"]).fine().out.contains("x.doc"));
    assert!(here(&["--force"]).refused(2).contains("--out"));
    let left = std::fs::read_dir(folder.path()).expect("a folder").count();
    assert_eq!(left, 6, "no half file is left behind");
}

// ── lists and reports ──────────────────────────────────────────────────────────────────────────

/// The lists name every record once, in text and in JSON in the same order, and roles lead to
/// certifications that exist.
#[test]
fn the_lists_agree_with_themselves() {
    let (roles, certs) = (json(&["roles", "--json"]), json(&["certs", "--json"]));
    let ids = |all: &Json| each(all, "id").into_iter().map(str::to_owned).collect::<Vec<_>>();
    for (verb, all) in [("roles", &roles), ("certs", &certs)] {
        let plain = run(&[verb]).fine().out;
        let first: Vec<&str> = plain.lines().filter_map(|line| line.split_whitespace().next()).collect();
        assert_eq!(first, ids(all), "{verb}");
        for (line, row) in plain.lines().zip(list(all)) {
            assert!(line.contains(text(&row["name"])), "{line}");
        }
    }
    for id in ["scrum-master", "product-owner", "business-analyst"] {
        assert!(ids(&roles).iter().any(|known| known == id), "{id}");
    }
    for role in list(&roles) {
        assert!(!list(&role["certs"]).is_empty(), "{role}");
        for cert in list(&role["certs"]) {
            assert!(ids(&certs).iter().any(|known| known == text(cert)), "{cert}");
        }
    }
    for (id, provider) in [("csm", "Scrum Alliance"), ("cspo", "Scrum Alliance"), ("pspo-1", "Scrum.org")] {
        assert_eq!(one(&certs, "id", id)["provider"], provider);
    }
}

/// The fifteen questions about OKRs are there.
#[test]
fn the_question_banks_are_listed() {
    let banks = json(&["quiz", "list", "--json"]);
    assert_eq!(one(&banks, "id", "okr")["items"], 15);
    let plain = run(&["quiz", "list"]).fine().out;
    assert!(plain.lines().any(|line| line.starts_with("okr ") && line.ends_with("15 questions")), "{plain}");
}

/// Text and JSON tell the same bindings.
#[test]
fn the_keys_are_told_twice_alike() {
    let bindings = json(&["keys", "--json"]);
    let plain = run(&["keys"]).fine().out;
    for row in list(&bindings) {
        assert_eq!(keys(row), ["context", "in", "key", "action", "text"]);
        assert!(plain.lines().any(|line| line == text(&row["context"])), "no heading for {row}");
        assert!(plain.contains(text(&row["text"])), "no line for {row}");
    }
    for (key, action) in [("q", "quit"), ("/", "search"), ("?", "help"), ("enter", "open")] {
        assert!(list(&bindings).iter().any(|row| row["key"] == key && row["action"] == action), "{key} {action}");
    }
}

/// Our own data keeps our own rules, and both reports count the same.
#[test]
fn the_built_in_data_holds() {
    let checked = run(&["check"]).fine().out;
    let counts = json(&["audit", "--json"])["counts"].clone();
    assert!(checked.starts_with("all rules hold"), "{checked}");
    for (count, noun) in
        [("roles", "roles"), ("certifications", "certifications"), ("sources", "sources"), ("claims", "claims")]
    {
        let said = format!(" {} {noun}", counts[count]);
        assert!(checked.contains(&said), "`audit` counts{said}, `check` says: {checked}");
    }
}

/// The audit names what is disputed and what is impossible; it finds fault only when asked to.
#[test]
fn the_audit_reports_what_is_disputed_and_impossible() {
    let report = json(&["audit", "--json"]);
    assert_eq!(report["counts"]["claims without a source"], 0);
    assert!(report["counts"]["questions"].as_u64() >= Some(600), "{}", report["counts"]["questions"]);
    assert_eq!(report["counts"]["fields in conflict"], list(&report["conflicts"]).len());
    assert_eq!(report["counts"]["impossible claims"], list(&report["impossible"]).len());
    let at = |all: &Json, record: &str, field: &str| -> Json {
        let found = list(all).iter().find(|one| one["record"] == record && one["field"] == field);
        found.unwrap_or_else(|| panic!("no {record} {field} in {all}")).clone()
    };
    let exam = at(&report["conflicts"], "cspo", "exam");
    assert!(list(&exam["claims"]).len() >= 3 && exam["adopted"] == "none", "{exam}");
    let mark = at(&report["impossible"], "csm", "pass_mark");
    assert_eq!(mark["display"], "37 of 60");
    let plain = run(&["audit"]).fine().out;
    assert!(plain.contains("csm pass_mark: 37 of 60 [seed-002:92,129]"), "{plain}");
    assert!(plain.contains("cspo exam: none"), "{plain}");
    for args in [&["audit"][..], &["audit", "--json"]] {
        let strict = run(&[args, &["--strict"]].concat());
        assert_eq!((strict.code, strict.err.as_str()), (1, ""), "the same report, another exit code");
        assert_eq!(strict.out, run(args).fine().out);
    }
}

// ── the explorer through the scripted door ─────────────────────────────────────────────────────

/// A picture of the explorer in text: as many rows as asked for, none too wide, and the keys had
/// their effect.
#[test]
fn a_screen_is_printed_as_text() {
    let keys = "/ prod space own <enter>";
    let out = run(&["tui", "--keys", keys, "--size", "100x30", "--print"]).fine().out;
    assert_eq!(out.lines().count(), 30);
    assert!(out.lines().all(|line| line.chars().count() <= 100 && !line.ends_with(' ')), "{out}");
    assert!(out.contains("/ prod own"), "{out}");
    assert!(out.lines().any(|line| line.contains("> Product Owner")), "{out}");
    assert!(!out.contains("> Scrum Master"), "{out}");
    assert_eq!(run(&["tui", "--keys", keys, "--size", "100X30", "--print=text"]).fine().out, out);
    let standard = run(&["tui", "--print"]).fine().out;
    assert_eq!(standard.lines().count(), 24);
    assert!(standard.contains("> Scrum Master"), "{standard}");
    assert_eq!(run(&["tui", "--print", "--keys", "q / xyzzy"]).fine().out, standard, "q quits, the rest is not typed");
}

/// The same picture with styles: without its escape codes it is the text, and each row ends plain.
#[test]
fn a_screen_is_printed_with_styles() {
    let args = ["tui", "--keys", "/ prod space own <enter>", "--size", "100x30"];
    let text = run(&[&args[..], &["--print=text"]].concat()).fine().out;
    let ansi = Run::with_escapes(&mut certdex(&[&args[..], &["--print=ansi"]].concat())).fine().out;
    let mut plain = String::new();
    for line in ansi.lines() {
        assert!(line.ends_with("\u{1b}[0m"), "a style runs on: {line:?}");
        let mut parts = line.split('\u{1b}');
        let mut row = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (codes, rest) = part.strip_prefix('[').and_then(|part| part.split_once('m')).expect("a style");
            assert!(codes.chars().all(|c| c.is_ascii_digit() || c == ';'), "{part:?}");
            row.push_str(rest);
        }
        plain.push_str(row.trim_end());
        plain.push('\n');
    }
    assert_eq!(plain, text);
    assert!(ansi.matches('\u{1b}').count() > 60, "a screen without any style");
}

/// A size or key that cannot be is refused with an example; no size makes it fall over.
#[test]
fn sizes_and_keys_that_cannot_be_are_refused() {
    for size in ["axb", "80", "80x", "x24", "", "80x24x3", "5000x10", "10x5000", "99999x99999", "80 24", "8.0x24"] {
        let err = run(&["tui", "--print", "--size", size]).refused(2);
        assert!(err.contains("80x24"), "`{size}`: {err}");
    }
    let err = run(&["tui", "--print", "--keys", "/ prod <entre>"]).refused(2);
    assert!(err.contains("`<entre>`") && err.contains("<enter>"), "{err}");
    for how in ["--print=html", "--print=", "--seed=x"] {
        run(&["tui", "--print", how]).refused(2);
    }
    for (size, rows) in [("1x1", 1), ("0x0", 0), ("3x2", 2), ("1000x1", 1), ("1x500", 500), ("1000x500", 500)] {
        let out = run(&["tui", "--print", "--size", size, "--keys", "down tab tab ? esc 4 enter"]).fine().out;
        assert_eq!(out.lines().count(), rows, "{size}");
    }
}

/// Without a terminal the explorer does not open, and says what to do instead.
#[test]
fn the_explorer_needs_a_terminal() {
    for args in [&[][..], &["--no-mouse"], &["tui"], &["tui", "--keys", "q"]] {
        let err = run(args).refused(2);
        assert!(err.contains("certdex roles") && err.contains("--print") && err.contains("--plain"), "{err}");
    }
}

// ── the command line itself ────────────────────────────────────────────────────────────────────

/// Help and version are answers, not mistakes; the help names every verb.
#[test]
fn help_and_version_are_answers() {
    let help = run(&["--help"]).fine().out;
    assert_eq!(run(&["--version"]).fine().out, format!("certdex {}\n", env!("CARGO_PKG_VERSION")));
    assert_eq!(run(&["-V"]).fine().out, run(&["--version"]).fine().out);
    for verb in ["search", "show", "compare", "roles", "certs", "quiz", "check", "audit", "keys", "tui"] {
        assert!(help.lines().any(|line| line.trim_start().starts_with(verb)), "{verb} is missing in {help}");
        for args in [[verb, "--help"], ["help", verb]] {
            assert!(run(&args).fine().out.contains(&format!("Usage: certdex {verb}")), "{args:?}");
        }
    }
}

/// A slip in a flag or verb ends with 2 and names the nearest.
#[test]
fn slips_are_met_with_the_nearest_name() {
    for (args, near) in [
        (&["roles", "--jsno"][..], "--json"),
        (&["--dta", "x", "roles"], "--data"),
        (&["shwo", "csm"], "show"),
        (&["compare", "csm", "cspo", "--only-difference"], "--only-differences"),
        (&["compare", "csm", "cspo", "--format", "markdwn"], "markdown"),
        (&["search", "x", "--kind", "certs"], "cert"),
        (&["show", "cssm"], "csm"),
        (&["show", "pspo"], "pspo-1"),
        (&["show", "scrummaster"], "scrum-master"),
        (&["show", "produkt-ownr"], "product-owner"),
        (&["show", "csm", "--field", "exm"], "did you mean `exam`"),
        (&["show", "csm", "--field", "passmark"], "did you mean `pass_mark`"),
        (&["show", "scrum-master", "--field", "pass_mark"], "duties"),
        (&["show", "xyzzy"], "certdex roles"),
        (&["quiz", "lst"], "list"),
        (&["search"], "<QUERY>"),
    ] {
        let err = run(args).refused(2);
        assert!(err.contains(near), "{args:?}: {err}");
    }
}

/// An empty query asks for nothing.
#[test]
fn an_empty_query_is_a_mistake() {
    for query in ["", " ", "\t\n"] {
        for args in [&["search", query][..], &["search", query, "--json"]] {
            let err = run(args).refused(2);
            assert!(err.contains("empty"), "{err}");
        }
    }
}

/// Runs with arguments that would drive a terminal if they were quoted as they are.
#[track_caller]
fn quotes_harmlessly(args: &[&str]) {
    let Run { out, err, .. } = run(args);
    for c in ['\u{9b}', '\u{7}'] {
        assert!(!out.contains(c) && !err.contains(c), "{args:?} prints {c:?}: {out:?} {err:?}");
    }
}

/// What would turn text red, clear the screen and ring the bell, in seven bits and in eight.
const EVIL: &str = "\u{1b}[31mred\u{9b}2J\u{7}";

/// What our messages quote from the command line cannot drive the terminal, whoever writes it.
#[test]
fn arguments_are_quoted_harmlessly() {
    for args in [
        &["show", EVIL][..],
        &["show", "csm", "--field", EVIL],
        &["check", EVIL],
        &["--data", EVIL, "roles"],
        &["tui", "--print", "--size", EVIL],
        &["tui", "--print", "--keys", "<\u{1b}>"],
        &["tui", "--print", "--keys", "<\u{9b}>"],
        &["tui", "--print", "--keys", EVIL],
        &["search", EVIL],
    ] {
        quotes_harmlessly(args);
    }
}

/// The same where the parser of the command line does the quoting.
#[test]
fn wrong_flags_and_verbs_are_quoted_harmlessly() {
    for args in [
        &[EVIL][..],
        &["compare", "csm", "cspo", "--format", EVIL],
        &["search", "x", "--limit", EVIL],
        &["roles", "--\u{9b}31m"],
    ] {
        quotes_harmlessly(args);
    }
}

/// An argument that is not UTF-8 is a mistake of the caller, not of the program.
#[cfg(unix)]
#[test]
fn arguments_that_are_not_text_are_refused() {
    use std::os::unix::ffi::OsStrExt;
    let odd = std::ffi::OsStr::from_bytes(b"\xff\xfe");
    for verb in ["search", "show"] {
        Run::of(certdex(&[verb]).arg(odd)).refused(2);
    }
    // A path may well be like that.
    let err = Run::of(certdex(&["check"]).arg(odd)).refused(65);
    assert!(err.contains('\u{fffd}') && err.contains("check the path"), "{err}");
}

// ── where the output goes ──────────────────────────────────────────────────────────────────────

/// Every verb that prints, with and without its formats.
const VERBS: &[&[&str]] = &[
    &["--help"],
    &["--version"],
    &["search", "scrum"],
    &["search", "scrum", "--json"],
    &["show", "csm"],
    &["show", "csm", "--json"],
    &["show", "cspo", "--field", "exam"],
    &["show", "scrum-master"],
    &["show", "scrum-alliance"],
    &["compare", "csm", "cspo"],
    &["compare", "csm", "cspo", "--format", "markdown"],
    &["compare", "csm", "cspo", "--format", "csv"],
    &["compare", "csm", "cspo", "--format", "json"],
    &["compare", "csm", "cspo", "--format", "html"],
    &["compare", "csm", "cspo", "--lens", "money"],
    &["roles"],
    &["roles", "--json"],
    &["certs"],
    &["certs", "--json"],
    &["quiz", "list"],
    &["quiz", "list", "--json"],
    &["quiz", "stats", "--no-profile"],
    &["quiz", "due", "--no-profile"],
    &["exam", "list", "--no-profile"],
    &["profile", "path"],
    &["check"],
    &["audit"],
    &["audit", "--json"],
    &["facts"],
    &["export"],
    &["export", "--format", "ron"],
    &["export", "--format", "csv"],
    &["keys"],
    &["keys", "--json"],
    &["tui", "--print"],
];

/// Piped output is plain text, also where the environment asks for colour.
#[test]
fn no_verb_pipes_escape_codes() {
    for verb in VERBS {
        let plain = run(verb).fine().out;
        assert!(plain.ends_with('\n'), "{verb:?} does not end its last line");
        if verb[0].starts_with("--") {
            continue; // whoever forces colour may have a coloured help
        }
        let coloured = Run::of(certdex(verb).env("CLICOLOR_FORCE", "1").env("COLORTERM", "truecolor")).fine();
        assert_eq!(coloured.out, plain, "{verb:?}");
    }
}

/// The program without a wrapper, for streams that a wrapper cannot give it.
fn bare(args: &[&str]) -> std::process::Command {
    let mut command = std::process::Command::new(CERTDEX);
    command.env_clear().env("HOME", env!("CARGO_TARGET_TMPDIR")).stdin(Stdio::null()).args(args);
    command
}

/// Runs it; the exit code and what it said on standard error.
#[track_caller]
fn ends(command: &mut std::process::Command) -> (Option<i32>, String) {
    let output = command.output().expect("the program starts");
    let err = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!err.contains("panicked"), "{err}");
    (output.status.code(), err)
}

/// A pipe whose reader has gone before the program starts.
fn nobody() -> std::io::PipeWriter {
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    writer
}

/// `certdex … | head -0`: whoever stops reading has had enough, and that is success.
#[test]
fn a_reader_that_leaves_is_no_mistake() {
    for verb in VERBS {
        assert_eq!(ends(bare(verb).stdout(nobody())), (Some(0), String::new()), "{verb:?}");
    }
    assert_eq!(ends(bare(&["tui", "--print=ansi", "--size", "1000x500"]).stdout(nobody())), (Some(0), String::new()));
}

/// A full disk is told, with an exit code of its own.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    for verb in VERBS {
        let full = File::options().write(true).open("/dev/full").expect("the full device");
        let (code, err) = ends(bare(verb).stdout(full));
        assert_eq!(code, Some(74), "{verb:?}: {err}");
        assert!(err.contains("output could not be written") && err.contains("No space left"), "{verb:?}: {err}");
    }
}

/// Without any standard output there is nobody to tell, without standard input nobody to hear, and
/// without standard error nobody to warn: none of it is a reason to fall over.
#[cfg(unix)]
#[test]
fn closed_descriptors_do_no_harm() {
    for closed in [">&-", "<&-", "2>&-", "<&- >&- 2>&-"] {
        for verb in ["roles", "audit", "doctor", "tui --print", "--plain --no-profile", "profile export", "--help"] {
            let script = format!("exec '{CERTDEX}' {verb} {closed}");
            let (code, err) =
                ends(std::process::Command::new("sh").env("HOME", env!("CARGO_TARGET_TMPDIR")).args(["-c", &script]));
            assert!(matches!(code, Some(0 | 74)), "{verb} {closed}: {code:?} {err}");
        }
    }
}

/// A mistake stays a mistake if nobody hears of it: the exit code is what scripts go by.
#[test]
fn a_mistake_nobody_hears_of_keeps_its_exit_code() {
    for (args, code) in [
        (&["show", "xyzzy"][..], 2),
        (&["check", "no/such/file.ron"], 65),
        (&["--bogus"], 2),
        (&["bogus"], 2),
        (&["compare", "csm"], 2),
    ] {
        let output = bare(args).stdout(Stdio::null()).stderr(nobody()).status().expect("the program starts");
        assert_eq!(output.code(), Some(code), "{args:?}");
    }
}

// ── data that cannot be used ───────────────────────────────────────────────────────────────────

/// Hands a bad file to `check`, which refuses it. Returns what was said.
#[track_caller]
fn refused_by_check(folder: &Path, name: &str) -> String {
    let said = run_in(folder, &["check", name]).refused(65);
    assert!(said.starts_with(&format!("certdex: {name}")), "the file comes first: {said}");
    assert!(said.len() < 8_000, "a message for people has {} bytes", said.len());
    said
}

/// The same by the other door too, `--data`; both refuse it alike.
#[track_caller]
fn refused_as_data(folder: &Path, name: &str) -> String {
    let said = refused_by_check(folder, name);
    assert_eq!(run_in(folder, &["--data", name, "roles", "--json"]).refused(65), said);
    said
}

/// Hands a bad text to `check`: the message must point at a line and say each of `words`.
#[track_caller]
fn refused_at(text: &str, line: usize, words: &[&str]) -> String {
    let folder = folder(&[("bad.ron", text.as_bytes())]);
    let said = refused_by_check(folder.path(), "bad.ron");
    let at = format!("bad.ron:{line}:");
    let here: Vec<&str> =
        said.lines().filter_map(|told| told.trim_start_matches("certdex: ").strip_prefix(&at)).collect();
    assert!(!here.is_empty(), "no message points at line {line}: {said}");
    for told in &here {
        let column = told.split_once(": ").map_or("", |(column, _)| column);
        assert!(column.parse::<usize>().is_ok_and(|column| column > 0), "no column: {said}");
    }
    assert!(here.iter().any(|told| words.iter().all(|word| told.contains(word))), "{words:?} are missing: {said}");
    said
}

/// A file of one row in the list `list`, the row beginning on line 4.
fn row(list: &str, row: &str) -> String {
    format!("(\n  schema: 1,\n  {list}: [\n    {row},\n  ],\n)\n")
}

/// A file with one loose claim on line 4.
fn claim(rest: &str) -> String {
    row("claims", &format!(r#"(of: "csm", {rest})"#))
}

/// No verb but the explorer makes do with half of its data.
#[test]
fn a_bad_file_stops_every_verb() {
    let folder = folder(&[("bad.ron", b"(schema: 2)"), ("good.ron", GOOD.as_bytes())]);
    let refused = |data: &[&str], verb: &[&str]| {
        let said = run_in(folder.path(), &[data, verb].concat()).refused(65);
        assert!(said.starts_with("certdex: bad.ron:1:"), "{verb:?}: {said}");
    };
    // The explorer starts with what could be used, and the other four need no data.
    let without = ["tui", "facts", "profile", "--help", "--version"];
    for verb in VERBS.iter().filter(|verb| !without.contains(&verb[0])) {
        refused(&["--data", "bad.ron"], verb);
    }
    refused(&["--data", "good.ron", "--data", "bad.ron"], &["roles"]);
    refused(&["--data", "bad.ron", "--data", "good.ron"], &["search", "lion"]);
}

/// Paths that lead nowhere, or to what is no file of data.
#[test]
fn what_cannot_be_opened_is_told() {
    let folder = folder(&[("notes.txt", b"(schema: 1)")]);
    std::fs::create_dir(folder.path().join("empty")).expect("a folder");
    for (name, remedy) in [
        ("missing.ron", "check the path"),
        ("empty", "name a folder that does"),
        (".", "no .ron file"),
        ("notes.txt/x.ron", "check the path"),
    ] {
        let said = refused_as_data(folder.path(), name);
        assert!(said.contains(remedy), "{name}: {said}");
    }
    // The first good one does not hide the second bad one.
    let said = run_in(folder.path(), &["check", "notes.txt", "missing.ron"]).refused(65);
    assert!(said.contains("missing.ron"), "{said}");
}

/// A named pipe would wait for a writer for ever; it is not opened, not even inside a folder.
#[cfg(unix)]
#[test]
fn a_named_pipe_does_not_hang() {
    let folder = folder(&[]);
    std::fs::create_dir(folder.path().join("data")).expect("a folder");
    for name in ["pipe", "data/pipe.ron"] {
        let made = std::process::Command::new("mkfifo").arg(folder.path().join(name)).status().expect("mkfifo");
        assert!(made.success());
        let said = refused_as_data(folder.path(), name);
        assert!(said.contains("not a regular file"), "{said}");
        run_in(folder.path(), &["--data", name, "tui", "--print"]).fine();
    }
    let said = refused_as_data(folder.path(), "data");
    assert!(said.contains("pipe.ron") && said.contains("not a regular file"), "{said}");
}

/// A folder with links back to itself is a folder, not a labyrinth.
#[cfg(unix)]
#[test]
fn a_folder_that_links_to_itself_does_not_hang() {
    let folder = folder(&[("good.ron", claim(r#"field: holders, value: Count(1, "people")"#).as_bytes())]);
    for name in ["a.ron", "b.ron"] {
        std::os::unix::fs::symlink(".", folder.path().join(name)).expect("a link");
    }
    let run = run_in(folder.path(), &["check", "."]);
    assert!([0, 65].contains(&run.code), "{run:?}");
}

/// Files that are no text of ours: empty, of another encoding, cut off, far too large.
#[test]
fn files_that_are_no_data_are_told() {
    refused_at("", 1, &["empty", "(schema: 1"]);
    refused_at(" \n\n", 1, &["empty"]);
    refused_at("hello world\n", 1, &[]);
    refused_at("{\"schema\": 1}\n", 1, &["("]);
    refused_at("(schema: 1))\n", 1, &["remove it"]);

    let folder = folder(&[("latin.ron", b"(\n  schema: 1,\n  // caf\xe9\n)"), ("nul.ron", &[0; 1_000])]);
    let said = refused_as_data(folder.path(), "latin.ron");
    assert!(said.starts_with("certdex: latin.ron:3:9: ") && said.contains("save it as UTF-8"), "{said}");
    let said = refused_as_data(folder.path(), "nul.ron");
    assert!(said.starts_with("certdex: nul.ron:1:1: ") && !said.contains('\0'), "{said:?}");

    let big = File::create(folder.path().join("big.ron")).expect("a scratch file");
    big.set_len(50_000_000).expect("a large file");
    let said = refused_as_data(folder.path(), "big.ron");
    assert!(said.contains("16 MB") && said.contains("split it"), "{said}");
}

/// A message points at what is wrong, not at the end of what stands before it.
#[test]
fn a_message_points_at_what_is_wrong() {
    refused_at("(schema: 1)\n\n)\n", 3, &["remove it"]);
    refused_at("// Mine.\n(\n  schema: 1,\n\n  // Theirs.\n  !\n)\n", 6, &[]);
}

/// Where a bracket is left open, the message says that the file ends.
#[test]
fn a_bracket_left_open_is_told() {
    for text in
        ["(\n  schema: 1,\n  sources: [", "(", "(\n  schema: 1,", "(\n  schema: 1,\n  sources: [],", "(\n  schema: 1"]
    {
        refused_at(text, text.lines().count(), &["ends in the middle"]);
    }
}

/// Wherever a file is cut off, it is refused, and the place is near the cut.
#[test]
fn a_file_cut_off_in_the_middle_is_told() {
    let whole = GOOD.trim_end();
    let folder = folder(&[]);
    for cut in (1..whole.len()).step_by(whole.len() / 20).filter(|cut| whole.is_char_boundary(*cut)) {
        let mut file = File::create(folder.path().join("cut.ron")).expect("a scratch file");
        file.write_all(&whole.as_bytes()[..cut]).expect("a scratch file is written");
        let said = run_in(folder.path(), &["check", "cut.ron"]).refused(65);
        let place = said.strip_prefix("certdex: cut.ron:").and_then(|rest| rest.split_once(':'));
        let line: usize = place.and_then(|(line, _)| line.parse().ok()).unwrap_or_else(|| panic!("no place: {said}"));
        let last = whole[..cut].matches('\n').count() + 1;
        assert!(line == last || line + 1 == last, "cut off on line {last}: {said}");
    }
}

/// Brackets a hundred thousand deep, of every kind, meet an end before the stack does.
#[test]
fn brackets_without_end_do_no_harm() {
    let deep = |open: &str| open.repeat(100_000);
    for text in [
        deep("("),
        deep("["),
        deep("{"),
        deep("/*"),
        deep("Some("),
        deep("#![enable(implicit_some)]"),
        format!("(schema: 1, sources: {}", deep("[")),
        format!(r#"(schema: 1, claims: [(of: "csm", field: exam, value: {}"#, deep("Exam(")),
        format!(r#"(schema: 1, claims: [(of: "csm", field: exam, value: {}"#, deep("(")),
        format!(r#"(schema: 1, sources: [(id: "s", title: "t", kind: Blog, note: {}"#, deep("Some(")),
        format!("(schema: {}1{})", deep("("), deep(")")),
    ] {
        refused_at(&text, 1, &[]);
    }
}

/// One word of a million letters gives a short message.
#[test]
fn words_without_end_give_short_messages() {
    let long = "x".repeat(1_000_000);
    refused_at(&row("providers", &format!(r#"(id: "{long}", name: "A")"#)), 4, &["not an id"]);
    refused_at(&row("providers", &format!(r#"(id: "a", name: "{long}")"#)), 4, &["at most 200"]);
    refused_at(&claim(&format!("field: {long}, value: None")), 4, &["is not known"]);
    refused_at(&format!("(\n  schema: 1,\n  {long}: [],\n)"), 3, &["there is no field"]);
    refused_at(&claim(&format!(r#"field: exam, value: None, from: ["{long}"]"#)), 4, &["not an id"]);
}

/// Forty thousand rows are judged in time: nobody waits for a minute at the start.
#[test]
fn a_large_file_is_judged_in_time() {
    let one = |n| format!(r#"(of: "csm", field: holders, value: Count({n}, "people"))"#);
    let rows: Vec<String> = (1..=40_000).map(one).collect();
    let folder = folder(&[("large.ron", row("claims", &rows.join(",\n    ")).as_bytes())]);
    run_in(folder.path(), &["check", "large.ron"]).fine();
}

/// No id of ours is taken a second time, whatever it is the id of.
#[test]
fn an_id_that_is_taken_is_refused() {
    for (list, new, id) in [
        ("providers", r#"(id: "scrum-alliance", name: "Other")"#, "scrum-alliance"),
        ("certifications", r#"(id: "cspo", name: "Other")"#, "cspo"),
        ("roles", r#"(id: "csm", name: "Other")"#, "csm"),
        ("sources", r#"(id: "seed-000", title: "T", kind: Blog)"#, "seed-000"),
        ("sources", r#"(id: "you", title: "T", kind: Blog)"#, "you"),
        ("banks", r#"(id: "okr", name: "N", intro: "I", items: [])"#, "okr"),
    ] {
        refused_at(&row(list, new), 4, &[&format!("`{id}` is already taken"), "choose another"]);
    }
    refused_at(&row("roles", r#"(id: "csm", name: "Other")"#), 4, &[r#"claims: [(of: "csm""#]);
}

/// An id given twice in one file: the second is pointed at, since it is the one to change.
#[test]
fn the_second_of_two_equal_ids_is_pointed_at() {
    let providers = r#"(id: "a-b", name: "A"),
    (id: "c-d", name: "C"),
    (id: "a-b", name: "B")"#;
    refused_at(&row("providers", providers), 6, &["`a-b` is already taken"]);
    let sources = r#"(id: "a-b", title: "A", kind: Blog),
    (id: "a-b", title: "B", kind: Blog)"#;
    refused_at(&row("sources", sources), 5, &["`a-b` is already taken"]);
}

/// A source cannot be added to with a claim, so the message must not say so.
#[test]
fn the_remedy_for_a_taken_source_fits_a_source() {
    let said = refused_at(&row("sources", r#"(id: "seed-000", title: "T", kind: Blog)"#), 4, &[]);
    assert!(said.contains("choose another") && !said.contains("claims: [(of:"), "{said}");
}

/// Names that lead nowhere are told with the name that was meant.
#[test]
fn dangling_references_are_told() {
    refused_at(
        &row(
            "roles",
            r#"(id: "r-1", name: "R", fits: [(cert: "cspoo", fit: Good, reason: "r", from: ["seed-000:1"])])"#,
        ),
        4,
        &["no certification `cspoo`", "did you mean `cspo`"],
    );
    refused_at(
        &claim(r#"field: validity, value: Months(12), from: ["sead-000:1"]"#),
        4,
        &["no source `sead-000`", "did you mean `seed-000`"],
    );
    refused_at(&row("claims", r#"(of: "cspoo", field: exam, value: None)"#), 4, &["`cspoo`", "did you mean `cspo`"]);
    refused_at(
        &row(
            "certifications",
            r#"(id: "c-1", name: "C", claims: [(field: provider, value: Refs(["scrum-aliance"]), from: ["seed-000"])])"#,
        ),
        4,
        &["`scrum-aliance`", "did you mean `scrum-alliance`"],
    );
    refused_at(
        &row("relations", r#"(from_cert: "csm", kind: Complements, to_cert: "cspoo", from: ["seed-000"])"#),
        4,
        &["`cspoo`", "did you mean `cspo`"],
    );
    // A role is no certification, though the id exists.
    refused_at(
        &row(
            "roles",
            r#"(id: "r-1", name: "R", fits: [(cert: "tester", fit: Good, reason: "r", from: ["seed-000:1"])])"#,
        ),
        4,
        &["no certification `tester`"],
    );
}

/// Slips in the names of fields and variants are told with the name that was meant.
#[test]
fn unknown_names_are_told_with_the_nearest() {
    for (text, line, wrong, meant) in [
        ("(\n  schema: 1,\n  certificatons: [],\n)".to_owned(), 3, "certificatons", "certifications"),
        (row("sources", r#"(id: "s", titel: "t", kind: Blog)"#), 4, "titel", "title"),
        (row("claims", "(of: \"csm\",\n      feild: exam, value: None)"), 5, "feild", "field"),
        (claim("field: exm, value: None"), 4, "exm", "exam"),
        (claim("field: exam,\n      value: Exm(())"), 5, "Exm", "Exam"),
        (claim("field: exam, value: Exam((question: 50))"), 4, "question", "questions"),
        (row("sources", "(id: \"s\", title: \"t\",\n      kind: Offical)"), 5, "Offical", "Official"),
        (
            row("roles", r#"(id: "r", name: "R", fits: [(cert: "csm", fit: Frist, reason: "r", from: [])])"#),
            4,
            "Frist",
            "First",
        ),
    ] {
        refused_at(&text, line, &[&format!("`{wrong}`"), &format!("did you mean `{meant}`?")]);
    }
}

/// Mistakes in the small: a field twice, a version of tomorrow, numbers, currencies and dates that
/// cannot be. Each points at its line and says what would be right.
#[test]
fn values_that_cannot_be_are_told() {
    refused_at("(\n  schema: 2,\n)", 2, &["schema 2", "write `schema: 1`"]);
    refused_at("(\n  // schema: 1\n  sources: [],\n  schema: 3,\n)", 4, &["schema 3"]);
    refused_at("(\n  sources: [],\n)", 1, &["`schema` is missing", "add it"]);
    refused_at(&row("sources", r#"(id: "s", kind: Blog)"#), 4, &["`title` is missing", "add it"]);
    refused_at(&row("claims", "(of: \"csm\",\n      of: \"cspo\", field: exam, value: None)"), 5, &["`of`", "twice"]);
    refused_at("(\n  schema: 1,\n  roles: [],\n  roles: [],\n)", 4, &["`roles`", "twice"]);
    refused_at(&claim("field: pass_mark, value: PassMark(Percent(101))"), 4, &["101", "more than 100"]);
    refused_at(&claim("field: pass_mark, value: PassMark(Count(right: 51, of: 50))"), 4, &["51 of 50"]);
    refused_at(
        &claim(r#"field: course_fee, value: Price([(amount: 5, currency: "USX")])"#),
        4,
        &["`USX`", "did you mean USD?"],
    );
    refused_at(&claim(r#"field: course_fee, value: Price([(amount: -5, currency: "USD")])"#), 4, &["-5", "write 0 to"]);
    refused_at(&claim(r#"field: course_fee, value: Price([(amount: 9, to: 5, currency: "USD")])"#), 4, &["backwards"]);
    refused_at(&claim("field: exam, value: Months(3)"), 4, &["`exam`", "Exam((questions: 50"]);
    refused_at(&claim("field: validity, value: Months(0)"), 4, &["Lifetime"]);
    for date in ["2023-02-30", "2023-13", "2023-00-01", "23-01-01", "soon", "1066"] {
        refused_at(
            &row("sources", &format!("(id: \"s\", title: \"t\", kind: Blog,\n      date: \"{date}\")")),
            5,
            &[&format!("`{date}` is not a date"), r#""2023-06-01""#],
        );
    }
    refused_at(&row("roles", r#"(id: "R 1", name: "R")"#), 4, &["`R 1` is not an id", "lower-case"]);
    refused_at(&row("roles", r#"(id: "r-1", name: "R")"#), 4, &["no certification", "fits"]);
    refused_at(&row("certifications", r#"(id: "c-1", name: "C")"#), 4, &["no provider", "field: provider"]);
    refused_at(
        &row("sources", r#"(id: "s", title: "t", kind: Blog, address: "javascript:alert(1)")"#),
        4,
        &["not a plain web address", "https://"],
    );
}

/// A message that sends the reader to a command sends them to one that tells what they look for.
#[test]
fn remedies_name_commands_that_exist() {
    let bad = row("claims", r#"(of: "scrum-master", field: pass_mark, value: None)"#);
    let said = refused_at(&bad, 4, &["a role has no field `pass_mark`"]);
    for command in said.split('`').filter_map(|part| part.strip_prefix("certdex ")) {
        let args: Vec<&str> = command.split_whitespace().collect();
        let told = run(&args);
        assert!(told.code == 0 && told.out.contains("definition"), "`certdex {command}` lists no fields: {said}");
    }
}

/// Escape codes in a file reach no stream: not from names, not from what a message quotes, not
/// from the name of the file.
#[test]
fn escape_codes_in_data_are_made_visible() {
    let evil = "\u{1b}]0;owned\u{7}\u{1b}[2J\u{9b}31m";
    let good = row(
        "providers",
        &format!(
            "(id: \"evil\", name: \"Evil {evil}\", aliases: [\"\\u{{1b}}[31m\"]),\n    (id: \"evil-2\", name: \"\\u{{1b}}[5m\")"
        ),
    );
    let name = "\u{1b}[31mred.ron";
    let folder = folder(&[("evil.ron", good.as_bytes()), (name, b"(schema: 2)")]);
    for args in [&["show", "evil", "--data", "evil.ron"][..], &["show", "evil", "--json", "--data", "evil.ron"]] {
        let out = run_in(folder.path(), args).fine().out;
        assert!(out.contains('␛') && !out.contains(['\u{7}', '\u{9b}']), "{out:?}");
    }
    run_in(folder.path(), &["search", "evil", "--data", "evil.ron"]);
    run_in(folder.path(), &["tui", "--print", "--data", "evil.ron", "--keys", "/ evil"]).fine();
    let said = run_in(folder.path(), &["check", name]).refused(65);
    assert!(said.starts_with("certdex: ␛[31mred.ron:1:"), "{said:?}");
    let picture = run_in(folder.path(), &["tui", "--print", "--size", "120x24", "--data", name]).fine().out;
    assert!(picture.contains("␛[31mred.ron"), "{picture:?}");
    for text in [
        row("providers", &format!(r#"(id: "{evil}", name: "A")"#)),
        row("sources", &format!(r#"(id: "s", title: "t", kind: Blog, date: "{evil}")"#)),
        row("sources", &format!(r#"(id: "s", title: "t", kind: Blog, address: "{evil}")"#)),
        claim(&format!(r#"field: course_fee, value: Price([(amount: 1, currency: "{evil}")])"#)),
        claim(&format!("field: {evil}, value: None")),
        claim("field: r#exam\u{1b}, value: None"),
        format!("(\n  schema: 1,\n  sources: [],\n  {evil}: 1)"),
    ] {
        let said = refused_at(&text, 4, &[]);
        assert!(!said.contains(['\u{7}', '\u{9b}']), "{said:?}");
    }
}

/// All mistakes are told at once, in the order of the file, each with its line and a mark under the
/// bad token; very many are counted.
#[test]
fn all_mistakes_are_told_at_once() {
    let rows: Vec<String> = (1..=30).map(|n| format!(r#"(of: "nobody-{n}", field: exam, value: None)"#)).collect();
    let folder = folder(&[("bad.ron", row("claims", &rows.join(",\n    ")).as_bytes())]);
    let said = refused_as_data(folder.path(), "bad.ron");
    let lines: Vec<&str> = said.lines().collect();
    let (told, rest) = lines.as_chunks::<3>();
    assert!(told[0][0].starts_with("certdex: bad.ron:4:"), "{said}");
    assert!(told[1][0].starts_with("bad.ron:5:") && told[1][0].contains("`nobody-2`"), "{said}");
    for [_, line, mark] in told {
        let (from, to) = (mark.find('^').expect("a mark"), mark.rfind('^').expect("a mark"));
        assert!(line[from..=to].starts_with("\"nobody-") && line[from..=to].ends_with('"'), "{said}");
    }
    assert_eq!((told.len(), rest), (20, &["and 10 more"][..]), "{said}");
}

/// The explorer opens with what could be used, and its last line says what was left out.
#[test]
fn the_explorer_opens_with_what_could_be_used() {
    let bad = row("sources", "(id: \"s\", title: \"t\", kind: Blog,\n      date: \"2023-02-30\")");
    let half = GOOD.replace("Lifetime", "Months(0)");
    let folder = folder(&[("bad.ron", bad.as_bytes()), ("half.ron", half.as_bytes())]);
    let screen = |data: &str, keys: &str| {
        let args = ["--data", data, "tui", "--print", "--size", "160x30", "--keys", keys];
        run_in(folder.path(), &args).fine().out
    };
    let out = screen("bad.ron", "");
    assert!(out.contains("1 Roles") && out.contains("> Scrum Master"), "{out}");
    let last = out.lines().last().expect("a last line");
    assert!(last.contains("left out: bad.ron:5:") && last.contains("2023-02-30"), "{last}");
    let last = screen("missing.ron", "");
    assert!(last.lines().last().is_some_and(|last| last.contains("left out: missing.ron: cannot be read")), "{last}");
    // One bad claim does not take the rest of its file along.
    let out = screen("half.ron", "");
    let line = line_of(&half, "Months(0)");
    assert!(out.lines().last().is_some_and(|last| last.contains(&format!("left out: half.ron:{line}:"))), "{out}");
    assert!(screen("half.ron", "/ lion").contains("Lion Tamer"), "{out}");
    // A script must not take half for the whole.
    run_in(folder.path(), &["--data", "half.ron", "roles"]).refused(65);
}

// ── the user's own data ────────────────────────────────────────────────────────────────────────

/// A file as a user might write it.
const GOOD: &str = r#"// What I found out.
(
    schema: 1,
    sources: [
        (
            id: "circus-school",
            title: "The circus school's page",
            publisher: "Circus School",
            kind: Official,
            date: "2024-05",
            address: "https://circus.example/tamer",
        ),
    ],
    providers: [(id: "circus", name: "Circus School")],
    certifications: [
        (
            id: "tamer-1",
            name: "Certified Tamer I",
            abbreviation: "CT1",
            from: ["circus-school:p1"],
            claims: [
                (field: provider, value: Refs(["circus"]), from: ["circus-school"]),
                (field: level, value: Level(Foundation), from: ["circus-school"]),
                (field: status, value: Status(Active), from: ["circus-school"]),
                (field: address, value: Text("https://circus.example/tamer"), from: ["circus-school"]),
                (field: validity, value: Lifetime, from: ["circus-school:p2"]),
                (field: exam_fee, value: Price([(amount: 99.50, currency: "EUR")]), from: ["circus-school:p3"]),
                (field: roles, value: Refs(["lion-tamer"]), from: ["circus-school"]),
            ],
        ),
    ],
    roles: [
        (
            id: "lion-tamer",
            name: "Lion Tamer",
            fits: [
                (cert: "tamer-1", fit: First, reason: "made for people who tame lions", from: ["circus-school:p4"]),
                (cert: "csm", fit: Adjacent, reason: "lions like Scrum", from: ["circus-school:p5"]),
            ],
        ),
    ],
    claims: [
        (of: "csm", field: course_fee, value: Price([(amount: 450, currency: "EUR")])),
        (of: "csm", field: validity, value: Months(36), note: "as my trainer told me"),
        (of: "cspo", field: course_fee, value: Price([(amount: 460, currency: "EUR")]), from: ["circus-school:p6"]),
    ],
)
"#;

/// A certification of one's own: checked, shown and found like ours, with its line as the origin.
#[test]
fn a_certification_of_ones_own_stands_beside_ours() {
    let folder = folder(&[("mine.ron", GOOD.as_bytes())]);
    let here = |args: &[&str]| run_in(folder.path(), &[&["--data", "mine.ron"], args].concat()).fine();
    let counted = here(&["check"]).out;
    let mine = list(&here(&["certs", "--json"]).json()).len();
    assert_eq!(mine, list(&json(&["certs", "--json"])).len() + 1);
    assert!(counted.contains(&format!(" {mine} certifications")), "{counted}");

    let shown = here(&["show", "ct1", "--json"]).json();
    assert_eq!((text(&shown["id"]), text(&shown["name"])), ("tamer-1", "Certified Tamer I"));
    assert_eq!(shown["origin"], format!("mine.ron:{}", line_of(GOOD, r#"id: "tamer-1""#)));
    for (field, display, needle) in [
        ("provider", "Circus School", "(field: provider"),
        ("validity", "for life", "(field: validity"),
        ("exam_fee", "99.50 EUR", "(field: exam_fee"),
        ("roles", "Lion Tamer", "(field: roles"),
    ] {
        let fact = &shown["fields"][field];
        assert_eq!((text(&fact["display"]), text(&fact["status"])), (display, "known"));
        let claim = &fact["claims"][0];
        assert_eq!(claim["origin"], format!("mine.ron:{}", line_of(GOOD, needle)), "{field}");
        assert_eq!(claim["sources"][0]["id"], "circus-school");
        assert_eq!(
            (&claim["sources"][0]["kind"], &claim["sources"][0]["date"]),
            (&"official".into(), &"2024-05".into())
        );
    }
    assert_eq!(shown["fields"]["exam_fee"]["claims"][0]["sources"][0]["locator"], "p3");

    let found = here(&["search", "lion", "--json"]).json();
    assert_eq!(found[0]["id"], "lion-tamer");
    assert_eq!(each(&found[0]["certs"], "id"), ["tamer-1", "csm"], "the best first");
    assert_eq!(found[0]["certs"][0]["reasons"][0]["sources"][0], "circus-school:p4");
    let compared = here(&["compare", "tamer-1", "csm", "--format", "json"]).json();
    assert_eq!(one(&compared["rows"], "field", "validity")["differs"], true);
}

/// A claim without a source is the user's own word: it counts before everybody's, and says so.
#[test]
fn ones_own_word_wins() {
    let folder = folder(&[("mine.ron", GOOD.as_bytes())]);
    let fact = |id: &str, field: &str| -> Json {
        let args = ["show", id, "--field", field, "--json", "--data", "mine.ron"];
        run_in(folder.path(), &args).fine().json()["fields"][field].clone()
    };
    for (field, display, needle) in [("course_fee", "450 EUR", "amount: 450"), ("validity", "3 years", "Months(36)")] {
        let fact = fact("csm", field);
        assert_eq!((text(&fact["display"]), text(&fact["status"])), (display, "known"));
        assert!(text(&fact["rule"]).starts_with("you before "), "{}", fact["rule"]);
        let claim = &fact["claims"][0];
        assert_eq!((&claim["adopted"], &claim["sources"][0]["id"]), (&Json::Bool(true), &"you".into()));
        assert_eq!((list(&claim["sources"]).len(), &claim["sources"][0]["kind"]), (1, &"you".into()));
        assert_eq!(claim["origin"], format!("mine.ron:{}", line_of(GOOD, needle)));
        // What the others say stays.
        let before = self::fact("csm", field);
        assert_eq!(list(&fact["claims"]).len(), list(&before["claims"]).len() + 1);
        assert!(list(&fact["claims"])[1..].iter().all(|claim| claim["origin"] == "embedded"));
    }
    assert_eq!(fact("csm", "validity")["conflict"], true, "three years against everybody's two");
    let sourced = fact("cspo", "course_fee");
    let claim = list(&sourced["claims"]).iter().find(|claim| claim["display"] == "460 EUR").expect("my claim");
    assert_eq!(cites(claim), ["circus-school:p6"], "a claim with a source keeps it");
    assert_eq!(claim["origin"], format!("mine.ron:{}", line_of(GOOD, "amount: 460")));
    let plain = run_in(folder.path(), &["show", "csm", "--field", "course_fee", "--data", "mine.ron"]).fine().out;
    assert!(plain.contains("Course fee: 450 EUR"), "{plain}");
    assert!(plain.contains(&format!("from mine.ron:{}", line_of(GOOD, "amount: 450"))), "{plain}");
    let compared = run_in(folder.path(), &["compare", "csm", "cspo", "--data", "mine.ron"]).fine().out;
    assert!(compared.lines().any(|line| line.starts_with("≠ Valid for") && line.contains("3 years")), "{compared}");
}

/// Two claims on one field of one record, and lines that end as on Windows: each origin is right.
#[test]
fn every_claim_knows_its_own_line() {
    let source = r#"(
  schema: 1,
  claims: [
    (of: "csm", field: course_fee, value: Price([(amount: 1, currency: "EUR")])),
    // (of: "csm", field: course_fee)
    (of: "cspo", field: course_fee, value: Price([(amount: 2, currency: "EUR")])),
    (of: "csm", field: course_fee, value: Price([(amount: 3, currency: "EUR")])),
  ],
)
"#;
    let folder = folder(&[
        ("unix.ron", source.as_bytes()),
        ("windows.ron", source.replace('\n', "\r\n").as_bytes()),
        ("bom.ron", format!("\u{feff}{source}").as_bytes()),
    ]);
    for file in ["unix.ron", "windows.ron", "bom.ron"] {
        for (id, display, line) in [("csm", "1 EUR", 4), ("cspo", "2 EUR", 6), ("csm", "3 EUR", 7)] {
            let args = ["show", id, "--field", "course_fee", "--json", "--data", file];
            let shown = run_in(folder.path(), &args).fine().json();
            let claims = &shown["fields"]["course_fee"]["claims"];
            assert_eq!(one(claims, "display", display)["origin"], format!("{file}:{line}"));
        }
    }
}

/// A source, a record and a claim about it may share a name, a word in a list may be the name of a
/// field, and a raw string may hold quotes and brackets: each row still knows its own line.
#[test]
fn equal_names_do_not_mislead_about_lines() {
    let source = r##"(
  schema: 1,
  claims: [
    (of: "acme", field: founder, value: Text("Wile")),
  ],
  sources: [
    (id: "acme", title: r#"The "acme" page (1949"#, kind: Official),
  ],
  providers: [
    (id: "acme", name: "Acme", claims: [
      (field: founded, value: Count(1949, "year"), from: ["acme:2"]),
    ]),
  ],
  fits: [
    (role: "tester", cert: "acme-1", fit: Good, reason: "said so", from: ["acme"]),
  ],
  certifications: [
    (id: "acme-1", name: "Acme I", claims: [
      (field: provider, value: Refs(["acme"]), from: ["acme"]),
      (field: prerequisites, value: List(["training", "exam", "id"]), from: ["acme"]),
      (field: training, value: None, note: "exam", from: ["acme"]),
      (field: exam, value: None, from: ["acme"]),
      (field: level, value: NotStated, from: ["acme"]),
      (field: status, value: NotStated, from: ["acme"]),
      (field: address, value: NotStated, from: ["acme"]),
    ]),
  ],
)
"##;
    let folder = folder(&[("acme.ron", source.as_bytes())]);
    for (id, line, facts) in [
        ("acme", 10, &[("founder", 4), ("founded", 11)][..]),
        ("acme-1", 18, &[("provider", 19), ("prerequisites", 20), ("training", 21), ("exam", 22)]),
    ] {
        let shown = run_in(folder.path(), &["show", id, "--json", "--data", "acme.ron"]).fine().json();
        assert_eq!(shown["origin"], format!("acme.ron:{line}"));
        for (field, line) in facts {
            let claim = &shown["fields"][field]["claims"][0];
            assert_eq!(claim["origin"], format!("acme.ron:{line}"), "{id} {field}");
        }
    }
}

/// Several files and a folder of files stand together; they may refer to each other either way.
#[test]
fn several_files_and_folders_stand_together() {
    let first = row("sources", r#"(id: "my-notes", title: "My notes", kind: Independent)"#);
    let second = claim(r#"field: course_fee, value: Price([(amount: 7, currency: "EUR")]), from: ["my-notes:3"]"#);
    let folder = folder(&[("one.ron", first.as_bytes()), ("two.ron", second.as_bytes()), ("ignored.txt", b"no data")]);
    let asked = |data: &[&str]| {
        let args = [data, &["show", "csm", "--field", "course_fee", "--json"]].concat();
        let shown = run_in(folder.path(), &args).fine().json();
        let claim = one(&shown["fields"]["course_fee"]["claims"], "display", "7 EUR").clone();
        assert_eq!(cites(&claim), ["my-notes:3"]);
        text(&claim["origin"]).to_owned()
    };
    assert_eq!(asked(&["--data", "one.ron", "--data", "two.ron"]), "two.ron:4");
    assert_eq!(asked(&["--data", "two.ron", "--data", "one.ron"]), "two.ron:4");
    assert!(asked(&["--data", "."]).ends_with("two.ron:4"));
    let absolute = folder.path().join("two.ron").to_string_lossy().into_owned();
    assert_eq!(asked(&["--data", &absolute, "--data", "one.ron"]), format!("{absolute}:4"));
    run_in(folder.path(), &["check", "one.ron", "two.ron"]).fine();
    run_in(folder.path(), &["check", "."]).fine();
    let said = run_in(folder.path(), &["check", "two.ron"]).refused(65);
    assert!(said.contains("no source `my-notes`"), "{said}");
    // The same file twice takes its own ids twice.
    let said = run_in(folder.path(), &["check", "one.ron", "one.ron"]).refused(65);
    assert!(said.contains("one.ron:4:") && said.contains("already taken"), "{said}");
}

/// Questions of one's own are listed with ours.
#[test]
fn a_question_bank_of_ones_own_is_listed() {
    let bank = r#"(id: "mine", name: "My bank", intro: "For me", items: [(
        id: "q-1", kind: TrueFalse, topic: "t", level: Know, stem: "Lions like Scrum.", why: "w", from: ["seed-000:1"],
        options: [(text: "True", right: true, reason: "r"), (text: "False", reason: "r")],
    )])"#;
    let bank = row("banks", bank);
    let folder = folder(&[("bank.ron", bank.as_bytes())]);
    let banks = run_in(folder.path(), &["quiz", "list", "--json", "--data", "bank.ron"]).fine().json();
    let ids = each(&banks, "id");
    assert!(ids.contains(&"okr") && ids.last() == Some(&"mine"), "{ids:?}");
    let mine = one(&banks, "id", "mine");
    assert_eq!((&mine["items"], &mine["origin"]), (&1.into(), &"bank.ron:4".into()));
}

// ── nothing is left behind ─────────────────────────────────────────────────────────────────────

/// The program keeps no file of its own: not at home, not where it is run, not beside the data.
#[test]
fn nothing_is_ever_written() {
    let (home, cwd) = (folder(&[]), folder(&[]));
    let data = folder(&[("mine.ron", GOOD.as_bytes()), ("bad.ron", b"(schema: 2)")]);
    let before = inside(data.path());
    let good = data.path().join("mine.ron").to_string_lossy().into_owned();
    let bad = data.path().join("bad.ron").to_string_lossy().into_owned();
    let more: [&[&str]; 6] = [
        &["--data", &good, "show", "tamer-1"],
        &["--data", &good, "tui", "--print", "--keys", "4 enter a enter down + 3 x esc q"],
        &["--data", &bad, "tui", "--print"],
        &["check", &good],
        &["check", &bad],
        &["bogus"],
    ];
    for args in VERBS.iter().chain(&more) {
        let mut command = certdex(args);
        command.current_dir(cwd.path()).env("HOME", home.path()).env("TMPDIR", home.path());
        for place in ["CONFIG", "DATA", "STATE", "CACHE"] {
            command.env(format!("XDG_{place}_HOME"), home.path());
        }
        command.env("XDG_RUNTIME_DIR", home.path());
        Run::of(&mut command);
        assert_eq!(inside(home.path()), Vec::<PathBuf>::new(), "{args:?}");
        assert_eq!(inside(cwd.path()), Vec::<PathBuf>::new(), "{args:?}");
    }
    assert_eq!(inside(data.path()), before);
    assert_eq!(std::fs::read(&good).expect("my file"), GOOD.as_bytes());
}
