//! The best tree over arc scores: one root, no cycles.

/// Heads of the highest-scoring tree with exactly one root. `scores` has `n` rows of `n + 1`
/// numbers: the score of each word as head of the row's word, the root last. `None` marks the root.
#[must_use]
pub fn best(scores: &[f32], n: usize) -> Vec<Option<u32>> {
    if n == 0 {
        return Vec::new();
    }
    let mut heads: Vec<usize> = (0..n).map(|i| highest(scores, n, i, true)).collect();
    let roots = heads.iter().filter(|h| **h == n).count();
    if roots != 1 {
        // The word that loses least, or gains most, as the only root.
        let mut root = (0, f32::NEG_INFINITY);
        for i in 0..n {
            let row = &scores[i * (n + 1)..(i + 1) * (n + 1)];
            let other = if n == 1 { 0.0 } else { row[highest(scores, n, i, false)] };
            if row[n] - other > root.1 {
                root = (i, row[n] - other);
            }
        }
        for (i, head) in heads.iter_mut().enumerate() {
            if i == root.0 {
                *head = n;
            } else if *head == n {
                *head = highest(scores, n, i, false);
            }
        }
    }
    let root = heads.iter().position(|h| *h == n).unwrap_or(0);
    if has_cycle(&heads, n) {
        heads = spanning(scores, n, root);
    }
    heads.into_iter().map(|h| (h != n).then_some(h as u32)).collect()
}

/// The best head of word `i`, never itself.
fn highest(scores: &[f32], n: usize, i: usize, with_root: bool) -> usize {
    let row = &scores[i * (n + 1)..(i + 1) * (n + 1)];
    let mut best = (
        if i == 0 && n > 1 {
            1
        } else if n == 1 {
            n
        } else {
            0
        },
        f32::NEG_INFINITY,
    );
    for (j, s) in row.iter().enumerate().take(if with_root { n + 1 } else { n }) {
        if j != i && *s > best.1 {
            best = (j, *s);
        }
    }
    best.0
}

fn has_cycle(heads: &[usize], n: usize) -> bool {
    // 0: not seen, 1: on the path now, 2: reaches the root.
    let mut state = vec![0u8; n];
    for start in 0..n {
        let mut at = start;
        while at != n && state[at] == 0 {
            state[at] = 1;
            at = heads[at];
        }
        if at != n && state[at] == 1 {
            return true;
        }
        let mut at = start;
        while at != n && state[at] == 1 {
            state[at] = 2;
            at = heads[at];
        }
    }
    false
}

/// Chu and Liu's and Edmonds' algorithm in its quadratic form, from a given root.
fn spanning(scores: &[f32], n: usize, root: usize) -> Vec<usize> {
    // Dense graph that shrinks as cycles are contracted: `score[a][b]` is the best arc from node a
    // to node b, `arc[a][b]` the words that it stands for.
    let mut score = vec![vec![f32::NEG_INFINITY; n]; n];
    let mut arc = vec![vec![(0usize, 0usize); n]; n];
    for d in 0..n {
        for h in 0..n {
            if h != d && d != root {
                let s = scores[d * (n + 1) + h];
                score[h][d] = if s.is_finite() { s } else { -1e30 };
                arc[h][d] = (h, d);
            }
        }
    }
    let mut alive: Vec<usize> = (0..n).collect();
    let mut members: Vec<Vec<usize>> = (0..n).map(|i| vec![i]).collect();
    let mut heads = vec![n; n];
    contract(&mut score, &mut arc, &mut alive, &mut members, root, &mut heads);
    heads[root] = n;
    heads
}

fn contract(
    score: &mut [Vec<f32>],
    arc: &mut [Vec<(usize, usize)>],
    alive: &mut Vec<usize>,
    members: &mut [Vec<usize>],
    root: usize,
    heads: &mut [usize],
) {
    // Contract until the greedy choice is a tree, remembering each cycle.
    struct Cycle {
        node: usize,
        parts: Vec<(usize, Vec<usize>, (usize, usize))>,
    }
    let mut cycles: Vec<Cycle> = Vec::new();
    let n = score.len();
    let mut best = vec![usize::MAX; n];
    loop {
        for &d in alive.iter() {
            if d == root {
                continue;
            }
            let mut top = (usize::MAX, f32::NEG_INFINITY);
            for &h in alive.iter() {
                if h != d && (top.0 == usize::MAX || score[h][d] > top.1) {
                    top = (h, score[h][d]);
                }
            }
            best[d] = top.0;
        }
        let Some(cycle) = find_cycle(alive, &best, root, n) else {
            break;
        };
        let node = cycle[0];
        let inside = |x: usize| cycle.contains(&x);
        let parts = cycle
            .iter()
            .map(|&v| (v, members[v].clone(), arc[best[v]][v]))
            .collect();
        let own: Vec<f32> = cycle.iter().map(|&v| score[best[v]][v]).collect();
        for &x in alive.iter().filter(|x| !inside(**x)) {
            let (mut into, mut into_arc) = (f32::NEG_INFINITY, (0, 0));
            let (mut out, mut out_arc) = (f32::NEG_INFINITY, (0, 0));
            for (&v, own) in cycle.iter().zip(&own) {
                let gain = score[x][v] - own;
                if into_arc == (0, 0) || gain > into {
                    (into, into_arc) = (gain, arc[x][v]);
                }
                if out_arc == (0, 0) || score[v][x] > out {
                    (out, out_arc) = (score[v][x], arc[v][x]);
                }
            }
            score[x][node] = into;
            arc[x][node] = into_arc;
            score[node][x] = out;
            arc[node][x] = out_arc;
        }
        let gathered: Vec<usize> = cycle.iter().flat_map(|&v| members[v].clone()).collect();
        members[node] = gathered;
        alive.retain(|x| *x == node || !cycle[1..].contains(x));
        cycles.push(Cycle { node, parts });
    }
    // Arcs of the final tree, then open the cycles from the last to the first.
    let mut chosen: Vec<(usize, usize)> = Vec::new();
    for &d in alive.iter() {
        if d != root {
            chosen.push(arc[best[d]][d]);
        }
    }
    let mut entered: Vec<Option<(usize, usize)>> = vec![None; n];
    let place = |entered: &mut Vec<Option<(usize, usize)>>, a: (usize, usize)| entered[a.1] = Some(a);
    for a in chosen {
        place(&mut entered, a);
    }
    for cycle in cycles.iter().rev() {
        let _ = cycle.node;
        for (_, inner, own) in &cycle.parts {
            // The part that the arc from outside enters keeps that arc; the others keep their own.
            if !inner.iter().any(|m| entered[*m].is_some_and(|a| !inner.contains(&a.0))) {
                place(&mut entered, *own);
            }
        }
    }
    for (d, a) in entered.iter().enumerate() {
        if let Some((h, _)) = a {
            heads[d] = *h;
        }
    }
}

fn find_cycle(alive: &[usize], best: &[usize], root: usize, n: usize) -> Option<Vec<usize>> {
    let mut state = vec![0usize; n];
    for (k, &start) in alive.iter().enumerate() {
        let mark = k + 1;
        let mut at = start;
        while at != root && at != usize::MAX && state[at] == 0 {
            state[at] = mark;
            at = best[at];
        }
        if at != root && at != usize::MAX && state[at] == mark {
            let mut cycle = vec![at];
            let mut next = best[at];
            while next != at {
                cycle.push(next);
                next = best[next];
            }
            return Some(cycle);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn total(scores: &[f32], heads: &[Option<u32>]) -> f32 {
        let n = heads.len();
        heads
            .iter()
            .enumerate()
            .map(|(i, h)| scores[i * (n + 1) + h.map_or(n, |h| h as usize)])
            .sum()
    }

    fn is_tree(heads: &[Option<u32>]) -> bool {
        let n = heads.len();
        let plain: Vec<usize> = heads.iter().map(|h| h.map_or(n, |h| h as usize)).collect();
        plain.iter().filter(|h| **h == n).count() == 1 && !has_cycle(&plain, n)
    }

    /// All trees of up to five words, by trying all head assignments.
    fn exhaustive(scores: &[f32], n: usize, root: usize) -> f32 {
        let mut best = f32::NEG_INFINITY;
        for code in 0..(n as u32).pow(n as u32) {
            let mut c = code;
            let heads: Vec<Option<u32>> = (0..n)
                .map(|i| {
                    let h = c % n as u32;
                    c /= n as u32;
                    if i == root { None } else { Some(h) }
                })
                .collect();
            if heads.iter().enumerate().all(|(i, h)| *h != Some(i as u32)) && is_tree(&heads) {
                best = best.max(total(scores, &heads));
            }
        }
        best
    }

    #[test]
    fn finds_the_best_tree_for_its_root() {
        let mut seed = 1u32;
        for round in 0..400 {
            let n = 1 + round % 5;
            let scores: Vec<f32> = (0..n * (n + 1))
                .map(|_| {
                    seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    (seed >> 16) as f32 / 6553.6
                })
                .collect();
            let heads = best(&scores, n);
            assert!(is_tree(&heads), "{heads:?}");
            let root = heads.iter().position(Option::is_none).unwrap();
            let want = exhaustive(&scores, n, root);
            assert!(
                (total(&scores, &heads) - want).abs() < 1e-3,
                "{n}: {heads:?} {} {want}",
                total(&scores, &heads)
            );
        }
    }
}
