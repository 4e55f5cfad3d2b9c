//! The data set is the product: what the seed articles say is all here, nothing is copied, and
//! every conflict stands in the open.

mod support;

use std::collections::HashSet;
use std::path::Path;

use certdex::catalog::Catalog;
use certdex::catalog::claim::{Claim, Fact, Standing};
use certdex::catalog::load::{EMBEDDED, load_text};
use certdex::catalog::quantity::{Status, Value};
use certdex::catalog::record::{Key, Kind, Record};
use certdex::catalog::schema::SourceKind;
use certdex::compare;
use certdex::field::{FIELDS, Field};
use support::catalog;

fn record<'a>(catalog: &'a Catalog, id: &str) -> &'a Record {
    catalog.find(id).unwrap_or_else(|| panic!("{id} is missing"))
}

fn fact<'a>(catalog: &'a Catalog, id: &str, field: Field) -> &'a Fact {
    record(catalog, id).fact(field).unwrap_or_else(|| panic!("{id} says nothing of {}", field.id()))
}

/// The claim that cites exactly that place.
fn claim_at<'a>(catalog: &'a Catalog, fact: &'a Fact, cite: &str) -> Option<&'a Claim> {
    fact.claims.iter().find(|claim| claim.sources.iter().any(|cited| catalog.cite(cited) == cite))
}

/// Whether any claim of the fact cites a place that covers that line of the seed.
fn cites_line(catalog: &Catalog, fact: &Fact, seed: &str, line: u32) -> bool {
    fact.claims.iter().flat_map(|claim| &claim.sources).any(|cited| {
        let source = &catalog.source(cited).row;
        source.id.as_str() == seed
            && cited.locator.as_ref().is_some_and(|locator| {
                let mut ends = locator.split('-').filter_map(|n| n.trim().parse::<u32>().ok());
                let first = ends.next().unwrap_or(0);
                (first..=ends.next().unwrap_or(first)).contains(&line)
            })
    })
}

/// What is known of all records without looking at any of them is so.
#[test]
fn what_is_counted_is_there() {
    let catalog = catalog();
    for kind in [Kind::Role, Kind::Cert, Kind::Provider] {
        assert_eq!(catalog.count(kind), catalog.all(kind).len());
        for (place, record) in catalog.records_of(kind).enumerate() {
            assert_eq!(record.key, Key(kind, place));
            assert_eq!(catalog.is_retired(record.key), kind == Kind::Cert && record.status == Status::Retired);
        }
    }
    assert_eq!(
        catalog.records().count(),
        catalog.all(Kind::Role).len() + catalog.all(Kind::Cert).len() + catalog.all(Kind::Provider).len()
    );
}

/// Every file under `assets` is embedded, and none that is not there.
#[test]
fn all_data_files_are_embedded() {
    fn walk(dir: &Path, base: &Path, found: &mut HashSet<String>) {
        for entry in std::fs::read_dir(dir).expect("assets can be read").flatten() {
            let path = entry.path();
            if path.is_dir() {
                walk(&path, base, found);
            } else if path.extension().is_some_and(|ext| ext == "ron") {
                found.insert(path.strip_prefix(base).expect("inside").to_string_lossy().into_owned());
            }
        }
    }
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets");
    let mut found = HashSet::new();
    walk(&base, &base, &mut found);
    // Themes are no data; the test of themes looks after them.
    found.retain(|name| !name.starts_with("themes"));
    let embedded: HashSet<String> = EMBEDDED.iter().map(|name| (*name).to_owned()).collect();
    assert_eq!(found, embedded);
}

/// Nothing is said without a source, by anybody, about anything.
#[test]
fn every_claim_and_reason_names_a_source() {
    let catalog = catalog();
    for record in catalog.records() {
        for fact in record.facts.iter() {
            for claim in &fact.claims {
                assert!(!claim.sources.is_empty(), "{} {}", record.id, fact.field.id());
            }
        }
        for reason in record.fits.iter().flat_map(|fit| fit.reasons.iter()) {
            assert!(!reason.sources.is_empty(), "{}", record.id);
        }
    }
    assert!(catalog.advice.iter().all(|advice| !advice.sources.is_empty()));
    assert!(catalog.banks.iter().flat_map(|bank| &bank.items).all(|item| !item.sources.is_empty()));
}

/// The four articles as the inventory describes them: dates and publishers where they have any,
/// and all of them sell courses.
#[test]
fn the_seeds_are_sources_with_their_gaps() {
    let catalog = catalog();
    let seed = |id: &str| {
        let source = catalog.sources.iter().find(|s| s.row.id.as_str() == id);
        &source.unwrap_or_else(|| panic!("{id} is missing")).row
    };
    let expected = [
        ("seed-000", None, Some("2023-09-24")),
        ("seed-001", Some("Braintrust Group"), Some("2023-06-01")),
        ("seed-002", None, None),
        ("seed-003", Some("Target Agility"), None),
    ];
    for (id, publisher, date) in expected {
        let row = seed(id);
        assert_eq!(row.publisher.as_deref(), publisher, "{id}");
        assert_eq!(row.date.map(|d| d.to_string()).as_deref(), date, "{id}");
        assert_eq!((row.kind, row.sells_course), (SourceKind::Training, true), "{id}");
    }
}

/// The thirty rows of the inventory of fields (number, where the seeds say it): each has a slot in
/// the table, and for the seeds' certifications a claim that cites the very line.
#[test]
fn every_field_of_the_seeds_has_its_slot_and_its_lines() {
    let catalog = catalog();
    let rows: &[(u32, Field, &str, &str, &[u32])] = &[
        (2, Field::Provider, "csm", "seed-002", &[28]),
        (2, Field::Provider, "cspo", "seed-002", &[30]),
        (2, Field::Provider, "cspo", "seed-003", &[14]),
        (2, Field::Provider, "pspo-1", "seed-003", &[21]),
        (3, Field::Definition, "csm", "seed-002", &[9]),
        (3, Field::Definition, "cspo", "seed-002", &[13]),
        (3, Field::Definition, "pspo-1", "seed-003", &[23]),
        (4, Field::Roles, "csm", "seed-001", &[16]),
        (4, Field::Roles, "cspo", "seed-001", &[17]),
        (5, Field::Duties, "csm", "seed-001", &[16]),
        (5, Field::Duties, "csm", "seed-002", &[50, 51, 52, 53, 54]),
        (5, Field::Duties, "cspo", "seed-001", &[17]),
        (5, Field::Duties, "cspo", "seed-002", &[55, 56, 57, 58]),
        (6, Field::Skills, "csm", "seed-002", &[62]),
        (6, Field::Skills, "cspo", "seed-002", &[64]),
        (7, Field::Focus, "csm", "seed-000", &[11]),
        (7, Field::Focus, "csm", "seed-001", &[19]),
        (7, Field::Focus, "cspo", "seed-000", &[26]),
        (7, Field::Focus, "cspo", "seed-001", &[20]),
        (7, Field::Focus, "cspo", "seed-003", &[34]),
        (7, Field::Focus, "pspo-1", "seed-003", &[35]),
        (8, Field::Goals, "csm", "seed-002", &[34, 35]),
        (8, Field::Goals, "cspo", "seed-002", &[36, 37]),
        (9, Field::Covers, "csm", "seed-000", &[12, 13, 14]),
        (9, Field::Covers, "cspo", "seed-000", &[27, 28, 29, 30, 31, 32]),
        (10, Field::WorksWith, "csm", "seed-001", &[28]),
        (10, Field::WorksWith, "cspo", "seed-001", &[29]),
        (11, Field::WhoBenefits, "csm", "seed-000", &[18, 19, 20, 21, 22]),
        (11, Field::WhoBenefits, "cspo", "seed-000", &[36, 37, 38, 39, 40, 41, 42]),
        (12, Field::Audience, "csm", "seed-001", &[25]),
        (12, Field::Audience, "csm", "seed-002", &[40]),
        (12, Field::Audience, "cspo", "seed-001", &[26]),
        (12, Field::Audience, "cspo", "seed-002", &[42]),
        (13, Field::Eligibility, "csm", "seed-002", &[119]),
        (13, Field::Eligibility, "cspo", "seed-002", &[136]),
        (14, Field::Prerequisites, "csm", "seed-002", &[45]),
        (14, Field::Prerequisites, "cspo", "seed-002", &[47]),
        (15, Field::Training, "csm", "seed-001", &[22]),
        (15, Field::Training, "cspo", "seed-003", &[31]),
        (15, Field::Training, "pspo-1", "seed-003", &[32]),
        (16, Field::Training, "csm", "seed-002", &[68]),
        (16, Field::Training, "cspo", "seed-002", &[70]),
        (17, Field::Exam, "csm", "seed-001", &[22]),
        (17, Field::Exam, "cspo", "seed-001", &[23]),
        (17, Field::Exam, "cspo", "seed-002", &[88, 146]),
        (17, Field::Exam, "cspo", "seed-003", &[31]),
        (18, Field::Exam, "csm", "seed-002", &[86, 129]),
        (19, Field::ExamLanguages, "csm", "seed-002", &[129]),
        (20, Field::PassMark, "csm", "seed-002", &[92, 129]),
        (21, Field::Retakes, "csm", "seed-002", &[103]),
        (22, Field::CourseFee, "csm", "seed-002", &[97]),
        (22, Field::CourseFee, "cspo", "seed-002", &[99]),
        (23, Field::Validity, "csm", "seed-002", &[74]),
        (23, Field::Validity, "cspo", "seed-002", &[76]),
        (23, Field::Validity, "pspo-1", "seed-003", &[38]),
        (24, Field::Renewal, "csm", "seed-002", &[80]),
        (24, Field::Renewal, "cspo", "seed-002", &[82]),
        (24, Field::Renewal, "cspo", "seed-003", &[37]),
        (24, Field::Renewal, "pspo-1", "seed-003", &[38]),
        (25, Field::Salary, "csm", "seed-002", &[108]),
        (25, Field::Salary, "cspo", "seed-002", &[110]),
        (26, Field::Benefits, "csm", "seed-002", &[124]),
        (26, Field::Benefits, "cspo", "seed-002", &[141]),
        (27, Field::Steps, "csm", "seed-002", &[129]),
        (27, Field::Steps, "cspo", "seed-002", &[146]),
        (28, Field::Recognition, "cspo", "seed-003", &[40]),
        (28, Field::Recognition, "pspo-1", "seed-003", &[41]),
        (30, Field::Related, "cspo", "seed-000", &[46]),
    ];
    let mut missing = Vec::new();
    for (number, field, id, seed, lines) in rows {
        for line in *lines {
            let there = record(&catalog, id).fact(*field).is_some_and(|fact| cites_line(&catalog, fact, seed, *line));
            if !there {
                missing.push(format!("{number}: {id} {} {seed}:{line}", field.id()));
            }
        }
    }
    assert_eq!(missing, [""; 0], "lines of the seeds without a claim");
    // Row 1 is the record itself, row 29 the advice below.
    let numbers: HashSet<u32> = rows.iter().map(|(number, ..)| *number).chain([1, 29]).collect();
    assert_eq!(numbers, (1..=30).collect());
    let csm = record(&catalog, "csm");
    assert_eq!((csm.abbreviation.as_deref(), csm.mark.as_deref()), (Some("CSM"), Some("®")));
    assert_eq!(record(&catalog, "pspo-1").mark.as_deref(), Some("™"));
}

/// Row 29: the six "choose if" rules of seed-003 and the advice of the other seeds.
#[test]
fn the_choose_if_rules_are_data() {
    let catalog = catalog();
    let rules = |id: &str| -> HashSet<String> {
        let key = record(&catalog, id).key;
        catalog.advice_for(key).flat_map(|advice| &advice.sources).map(|cited| catalog.cite(cited)).collect()
    };
    for line in [49, 50, 51] {
        assert!(rules("cspo").contains(&format!("seed-003:{line}")), "CSPO, line {line}");
    }
    for line in [55, 56, 57] {
        assert!(rules("pspo-1").contains(&format!("seed-003:{line}")), "PSPO I, line {line}");
    }
    assert!(rules("csm").contains("seed-000:10") && rules("csm").contains("seed-002:124"));
    assert!(rules("cspo").contains("seed-000:32"));
}

/// C1–C6: the conflicts inside the seeds are rival claims, and the stated rule chose among them.
#[test]
fn the_conflicts_of_the_seeds_are_held_as_rivals() {
    let catalog = catalog();
    // C1 exam of the CSPO
    let exam = fact(&catalog, "cspo", Field::Exam);
    assert!(exam.conflict && exam.claims.len() >= 3);
    assert!(matches!(claim_at(&catalog, exam, "seed-001:23").expect("S1").value, Value::Exam(_)));
    assert!(matches!(claim_at(&catalog, exam, "seed-003:31").expect("S3").value, Value::Exam(_)));
    assert_eq!(claim_at(&catalog, exam, "seed-002:88").expect("S2").value, Value::None);
    assert_eq!(exam.standing(), Standing::None, "official sources say none");
    // C2 pass mark of the CSM
    let mark = fact(&catalog, "csm", Field::PassMark);
    let odd = claim_at(&catalog, mark, "seed-002:92").expect("37 of 60");
    assert_eq!(catalog.phrase(&odd.value), "37 of 60");
    assert_eq!(odd.impossible.as_deref(), Some("the exam has 50 questions, not 60"));
    assert!(mark.conflict && mark.adopted.iter().all(|&i| mark.claims[i].impossible.is_none()));
    assert_eq!(catalog.phrase_fact(Some(mark)), "37 of 50 (74 %)");
    // C3, C4 training
    for id in ["cspo", "csm"] {
        assert!(fact(&catalog, id, Field::Training).conflict, "{id}");
    }
    // C5 newcomers
    let before = fact(&catalog, "csm", Field::Prerequisites);
    assert!(before.conflict && claim_at(&catalog, before, "seed-000:10").is_some());
    assert!(claim_at(&catalog, before, "seed-002:45").is_some());
    // C6 executives
    let advised = fact(&catalog, "executive", Field::Advised);
    assert!(advised.conflict);
    let named: HashSet<String> = advised.claims.iter().map(|claim| catalog.phrase(&claim.value)).collect();
    assert_eq!(named, ["Certified ScrumMaster", "Certified Scrum Product Owner"].map(String::from).into());
}

/// Nothing, neither none nor varies, is the same as nobody saying anything.
#[test]
fn the_four_kinds_of_nothing_are_apart() {
    let catalog = catalog();
    let standing = |id: &str, field| record(&catalog, id).fact(field).map_or(Standing::Unknown, Fact::standing);
    assert_eq!(standing("cspo", Field::Exam), Standing::None);
    assert_eq!(standing("cspo", Field::PassMark), Standing::NotStated);
    assert_eq!(standing("csm", Field::CourseFee), Standing::Varies);
    assert_eq!(standing("cspo", Field::ExamLanguages), Standing::Unknown);
}

/// The fourteen rows of seed-002 and the five differences of seed-003 come back in the comparison.
#[test]
fn the_comparison_reproduces_the_tables_of_the_seeds() {
    let catalog = catalog();
    let keys = |ids: [&str; 2]| ids.map(|id| record(&catalog, id).key);
    let rows = compare::rows(&catalog, &keys(["csm", "cspo"]));
    let row = |field: Field| rows.iter().find(|row| row.field == field).unwrap_or_else(|| panic!("{}", field.id()));
    let cells = |field| row(field).cells.iter().map(compare::Cell::line).collect::<Vec<_>>();
    let fourteen = [
        Field::Provider,
        Field::Goals,
        Field::Audience,
        Field::Prerequisites,
        Field::Duties,
        Field::Skills,
        Field::Training,
        Field::Validity,
        Field::Renewal,
        Field::Exam,
        Field::PassMark,
        Field::CourseFee,
        Field::Retakes,
        Field::Salary,
    ];
    for field in fourteen {
        assert_eq!(row(field).cells.len(), 2, "{}", field.id());
    }
    for same in [Field::Provider, Field::Training, Field::Validity, Field::Renewal] {
        assert!(!row(same).differs, "{}: {:?}", same.id(), cells(same));
    }
    for other in
        [Field::Goals, Field::Audience, Field::Duties, Field::Skills, Field::Exam, Field::PassMark, Field::Salary]
    {
        assert!(row(other).differs, "{}", other.id());
    }
    assert_eq!(cells(Field::Provider), ["Scrum Alliance"; 2]);
    assert_eq!(cells(Field::Validity), ["2 years"; 2]);
    assert_eq!(cells(Field::Renewal), ["20 SEU + 100 USD every 2 years"; 2]);
    assert_eq!(cells(Field::Exam)[1], "none");
    assert!(cells(Field::Exam)[0].starts_with("50 questions, 60 min"));
    assert_eq!(cells(Field::PassMark), ["37 of 50 (74 %)", "not stated"]);
    assert!(cells(Field::CourseFee).iter().all(|cell| cell.starts_with("varies")));
    for duties in &row(Field::Duties).cells {
        assert!(duties.phrases.len() >= 4);
    }

    let rows = compare::rows(&catalog, &keys(["cspo", "pspo-1"]));
    for field in [Field::Provider, Field::Training, Field::Focus, Field::Renewal, Field::Recognition] {
        let row = rows.iter().find(|row| row.field == field).unwrap_or_else(|| panic!("{}", field.id()));
        assert!(row.differs, "{}", field.id());
    }
    let verdicts = compare::verdicts(&catalog, &keys(["csm", "cspo"]));
    assert!(verdicts.iter().any(|v| v.text.contains("complement") && v.cite.contains("seed-001:32")));
}

/// Every title the seeds address is a role, under its name or an alias.
#[test]
fn every_audience_title_of_the_seeds_leads_to_a_role() {
    let catalog = catalog();
    let index = certdex::search::Index::new(&catalog);
    let titles = [
        "developer",
        "tester",
        "business analyst",
        "individual contributor",
        "ScrumMaster",
        "Scrum Master",
        "Product Owner",
        "traditional project manager",
        "project manager",
        "mid-level executive",
        "executive",
        "agile coach",
        "team lead",
        "team leader",
        "product manager",
        "QA professional",
        "portfolio manager",
        "program manager",
        "business stakeholder",
        "CXO",
        "CEO",
        "top management",
        "software development team member",
        "Scrum team member",
        "anyone interested",
    ];
    for title in titles {
        let hits = index.search(&catalog, &certdex::search::Query::parse(&catalog, title), Some(Kind::Role));
        assert!(!hits.is_empty(), "nobody finds {title}");
        let class = hits[0].class;
        assert!(class <= certdex::search::Class::WordStart, "{title} is only found as {class:?}");
        assert!(!catalog.get(hits[0].thing).fits.is_empty());
    }
}

/// The OKR bank: fifteen items in the seed's order, twelve with choices and three true or false.
#[test]
fn the_okr_bank_keeps_order_and_kinds() {
    use certdex::catalog::schema::ItemKind;
    let catalog = catalog();
    let bank = catalog.banks.iter().find(|bank| bank.id.as_str() == "okr").expect("the OKR bank");
    assert_eq!(bank.items.len(), 15);
    let lines: Vec<u32> = bank
        .items
        .iter()
        .map(|item| {
            let seed = item.sources.iter().find(|c| catalog.source(c).row.id.as_str() == "seed-003");
            let locator = seed.and_then(|c| c.locator.as_ref()).expect("each item names its question in the seed");
            locator.parse().expect("a line number")
        })
        .collect();
    assert!(lines.is_sorted(), "{lines:?}");
    for (number, item) in bank.items.iter().enumerate() {
        let expected = if [4, 9, 13].contains(&(number + 1)) { ItemKind::TrueFalse } else { ItemKind::Single };
        assert_eq!(item.kind, expected, "item {}", number + 1);
        assert!(item.options.iter().all(|option| option.reason.len() > 10), "item {}", number + 1);
    }
    // Who always picks the longest option must not pass.
    let longest = |item: &&certdex::catalog::Item| {
        let lengths: Vec<usize> = item.options.iter().map(|option| option.text.chars().count()).collect();
        lengths.iter().max() == lengths.get(item.solution[0])
    };
    assert!(bank.items.iter().filter(longest).count() * 5 < bank.items.len() * 2);
}

/// Our words, not theirs: no run of twelve words of a seed stands anywhere in the data. The seeds
/// themselves are not part of the project, only the hashes of their twelve-word runs.
#[test]
fn no_sentence_of_a_seed_is_copied() {
    let hashes: HashSet<u64> = include_str!("support/seed-shingles.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| u64::from_str_radix(line.trim(), 16).expect("a hash"))
        .collect();
    assert!(hashes.len() > 1_000, "the list of hashes is short");
    for (name, text) in certdex::embedded::texts() {
        // Titles of sources and addresses are theirs, and stay so.
        let text: String =
            text.lines().filter(|line| !line.trim().starts_with("title:")).collect::<Vec<_>>().join("\n");
        let words: Vec<String> =
            text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
        for run in words.windows(12) {
            assert!(!hashes.contains(&fnv1a(&run.join(" "))), "{name} copies: {}", run.join(" "));
        }
    }
}

/// FNV-1a, 64 bits: a hash that is the same everywhere and for ever.
fn fnv1a(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Taking any one source away changes an adopted value only as the rule says: to what the same rule
/// makes of the claims that are left.
#[test]
fn the_rule_is_the_only_thing_that_chooses() {
    let catalog = catalog();
    let mut changed = 0;
    for record in catalog.records() {
        for fact in record.facts.iter().filter(|fact| fact.claims.len() > 1) {
            for gone in 0..fact.claims.len() {
                let mut rest = fact.claims.clone();
                rest.remove(gone);
                let anew = Fact::new(fact.field, rest);
                // The claim that the rule chose, and the fuller one that fills it in, may matter; no other.
                let chosen = certdex::catalog::claim::best(&fact.claims) == Some(gone);
                if !chosen && !fact.adopted.contains(&gone) && fact.field.row().merge != certdex::field::Merge::Union {
                    assert_eq!(anew.shown, fact.shown, "{} {}", record.id, fact.field.id());
                } else {
                    changed += usize::from(anew.shown != fact.shown);
                }
            }
        }
    }
    assert!(changed > 0, "some value must rest on one source");
}

/// The table and the data know the same fields.
#[test]
fn every_field_is_used_by_some_record() {
    let catalog = catalog();
    for row in FIELDS {
        let used = catalog.records().any(|record| record.fact(row.field).is_some());
        assert!(used, "{} is in the table and nowhere in the data", row.id);
    }
}

/// A user's file adds to a record without touching ours, and the origin of each claim is kept.
#[test]
fn an_overlay_adds_a_claim_that_wins_as_yours() {
    let text = "(schema: 1, claims: [\n    (of: \"csm\", field: course_fee,\n     value: Price([(amount: 450, currency: \"EUR\")]))])";
    let loaded = load_text("mine.ron", text);
    assert_eq!(loaded.problems, []);
    let fee = fact(&loaded.catalog, "csm", Field::CourseFee);
    assert_eq!(loaded.catalog.phrase_fact(Some(fee)), "450 EUR");
    let mine = &fee.claims[fee.adopted[0]];
    assert_eq!(mine.origin.to_string(), "mine.ron:2");
    assert_eq!(mine.trust.kind, SourceKind::You);
}
