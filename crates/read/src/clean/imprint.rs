//! The imprint, completed from the text.
//!
//! Publication, best first: declared; a date line; a dateline with its year;
//! digits of the address; the latest full date that the text names. The outlet
//! that a report was taken from: declared; where the text says so; the outlet
//! of a canonical address that is not the report's own.

use jiff::civil::Date;
use rapporteur_language::{Cleaning, Outlets};
use rapporteur_text::{
    Credit, CreditPlace, Cut, Dateline, Imprint, Mask, Published, PublishedBasis, Report, Title,
};

use super::dateline::Found;
use super::head::Head;
use super::{credits, language};
use crate::when::{self, Stamp};

/// Completes what `report` declares.
pub(super) fn complete(
    report: &Report,
    head: &Head,
    via: Option<String>,
    mask: &Mask,
    rules: &Cleaning,
) -> Imprint {
    let text = report.text();
    let mut imprint = report.declared().clone();
    if let Some(span) = head.headline {
        let text = text[span.range()].to_owned();
        let title = imprint.title.get_or_insert(Title { text, span: None });
        title.span = Some(span);
    }
    imprint.byline = imprint.byline.or_else(|| head.byline.clone());
    let outlet = || {
        head.outlet
            .map(str::to_owned)
            .or_else(|| promoted(text, mask))
    };
    imprint.outlet = imprint.outlet.take().or_else(outlet);
    imprint.published = imprint.published.or_else(|| published(report, head));
    let day = imprint.published.map(|it| it.date);
    imprint.dateline = head.dateline.as_ref().map(|found| dateline(found, day));
    let found = credits::credits(text, imprint.byline.as_deref(), mask, rules);
    add_found(&mut imprint.credits, found);
    add_unknown_agency(head, mask, rules, &mut imprint.credits);
    imprint.language = language::of(text, imprint.language.as_deref(), rules);
    imprint.family = imprint.family.take().or_else(|| family(&imprint));
    let via = imprint.via.clone().or(via);
    let via = via.or_else(|| canonical_outlet(&imprint));
    imprint.via = via.filter(|it| !is_own(it, &imprint));
    imprint
}

/// Who owns the outlet: by the address, else by the outlet's name.
fn family(imprint: &Imprint) -> Option<String> {
    let outlets = Outlets::embedded();
    let by_address = imprint
        .url
        .as_deref()
        .and_then(|it| outlets.by_address(it)?.family);
    let by_name = || outlets.family_of(imprint.outlet.as_deref()?);
    by_address.or_else(by_name).map(str::to_owned)
}

/// The outlet of the canonical address, where the page's own address is
/// another outlet's. Two hosts of which the table knows neither say nothing.
fn canonical_outlet(imprint: &Imprint) -> Option<String> {
    let outlets = Outlets::embedded();
    let at = |url: &Option<String>| outlets.by_address(url.as_deref()?).map(|it| it.name);
    let (canonical, own) = (at(&imprint.canonical)?, imprint.url.as_deref()?);
    let own = outlets.by_address(own).map(|it| it.name);
    (own != Some(canonical)).then(|| canonical.to_owned())
}

/// Whether a name is the report's own outlet's.
fn is_own(name: &str, imprint: &Imprint) -> bool {
    let bare = |it: &str| {
        let it = it.to_lowercase();
        it.strip_prefix("the ").unwrap_or(&it).trim().to_owned()
    };
    let own = imprint.outlet.as_deref();
    own.is_some_and(|it| bare(it) == bare(name))
}

/// Adds what was found in the text to the credits that the source declares.
fn add_found(credits: &mut Vec<Credit>, found: Vec<Credit>) {
    for credit in found {
        let known = |it: &Credit| it.agency == credit.agency && it.place == credit.place;
        if !credits.iter().any(known) {
            credits.push(credit);
        }
    }
}

/// An agency of the dateline that the table does not know: "(Northwire)".
fn add_unknown_agency(head: &Head, mask: &Mask, rules: &Cleaning, credits: &mut Vec<Credit>) {
    let Some((name, span)) = head.dateline.as_ref().and_then(|it| it.agency.clone()) else {
        return;
    };
    let place = match mask.at(span.start()) {
        Some(Cut::Caption) => CreditPlace::Caption,
        _ => CreditPlace::Head,
    };
    if credits::agency_of(&name, rules).is_none() {
        let credit = Credit {
            agency: name,
            place,
            span: Some(span),
        };
        credits.push(credit);
    }
}

fn published(report: &Report, head: &Head) -> Option<Published> {
    let basis = |basis: PublishedBasis| move |stamp: Stamp| stamp.published(basis);
    let dateline = head.dateline.as_ref().and_then(|it| it.stamp);
    let address = report.declared().url.as_deref().and_then(in_address);
    head.date
        .map(basis(PublishedBasis::Text))
        .or_else(|| dateline.map(basis(PublishedBasis::Dateline)))
        .or_else(|| address.map(basis(PublishedBasis::Address)))
        .or_else(|| mentioned(report.text()).map(basis(PublishedBasis::Mentioned)))
}

/// The date in an address: `/2023/12/27/`, `/2023-12-27-`, `/20231227`.
fn in_address(url: &str) -> Option<Stamp> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let printed = when::dates(path).map(|it| it.2).next();
    printed.or_else(|| {
        let mut runs = path.split(|it: char| !it.is_ascii_digit());
        runs.find_map(|run| (run.len() == 8).then(|| when::field(run))?)
    })
}

/// The latest full date that the text names, of the years 1990 to 2100.
fn mentioned(text: &str) -> Option<Stamp> {
    let stamps = when::dates(text).take(200).map(|it| it.2);
    let stamps = stamps.filter(|it| (1990..2100).contains(&it.date.year()));
    let latest = stamps.max_by_key(|it| it.date)?;
    Some(Stamp {
        time: None,
        offset: None,
        ..latest
    })
}

/// The dateline, its year that which lies nearest to publication.
fn dateline(found: &Found, published: Option<Date>) -> Dateline {
    let near = found
        .month_day
        .zip(published)
        .and_then(|((month, dom), day)| nearest(month, dom, day));
    let date = found.date().or(near);
    Dateline {
        place: found.place.clone(),
        date,
        month_day: found.month_day.filter(|_| date.is_none()),
        span: found.span,
    }
}

fn nearest(month: i8, dom: i8, day: Date) -> Option<Date> {
    (-1..=1)
        .filter_map(|shift| Date::new(day.year() + shift, month, dom).ok())
        .min_by_key(|date| {
            date.since(day)
                .map_or(i64::MAX, |it| i64::from(it.get_days()).abs())
        })
}

/// The outlet that a promotion asks to follow: "Follow The Coast Mirror
/// channel on a messenger". Only names that are capitalised throughout count.
fn promoted(text: &str, mask: &Mask) -> Option<String> {
    let mut promotions = mask.cuts().iter().filter(|it| it.1 == Cut::Promotion);
    promotions.find_map(|(span, _)| {
        let name = text[span.range()].strip_prefix("Follow ")?;
        let ends = [
            " channel on ",
            " on WhatsApp",
            " on Google News",
            " on X",
            " on Telegram",
        ];
        let end = ends.iter().filter_map(|it| name.find(it)).min()?;
        let name = name[..end].trim();
        let capital = |it: &str| it.starts_with(char::is_uppercase) || it == "of";
        let count = name.split(' ').count();
        ((2..=6).contains(&count) && name.split(' ').all(capital)).then(|| name.to_owned())
    })
}
