//! Reads many news reports and draws up one sourced record per story.
//!
//! The whole pipeline as a library: [`read`] bytes into reports, [`Desk::annotate`]
//! each by itself or [`Desk::annotate_together`] those at hand, then [`Desk::brief`] draws up the record of every story.
//! What always holds: the same reports give the same records, in any order
//! and on any number of threads; nothing here reads a file or the clock.
//!
//! ```
//! use rapporteur::{Desk, Options, Source};
//!
//! let text = "LIMA, May 3 (AP) - Minister Ana Ruiz said the port will reopen on Friday.";
//! let source = Source::named("port.txt");
//! let read = rapporteur::read(text.as_bytes(), &source, &Options::default());
//! let desk = Desk::english();
//! let briefed = desk.brief(desk.annotate_together(read.reports));
//! assert_eq!(briefed.accounts().count(), 1);
//! ```

mod acts;
mod briefed;
mod desk;
mod edits;
mod intake;
mod ledger;
mod neighbourhood;
mod since;

pub use acts::ActError;
pub use briefed::Briefed;
pub use desk::Desk;
pub use edits::parse_edits;
pub use intake::{Intake, Leaf, Taken};
pub use ledger::{Ledger, Surroundings, Tally};
pub use rapporteur_gather::{Digest, Limits, Stream};
pub use rapporteur_present as present;
pub use rapporteur_read::{Columns, Options, PARTS, Piece, ReadOut, Skipped, Source, read, unpack};
pub use rapporteur_store as store;
pub use rapporteur_text as text;
pub use since::Since;
