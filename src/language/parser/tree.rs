//! From the arcs of the transition system to a tree with sentences.

use super::Relation;

/// Moves lifted arcs down to their true heads (Nivre and Nilsson 2005) and returns where sentences start.
pub fn deprojectivize(heads: &mut [usize], relations: &mut [Relation], is_space: &[bool]) -> Vec<bool> {
    let (mut left, right) = edges(heads);
    let mut moved = false;
    for i in 0..heads.len() {
        let Some(label) = relations[i].lifted_from else { continue };
        if let Some(head) =
            find_head(i, Relation { dep: label, lifted_from: None }, heads, relations, is_space, (&left, &right))
        {
            heads[i] = head;
        }
        relations[i].lifted_from = None;
        moved = true;
    }
    if moved {
        left = edges(heads).0;
    }
    let mut starts = vec![false; heads.len()];
    for (i, head) in heads.iter().enumerate() {
        if *head == i {
            starts[left[i]] = true;
        }
    }
    starts
}

/// The nearest token below the head of `i` that bears `label`, level by level.
fn find_head(
    i: usize,
    label: Relation,
    heads: &[usize],
    relations: &[Relation],
    is_space: &[bool],
    (left, right): (&[usize], &[usize]),
) -> Option<usize> {
    let mut level = vec![heads[i]];
    // A tree is never deeper than it has tokens.
    for _ in 0..heads.len() {
        let mut below = Vec::new();
        for head in level {
            for child in left[head]..=right[head] {
                if child == head || child == i || heads[child] != head || is_space[child] {
                    continue;
                }
                if relations[child] == label {
                    return Some(child);
                }
                below.push(child);
            }
        }
        if below.is_empty() {
            return None;
        }
        level = below;
    }
    None
}

/// For each token the first and the last token below it. Sweeps until no head lies outside its sentence, which trees
/// with crossing arcs need more than once.
fn edges(heads: &[usize]) -> (Vec<usize>, Vec<usize>) {
    const SWEEPS: usize = 12;
    let count = heads.len();
    let mut left: Vec<usize> = (0..count).collect();
    let mut right = left.clone();
    for _ in 0..SWEEPS {
        for i in (0..count).chain((0..count).rev()) {
            let head = heads[i];
            left[head] = left[head].min(left[i]);
            right[head] = right[head].max(right[i]);
        }
        if heads_stay_inside(heads, &left) {
            break;
        }
    }
    (left, right)
}

fn heads_stay_inside(heads: &[usize], left: &[usize]) -> bool {
    let count = heads.len();
    let mut starts = vec![false; count];
    for (i, head) in heads.iter().enumerate() {
        if *head == i {
            starts[left[i]] = true;
        }
    }
    let mut first = 0;
    for i in 0..count {
        if i > 0 && starts[i] || i + 1 == count {
            // As in the reference: the token that starts a sentence may be a head of the one before.
            if heads[first..i].iter().any(|head| *head < first || *head > i) {
                return false;
            }
            first = i;
        }
    }
    true
}
