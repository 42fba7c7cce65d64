//! Outlines of the event shapes, as large cards and as small marks.

use super::svg::n;

/// How far text must keep from the left and right border of a card of that height, in pixels.
pub fn inset(shape: &str, height: f64) -> f64 {
    match shape {
        "ellipse" => height * 0.42,
        "hexagon" | "cds" | "trapezium" | "invtrapezium" | "parallelogram" => height * 0.5,
        "diamond" => height * 0.55,
        "octagon" => height * 0.3,
        _ => 9.0,
    }
}

/// The outline of a card as an SVG path.
pub fn card(shape: &str, x: f64, y: f64, w: f64, h: f64) -> String {
    let (r, b) = (x + w, y + h);
    let m = y + h / 2.0;
    let cut = h * 0.3;
    match shape {
        "ellipse" => {
            let radius = n(h / 2.0);
            format!(
                "M{} {}H{}A{radius} {radius} 0 0 1 {} {}H{}A{radius} {radius} 0 0 1 {} {}Z",
                n(x + h / 2.0),
                n(y),
                n(r - h / 2.0),
                n(r - h / 2.0),
                n(b),
                n(x + h / 2.0),
                n(x + h / 2.0),
                n(y)
            )
        }
        "note" => {
            let fold = h * 0.28;
            polygon(&[(x, y), (r - fold, y), (r, y + fold), (r, b), (x, b)])
                + &format!("M{} {}V{}H{}", n(r - fold), n(y), n(y + fold), n(r))
        }
        "house" => polygon(&[(x, y + h * 0.15), (x + w / 2.0, y - h * 0.09), (r, y + h * 0.15), (r, b), (x, b)]),
        "invhouse" => polygon(&[(x, y), (r, y), (r, b - h * 0.15), (x + w / 2.0, b + h * 0.09), (x, b - h * 0.15)]),
        "cds" => polygon(&[(x, y), (r - cut, y), (r, m), (r - cut, b), (x, b)]),
        "hexagon" => polygon(&[(x + cut, y), (r - cut, y), (r, m), (r - cut, b), (x + cut, b), (x, m)]),
        "octagon" => polygon(&[
            (x + cut, y),
            (r - cut, y),
            (r, y + cut),
            (r, b - cut),
            (r - cut, b),
            (x + cut, b),
            (x, b - cut),
            (x, y + cut),
        ]),
        "trapezium" => polygon(&[(x + cut, y), (r - cut, y), (r, b), (x, b)]),
        "invtrapezium" => polygon(&[(x, y), (r, y), (r - cut, b), (x + cut, b)]),
        "parallelogram" => polygon(&[(x + cut, y), (r, y), (r - cut, b), (x, b)]),
        // A diamond leaves no room for words: its left and right corners say enough.
        "diamond" => {
            let tooth = h * 0.25;
            let mut points = vec![(x + tooth, y), (r - tooth, y)];
            points.extend(
                (1..=4).map(|i| (if i % 2 == 1 { r } else { r - tooth }, y + h * f64::from(i) / 4.0 - h / 8.0)),
            );
            points.extend([(r - tooth, b), (x + tooth, b)]);
            points.extend(
                (1..=4).map(|i| (if i % 2 == 1 { x } else { x + tooth }, b - h * f64::from(i) / 4.0 + h / 8.0)),
            );
            polygon(&points)
        }
        _ => {
            let q = (h * 0.15).min(5.0);
            let arc = |dx: f64, dy: f64| format!("a{q} {q} 0 0 1 {} {}", n(dx), n(dy));
            format!(
                "M{} {}H{}{}V{}{}H{}{}V{}{}Z",
                n(x + q),
                n(y),
                n(r - q),
                arc(q, q),
                n(b - q),
                arc(-q, q),
                n(x + q),
                arc(-q, -q),
                n(y + q),
                arc(q, -q)
            )
        }
    }
}

/// A small mark about a centre, `size` pixels across.
pub fn mark(shape: &str, x: f64, y: f64, size: f64) -> String {
    let h = size / 2.0;
    let at =
        |points: &[(f64, f64)]| polygon(&points.iter().map(|(dx, dy)| (x + dx * h, y + dy * h)).collect::<Vec<_>>());
    match shape {
        "ellipse" => {
            let r = n(h);
            format!("M{} {}A{r} {r} 0 1 1 {} {}A{r} {r} 0 1 1 {} {}Z", n(x - h), n(y), n(x + h), n(y), n(x - h), n(y))
        }
        "note" => at(&[(-0.85, -1.0), (0.3, -1.0), (0.85, -0.4), (0.85, 1.0), (-0.85, 1.0)]),
        "house" => at(&[(-1.0, -0.1), (0.0, -1.1), (1.0, -0.1), (1.0, 0.95), (-1.0, 0.95)]),
        "invhouse" => at(&[(-1.0, -0.95), (1.0, -0.95), (1.0, 0.1), (0.0, 1.1), (-1.0, 0.1)]),
        "cds" => at(&[(-1.0, -0.9), (0.2, -0.9), (1.1, 0.0), (0.2, 0.9), (-1.0, 0.9)]),
        "hexagon" => at(&[(-0.55, -1.0), (0.55, -1.0), (1.1, 0.0), (0.55, 1.0), (-0.55, 1.0), (-1.1, 0.0)]),
        "octagon" => at(&[
            (-0.45, -1.05),
            (0.45, -1.05),
            (1.05, -0.45),
            (1.05, 0.45),
            (0.45, 1.05),
            (-0.45, 1.05),
            (-1.05, 0.45),
            (-1.05, -0.45),
        ]),
        "trapezium" => at(&[(0.0, -1.1), (1.1, 0.95), (-1.1, 0.95)]),
        "invtrapezium" => at(&[(0.0, 1.1), (1.1, -0.95), (-1.1, -0.95)]),
        "parallelogram" => at(&[(-0.5, -0.9), (1.2, -0.9), (0.5, 0.9), (-1.2, 0.9)]),
        "diamond" => at(&[(0.0, -1.25), (1.25, 0.0), (0.0, 1.25), (-1.25, 0.0)]),
        _ => at(&[(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)]),
    }
}

/// A closed path through points.
pub fn polygon(points: &[(f64, f64)]) -> String {
    let corners: Vec<String> = points.iter().map(|(x, y)| format!("{} {}", n(*x), n(*y))).collect();
    format!("M{}Z", corners.join("L"))
}
