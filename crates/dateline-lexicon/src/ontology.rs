//! PLOVER: types, modes, contexts, sectors and their scores, as facts of the manual (draft 2.0,
//! February 2024, Open Event Data Alliance). `data/ontology` says in words what each means.

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

/// An enumeration whose values are written as texts.
#[doc(hidden)]
#[macro_export]
macro_rules! text_enum {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$doc])* #[serde(rename = $text)] $variant),+ }

        impl $name {
            /// All values, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// As it is written.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }

            /// Reads what [`as_str`](Self::as_str) writes.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$variant),)+ _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}

text_enum! {
    /// Quad classes.
    #[allow(missing_docs)]
    Quad {
        VCoop = "V-COOP",
        MCoop = "M-COOP",
        VConf = "V-CONF",
        MConf = "M-CONF",
    }
}

text_enum! {
    /// The 16 event types.
    EventType {
        /// Verbal cooperation.
        Agree = "AGREE",
        /// Verbal cooperation.
        Consult = "CONSULT",
        /// Verbal cooperation.
        Support = "SUPPORT",
        /// Verbal cooperation.
        Concede = "CONCEDE",
        /// Material cooperation.
        Cooperate = "COOPERATE",
        /// Material cooperation.
        Aid = "AID",
        /// Material cooperation.
        Retreat = "RETREAT",
        /// Verbal conflict.
        Request = "REQUEST",
        /// Verbal conflict.
        Accuse = "ACCUSE",
        /// Verbal conflict.
        Reject = "REJECT",
        /// Verbal conflict.
        Threaten = "THREATEN",
        /// Material conflict.
        Protest = "PROTEST",
        /// Material conflict.
        Sanction = "SANCTION",
        /// Material conflict.
        Mobilize = "MOBILIZE",
        /// Material conflict.
        Coerce = "COERCE",
        /// Material conflict.
        Assault = "ASSAULT",
    }
}

text_enum! {
    /// Modes: how an act was done. Some belong to several types.
    #[allow(missing_docs)]
    Mode {
        Visit = "visit",
        ThirdParty = "third-party",
        Multilateral = "multilateral",
        Phone = "phone",
        Withdraw = "withdraw",
        Release = "release",
        Disarm = "disarm",
        Ceasefire = "ceasefire",
        Access = "access",
        Resign = "resign",
        Assist = "assist",
        Change = "change",
        Yield = "yield",
        Meet = "meet",
        Disapprove = "disapprove",
        Investigate = "investigate",
        Allege = "allege",
        Restrict = "restrict",
        Arrest = "arrest",
        Relations = "relations",
        Expel = "expel",
        Territory = "territory",
        Violence = "violence",
        Demo = "demo",
        Riot = "riot",
        Strike = "strike",
        Hunger = "hunger",
        Boycott = "boycott",
        Obstruct = "obstruct",
        Vandalize = "vandalize",
        Convict = "convict",
        Discontinue = "discontinue",
        Troops = "troops",
        Weapons = "weapons",
        Police = "police",
        Militia = "militia",
        Seize = "seize",
        Censor = "censor",
        Curfew = "curfew",
        MartialLaw = "martial-law",
        Deport = "deport",
        Withhold = "withhold",
        Misinformation = "misinformation",
        Cyber = "cyber",
        Abduct = "abduct",
        Beat = "beat",
        Torture = "torture",
        Sexual = "sexual",
        Targeted = "targeted",
        Destroy = "destroy",
        Primitive = "primitive",
        Firearms = "firearms",
        Explosives = "explosives",
        SuicideAttack = "suicide-attack",
        Aerial = "aerial",
        Drone = "drone",
        HeavyWeapons = "heavy-weapons",
        CrowdControl = "crowd-control",
        Unconventional = "unconventional",
    }
}

text_enum! {
    /// Contexts: what the text is about.
    #[allow(missing_docs)]
    Context {
        Military = "military",
        Intelligence = "intelligence",
        Executive = "executive",
        Legislative = "legislative",
        Election = "election",
        PoliticalInstitutions = "political_institutions",
        ProDemocracy = "pro_democracy",
        ProAutocracy = "pro_autocracy",
        Economic = "economic",
        Legal = "legal",
        Reparations = "reparations",
        HumanRights = "human_rights",
        RightsFreedoms = "rights_freedoms",
        Repression = "repression",
        HumanSecurity = "human_security",
        Gender = "gender",
        Lgbt = "lgbt",
        ReligionEthnicity = "religion_ethnicity",
        Inequality = "inequality",
        Diplomatic = "diplomatic",
        Territory = "territory",
        Peacekeeping = "peacekeeping",
        Health = "health",
        Asylum = "asylum",
        Migration = "migration",
        Disasters = "disasters",
        NaturalResource = "natural_resource",
        Environment = "environment",
        Technology = "technology",
        Terrorism = "terrorism",
        Cbrn = "cbrn",
        Cyber = "cyber",
        Misinformation = "misinformation",
        Crime = "crime",
        Corruption = "corruption",
        IllegalDrugs = "illegal_drugs",
        Trafficking = "trafficking",
    }
}

text_enum! {
    /// Sectors of actors.
    Sector {
        /// Police and other law-enforcement or protective bodies.
        Cop = "COP",
        /// Executive branch, ministries, governing parties and coalition partners.
        Gov = "GOV",
        /// Judges and courts.
        Jud = "JUD",
        /// Parliaments and their members.
        Leg = "LEG",
        /// State armed forces, their people and equipment.
        Mil = "MIL",
        /// Paramilitaries that do not oppose the government.
        Prm = "PRM",
        /// Political parties; add GOV or OPP where the side is known.
        Pty = "PTY",
        /// Armed opposition, rebel or separatist, group or person.
        Reb = "REB",
        /// State intelligence services and operatives.
        Spy = "SPY",
        /// Armed people whose side is not known.
        Uaf = "UAF",
        /// Actor known only in generic terms.
        Unk = "UNK",
        /// Farm labour, organised or not; peasants, fishers.
        Agr = "AGR",
        /// Businesses and business people, multinationals excepted.
        Bus = "BUS",
        /// Criminals and gangs.
        Crm = "CRM",
        /// Unarmed civilians, protesters and activists outside any other sector.
        Cvl = "CVL",
        /// Teachers, students, schools.
        Edu = "EDU",
        /// Former officials now out of office, exiles, officials' families.
        Eli = "ELI",
        /// Journalists and news media (CAMEO: MED).
        Jrn = "JRN",
        /// Labour in services or manufacturing, organised or not.
        Lab = "LAB",
        /// Health workers and bodies (CAMEO: HLH).
        Med = "MED",
        /// Refugees and internally displaced people.
        Ref = "REF",
        /// Political opposition; normally a secondary code.
        Opp = "OPP",
        /// Partially recognised entity; always added to the other codes, never instead.
        Pre = "PRE",
        /// Religious bodies and leaders.
        Rel = "REL",
        /// Civil-society organisation or movement not covered elsewhere.
        Soc = "SOC",
    }
}

impl Quad {
    /// 1 to 4, as in the PLOVER manual.
    #[must_use]
    pub const fn number(self) -> u8 {
        self as u8 + 1
    }
}

impl EventType {
    /// Quad class.
    #[must_use]
    pub const fn quad(self) -> Quad {
        match self {
            Self::Agree | Self::Consult | Self::Support | Self::Concede => Quad::VCoop,
            Self::Cooperate | Self::Aid | Self::Retreat => Quad::MCoop,
            Self::Request | Self::Accuse | Self::Reject | Self::Threaten => Quad::VConf,
            Self::Protest | Self::Sanction | Self::Mobilize | Self::Coerce | Self::Assault => Quad::MConf,
        }
    }

    /// PLOVER's score, from -10 (conflict) to +10 (cooperation), for an event without mode.
    #[must_use]
    pub const fn score(self) -> f64 {
        match self {
            Self::Agree => 2.5,
            Self::Consult => 2.5,
            Self::Support => 5.0,
            Self::Concede => 4.5,
            Self::Cooperate => 9.5,
            Self::Aid => 10.0,
            Self::Retreat => 6.5,
            Self::Request => 0.0,
            Self::Accuse => -3.0,
            Self::Reject => -2.0,
            Self::Threaten => -3.5,
            Self::Protest => -5.0,
            Self::Sanction => -6.0,
            Self::Mobilize => -5.5,
            Self::Coerce => -7.0,
            Self::Assault => -9.0,
        }
    }

    /// The CAMEO code for an event without mode. Approximate: PLOVER is coarser.
    #[must_use]
    pub const fn cameo(self) -> &'static str {
        match self {
            Self::Agree => "030",
            Self::Consult => "040",
            Self::Support => "050",
            Self::Concede => "080",
            Self::Cooperate => "060",
            Self::Aid => "070",
            Self::Retreat => "080",
            Self::Request => "100",
            Self::Accuse => "110",
            Self::Reject => "120",
            Self::Threaten => "130",
            Self::Protest => "140",
            Self::Sanction => "160",
            Self::Mobilize => "150",
            Self::Coerce => "170",
            Self::Assault => "180",
        }
    }

    /// The type's modes, each with its score (`None` where the manual has none) and CAMEO code.
    #[must_use]
    pub const fn modes(self) -> &'static [(Mode, Option<f64>, &'static str)] {
        match self {
            Self::Agree => &[],
            Self::Consult => &[
                (Mode::Visit, Some(4.0), "042"),
                (Mode::ThirdParty, Some(1.0), "044"),
                (Mode::Multilateral, Some(4.0), "040"),
                (Mode::Phone, Some(1.5), "041"),
            ],
            Self::Support => &[],
            Self::Concede => &[],
            Self::Cooperate => &[],
            Self::Aid => &[],
            Self::Retreat => &[
                (Mode::Withdraw, Some(8.0), "0874"),
                (Mode::Release, Some(6.5), "0841"),
                (Mode::Disarm, Some(10.0), "0873"),
                (Mode::Ceasefire, Some(7.5), "0871"),
                (Mode::Access, Some(6.5), "086"),
                (Mode::Resign, Some(4.5), "0831"),
            ],
            Self::Request => &[
                (Mode::Assist, Some(0.5), "101"),
                (Mode::Change, Some(-1.0), "104"),
                (Mode::Yield, Some(-1.0), "105"),
                (Mode::Meet, Some(0.0), "106"),
            ],
            Self::Accuse => &[
                (Mode::Disapprove, Some(-2.0), "111"),
                (Mode::Investigate, Some(-3.5), "090"),
                (Mode::Allege, Some(-3.5), "112"),
            ],
            Self::Reject => &[
                (Mode::Assist, Some(-1.5), "121"),
                (Mode::Change, Some(-2.0), "123"),
                (Mode::Yield, Some(-2.0), "124"),
                (Mode::Meet, Some(-2.0), "125"),
            ],
            Self::Threaten => &[
                (Mode::Restrict, Some(-3.0), "132"),
                (Mode::Arrest, Some(-3.5), "137"),
                (Mode::Relations, Some(-3.5), "1313"),
                (Mode::Expel, Some(-3.5), "136"),
                (Mode::Territory, Some(-4.0), "1382"),
                (Mode::Violence, Some(-3.5), "138"),
            ],
            Self::Protest => &[
                (Mode::Demo, Some(-5.0), "141"),
                (Mode::Riot, Some(-7.0), "145"),
                (Mode::Strike, Some(-5.0), "143"),
                (Mode::Hunger, Some(-4.5), "142"),
                (Mode::Boycott, Some(-4.5), "143"),
                (Mode::Obstruct, Some(-4.5), "144"),
                (Mode::Vandalize, None, "140"),
            ],
            Self::Sanction => &[
                (Mode::Convict, Some(-6.0), "116"),
                (Mode::Expel, Some(-5.5), "166"),
                (Mode::Withdraw, Some(-6.0), "161"),
                (Mode::Discontinue, Some(-6.0), "160"),
            ],
            Self::Mobilize => &[
                (Mode::Troops, Some(-6.5), "154"),
                (Mode::Weapons, Some(-6.5), "152"),
                (Mode::Police, Some(-5.5), "153"),
                (Mode::Militia, Some(-6.0), "154"),
            ],
            Self::Coerce => &[
                (Mode::Seize, Some(-7.0), "171"),
                (Mode::Restrict, Some(-7.0), "172"),
                (Mode::Censor, Some(-6.5), "1721"),
                (Mode::Curfew, Some(-6.5), "1723"),
                (Mode::MartialLaw, Some(-7.5), "1724"),
                (Mode::Arrest, Some(-7.0), "173"),
                (Mode::Deport, Some(-7.0), "174"),
                (Mode::Withhold, Some(-7.0), "170"),
                (Mode::Misinformation, Some(-6.5), "170"),
                (Mode::Cyber, Some(-7.0), "176"),
            ],
            Self::Assault => &[
                (Mode::Abduct, Some(-8.5), "181"),
                (Mode::Beat, Some(-7.5), "182"),
                (Mode::Torture, Some(-8.5), "1822"),
                (Mode::Sexual, Some(-8.5), "1821"),
                (Mode::Targeted, Some(-9.5), "186"),
                (Mode::Destroy, Some(-8.5), "1712"),
                (Mode::Primitive, Some(-8.0), "182"),
                (Mode::Firearms, Some(-9.0), "193"),
                (Mode::Explosives, Some(-9.0), "183"),
                (Mode::SuicideAttack, Some(-9.5), "1831"),
                (Mode::Aerial, Some(-9.5), "195"),
                (Mode::Drone, Some(-9.5), "1952"),
                (Mode::HeavyWeapons, Some(-9.5), "194"),
                (Mode::CrowdControl, Some(-7.5), "175"),
                (Mode::Unconventional, Some(-10.0), "204"),
            ],
        }
    }

    /// True if `mode` is one of this type's.
    #[must_use]
    pub fn has_mode(self, mode: Mode) -> bool {
        self.modes().iter().any(|(m, ..)| *m == mode)
    }

    /// Words and diplomacy, as against deeds.
    #[must_use]
    pub const fn is_verbal(self) -> bool {
        matches!(self.quad(), Quad::VCoop | Quad::VConf)
    }

    /// Cooperation, as against conflict.
    #[must_use]
    pub const fn is_cooperative(self) -> bool {
        matches!(self.quad(), Quad::VCoop | Quad::MCoop)
    }

    /// PLOVER's score for an event of this type and mode: the mode's where it has one.
    #[must_use]
    pub fn score_with(self, mode: Option<Mode>) -> f64 {
        mode.and_then(|mode| self.modes().iter().find(|(m, ..)| *m == mode))
            .and_then(|(_, score, _)| *score)
            .unwrap_or(self.score())
    }

    /// The CAMEO code for an event of this type and mode.
    #[must_use]
    pub fn cameo_with(self, mode: Option<Mode>) -> &'static str {
        mode.and_then(|mode| self.modes().iter().find(|(m, ..)| *m == mode))
            .map_or(self.cameo(), |(_, _, cameo)| cameo)
    }
}

/// A type of event that a user's own lexicon defines.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OwnType {
    /// Its name.
    pub name: CompactString,
    /// Its score, -10 to +10; `None` for that of the PLOVER type that it is like.
    pub score: Option<f64>,
}
