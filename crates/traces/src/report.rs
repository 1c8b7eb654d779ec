//! The figures as tables (Markdown).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::attacks::Attack;
use crate::owner::Withdrawal;
use crate::people::Kind;
use crate::run::{Lived, Traces};

/// Approvals are kept to working hours, which is no alarm but a fence: it is counted by rule only.
const FENCE: &str = "business_hours";

/// Everything.
#[must_use]
pub fn markdown(traces: &Traces) -> String {
    let size = traces.size;
    let moments: usize = traces.lived.iter().map(|lived| lived.figures.moments).sum();
    let payments: usize = traces.lived.iter().map(|lived| lived.figures.payments).sum();
    let mut text = format!(
        "Seed {}, {} people, {} days, {moments} uses of an app, {payments} of them sensitive; policy `{}`.\n\n",
        size.seed, size.people, size.days, traces.policy
    );
    people(&mut text, traces);
    rules(&mut text, traces);
    risk(&mut text, traces);
    attacks(&mut text, traces);
    text
}

fn people(text: &mut String, traces: &Traces) {
    text.push_str(
        "### By person and month\n\n\
         | people | how many | interrupted | by false alarms | step-ups | devices confirmed | had to wait | sessions ended | never a false alarm |\n\
         |---|--:|--:|--:|--:|--:|--:|--:|--:|\n",
    );
    row(text, traces, "**everybody**", |_| true);
    row(text, traces, "browser with a key", |lived| lived.person.keyed);
    row(text, traces, "browser without a key", |lived| !lived.person.keyed);
    for kind in Kind::ALL {
        row(text, traces, kind.name(), |lived| lived.person.kind == kind);
    }
    text.push('\n');
}

fn row(text: &mut String, traces: &Traces, name: &str, has: impl Fn(&Lived) -> bool) {
    let some: Vec<&Lived> = traces.lived.iter().filter(|lived| has(lived)).collect();
    if some.is_empty() {
        return;
    }
    let sum = |of: &dyn Fn(&Lived) -> usize| some.iter().map(|lived| of(lived)).sum::<usize>();
    let month = |of: &dyn Fn(&Lived) -> usize| per_month(sum(of), some.len(), traces);
    let quiet = sum(&|lived| usize::from(interrupted(lived, |one| one.false_alarm) == 0));
    let _ = writeln!(
        text,
        "| {name} | {} | {} | {} | {} | {} | {} | {} | {} |",
        some.len(),
        month(&|lived| interrupted(lived, |_| true)),
        month(&|lived| interrupted(lived, |one| one.false_alarm)),
        month(&|lived| lived.figures.step_ups),
        month(&|lived| lived.figures.confirmations),
        month(&|lived| lived.figures.waits.values().sum()),
        month(&|lived| lived.figures.ended),
        percent(quiet, some.len()),
    );
}

/// Uses during which something was taken; by two rules at once is one interruption.
#[must_use]
pub fn interrupted(lived: &Lived, counts: impl Fn(&Withdrawal) -> bool) -> usize {
    let some = lived.figures.withdrawals.iter().filter(|one| one.rule != FENCE && counts(one));
    some.map(|one| one.moment).collect::<BTreeSet<_>>().len()
}

fn rules(text: &mut String, traces: &Traces) {
    let (mut all, mut wrong, mut waits) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    for lived in &traces.lived {
        for one in &lived.figures.withdrawals {
            *all.entry(one.rule.as_str()).or_default() += 1;
            *wrong.entry(one.rule.as_str()).or_default() += usize::from(one.false_alarm);
        }
        for (rule, times) in &lived.figures.waits {
            *waits.entry(rule.as_str()).or_default() += times;
        }
    }
    text.push_str(
        "### By rule\n\n\
         | rule | withdrawals | per person and month | of them false alarms | had to wait |\n\
         |---|--:|--:|--:|--:|\n",
    );
    let of = |map: &BTreeMap<&str, usize>, rule: &str| map.get(rule).copied().unwrap_or_default();
    for (rule, times) in &all {
        let _ = writeln!(
            text,
            "| `{rule}` | {times} | {} | {} | {} |",
            per_month(*times, traces.lived.len(), traces),
            of(&wrong, rule),
            of(&waits, rule)
        );
    }
    text.push('\n');
}

/// Which sums were too much for people who did nothing wrong.
fn risk(text: &mut String, traces: &Traces) {
    let mut sums: BTreeMap<String, usize> = BTreeMap::new();
    for lived in &traces.lived {
        // A hard limit is said once for each part.
        let told: BTreeSet<_> = lived
            .figures
            .withdrawals
            .iter()
            .filter(|one| one.rule == "risk_score")
            .map(|one| (one.moment, one.why.join(" + ")))
            .collect();
        for (_, sum) in told {
            *sums.entry(sum).or_default() += 1;
        }
    }
    let mut sums: Vec<_> = sums.into_iter().collect();
    sums.sort_by_key(|(sum, times)| (std::cmp::Reverse(*times), sum.clone()));
    text.push_str(
        "### What made up the risk of people who did nothing wrong\n\n| sum | times |\n|---|--:|\n",
    );
    for (sum, times) in sums.iter().take(8) {
        let _ = writeln!(text, "| {sum} | {times} |");
    }
    text.push('\n');
}

fn attacks(text: &mut String, traces: &Traces) {
    text.push_str(
        "### Attacks\n\n\
         | attack | tried | kept from what is sensitive | kept from what is plain | missed | owner interrupted | in the way at once |\n\
         |---|--:|--:|--:|--:|--:|---|\n",
    );
    for attack in Attack::ALL {
        let outcomes: Vec<_> = traces
            .lived
            .iter()
            .flat_map(|lived| &lived.attacks)
            .filter(|(kind, _)| *kind == attack)
            .map(|(_, outcome)| outcome)
            .collect();
        let mut first: BTreeMap<&str, usize> = BTreeMap::new();
        for rule in outcomes.iter().flat_map(|outcome| &outcome.first) {
            *first.entry(rule).or_default() += 1;
        }
        // Less than one of a hundred is what was in the owner's own way just then.
        let mut first: Vec<_> =
            first.into_iter().filter(|(_, times)| times * 100 >= outcomes.len()).collect();
        first.sort_by_key(|(rule, times)| (std::cmp::Reverse(*times), *rule));
        let first: Vec<_> =
            first.iter().map(|(rule, times)| format!("{rule} {}", percent(*times, outcomes.len()))).collect();
        let kept = outcomes.iter().filter(|outcome| !outcome.sensitive).count();
        let plain = outcomes.iter().filter(|outcome| !outcome.plain).count();
        let harmed = outcomes.iter().filter(|outcome| outcome.harmed).count();
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} | {} | {} |",
            attack.name(),
            outcomes.len(),
            percent(kept, outcomes.len()),
            percent(plain, outcomes.len()),
            outcomes.len() - kept,
            percent(harmed, outcomes.len()),
            if first.is_empty() { "nothing".to_owned() } else { first.join(", ") },
        );
    }
}

/// Hundredths by person and month of thirty days.
fn per_month(times: usize, people: usize, traces: &Traces) -> String {
    let months = i64::try_from(people).unwrap_or(i64::MAX).saturating_mul(traces.size.days).max(1);
    let hundredths = i64::try_from(times).unwrap_or(i64::MAX).saturating_mul(3000) / months;
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

fn percent(some: usize, all: usize) -> String {
    format!("{} %", (some * 100).checked_div(all).unwrap_or_default())
}
