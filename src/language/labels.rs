//! The closed label sets of the language model, as one byte each.

/// An enum of labels that know their names.
macro_rules! labels {
    ($(#[$meta:meta])* $name:ident { $($variant:ident = $text:literal,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        #[allow(missing_docs)]
        pub enum $name { $($variant,)* }

        impl $name {
            /// Every label.
            pub const ALL: &[$name] = &[$($name::$variant,)*];

            /// The name that the model uses.
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $text,)* }
            }

            /// The label of that name.
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some($name::$variant),)* _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

labels! {
    /// Universal part of speech; `X` also where none is given.
    Pos {
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
        Space = "SPACE",
    }
}

labels! {
    /// Penn Treebank tag.
    Tag {
        Dollar = "$",
        CloseQuote = "''",
        Comma = ",",
        OpenBracket = "-LRB-",
        CloseBracket = "-RRB-",
        Period = ".",
        Colon = ":",
        Add = "ADD",
        Afx = "AFX",
        Cc = "CC",
        Cd = "CD",
        Dt = "DT",
        Ex = "EX",
        Fw = "FW",
        Hyph = "HYPH",
        In = "IN",
        Jj = "JJ",
        Jjr = "JJR",
        Jjs = "JJS",
        Ls = "LS",
        Md = "MD",
        Nfp = "NFP",
        Nn = "NN",
        Nnp = "NNP",
        Nnps = "NNPS",
        Nns = "NNS",
        Pdt = "PDT",
        Pos = "POS",
        Prp = "PRP",
        PrpS = "PRP$",
        Rb = "RB",
        Rbr = "RBR",
        Rbs = "RBS",
        Rp = "RP",
        Sym = "SYM",
        To = "TO",
        Uh = "UH",
        Vb = "VB",
        Vbd = "VBD",
        Vbg = "VBG",
        Vbn = "VBN",
        Vbp = "VBP",
        Vbz = "VBZ",
        Wdt = "WDT",
        Wp = "WP",
        WpS = "WP$",
        Wrb = "WRB",
        Xx = "XX",
        Space = "_SP",
        OpenQuote = "``",
    }
}

labels! {
    /// Dependency relation (ClearNLP labels).
    Dep {
        Root = "ROOT",
        Acl = "acl",
        Acomp = "acomp",
        Advcl = "advcl",
        Advmod = "advmod",
        Agent = "agent",
        Amod = "amod",
        Appos = "appos",
        Attr = "attr",
        Aux = "aux",
        Auxpass = "auxpass",
        Case = "case",
        Cc = "cc",
        Ccomp = "ccomp",
        Compound = "compound",
        Conj = "conj",
        Csubj = "csubj",
        Csubjpass = "csubjpass",
        Dative = "dative",
        Dep = "dep",
        Det = "det",
        Dobj = "dobj",
        Expl = "expl",
        Intj = "intj",
        Mark = "mark",
        Meta = "meta",
        Neg = "neg",
        Nmod = "nmod",
        Npadvmod = "npadvmod",
        Nsubj = "nsubj",
        Nsubjpass = "nsubjpass",
        Nummod = "nummod",
        Oprd = "oprd",
        Parataxis = "parataxis",
        Pcomp = "pcomp",
        Pobj = "pobj",
        Poss = "poss",
        Preconj = "preconj",
        Predet = "predet",
        Prep = "prep",
        Prt = "prt",
        Punct = "punct",
        Quantmod = "quantmod",
        Relcl = "relcl",
        Xcomp = "xcomp",
    }
}

labels! {
    /// Named entity class (OntoNotes 5).
    EntityLabel {
        Cardinal = "CARDINAL",
        Date = "DATE",
        Event = "EVENT",
        Fac = "FAC",
        Gpe = "GPE",
        Language = "LANGUAGE",
        Law = "LAW",
        Loc = "LOC",
        Money = "MONEY",
        Norp = "NORP",
        Ordinal = "ORDINAL",
        Org = "ORG",
        Percent = "PERCENT",
        Person = "PERSON",
        Product = "PRODUCT",
        Quantity = "QUANTITY",
        Time = "TIME",
        WorkOfArt = "WORK_OF_ART",
    }
}
