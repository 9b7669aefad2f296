//! Words and how they hang together, as Universal Dependencies describes them
//! (UD 2; Nivre et al. 2020).

use crate::Span;

/// One syntactic word: a token, or a part of a hyphenated or contracted one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// Where it stands.
    pub span: Span,
    /// Its part of speech.
    pub upos: Upos,
    /// What it is to its head.
    pub deprel: Deprel,
    /// The word it hangs on, as an index into the report's words; `None` for
    /// the root of a sentence.
    pub head: Option<u32>,
}

impl Word {
    /// A word of which only the place is known.
    pub fn at(span: Span) -> Self {
        Self {
            span,
            upos: Upos::X,
            deprel: Deprel::Root,
            head: None,
        }
    }
}

/// Declares an enum whose values have the names that treebanks give them.
macro_rules! tags {
    ($(#[$about:meta])* $name:ident { $($(#[$of:meta])* $value:ident = $text:literal,)+ }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[expect(missing_docs, reason = "the names are those of the treebanks")]
        pub enum $name { $($(#[$of])* $value,)+ }

        impl $name {
            /// Every value, in the order of its number.
            pub const ALL: &[Self] = &[$(Self::$value),+];

            /// The name treebanks give it.
            pub fn name(self) -> &'static str {
                match self { $(Self::$value => $text),+ }
            }

            /// The value of that name.
            pub fn named(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|it| it.name() == name)
            }
        }
    };
}

tags! {
    /// A universal part of speech.
    Upos {
        Adj = "ADJ",
        Adp = "ADP",
        Adv = "ADV",
        Aux = "AUX",
        Cconj = "CCONJ",
        Det = "DET",
        Intj = "INTJ",
        Noun = "NOUN",
        Num = "NUM",
        Part = "PART",
        Pron = "PRON",
        Propn = "PROPN",
        Punct = "PUNCT",
        Sconj = "SCONJ",
        Sym = "SYM",
        Verb = "VERB",
        X = "X",
    }
}

tags! {
    /// A dependency relation, with the subtypes that English treebanks use and
    /// that later stages look at.
    Deprel {
        Acl = "acl",
        AclRelcl = "acl:relcl",
        Advcl = "advcl",
        Advmod = "advmod",
        Amod = "amod",
        Appos = "appos",
        Aux = "aux",
        AuxPass = "aux:pass",
        Case = "case",
        Cc = "cc",
        Ccomp = "ccomp",
        Compound = "compound",
        CompoundPrt = "compound:prt",
        Conj = "conj",
        Cop = "cop",
        Csubj = "csubj",
        Dep = "dep",
        Det = "det",
        Discourse = "discourse",
        Dislocated = "dislocated",
        Expl = "expl",
        Fixed = "fixed",
        Flat = "flat",
        Goeswith = "goeswith",
        Iobj = "iobj",
        List = "list",
        Mark = "mark",
        Nmod = "nmod",
        NmodPoss = "nmod:poss",
        NmodUnmarked = "nmod:unmarked",
        Nsubj = "nsubj",
        NsubjPass = "nsubj:pass",
        Nummod = "nummod",
        Obj = "obj",
        Obl = "obl",
        OblAgent = "obl:agent",
        OblUnmarked = "obl:unmarked",
        Orphan = "orphan",
        Parataxis = "parataxis",
        Punct = "punct",
        Reparandum = "reparandum",
        Root = "root",
        Vocative = "vocative",
        Xcomp = "xcomp",
    }
}

impl Deprel {
    /// The value for a treebank's relation: its own name, or the universal
    /// relation before its colon.
    pub fn of(name: &str) -> Option<Self> {
        let universal = || name.split(':').next().and_then(Self::named);
        Self::named(name).or_else(universal)
    }

    /// The universal relation, without a subtype.
    pub fn universal(self) -> &'static str {
        let name = self.name();
        name.split(':').next().unwrap_or(name)
    }
}

#[cfg(test)]
mod tests {
    use super::{Deprel, Upos};

    #[test]
    fn names_read_back() {
        for &tag in Upos::ALL {
            assert_eq!(Upos::named(tag.name()), Some(tag));
        }
        for (number, &tag) in Deprel::ALL.iter().enumerate() {
            assert_eq!(Deprel::of(tag.name()), Some(tag));
            assert_eq!(tag as usize, number);
        }
    }

    #[test]
    fn a_subtype_that_is_not_kept_is_its_relation() {
        assert_eq!(Deprel::of("nsubj:outer"), Some(Deprel::Nsubj));
        assert_eq!(Deprel::of("obl:agent").map(Deprel::universal), Some("obl"));
        assert_eq!(Deprel::of("_"), None);
    }
}
