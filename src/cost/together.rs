//! Renewals that certifications of one body share, by that body's rule.

use super::parts::{cite, in_currency, priced, push_once};
use super::{Holding, Part, Pays, Terms, Way};
use crate::catalog::quantity::{Amount, Level, Value};
use crate::catalog::record::Key;
use crate::catalog::schema::{SharedCredits, SharedFee};
use crate::catalog::{Catalog, SharedRenewal};
use crate::field::Field;

/// Lets certifications of one body share their renewals by its rule.
pub(super) fn share(catalog: &Catalog, rule: &SharedRenewal, held: &mut [Holding], terms: &Terms) {
    let body = &catalog.get(rule.provider).id;
    let of_body = |holding: &Holding| matches!(catalog.get(holding.cert).value(Field::Provider), Some(Value::Refs(ids)) if ids.contains(body));
    let members: Vec<usize> = (0..held.len()).filter(|&i| of_body(&held[i]) && held[i].every.is_some()).collect();
    if members.len() < 2 {
        return;
    }
    let note = rule.note.as_ref().map(|note| note.one_line()).unwrap_or_default();
    if rule.credits == SharedCredits::CountForSeveral {
        for &index in &members {
            if let Some(credits) = &mut held[index].credits {
                let cite = catalog.cite_all(&rule.sources);
                push_once(&mut credits.words, format!("may count for several of its certifications {cite} {note}"));
            }
        }
    }
    if rule.fee == SharedFee::Each {
        return;
    }
    let mut cycles: Vec<u32> = members.iter().filter_map(|&i| held[i].every).collect();
    cycles.sort_unstable();
    cycles.dedup();
    for months in cycles {
        // Only what is known can be shared; an unknown fee stays an unknown of its own.
        let known = |i: &&usize| held[**i].every == Some(months) && !held[**i].part(Pays::Renewals).standing.is_open();
        let group: Vec<usize> = members.iter().filter(known).copied().collect();
        if group.len() > 1 {
            share_cycle(catalog, rule, held, &group, months, terms);
        }
    }
}

/// How far along a certification is, then what it costs to keep: the order of "the highest held".
fn height(catalog: &Catalog, holding: &Holding) -> (Option<Level>, Amount) {
    let fee = holding.ways.iter().filter_map(|way| match way {
        Way::Every { fee, .. } => *fee,
        Way::Never => None,
    });
    (catalog.get(holding.cert).level(), fee.map(|fee| fee.high).max().unwrap_or_default())
}

fn track(catalog: &Catalog, cert: Key) -> String {
    match catalog.get(cert).value(Field::Track) {
        Some(Value::Text(track)) => track.to_lowercase(),
        _ => catalog.get(cert).id.to_string(),
    }
}

fn share_cycle(
    catalog: &Catalog,
    rule: &SharedRenewal,
    held: &mut [Holding],
    group: &[usize],
    months: u32,
    terms: &Terms,
) {
    // The highest of each track, the very highest first; of equals the one named first.
    let mut highest: Vec<usize> = group.to_vec();
    highest.sort_by_key(|&i| (std::cmp::Reverse(height(catalog, &held[i])), i));
    let mut tracks: Vec<String> = Vec::new();
    highest.retain(|&i| {
        let track = track(catalog, held[i].cert);
        let new = !tracks.contains(&track);
        tracks.extend(new.then_some(track));
        new
    });
    let Some((&payer, further)) = highest.split_first() else { return };
    let payer_key = held[payer].cert;
    let times = u32::try_from(held[payer].due.len()).unwrap_or(u32::MAX);

    if let SharedCredits::FurtherTracks(percent) = rule.credits {
        let share = |i: &usize| {
            let each = held[*i].credits.as_ref()?.each?;
            Some(each.saturating_mul(percent).div_ceil(100))
        };
        let extra: Option<u32> = further.iter().map(share).sum();
        let names: Vec<&str> = group.iter().map(|&i| catalog.get(held[i].cert).short()).collect();
        let together = format!("for {} together {}", names.join(" and "), catalog.cite_all(&rule.sources));
        if let Some(credits) = &mut held[payer].credits {
            credits.each = credits.each.zip(extra).map(|(own, extra)| own.saturating_add(extra));
            credits.total = credits.each.map(|each| each.saturating_mul(times));
            credits.words.push(together);
        }
    }
    for &index in group.iter().filter(|&&index| index != payer) {
        let words = vec![format!("renewed together with {}, at one fee", catalog.get(payer_key).short())];
        let holding = &mut held[index];
        holding.parts[Pays::Renewals as usize] = Part::nothing(Pays::Renewals, terms, words, rule.sources.clone());
        holding.ways = vec![Way::Never];
        holding.due = Vec::new();
        holding.credits = None;
        holding.renewed_with = Some(payer_key);
    }
    let together: Vec<Key> = highest.iter().map(|&i| held[i].cert).collect();
    let same = |certs: &[Key]| certs.len() == together.len() && certs.iter().all(|cert| together.contains(cert));
    for other in rule.instead.iter().filter(|other| same(&other.certs)) {
        let part = &mut held[payer].parts[Pays::Renewals as usize];
        let Some(sum) = &mut part.sum else { continue };
        let Some((fee, _)) = in_currency(std::slice::from_ref(&other.fee), &sum.currency, terms) else { continue };
        let note = other.note.as_ref().map(|note| format!(": {}", note.one_line())).unwrap_or_default();
        let words = format!("{} by {}{note}", priced(&other.fee), catalog.cite_all(&other.sources));
        sum.band = sum.band.hull(fee.times(times));
        let (sum, mut words_of, mut sources) = (sum.clone(), part.words.clone(), part.sources.clone());
        push_once(&mut words_of, words);
        cite(&mut sources, &other.sources);
        *part = Part::of(Pays::Renewals, sum, words_of, sources);
        held[payer].ways.push(Way::Every { months, fee: Some(fee) });
        for due in &mut held[payer].due {
            if let Some(money) = &mut due.fee {
                money.band = money.band.hull(fee);
            }
        }
    }
    cite(&mut held[payer].parts[Pays::Renewals as usize].sources, &rule.sources);
}
