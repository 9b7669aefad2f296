//! Whose report an agency's file is.
//!
//! Input: the names that the file gives of its provider and of the sources of
//! its text. Output: the outlet, which is the agency itself where the agency
//! provides the file, and the agencies credited beside it.

use rapporteur_language::Language;
use rapporteur_text::{Credit, CreditPlace, Imprint};

/// Fills outlet and credits: the provider is the outlet; an agency that the
/// text came from is credited in the byline's place.
pub(super) fn attribute(
    declared: &mut Imprint,
    provider: Option<String>,
    sources: impl Iterator<Item = String>,
) {
    let provider = provider.map(|it| usual_name(&it).map_or(it, str::to_owned));
    for source in sources {
        let agency = usual_name(&source);
        if declared.outlet.is_none() && provider.is_none() {
            declared.outlet = Some(agency.map_or(source, str::to_owned));
        } else if let Some(agency) = agency {
            credit(declared, agency, provider.as_deref());
        }
    }
    declared.outlet = provider.or(declared.outlet.take());
}

fn credit(declared: &mut Imprint, agency: &str, provider: Option<&str>) {
    let own = provider == Some(agency) || declared.outlet.as_deref() == Some(agency);
    let known = declared.credits.iter().any(|it| it.agency == agency);
    if !own && !known {
        declared.credits.push(Credit {
            agency: agency.to_owned(),
            place: CreditPlace::Byline,
            span: None,
        });
    }
}

/// The usual name of the agency that `name` spells, as a name or as the last
/// part of a code: `Agence France-Presse`, `nprov:AFP`.
fn usual_name(name: &str) -> Option<&'static str> {
    let name = name.rsplit([':', '/']).next().unwrap_or(name).trim();
    let agencies = &Language::english().cleaning.agencies;
    let spelt = |spellings: &[&str]| spellings.iter().any(|it| it.eq_ignore_ascii_case(name));
    let mut known = agencies.iter().filter(|(usual, _)| *usual != "agencies");
    known
        .find(|(usual, spellings)| spelt(spellings) || usual.eq_ignore_ascii_case(name))
        .map(|(usual, _)| *usual)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attributed(provider: Option<&str>, sources: &[&str]) -> (Option<String>, Vec<String>) {
        let mut declared = Imprint::default();
        let sources = sources.iter().map(|it| (*it).to_owned());
        attribute(&mut declared, provider.map(str::to_owned), sources);
        let credits = declared.credits.into_iter().map(|it| it.agency);
        (declared.outlet, credits.collect())
    }

    #[test]
    fn an_agencys_own_file_is_its_own_report() {
        let (outlet, credits) = attributed(Some("nprov:REUTERS"), &["Reuters"]);
        assert_eq!(outlet.as_deref(), Some("Reuters"));
        assert!(credits.is_empty());
    }

    #[test]
    fn an_agency_behind_another_provider_is_credited() {
        let (outlet, credits) = attributed(Some("Coast Mirror"), &["Agence France-Presse", "Desk"]);
        assert_eq!(outlet.as_deref(), Some("Coast Mirror"));
        assert_eq!(credits, ["AFP"]);
        let (outlet, credits) = attributed(None, &["dpa", "PTI"]);
        assert_eq!(outlet.as_deref(), Some("dpa"));
        assert_eq!(credits, ["PTI"]);
    }
}
