//! Toponyms with coordinates: GeoVirus, GeoWebNews, LGL.
//!
//! Recognition counts exact spans of place mentions. Resolution counts gold toponyms with coordinates: right if a place
//! mention overlaps the toponym and its point lies within 161 km of the gold point.

use std::path::Path;

use anyhow::{Context, Result};
use dateline::{CodePoints, Pipeline};
use serde::Deserialize;

use crate::Report;
use crate::report::f1;
use crate::run::{Given, code};

/// 100 miles.
const NEAR_KM: f64 = 161.0;

/// Types of GeoWebNews that are no literal uses of names. The other sets hold literal uses only.
const NOT_LITERAL: [&str; 9] = [
    "Non_Toponym",
    "Literal_Expression",
    "Non_Lit_Expression",
    "Metonymic",
    "Homonym",
    "Demonym",
    "Language",
    "Non_Literal_Modifier",
    "Embedded_Non_Lit",
];

#[derive(Debug, Deserialize)]
struct Record {
    doc: String,
    #[serde(default)]
    date: Option<String>,
    text: String,
    toponyms: Vec<Toponym>,
}

#[derive(Debug, Deserialize)]
struct Toponym {
    start: usize,
    end: usize,
    phrase: String,
    #[serde(default, rename = "type")]
    kind: Option<String>,
    #[serde(default)]
    lat: Option<f64>,
    #[serde(default)]
    lon: Option<f64>,
}

/// Measures on one file; `name` is the set's.
///
/// # Errors
/// If the file cannot be read or is not in this form.
pub fn run(pipeline: &Pipeline, name: &str, path: &Path) -> Result<Report> {
    let shown = path.display();
    let text = std::fs::read_to_string(path).with_context(|| format!("{shown}"))?;
    let records: Vec<Record> = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(i, line)| serde_json::from_str(line).with_context(|| format!("{shown}:{}", i + 1)))
        .collect::<Result<_>>()?;
    let given: Vec<Given> = records
        .iter()
        .map(|record| Given {
            id: record.doc.clone(),
            text: record.text.clone(),
            date: record.date.clone(),
            ..Given::default()
        })
        .collect();
    let coded = code(pipeline, &given, &[])?;

    let mut report = Report::new(name);
    let (mut exact, mut predicted, mut gold) = (0, 0, 0);
    let (mut near, mut with_point, mut overlapped) = (0, 0, 0);
    for (record, coded) in records.iter().zip(&coded) {
        let points = CodePoints::new(&coded.document.text);
        let places: Vec<_> = coded
            .resolved
            .places
            .iter()
            .map(|mention| (points.span(mention.span), &mention.place))
            .collect();
        predicted += places.len();
        for (span, place) in &places {
            let gold =
                |t: &Toponym| *span == [t.start, t.end] && t.kind.as_deref().is_none_or(|k| !NOT_LITERAL.contains(&k));
            if !record.toponyms.iter().any(gold) {
                let words = record
                    .text
                    .chars()
                    .skip(span[0])
                    .take(span[1] - span[0])
                    .collect::<String>();
                report
                    .misses
                    .push(format!("{}\tfalse\t{words}\t{}\t{}", record.doc, place.name, span[0]));
            }
        }
        for toponym in &record.toponyms {
            if toponym.kind.as_deref().is_some_and(|kind| NOT_LITERAL.contains(&kind)) {
                continue;
            }
            gold += 1;
            exact += usize::from(places.iter().any(|(span, _)| *span == [toponym.start, toponym.end]));
            let (Some(lat), Some(lon)) = (toponym.lat, toponym.lon) else {
                continue;
            };
            with_point += 1;
            let here: Vec<_> = places
                .iter()
                .filter(|(span, _)| span[0] < toponym.end && toponym.start < span[1])
                .collect();
            overlapped += usize::from(!here.is_empty());
            let distances = here
                .iter()
                .filter_map(|(_, place)| Some(kilometres((lat, lon), (place.lat?, place.lon?))));
            let least = distances.fold(f64::INFINITY, f64::min);
            if least <= NEAR_KM {
                near += 1;
            } else {
                let doc = &record.doc;
                let found: Vec<_> = here.iter().map(|(_, place)| place.name.as_str()).collect();
                report.misses.push(format!(
                    "{doc}\t{}\t{lat:.2},{lon:.2}\t{}\t{least:.0} km",
                    toponym.phrase,
                    found.join(", ")
                ));
            }
        }
    }
    let rate = |part: usize, whole: usize| if whole > 0 { part as f64 / whole as f64 } else { 0.0 };
    report.count("documents", records.len());
    report.share("recognition precision", exact, predicted);
    report.share("recognition recall", exact, gold);
    let recognition = f1(rate(exact, gold), rate(exact, predicted));
    report.rate("recognition f1", Some(recognition), None);
    report.share("found, any overlap", overlapped, with_point);
    report.share("within 161 km", near, with_point);
    Ok(report)
}

/// Distance along the Earth's surface.
fn kilometres(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (lat_a, lat_b) = (a.0.to_radians(), b.0.to_radians());
    let (d_lat, d_lon) = (lat_b - lat_a, (b.1 - a.1).to_radians());
    let h = (d_lat / 2.0).sin().powi(2) + lat_a.cos() * lat_b.cos() * (d_lon / 2.0).sin().powi(2);
    2.0 * 6371.0088 * h.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_those_of_the_globe() {
        assert!((kilometres((52.52, 13.405), (48.137, 11.575)) - 504.0).abs() < 3.0);
        assert!((kilometres((0.0, 179.5), (0.0, -179.5)) - 111.2).abs() < 0.5);
    }
}
