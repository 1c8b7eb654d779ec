//! What a person does in a year without anything being wrong.

use chrono::{DateTime, Datelike as _, Duration, NaiveDate, Utc};

use crate::atlas::{Net, Spot};
use crate::people::{Kind, Person};
use crate::rng::Rng;

/// The laptop.
pub const LAPTOP: usize = 0;
/// The telephone.
pub const PHONE: usize = 1;

/// The first day of the traces, a Monday.
const FIRST: Option<NaiveDate> = NaiveDate::from_ymd_opt(2026, 1, 5);

/// A person uses an app.
#[derive(Clone, Debug)]
pub struct Moment {
    /// When.
    pub at: DateTime<Utc>,
    /// On what.
    pub device: usize,
    /// From where, as the address says.
    pub spot: Spot,
    /// Whether the person themselves is outside the region.
    pub abroad: bool,
    /// Calls to APIs.
    pub calls: u32,
    /// Whether they need what is sensitive.
    pub pays: bool,
    /// What happened just before.
    pub incident: Option<Incident>,
}

/// What happens to people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Incident {
    /// They mistype their password or code that often.
    Mistypes(u32),
    /// The device is a new one.
    Replaced,
    /// The browser forgot its key, and kept its cookie.
    LostKey,
    /// An update or another screen makes it look different.
    LooksDifferent,
    /// They have a new password.
    NewPassword,
    /// They sign in anew, on a network on which strangers just failed to.
    AmongFailures,
}

/// Days away from home.
struct Trip {
    days: std::ops::Range<i64>,
    to: &'static str,
    work: bool,
}

/// The moments of that many days, in order.
#[must_use]
pub fn moments(seed: u64, person: &Person, days: i64) -> Vec<Moment> {
    let rng = Rng::new(seed).fork(u64::from(person.index) + 1).fork(7);
    let trips = trips(rng.fork(1), person, days);
    let mut moments: Vec<Moment> = (0..days)
        .flat_map(|day| {
            let trip = trips.iter().find(|trip| trip.days.contains(&day));
            Day { rng: rng.fork(u64::try_from(day).unwrap_or_default() + 100), person, day, trip }.moments()
        })
        .collect();
    moments.sort_by_key(|moment| moment.at);
    moments
}

fn trips(mut rng: Rng, person: &Person, days: i64) -> Vec<Trip> {
    let mut trips = Vec::new();
    let abroad = ["GB", "US", "CH", "TR"];
    for half in 0..(days + 90) / 182 {
        let from = half * 182 + rng.within(60, 160);
        let to = match rng.within(0, 100) {
            0..30 => person.home,
            30..75 => rng.pick(&["ES", "IT", "AT", "FR"], "ES"),
            _ => rng.pick(&abroad, "GB"),
        };
        trips.push(Trip { days: from..from + rng.within(7, 15), to, work: false });
    }
    let every = if person.kind == Kind::Travels { 15 } else { 300 };
    for round in 0..days / every {
        let from = round * every + rng.within(0, every - 5);
        let to = match rng.within(0, 100) {
            0..60 => rng.pick(&["DE", "FR", "ES", "RO"], "DE"),
            60..90 => rng.pick(&["GB", "CH", "US"], "GB"),
            _ => "SG",
        };
        trips.push(Trip { days: from..from + rng.within(2, 5), to, work: true });
    }
    trips
}

struct Day<'a> {
    rng: Rng,
    person: &'a Person,
    day: i64,
    trip: Option<&'a Trip>,
}

impl Day<'_> {
    fn moments(mut self) -> Vec<Moment> {
        let mut moments = Vec::new();
        let at_home = self.rng.permille(400);
        let exit = self.rng.permille(300).then(|| self.rng.pick(&["NL", "US", "GB", "SG", "DE"], "NL"));
        let hotel = self.rng.fork(1).within(0, 64);
        let odd = self.rng.within(0, 10_000);
        for (minute, device) in self.hours() {
            let mut spot = self.spot(device, at_home, u16::try_from(hotel).unwrap_or_default());
            // On for some hours, off for others.
            if self.person.kind == Kind::PrivateVpn && device == LAPTOP && self.rng.permille(500) {
                spot = exit.map_or(spot, |exit| Spot::new(exit, Net::PrivateVpn(3)));
            }
            match odd {
                // Somebody else's misdeeds gave the network a bad name; or the database is out of date.
                0..20 if device == PHONE => spot.network = Net::Listed(5),
                20..30 => spot.country = "",
                _ => {}
            }
            let at = self.instant(minute);
            let (pays, incident) = (self.pays(device), self.incident(device));
            let calls = if self.rng.permille(10) { 120 } else { 40 };
            let calls = u32::try_from(self.rng.within(1, calls)).unwrap_or(1);
            let abroad = self.trip.is_some_and(|trip| !Spot::inside(trip.to))
                || (spot.country == self.person.office && !Spot::inside(spot.country));
            moments.push(Moment { at, device, spot, abroad, calls, pays, incident });
        }
        moments
    }

    /// Minutes of the local day at which something is used, and on what.
    fn hours(&mut self) -> Vec<(i64, usize)> {
        let mut uses = Vec::new();
        let weekday =
            FIRST.map_or(0, |first| (first + Duration::days(self.day)).weekday().num_days_from_monday());
        let works = match (self.person.kind, self.trip) {
            (_, Some(trip)) => trip.work && weekday < 5,
            (Kind::Shifts, None) => self.day % 7 != 5 && self.rng.permille(850),
            (Kind::Seldom, None) => self.rng.permille(70),
            _ => weekday < 5 && self.rng.permille(960),
        };
        if works {
            let from = match (self.person.kind, self.day / 7 % 3) {
                (Kind::Shifts, 0) => 6,
                (Kind::Shifts, 1) => 14,
                (Kind::Shifts, _) => 22,
                _ => 9,
            };
            for hour in from..from + 8 {
                if self.rng.permille(800) {
                    uses.push((hour * 60 + self.rng.within(0, 60), LAPTOP));
                }
            }
            if self.rng.permille(400) {
                uses.push(((from - 1) * 60 + self.rng.within(0, 60), PHONE));
            }
        }
        let evening = if self.person.kind == Kind::Seldom { 30 } else { 300 };
        if self.rng.permille(evening) {
            uses.push((19 * 60 + self.rng.within(0, 180), PHONE));
        }
        uses
    }

    fn spot(&mut self, device: usize, at_home: bool, hotel: u16) -> Spot {
        let person = self.person;
        let mobile = Net::Mobile(u16::try_from(self.rng.within(0, 4)).unwrap_or_default());
        match (person.kind, self.trip) {
            (Kind::CompanyVpn, _) if device == LAPTOP => Spot::new("NL", Net::CompanyVpn),
            // Traffic of a roaming telephone goes out at home in most cases.
            (_, Some(trip)) if device == PHONE && trip.to != person.home && self.rng.permille(600) => {
                Spot::new(person.operator, mobile)
            }
            (_, Some(trip)) if self.rng.permille(15) => Spot::new(trip.to, Net::Listed(hotel)),
            (_, Some(trip)) => Spot::new(trip.to, Net::Hotel(hotel)),
            _ if device == PHONE && self.rng.permille(600) => Spot::new(person.operator, mobile),
            _ if device == PHONE => Spot::new(person.home, Net::Home(person.index)),
            (Kind::Hybrid | Kind::PrivateVpn, None) if at_home => {
                Spot::new(person.home, Net::Home(person.index))
            }
            _ => Spot::new(person.office, Net::Office),
        }
    }

    fn pays(&mut self, device: usize) -> bool {
        let chance = match (self.trip, device) {
            (Some(trip), _) if !trip.work => 50,
            (_, LAPTOP) => 200,
            _ => 100,
        };
        self.rng.permille(chance)
    }

    /// About once a year each for what is rare: there are some 1800 moments in a year.
    fn incident(&mut self, device: usize) -> Option<Incident> {
        match self.rng.within(0, 10_000) {
            0..60 => Some(Incident::Mistypes(1)),
            60..80 => Some(Incident::Mistypes(3)),
            80..86 => Some(Incident::Mistypes(6)),
            90..93 => Some(Incident::Replaced),
            93..96 if self.person.keyed => Some(Incident::LostKey),
            93..96 => Some(Incident::Replaced),
            100..140 if device == LAPTOP => Some(Incident::LooksDifferent),
            140..150 => Some(Incident::NewPassword),
            150..155 => Some(Incident::AmongFailures),
            _ => None,
        }
    }

    /// The moment at which clocks where the person is show that minute of the day.
    fn instant(&self, minute: i64) -> DateTime<Utc> {
        let Some(first) = FIRST else { return DateTime::<Utc>::UNIX_EPOCH };
        let day = first + Duration::days(self.day);
        // From 29 March to 25 October 2026.
        let summer = i64::from((88..298).contains(&day.ordinal()));
        let ahead = match self.trip.map(|trip| trip.to) {
            Some("GB") => summer,
            Some("US") => summer - 5,
            Some("SG") => 8,
            Some("RO") => 2 + summer,
            Some("TR") => 3,
            _ => 1 + summer,
        };
        day.and_time(chrono::NaiveTime::MIN).and_utc() + Duration::minutes(minute) - Duration::hours(ahead)
    }
}
