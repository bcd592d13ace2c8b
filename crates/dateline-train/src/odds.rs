//! What each doubt about an event costs: logistic regression over the judged events of the PLOVER records.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use dateline::code::confidence::Odds;
use dateline::{Doubt, Pipeline, Status};
use dateline_eval::confidence::{self, Judged};
use dateline_eval::plover;

/// How strongly costs are held near nothing.
const RIDGE: f64 = 1.5;
const STEPS: usize = 4000;

/// Learns from the records below `data` and writes the table; prints how well it holds on records left out.
pub fn run(data: &Path, out: &Path) -> Result<()> {
    let path = data.join("events/plover_gsr/dev.jsonl");
    let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let records = plover::read_gold(&text)?;
    let pipeline = Pipeline::builtin()?;
    let judged = confidence::of_records(
        &pipeline,
        &records,
        &[Status::Actual, Status::Planned, Status::Requested],
    )?;
    let odds = fit(&judged);
    // each tenth judged by what the others teach
    let mut left_out = Vec::new();
    for k in 0..10 {
        let others: Vec<Judged> = judged.iter().filter(|j| j.group % 10 != k).cloned().collect();
        let odds = fit(&others);
        left_out.extend(judged.iter().filter(|j| j.group % 10 == k).map(|j| Judged {
            confidence: odds.probability(&j.doubts),
            ..j.clone()
        }));
    }
    eprint!("{}", confidence::report("confidence, records left out", &left_out));
    std::fs::write(out, table(&odds)).with_context(|| out.display().to_string())
}

/// Gradient descent; costs stay 0 or more.
fn fit(judged: &[Judged]) -> Odds {
    let mut odds = Odds {
        sure: 1.0,
        costs: vec![0.0; Doubt::ALL.len()],
    };
    let n = judged.len().max(1) as f64;
    for _ in 0..STEPS {
        let mut sure = 0.0;
        let mut costs: Vec<f64> = odds.costs.iter().map(|c| RIDGE * c / n).collect();
        for j in judged {
            let miss = odds.probability(&j.doubts) - f64::from(u8::from(j.right));
            sure += miss / n;
            for (doubt, slope) in Doubt::ALL.iter().zip(&mut costs) {
                if j.doubts.contains(doubt) {
                    *slope -= miss / n;
                }
            }
        }
        odds.sure -= sure;
        for (cost, slope) in odds.costs.iter_mut().zip(costs) {
            *cost = (*cost - slope).max(0.0);
        }
    }
    odds
}

fn table(odds: &Odds) -> String {
    let mut out = String::from(
        "# What an event's probability is made of, in log odds: `sure` for one that nothing speaks against, less the cost of\n\
         # each doubt. Written by `cargo run --release -p dateline-train -- confidence` from the PLOVER records;\n\
         # docs/accuracy.md shows how well it holds.\n\n",
    );
    let costs: BTreeMap<&str, f64> = Doubt::ALL
        .iter()
        .map(|d| d.as_str())
        .zip(odds.costs.iter().copied())
        .collect();
    out += &format!("sure = {:.2}\n\n[doubts]\n", odds.sure);
    for (doubt, cost) in costs {
        out += &format!("{doubt} = {cost:.2}\n");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_doubt_that_tells_costs() {
        let judged: Vec<Judged> = (0..200)
            .map(|i| Judged {
                group: i,
                doubts: if i % 2 == 0 {
                    vec![Doubt::Background]
                } else {
                    Vec::new()
                },
                confidence: 0.0,
                right: i % 2 == 1 || i % 4 == 0,
            })
            .collect();
        let odds = fit(&judged);
        assert!(odds.probability(&[]) > 0.9);
        assert!((odds.probability(&[Doubt::Background]) - 0.5).abs() < 0.1);
        assert_eq!(
            Odds::read("x", &table(&odds)).expect("its own form").costs.len(),
            Doubt::ALL.len()
        );
    }
}
