//! Whose report an agency's file is, and whether it may be printed.
//!
//! Input: the names that the file gives of its provider and of the sources of
//! its text; its status. Output: the outlet, which is the agency itself where
//! the agency provides the file, and the agencies credited beside it; why it
//! is held back. What always holds: the clock is not asked, so an embargo
//! counts as lifted only by a version made after its end.

use jiff::civil::Time;
use jiff::tz::Offset;
use rapporteur_language::Language;
use rapporteur_text::{Credit, CreditPlace, Imprint};

use super::entry::time;

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

/// Why a file of this status may not be printed: cancelled, withheld, or under
/// an embargo, blank where no end is told, that ends after this version was
/// made.
pub(super) fn held_back(
    status: Option<&str>,
    embargo: Option<&str>,
    made: Option<&str>,
) -> Option<String> {
    let code = status.map(|it| {
        it.rsplit([':', '/'])
            .next()
            .unwrap_or(it)
            .to_ascii_lowercase()
    });
    match code.as_deref() {
        Some("canceled" | "cancelled") => return Some("the agency cancelled it".into()),
        Some("withheld" | "embargoed") => {
            return Some(format!("the agency’s status of it is {}", code?));
        }
        _ => {}
    }
    let until = embargo?;
    if until.is_empty() {
        return Some("under embargo, with no end told".into());
    }
    let lifted = made.and_then(moment).zip(moment(until));
    let lifted = lifted.is_some_and(|(made, until)| until <= made);
    (!lifted).then(|| format!("under embargo until {until}"))
}

/// Seconds since 1970 of a time that is declared; a zone that is not printed
/// counts as UTC.
fn moment(text: &str) -> Option<i64> {
    let printed = time(text)?;
    let clock = printed.time.unwrap_or(Time::midnight());
    let utc = Offset::UTC
        .to_timestamp(printed.date.to_datetime(clock))
        .ok()?;
    Some(utc.as_second() - i64::from(printed.offset.unwrap_or(0)))
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
