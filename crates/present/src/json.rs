//! Records and annotated reports as JSON.
//!
//! Input: [`Account`](crate::Account)s, or annotated reports. Output: values that serialise
//! to the contract of `docs/record.md`. What always holds: spans are
//! `[start, end)` in Unicode code points of the `text` beside them; the same
//! input gives the same bytes; the committed JSON Schemas describe all of it.

mod annotate;
mod assigned;
mod gathered;
mod item;
mod parts;
mod story;
mod wire;

pub use annotate::{AnnotatedJson, Extras, annotated, annotated_with};
pub use assigned::{AmendmentJson, AssignedJson, assigned};
pub use gathered::{DerivationJson, GatheredJson, gathered};
pub use item::ItemJson;
pub use parts::{LineageJson, MatrixJson, lineage, matrix};
pub use story::{BriefJson, StoryJson, brief, item, story};
pub(crate) use wire::agencies;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};

/// The JSON Schema (draft 2020-12) of what `brief --format json` prints.
pub fn brief_schema() -> Schema {
    schema::<BriefJson>()
}

/// The JSON Schema (draft 2020-12) of one line of `annotate`.
pub fn annotate_schema() -> Schema {
    schema::<AnnotatedJson>()
}

/// The JSON Schema (draft 2020-12) of one line of `gather`, which sees a
/// report at a time.
pub fn stream_schema() -> Schema {
    schema::<AssignedJson>()
}

/// The JSON Schema (draft 2020-12) of one line of `gather --batch`.
pub fn gather_schema() -> Schema {
    schema::<GatheredJson>()
}

/// The schema of what is written, where absent values are null but there.
fn schema<T: JsonSchema>() -> Schema {
    SchemaSettings::draft2020_12()
        .for_serialize()
        .into_generator()
        .into_root_schema_for::<T>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::ferry;
    use serde_json::Value;

    fn docs(file: &str) -> String {
        let path = format!("{}/../../docs/{file}", env!("CARGO_MANIFEST_DIR"));
        std::fs::read_to_string(path).unwrap_or_default()
    }

    /// Both reports of one story, one copied from the other.
    fn gathered_ferry() -> Vec<Value> {
        let sample = ferry();
        let record = sample.account().record().clone();
        let story = rapporteur_text::Story {
            reports: crate::lineage::all(&record).collect(),
            first: record.first,
            last: record.last,
        };
        let all = rapporteur_text::Gathered {
            stories: vec![story],
            origins: record.origins,
            passages: record.passages,
            derivations: record.derivations,
            versions: Vec::new(),
        };
        let lines = gathered(&sample.reports, &all);
        let json = |it| serde_json::to_value(it).unwrap();
        lines.iter().map(json).collect()
    }

    /// Compares a committed schema with the code's; with `RAPPORTEUR_BLESS`
    /// set when compiling, writes it instead.
    fn committed(file: &str, schema: &Schema) {
        let fresh = serde_json::to_string_pretty(schema).unwrap() + "\n";
        if option_env!("RAPPORTEUR_BLESS").is_some() {
            let path = format!("{}/../../docs/{file}", env!("CARGO_MANIFEST_DIR"));
            std::fs::write(path, &fresh).unwrap();
        }
        assert!(docs(file) == fresh, "docs/{file} is not what the code says");
    }

    fn story() -> Value {
        let sample = ferry();
        let text = serde_json::to_string(&brief(&[sample.account()])).unwrap();
        serde_json::from_str(&text).unwrap()
    }

    fn annotated_ferry() -> Vec<Value> {
        let json = |it| serde_json::from_str(&serde_json::to_string(&annotated(it)).unwrap());
        ferry()
            .reports
            .iter()
            .map(json)
            .collect::<Result<_, _>>()
            .unwrap()
    }

    /// A report that came with all kinds of amendments.
    fn assigned_again() -> Value {
        use rapporteur_text::{Amendment, Assigned, ReportId};
        let (story, other) = ("0a".to_owned(), "0b".to_owned());
        let id = ReportId::new("bell");
        let line = assigned(&Assigned {
            id: id.clone(),
            story: story.clone(),
            origin: ReportId::new("herald"),
            copies_from: vec![ReportId::new("herald")],
            version_of: None,
            amendments: vec![
                Amendment::Merged {
                    from: other.clone(),
                    into: story.clone(),
                },
                Amendment::Split {
                    from: story,
                    into: other,
                    reports: vec![id.clone()],
                },
                Amendment::SameOrigin {
                    from: id.clone(),
                    into: ReportId::new("herald"),
                },
                Amendment::Copied { report: id },
            ],
        });
        serde_json::to_value(line).unwrap()
    }

    #[test]
    fn a_line_of_a_stream_tells_every_change() {
        let line = assigned_again();
        let kinds: Vec<&Value> = (0..4).map(|ix| &line["amendments"][ix]["kind"]).collect();
        assert_eq!(kinds, ["merge", "split", "origin", "copy"]);
        assert_eq!(line["amendments"][1]["reports"][0], "bell");
        assert_eq!(line["version_of"], Value::Null);
    }

    #[test]
    fn the_committed_schemas_are_those_of_the_code() {
        committed("record.schema.json", &brief_schema());
        committed("annotate.schema.json", &annotate_schema());
        committed("gather.schema.json", &gather_schema());
        committed("stream.schema.json", &stream_schema());
    }

    #[test]
    fn outputs_keep_to_their_schemas() {
        let valid = |schema: Schema, value: &Value| {
            let validator = jsonschema::validator_for(&schema.to_value()).unwrap();
            let errors: Vec<_> = validator
                .iter_errors(value)
                .map(|it| it.to_string())
                .collect();
            assert!(errors.is_empty(), "{errors:?}");
        };
        valid(brief_schema(), &story());
        for report in annotated_ferry() {
            valid(annotate_schema(), &report);
        }
        for line in gathered_ferry() {
            valid(gather_schema(), &line);
        }
        valid(stream_schema(), &assigned_again());
    }

    #[test]
    fn a_story_reads_as_documented() {
        insta::assert_json_snapshot!("story", story());
    }

    #[test]
    fn an_annotated_report_reads_as_documented() {
        insta::assert_json_snapshot!("annotated", annotated_ferry()[0]);
    }

    #[test]
    fn every_span_gives_the_text_it_claims_in_code_points() {
        let story = &story()["stories"][0];
        let text_of = |id: &Value| {
            let reports = story["reports"].as_array().unwrap();
            let found = reports.iter().find(|it| it["id"] == *id).unwrap();
            found["text"].as_str().unwrap().to_owned()
        };
        let mut checked = 0;
        for item in story["items"].as_array().unwrap() {
            for it in item["evidence"].as_array().unwrap() {
                let at = |ix: usize| usize::try_from(it["span"][ix].as_u64().unwrap()).unwrap();
                let text = text_of(&it["report"]);
                let slice: String = text.chars().skip(at(0)).take(at(1) - at(0)).collect();
                assert_eq!(it["text"], slice);
                checked += 1;
            }
        }
        assert_eq!(checked, 13);
    }

    #[test]
    fn the_contract_explains_every_field() {
        let text = docs("record.md");
        let all = [
            brief_schema(),
            annotate_schema(),
            gather_schema(),
            stream_schema(),
        ];
        for schema in all {
            for name in properties(&schema.to_value()) {
                assert!(
                    text.contains(&format!("`{name}`")),
                    "docs/record.md lacks `{name}`"
                );
            }
        }
    }

    /// The names of all properties of a schema, at any depth.
    fn properties(schema: &Value) -> Vec<String> {
        let mut names = Vec::new();
        if let Value::Object(map) = schema {
            if let Some(Value::Object(own)) = map.get("properties") {
                names.extend(own.keys().cloned());
            }
            names.extend(map.values().flat_map(properties));
        } else if let Value::Array(list) = schema {
            names.extend(list.iter().flat_map(properties));
        }
        names
    }
}
