//! Two hundred people: how they work and what they carry.

use crate::rng::Rng;

/// A way of working. Of a hundred people, [`Kind::share`] have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// In the office, nine to five.
    Office,
    /// Some days at home.
    Hybrid,
    /// Lives in one country of the region and works in another.
    CommutesInside,
    /// Lives in the region and works in Switzerland.
    CommutesOutside,
    /// On business trips every month, some of them overseas.
    Travels,
    /// Works over the employer's VPN, whose exit the operator has named.
    CompanyVpn,
    /// Has a VPN of their own now and then, with exits anywhere.
    PrivateVpn,
    /// A telephone whose operator is in another country, and whose traffic goes out there.
    Roams,
    /// Early, late and night shifts in turn.
    Shifts,
    /// Two days a month.
    Seldom,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Office,
        Self::Hybrid,
        Self::CommutesInside,
        Self::CommutesOutside,
        Self::Travels,
        Self::CompanyVpn,
        Self::PrivateVpn,
        Self::Roams,
        Self::Shifts,
        Self::Seldom,
    ];

    /// People of a hundred.
    #[must_use]
    pub const fn share(self) -> usize {
        match self {
            Self::Office => 30,
            Self::Hybrid => 22,
            Self::CommutesInside | Self::PrivateVpn | Self::Seldom => 5,
            Self::CommutesOutside => 3,
            Self::Travels | Self::Shifts => 8,
            Self::CompanyVpn => 10,
            Self::Roams => 4,
        }
    }

    /// What the report calls it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Office => "office",
            Self::Hybrid => "office and home",
            Self::CommutesInside => "commutes across a border of the region",
            Self::CommutesOutside => "commutes to Switzerland",
            Self::Travels => "travels on business",
            Self::CompanyVpn => "VPN of the employer",
            Self::PrivateVpn => "VPN of their own",
            Self::Roams => "telephone of a foreign operator",
            Self::Shifts => "shifts",
            Self::Seldom => "two days a month",
        }
    }
}

/// One person.
#[derive(Clone, Debug)]
pub struct Person {
    /// Counted from zero.
    pub index: u16,
    /// How they work.
    pub kind: Kind,
    /// Where they live.
    pub home: &'static str,
    /// Where they work.
    pub office: &'static str,
    /// Where the operator of their telephone is.
    pub operator: &'static str,
    /// Whether their browsers run scripts, and so have keys.
    pub keyed: bool,
    /// Whether approving invoices is part of their work.
    pub approves: bool,
}

impl Person {
    /// IANA name of their zone.
    #[must_use]
    pub fn zone(&self) -> &'static str {
        match self.home {
            "DE" => "Europe/Berlin",
            "FR" => "Europe/Paris",
            "BE" => "Europe/Brussels",
            _ => "Europe/Amsterdam",
        }
    }
}

/// That many people, in the shares of [`Kind`].
#[must_use]
pub fn people(seed: u64, count: u16) -> Vec<Person> {
    let shares: Vec<Kind> =
        Kind::ALL.iter().flat_map(|kind| std::iter::repeat_n(*kind, kind.share())).collect();
    (0..count).map(|index| person(seed, index, count, &shares)).collect()
}

fn person(seed: u64, index: u16, count: u16, shares: &[Kind]) -> Person {
    let mut rng = Rng::new(seed).fork(u64::from(index) + 1);
    let slot = usize::from(index) * shares.len() / usize::from(count.max(1));
    let kind = shares.get(slot).copied().unwrap_or(Kind::Office);
    let (home, office) = match kind {
        Kind::CommutesInside => rng.pick(&[("DE", "NL"), ("BE", "NL"), ("FR", "DE")], ("DE", "NL")),
        Kind::CommutesOutside => (rng.pick(&["FR", "DE"], "FR"), "CH"),
        _ => {
            let home = rng.pick(&["NL", "NL", "NL", "DE", "BE"], "NL");
            (home, home)
        }
    };
    let operator = if kind == Kind::Roams { rng.pick(&["DE", "RO", "GB"], "DE") } else { home };
    Person {
        index,
        kind,
        home,
        office,
        operator,
        keyed: rng.permille(750),
        approves: kind != Kind::Shifts && rng.permille(150),
    }
}
