//! Where the actors of a graph stand: distances on the page follow distances in the graph (stress majorisation; Gansner,
//! Koren and North 2004), labels are moved apart, lines kept clear of labels that are not theirs. No chance is involved.

/// Boxes to be placed.
pub trait Bodies {
    /// How many.
    fn len(&self) -> usize;
    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// Width and height of one.
    fn size(&self, i: usize) -> (f64, f64);
    /// Sets the middle of one.
    fn set(&mut self, i: usize, x: f64, y: f64);
}

/// Length of a line between neighbours.
const EDGE: f64 = 150.0;
/// Space around a box.
const PAD: (f64, f64) = (20.0, 26.0);
/// Greatest width of a row of separate parts.
const PAGE: f64 = 1200.0;

/// Places boxes joined by `edges`; returns width and height of the whole, whose upper left corner is 0, 0. Parts that
/// nothing joins stand side by side, the largest first.
pub fn place(edges: &[(usize, usize)], bodies: &mut impl Bodies) -> (f64, f64) {
    let mut parts = parts(bodies.len(), edges);
    parts.sort_by_key(|part| (std::cmp::Reverse(part.len()), part.first().copied()));
    let (mut x, mut y, mut row, mut width) = (0.0, 0.0, 0.0_f64, 0.0_f64);
    for part in parts {
        let sizes: Vec<(f64, f64)> = part.iter().map(|&i| bodies.size(i)).collect();
        let index = |i: usize| part.binary_search(&i).ok();
        let own: Vec<(usize, usize)> = edges.iter().filter_map(|(a, b)| Some((index(*a)?, index(*b)?))).collect();
        let mut points = stress(&sizes, &own);
        for _ in 0..150 {
            let cleared = clear_lines(&mut points, &sizes, &own);
            let separated = separate(&mut points, &sizes);
            if !cleared && !separated {
                break;
            }
        }
        for _ in 0..300 {
            if !separate(&mut points, &sizes) {
                break;
            }
        }
        let (low, high) = bounds(&points, &sizes);
        let (w, h) = (high.0 - low.0, high.1 - low.1);
        if x > 0.0 && x + w > PAGE {
            (x, y, row) = (0.0, y + row + 30.0, 0.0);
        }
        for (&i, p) in part.iter().zip(&points) {
            bodies.set(i, p.0 - low.0 + x, p.1 - low.1 + y);
        }
        x += w + 40.0;
        row = row.max(h);
        width = width.max(x - 40.0);
    }
    (width, y + row)
}

/// Connected parts, each sorted.
fn parts(count: usize, edges: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let mut find = petgraph::unionfind::UnionFind::<usize>::new(count);
    for (a, b) in edges {
        find.union(*a, *b);
    }
    let mut parts: std::collections::BTreeMap<usize, Vec<usize>> = std::collections::BTreeMap::new();
    for i in 0..count {
        parts.entry(find.find(i)).or_default().push(i);
    }
    parts.into_values().collect()
}

type Point = (f64, f64);

/// Places whose distances are near those in the graph.
fn stress(sizes: &[(f64, f64)], edges: &[(usize, usize)]) -> Vec<Point> {
    let count = sizes.len();
    let steps = distances(count, edges);
    // Busy actors need more room for their lines.
    let mut degree = vec![0usize; count];
    for (a, b) in edges {
        degree[*a] += 1;
        degree[*b] += 1;
    }
    let unit = EDGE + 4.0 * (count as f64).sqrt();
    let wanted = |i: usize, j: usize| {
        let labels = (sizes[i].0 + sizes[j].0) / 4.0;
        f64::from(steps[i][j]) * unit + labels + if degree[i].min(degree[j]) > 5 { 30.0 } else { 0.0 }
    };
    // On a circle, in order of who is joined to whom, without sines: a walk along the graph from the busiest.
    let order = walk(count, edges, &degree);
    let mut points = vec![(0.0, 0.0); count];
    for (k, &i) in order.iter().enumerate() {
        points[i] = on_circle(k as f64 / count as f64, unit * (count as f64).sqrt() / 2.0);
    }
    for _ in 0..400 {
        let mut moved = 0.0;
        for i in 0..count {
            let (mut x, mut y, mut weights) = (0.0, 0.0, 0.0);
            for j in (0..count).filter(|&j| j != i) {
                let d = wanted(i, j);
                let weight = 1.0 / (d * d);
                let (dx, dy) = (points[i].0 - points[j].0, points[i].1 - points[j].1);
                let length = (dx * dx + dy * dy).sqrt().max(1e-6);
                // Pages are broader than high: a distance counts for less upright.
                x += weight * (points[j].0 + d * dx / length);
                y += weight * (points[j].1 + 0.8 * d * dy / length);
                weights += weight;
            }
            if weights > 0.0 {
                let new = (x / weights, y / weights);
                moved += (new.0 - points[i].0).abs() + (new.1 - points[i].1).abs();
                points[i] = new;
            }
        }
        if moved < 0.5 * count as f64 {
            break;
        }
    }
    points
}

/// Steps between all pairs, breadth first.
fn distances(count: usize, edges: &[(usize, usize)]) -> Vec<Vec<u16>> {
    let mut next: Vec<Vec<usize>> = vec![Vec::new(); count];
    for (a, b) in edges {
        next[*a].push(*b);
        next[*b].push(*a);
    }
    (0..count)
        .map(|start| {
            let mut steps = vec![u16::MAX; count];
            steps[start] = 0;
            let mut queue = std::collections::VecDeque::from([start]);
            while let Some(i) = queue.pop_front() {
                for &j in &next[i] {
                    if steps[j] == u16::MAX {
                        steps[j] = steps[i].saturating_add(1);
                        queue.push_back(j);
                    }
                }
            }
            steps
        })
        .collect()
}

/// Depth first from the busiest, busier neighbours first.
fn walk(count: usize, edges: &[(usize, usize)], degree: &[usize]) -> Vec<usize> {
    let mut next: Vec<Vec<usize>> = vec![Vec::new(); count];
    for (a, b) in edges {
        next[*a].push(*b);
        next[*b].push(*a);
    }
    for list in &mut next {
        list.sort_by_key(|&i| (degree[i], std::cmp::Reverse(i)));
    }
    let mut stack: Vec<usize> = (0..count).collect();
    stack.sort_by_key(|&i| (degree[i], std::cmp::Reverse(i)));
    let (mut seen, mut order) = (vec![false; count], Vec::with_capacity(count));
    while let Some(i) = stack.pop() {
        if !std::mem::replace(&mut seen[i], true) {
            order.push(i);
            stack.extend(next[i].iter().copied().filter(|&j| !seen[j]));
        }
    }
    order
}

/// The point at a share of the way round a circle, by halves of the rational parametrisation: the same on every machine.
fn on_circle(share: f64, radius: f64) -> Point {
    let (half, side) = if share < 0.5 { (share * 2.0, 1.0) } else { (share * 2.0 - 1.0, -1.0) };
    let t = half * 2.0 - 1.0;
    let d = 1.0 + t * t;
    (side * radius * 2.0 * t / d, side * radius * (1.0 - t * t) / d)
}

/// Moves overlapping boxes apart along the shorter way. Whether any did overlap.
fn separate(points: &mut [Point], sizes: &[(f64, f64)]) -> bool {
    let mut any = false;
    for i in 0..points.len() {
        for j in i + 1..points.len() {
            let (dx, dy) = (points[j].0 - points[i].0, points[j].1 - points[i].1);
            let need = ((sizes[i].0 + sizes[j].0) / 2.0 + PAD.0, (sizes[i].1 + sizes[j].1) / 2.0 + PAD.1);
            let over = (need.0 - dx.abs(), need.1 - dy.abs());
            if over.0 > 0.01 && over.1 > 0.01 {
                any = true;
                if over.0 < over.1 {
                    let push = (over.0 / 2.0 + 0.01) * if dx < 0.0 { -1.0 } else { 1.0 };
                    points[i].0 -= push;
                    points[j].0 += push;
                } else {
                    let push = (over.1 / 2.0 + 0.01) * if dy < 0.0 { -1.0 } else { 1.0 };
                    points[i].1 -= push;
                    points[j].1 += push;
                }
            }
        }
    }
    any
}

/// Moves boxes off lines that do not lead to them, a little. Whether any stood on one.
fn clear_lines(points: &mut [Point], sizes: &[(f64, f64)], edges: &[(usize, usize)]) -> bool {
    let mut any = false;
    for &(a, b) in edges {
        let (dx, dy) = (points[b].0 - points[a].0, points[b].1 - points[a].1);
        let square = dx * dx + dy * dy;
        if square < 1.0 {
            continue;
        }
        let length = square.sqrt();
        for c in 0..points.len() {
            if c == a || c == b {
                continue;
            }
            let (cx, cy) = (points[c].0 - points[a].0, points[c].1 - points[a].1);
            let along = (cx * dx + cy * dy) / square;
            let off = (cx * dy - cy * dx) / length;
            // Half of the box as seen along the line.
            let reach = (sizes[c].0 / 2.0 * dy.abs() + sizes[c].1 / 2.0 * dx.abs()) / length + 12.0;
            if (0.05..0.95).contains(&along) && off.abs() < reach {
                let push = (reach - off.abs()).min(14.0) * if off < 0.0 { -1.0 } else { 1.0 };
                points[c].0 += dy / length * push;
                points[c].1 -= dx / length * push;
                any = true;
            }
        }
    }
    any
}

fn bounds(points: &[Point], sizes: &[(f64, f64)]) -> (Point, Point) {
    let (mut low, mut high) = ((f64::MAX, f64::MAX), (f64::MIN, f64::MIN));
    for (p, s) in points.iter().zip(sizes) {
        low = (low.0.min(p.0 - s.0 / 2.0), low.1.min(p.1 - s.1 / 2.0));
        high = (high.0.max(p.0 + s.0 / 2.0), high.1.max(p.1 + s.1 / 2.0));
    }
    (low, high)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Labels(Vec<(f64, f64, f64)>);

    impl Bodies for Labels {
        fn len(&self) -> usize {
            self.0.len()
        }
        fn size(&self, i: usize) -> (f64, f64) {
            (self.0[i].0, 30.0)
        }
        fn set(&mut self, i: usize, x: f64, y: f64) {
            (self.0[i].1, self.0[i].2) = (x, y);
        }
    }

    #[test]
    fn labels_never_overlap() {
        for count in [0, 1, 2, 7, 40] {
            let mut labels = Labels((0..count).map(|i| (60.0 + (i * 37 % 110) as f64, 0.0, 0.0)).collect());
            let edges: Vec<(usize, usize)> = (0..count * 2)
                .map(|i| (i * 7 % count.max(1), (i * i + 3) % count.max(1)))
                .filter(|(a, b)| a != b)
                .collect();
            let (width, height) = place(&edges, &mut labels);
            for (i, a) in labels.0.iter().enumerate() {
                assert!(a.1 - a.0 / 2.0 >= -0.01 && a.1 + a.0 / 2.0 <= width + 0.01 && a.2 + 15.0 <= height + 0.01);
                for b in &labels.0[i + 1..] {
                    let apart = (a.1 - b.1).abs() >= (a.0 + b.0) / 2.0 || (a.2 - b.2).abs() >= 30.0;
                    assert!(apart, "{count}: {a:?} {b:?}");
                }
            }
        }
    }
}
