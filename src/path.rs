//! The steps from what one holds to what one wants.
//!
//! What has to be there before a certification is read from three places, the first that says
//! anything: relations by which a source requires it, then names of the same body's certifications
//! in the adopted prerequisites, then, where nobody says what is asked first, what leads to it by a
//! source, or else the next lower level of its track. The last is our own reading and is marked as
//! such. Where nothing is asked first, what usually comes before is told and is no step. A
//! certification that can no longer be earned is never a step, nor is what one holds already.

pub mod words;

use std::collections::HashSet;

use crate::catalog::Catalog;
use crate::catalog::claim::{Cited, Claim};
use crate::catalog::quantity::{Level, Status, Value};
use crate::catalog::record::{Fit, Key, Kind, Record, RelationKind};
use crate::cost::{Cost, Terms, hold_beside};
use crate::field::Field;

/// Why one certification comes before another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Because {
    /// A source states the relation.
    Stated,
    /// The prerequisites name it.
    Named,
    /// It is the next lower level of the same track: our own reading.
    Track,
}

impl Because {
    /// The words for it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Stated => "stated",
            Self::Named => "named by its prerequisites",
            Self::Track => "our reading of the track *",
        }
    }

    /// The word for it in JSON.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Stated => "stated",
            Self::Named => "prerequisites",
            Self::Track => "track",
        }
    }
}

/// A certification that comes before another, and who says so.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Link {
    /// What comes before.
    pub before: Key,
    /// Why.
    pub because: Because,
    /// Who says so; for our own reading, who names the tracks.
    pub sources: Vec<Cited>,
}

/// Hours of training, from the least to the most that sources name.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Hours {
    /// The least.
    pub low: u32,
    /// The most.
    pub high: u32,
}

/// One step of a way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    /// The certification to earn.
    pub cert: Key,
    /// What it builds on, held or earned on the way.
    pub after: Vec<Link>,
    /// What usually comes before it and does not have to.
    pub usual: Vec<Link>,
    /// Hours of training; 0 where none is needed, `None` where nobody counts them.
    pub hours: Option<Hours>,
    /// What sources say of the training's length.
    pub hours_from: Vec<Cited>,
    /// What is asked first, in words.
    pub demands: Vec<String>,
    /// Who asks it.
    pub demands_from: Vec<Cited>,
    /// The certification, held or on the way, whose renewal renews this one.
    pub renewed_with: Option<Key>,
}

/// The way to one certification.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Way {
    /// Where it leads.
    pub goal: Key,
    /// Whether the goal is held already.
    pub held: bool,
    /// The steps in their order; none where the goal is held.
    pub steps: Vec<Step>,
    /// What the steps cost, with their renewals shared among each other and with what is held.
    pub cost: Cost,
    /// Hours of training for all steps; `None` if they are not known of one.
    pub hours: Option<Hours>,
}

/// The ways to the certifications of a role.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ways {
    /// One way for each certification that fits first or well and can be earned, best first.
    pub all: Vec<(Fit, Way)>,
    /// The cheapest, by index: of those whose cost is known in full the lowest, or else the lowest
    /// by what is known. Only costs in one and the same currency are compared.
    pub cheapest: Option<usize>,
    /// The one with the fewest hours of training, by index, among those whose hours are known.
    pub fastest: Option<usize>,
    /// How many have hours that are not known.
    pub hours_unknown: usize,
}

/// The way from what is held to a certification.
#[must_use]
pub fn way(catalog: &Catalog, held: &[Key], goal: Key, terms: &Terms) -> Way {
    let mut climb = Climb { catalog, have: implied(catalog, held), seen: HashSet::new(), steps: Vec::new() };
    if !held.contains(&goal) {
        climb.have.remove(&goal);
        climb.to(goal);
    }
    let mut steps = climb.steps;
    let keys: Vec<Key> = steps.iter().map(|step| step.cert).collect();
    let cost = hold_beside(catalog, held, &keys, terms);
    for step in &mut steps {
        step.renewed_with = cost.held.iter().find(|held| held.cert == step.cert).and_then(|held| held.renewed_with);
    }
    let hours = steps.iter().try_fold(Hours::default(), |sum, step| {
        let more = step.hours?;
        Some(Hours { low: sum.low.saturating_add(more.low), high: sum.high.saturating_add(more.high) })
    });
    Way { goal, held: held.contains(&goal), steps, cost, hours }
}

/// The ways from what is held to every certification that fits a role first or well.
#[must_use]
pub fn ways(catalog: &Catalog, held: &[Key], role: Key, terms: &Terms) -> Ways {
    let fits = catalog.get(role).fits.iter().filter(|fit| fit.fit != Fit::Adjacent);
    let open = fits.filter(|fit| catalog.get(fit.cert).status == Status::Active);
    let all: Vec<(Fit, Way)> = open.map(|fit| (fit.fit, way(catalog, held, fit.cert, terms))).collect();
    let to_go = || all.iter().enumerate().filter(|(_, (_, way))| !way.held);
    let currency = |way: &Way| way.cost.sums.first().map(|sum| sum.currency.clone());
    let common = to_go().find_map(|(_, (_, way))| currency(way));
    // Nothing known at all is no low price.
    let priced = to_go().filter(|(_, (_, way))| {
        let known = way.cost.open.is_empty() || way.cost.sums.iter().any(|sum| sum.band.low.0 > 0);
        known && way.cost.sums.len() == 1 && currency(way) == common
    });
    let cheapest = priced.min_by_key(|(index, (_, way))| {
        let low = way.cost.sums.first().map_or(0, |sum| sum.band.low.0);
        (!way.cost.open.is_empty(), low, way.cost.open.len(), *index)
    });
    let timed = to_go().filter_map(|(index, (_, way))| Some((way.hours?, index)));
    let fastest = timed.min_by_key(|(hours, index)| (hours.low, hours.high, *index));
    let hours_unknown = to_go().filter(|(_, (_, way))| way.hours.is_none()).count();
    Ways { cheapest: cheapest.map(|(index, _)| index), fastest: fastest.map(|(_, index)| index), hours_unknown, all }
}

/// The certification that took the place of one that can no longer be earned, if a source says so.
#[must_use]
pub fn successor(catalog: &Catalog, cert: Key) -> Option<Key> {
    let mut replaced = catalog.relations.iter().filter(|r| r.kind == RelationKind::Replaces && r.second == cert);
    replaced.find(|r| catalog.get(r.first).status != Status::Retired).map(|r| r.first)
}

/// What is held, and what must have been held before it.
fn implied(catalog: &Catalog, held: &[Key]) -> HashSet<Key> {
    let mut have: HashSet<Key> = held.iter().copied().collect();
    let mut open: Vec<Key> = held.to_vec();
    while let Some(cert) = open.pop() {
        for link in needs(catalog, cert).into_iter().flatten() {
            if have.insert(link.before) {
                open.push(link.before);
            }
        }
    }
    have
}

/// A climb from the goal down to what is held, steps last to first.
struct Climb<'a> {
    catalog: &'a Catalog,
    have: HashSet<Key>,
    seen: HashSet<Key>,
    steps: Vec<Step>,
}

impl Climb<'_> {
    fn to(&mut self, cert: Key) {
        // The loader lets no circle in; a visited one is not climbed again all the same.
        if self.have.contains(&cert) || !self.seen.insert(cert) {
            return;
        }
        let mut after = Vec::new();
        for alternatives in needs(self.catalog, cert) {
            let there = |link: &&Link| self.have.contains(&link.before) || self.seen.contains(&link.before);
            let chosen = alternatives.iter().find(there).or_else(|| alternatives.first()).cloned();
            if let Some(link) = chosen {
                self.to(link.before);
                after.push(link);
            }
        }
        let record = self.catalog.get(cert);
        let (_, mut usual) = stated(self.catalog, cert);
        usual.retain(|link| !after.iter().any(|known: &Link| known.before == link.before));
        let (hours, hours_from) = hours(record);
        let (demands, demands_from) = demands(self.catalog, record);
        self.steps.push(Step { cert, after, usual, hours, hours_from, demands, demands_from, renewed_with: None });
    }
}

/// The relations that lead up to a certification: what it requires, and what it usually follows.
fn stated(catalog: &Catalog, cert: Key) -> (Vec<Link>, Vec<Link>) {
    let (mut required, mut usual): (Vec<Link>, Vec<Link>) = Default::default();
    for relation in catalog.relations.iter() {
        let (list, before) = match relation.kind {
            RelationKind::Requires if relation.first == cert => (&mut required, relation.second),
            RelationKind::NextLevel if relation.second == cert => (&mut usual, relation.first),
            _ => continue,
        };
        if before == cert || catalog.get(before).status == Status::Retired {
            continue;
        }
        match list.iter_mut().find(|link| link.before == before) {
            Some(known) => known.sources.extend(relation.sources.clone()),
            None => list.push(Link { before, because: Because::Stated, sources: relation.sources.clone() }),
        }
    }
    (required, usual)
}

/// What has to be there before a certification: all of the outer list, and one of each inner list.
///
/// "Leads to" alone is an order and no duty: it counts where nobody states what is asked first.
fn needs(catalog: &Catalog, cert: Key) -> Vec<Vec<Link>> {
    let (required, usual) = stated(catalog, cert);
    let mut all: Vec<Vec<Link>> = required.into_iter().map(|link| vec![link]).collect();
    if all.is_empty() {
        all = named(catalog, cert);
    }
    let silent = matches!(catalog.get(cert).value(Field::Prerequisites), None | Some(Value::NotStated));
    if all.is_empty() && silent {
        let order = if usual.is_empty() { lower(catalog, cert) } else { usual };
        all.extend(Some(order).filter(|links| !links.is_empty()));
    }
    all
}

/// What a certification stands on in its track, whether it has to be there or not.
fn rungs_below(catalog: &Catalog, cert: Key) -> Vec<Link> {
    let (mut all, usual) = stated(catalog, cert);
    for link in usual.into_iter().chain(named(catalog, cert).into_iter().flatten()) {
        if !all.iter().any(|known| known.before == link.before) {
            all.push(link);
        }
    }
    if all.is_empty() { lower(catalog, cert) } else { all }
}

/// The certifications of the same body that the adopted prerequisites name.
fn named(catalog: &Catalog, cert: Key) -> Vec<Vec<Link>> {
    let record = catalog.get(cert);
    let Some(fact) = record.fact(Field::Prerequisites) else { return Vec::new() };
    let items = match fact.value() {
        Some(Value::List(items)) => items.as_slice(),
        Some(Value::Text(text)) => std::slice::from_ref(text),
        _ => return Vec::new(),
    };
    let sources: Vec<Cited> = fact.adopted.iter().flat_map(|index| fact.claims[*index].sources.clone()).collect();
    let body = record.value(Field::Provider);
    let mut all: Vec<Vec<Link>> = Vec::new();
    for item in items {
        let found: Vec<Link> = catalog
            .all(Kind::Cert)
            .iter()
            .filter(|other| other.key != cert && other.status != Status::Retired)
            .filter(|other| other.value(Field::Provider) == body)
            .filter(|other| other.abbreviation.as_ref().is_some_and(|short| mentions(item, short)))
            .map(|other| Link { before: other.key, because: Because::Named, sources: sources.clone() })
            .collect();
        if let Some((first, _)) = item.split_once(" or ") {
            // "24 months of work, or a PMP" asks for no PMP; "an active CSP-SM or CSP-PO" for one.
            let before_or =
                |link: &Link| catalog.get(link.before).abbreviation.as_ref().is_some_and(|s| mentions(first, s));
            all.extend(Some(found).filter(|found| found.iter().any(before_or)));
        } else {
            all.extend(found.into_iter().map(|link| vec![link]));
        }
    }
    all
}

/// Whether a text names an abbreviation as a word of its own: "a CSM" names the CSM, "an A-CSM" and
/// "PSM II" name neither the CSM nor the PSM I.
fn mentions(text: &str, name: &str) -> bool {
    let inside = |c: char| c.is_alphanumeric() || c == '-';
    text.match_indices(name).any(|(at, _)| {
        !text[..at].ends_with(inside) && !text[at + name.len()..].starts_with(inside) && !name.is_empty()
    })
}

/// The certifications of the next lower level on the same track of the same body.
fn lower(catalog: &Catalog, cert: Key) -> Vec<Link> {
    let record = catalog.get(cert);
    let (Some(level), Some(track)) = (record.level(), track(record)) else { return Vec::new() };
    let same = |other: &&Record| {
        other.value(Field::Provider) == record.value(Field::Provider)
            && other.status != Status::Retired
            && self::track(other).is_some_and(|other| other == track)
    };
    let below = |other: &Record| other.level().filter(|other| *other < level);
    let next: Option<Level> = catalog.records_of(Kind::Cert).filter(same).filter_map(below).max();
    let on_it = catalog.records_of(Kind::Cert).filter(same).filter(|other| next.is_some() && other.level() == next);
    let sources = record
        .fact(Field::Track)
        .map(|fact| fact.adopted.iter().flat_map(|index| fact.claims[*index].sources.clone()).collect::<Vec<Cited>>());
    on_it
        .map(|other| Link { before: other.key, because: Because::Track, sources: sources.clone().unwrap_or_default() })
        .collect()
}

fn track(record: &Record) -> Option<String> {
    match record.value(Field::Track)? {
        Value::Text(track) => Some(track.to_lowercase()),
        _ => None,
    }
}

/// Hours of training over all claims that can be true, and who counts them.
fn hours(record: &Record) -> (Option<Hours>, Vec<Cited>) {
    let Some(fact) = record.fact(Field::Training) else { return (None, Vec::new()) };
    let (mut found, mut sources): (Option<Hours>, Vec<Cited>) = (None, Vec::new());
    let mut add = |low: u32, high: u32, claim: &Claim| {
        let known = found.unwrap_or(Hours { low, high });
        found = Some(Hours { low: known.low.min(low), high: known.high.max(high) });
        sources.extend(claim.sources.iter().filter(|cited| !sources.contains(cited)).cloned().collect::<Vec<_>>());
    };
    for claim in fact.claims.iter().filter(|claim| claim.impossible.is_none()) {
        match &claim.value {
            Value::None => add(0, 0, claim),
            Value::Training(training) => {
                if !training.required {
                    add(0, 0, claim);
                    continue;
                }
                for way in &training.ways {
                    if let Some(low) = way.hours {
                        add(low, way.to_hours.unwrap_or(low), claim);
                    }
                }
            }
            _ => {}
        }
    }
    (found, sources)
}

/// What is asked first, as the adopted claim has it.
fn demands(catalog: &Catalog, record: &Record) -> (Vec<String>, Vec<Cited>) {
    let Some(fact) = record.fact(Field::Prerequisites) else { return (Vec::new(), Vec::new()) };
    let Some(value) = fact.value() else { return (Vec::new(), Vec::new()) };
    let mut words = catalog.phrases(value);
    let adopted = || fact.adopted.iter().map(|index| &fact.claims[*index]);
    words.extend(adopted().filter_map(|claim| claim.note.as_ref()).map(|note| note.one_line()));
    (words, adopted().flat_map(|claim| claim.sources.clone()).collect())
}

/// One rung of a ladder.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rung {
    /// The certification.
    pub cert: Key,
    /// How far from the foot: 0 for the lowest.
    pub depth: usize,
    /// For each depth from 1 on, whether more rungs of that depth follow further down.
    pub more: Vec<bool>,
    /// Why it stands where it stands; nothing for the foot.
    pub link: Option<Link>,
}

/// The ladder that a certification stands on, from its foot upwards, as the rungs of a tree in the
/// order in which they are read: the certifications below it, and those of its track. Retired ones
/// are left out, but for the one asked about.
#[must_use]
pub fn ladder(catalog: &Catalog, cert: Key) -> Vec<Rung> {
    let mut foot = cert;
    let mut on_it = HashSet::from([cert]);
    while let Some(link) = rungs_below(catalog, foot).into_iter().find(|link| on_it.insert(link.before)) {
        foot = link.before;
    }
    let own = catalog.get(cert);
    let same_track = |other: &Record| {
        track(own).is_some() && track(other) == track(own) && other.value(Field::Provider) == own.value(Field::Provider)
    };
    let all = catalog.all(Kind::Cert).iter().filter(|other| other.status != Status::Retired || other.key == cert);
    let links: Vec<(Key, Link)> = all
        .filter(|other| on_it.contains(&other.key) || same_track(other))
        .flat_map(|other| rungs_below(catalog, other.key).into_iter().map(|link| (other.key, link)))
        .collect();
    let mut rungs = Vec::new();
    grow(&links, foot, None, &[], &mut HashSet::new(), &mut rungs);
    rungs
}

fn grow(
    links: &[(Key, Link)],
    cert: Key,
    link: Option<Link>,
    more: &[bool],
    seen: &mut HashSet<Key>,
    rungs: &mut Vec<Rung>,
) {
    if !seen.insert(cert) {
        return;
    }
    rungs.push(Rung { cert, depth: more.len(), more: more.to_vec(), link });
    // A rung that is asked for together with another stands on the higher one alone.
    let direct = |key: Key| !links.iter().any(|(after, link)| *after == key && rungs_over(links, cert, link.before));
    let next: Vec<&(Key, Link)> =
        links.iter().filter(|(after, link)| link.before == cert && !seen.contains(after) && direct(*after)).collect();
    for (index, (after, link)) in next.iter().enumerate() {
        let mut deeper = more.to_vec();
        deeper.push(index + 1 < next.len());
        grow(links, *after, Some(link.clone()), &deeper, seen, rungs);
    }
}

/// Whether `high` stands above `low`, over any number of rungs.
fn rungs_over(links: &[(Key, Link)], low: Key, high: Key) -> bool {
    let (mut seen, mut open) = (HashSet::new(), vec![low]);
    while let Some(here) = open.pop() {
        for (after, _) in links.iter().filter(|(_, link)| link.before == here) {
            if *after == high {
                return true;
            }
            if seen.insert(*after) {
                open.push(*after);
            }
        }
    }
    false
}

/// A ladder as lines of text: `└─ A-CSM   30 SEU + 175 USD every 2 years`, with what is held marked.
#[must_use]
pub fn ladder_lines(catalog: &Catalog, rungs: &[Rung], held: &[Key]) -> Vec<String> {
    let names: Vec<String> = rungs
        .iter()
        .map(|rung| {
            let mut name = String::new();
            for (index, more) in rung.more.iter().enumerate() {
                let last = index + 1 == rung.more.len();
                name.push_str(match (last, more) {
                    (true, true) => "├─ ",
                    (true, false) => "└─ ",
                    (false, true) => "│  ",
                    (false, false) => "   ",
                });
            }
            name.push_str(catalog.get(rung.cert).short());
            name
        })
        .collect();
    let width = names.iter().map(|name| unicode_width::UnicodeWidthStr::width(name.as_str())).max().unwrap_or(0);
    names
        .iter()
        .zip(rungs)
        .map(|(name, rung)| {
            let record = catalog.get(rung.cert);
            let fact = record.fact(Field::Renewal);
            let mut said: Vec<String> = Vec::new();
            if held.contains(&rung.cert) {
                said.push("✓ held".to_owned());
            }
            if record.status == Status::Retired {
                said.push("retired".to_owned());
            }
            said.push(match fact.and_then(crate::catalog::claim::Fact::value) {
                Some(Value::None) => "nothing to renew".to_owned(),
                Some(value) => catalog.phrase(value),
                None => "renewal unknown".to_owned(),
            });
            if rung.link.as_ref().is_some_and(|link| link.because == Because::Track) {
                said.push("*".to_owned());
            }
            let pad = width.saturating_sub(unicode_width::UnicodeWidthStr::width(name.as_str())) + 3;
            format!("{name}{}{}", " ".repeat(pad), said.join("  "))
        })
        .collect()
}
