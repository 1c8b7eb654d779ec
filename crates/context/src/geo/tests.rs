use leasehold_test_kit::Mmdb;
use serde_json::json;

use super::*;

fn demo() -> Geo {
    let overlay = [
        ("127.0.0.0/8", "NL"),
        ("::1/128", "NL"),
        ("203.0.113.0/24", "BR"),
        ("203.0.113.7/32", "CH"),
        ("2001:db8::/32", "NO"),
    ];
    let overlay = overlay.map(|(network, country)| (network.parse().unwrap(), country.to_owned()));
    Geo::empty().unwrap().with_overlay(overlay)
}

fn seen(geo: &Geo, address: &str) -> (Option<String>, Option<String>) {
    let place = geo.place(address.parse().unwrap(), Quality::Observed);
    (place.country, place.region)
}

fn known(country: &str, region: &str) -> (Option<String>, Option<String>) {
    (Some(country.into()), Some(region.into()))
}

#[test]
fn the_overlay_places_what_no_database_knows() {
    let geo = demo();
    assert_eq!(seen(&geo, "127.0.0.1"), known("NL", "eu_eea"));
    assert_eq!(seen(&geo, "::1"), known("NL", "eu_eea"));
    assert_eq!(seen(&geo, "203.0.113.6"), known("BR", "other"));
    assert_eq!(seen(&geo, "203.0.113.7"), known("CH", "other"), "the narrowest network wins");
    assert_eq!(seen(&geo, "2001:db8::9"), known("NO", "eu_eea"));
    assert_eq!(seen(&geo, "198.51.100.1"), (None, None));
}

#[test]
fn an_ipv4_address_in_ipv6_is_the_same_address() {
    let place = demo().place("::ffff:203.0.113.6".parse().unwrap(), Quality::Asserted);
    assert_eq!(place.country.as_deref(), Some("BR"));
    assert_eq!(place.address, "203.0.113.6".parse().ok());
    assert_eq!(place.quality, Quality::Asserted);
}

#[test]
fn what_is_no_database_is_refused() {
    assert!(Geo::from_bytes(b"<html>not found</html>".to_vec()).is_err());
    assert!(Geo::from_bytes(Vec::new()).is_err());
    assert!(Geo::open("/nonexistent.mmdb").is_err());
}

/// Runs where a database is at hand; `LEASEHOLD_GEOIP_TEST_DB` names the file.
#[test]
fn the_real_database_knows_the_test_addresses() {
    let Some(path) = std::env::var_os("LEASEHOLD_GEOIP_TEST_DB") else { return };
    let geo = Geo::open(path).unwrap().verified().unwrap();
    assert_eq!(seen(&geo, "145.97.20.1"), known("NL", "eu_eea"));
    assert_eq!(seen(&geo, "200.160.2.3"), known("BR", "other"));
    assert_eq!(seen(&geo, "2001:610::1"), known("NL", "eu_eea"));
    assert_eq!(seen(&geo, "127.0.0.1"), (None, None));
    for address in ["145.97.20.1", "200.160.2.3", "2001:610::1", "127.0.0.1"] {
        let (country, point, network) = located(&geo, address);
        assert_eq!(country.is_some(), point.is_some());
        let network: IpNet = network.parse().unwrap();
        for edge in [network.network(), network.broadcast()] {
            assert_eq!(located(&geo, &edge.to_string()), (country.clone(), point, network.to_string()));
        }
    }
}

fn located(geo: &Geo, address: &str) -> (Option<String>, Option<Point>, String) {
    let located = geo.locate(address.parse().unwrap(), Quality::Observed);
    (located.place.country, located.point, located.network.to_string())
}

fn cities() -> Geo {
    let bytes = Mmdb::default()
        // GeoLite2 and DB-IP, IP location databases, and one of countries.
        .with(
            "198.51.100.0/24",
            &json!({"country": {"iso_code": "NL"},
                "location": {"latitude": 52.37, "longitude": 4.9, "accuracy_radius": 20}}),
        )
        .with("198.51.100.128/25", &json!({"country_code": "DE", "latitude": 52.52, "longitude": 13.4}))
        .with("192.0.2.0/25", &json!({"country_code": "DE", "latitude": "52.52", "longitude": "13.4"}))
        .with("192.0.2.128/25", &json!({"country": {"iso_code": "BR"}}))
        .with("192.88.99.0/24", &json!({"country_code": "QQ", "latitude": 0, "longitude": 0}))
        .with("192.88.100.0/24", &json!({"country_code": "nl", "latitude": 99.5, "longitude": 0.5}))
        .with("2001:db8::/33", &json!({"country_code": "NO"}))
        .bytes();
    Geo::from_bytes(bytes).unwrap().verified().unwrap()
}

#[test]
fn a_database_of_cities_says_where() {
    let geo = cities();
    let some = |country: &str| Some(country.to_owned());
    let berlin = Point::new(52.52, 13.4, 200);
    assert_eq!(
        located(&geo, "::ffff:198.51.100.9"),
        (some("NL"), Point::new(52.37, 4.9, 20), "198.51.100.0/25".into())
    );
    assert_eq!(located(&geo, "198.51.100.200"), (some("DE"), berlin, "198.51.100.128/25".into()));
    assert_eq!(located(&geo, "192.0.2.1"), (some("DE"), berlin, "192.0.2.0/25".into()));
    let brazil = Point::of_country("BR");
    assert!(brazil.is_some());
    assert_eq!(located(&geo, "192.0.2.200"), (some("BR"), brazil, "192.0.2.128/25".into()));
    assert_eq!(located(&geo, "2001:db8::1"), (some("NO"), Point::of_country("NO"), "2001:db8::/33".into()));
}

#[test]
fn an_unknown_place_is_unknown_for_its_whole_network() {
    let geo = cities();
    assert_eq!(located(&geo, "10.0.0.1"), (None, None, "8.0.0.0/5".into()));
    assert_eq!(located(&geo, "2001:db8:8000::1"), (None, None, "2001:db8:8000::/33".into()));
    // What is no country and no coordinates counts as nothing.
    assert_eq!(located(&geo, "192.88.99.1"), (Some("QQ".into()), None, "192.88.99.0/24".into()));
    assert_eq!(located(&geo, "192.88.100.1"), (None, None, "192.88.100.0/24".into()));
    assert_eq!(located(&geo, "0.0.0.0"), (None, None, "0.0.0.0/32".into()));
}

#[test]
fn networks_of_the_operator_cut_the_region() {
    let own = |network: &str, country: &str| (network.parse().unwrap(), country.to_owned());
    let geo = cities().with_overlay([own("198.51.100.64/26", "BE"), own("2001:db8:1::/48", "BE")]);
    let belgium = (Some("BE".to_owned()), Point::of_country("BE"), "198.51.100.64/26".to_owned());
    assert_eq!(located(&geo, "198.51.100.65"), belgium);
    assert_eq!(located(&geo, "198.51.100.1").2, "198.51.100.0/26");
    assert_eq!(located(&geo, "198.51.100.130").2, "198.51.100.128/25", "the database is narrower");
    assert_eq!(located(&geo, "2001:db8::1").2, "2001:db8::/48");
}

#[test]
fn damage_in_the_middle_is_found_when_it_is_looked_for() {
    let mut bytes = Mmdb::default().with("192.0.2.0/24", &json!({"country_code": "NL"})).bytes();
    let record = bytes.windows(12).position(|window| window == b"country_code").unwrap();
    bytes[record - 1] = 0xff;
    let geo = Geo::from_bytes(bytes).unwrap();
    assert_eq!(seen(&geo, "192.0.2.1"), (None, None));
    assert!(geo.verified().is_err());
}

/// The address of everyone in a region has the same place, whatever the database.
#[test]
fn a_region_has_one_answer() {
    let own = [("198.51.100.64/26", "BE"), ("192.0.0.0/9", "FR")];
    let geo = cities().with_overlay(own.map(|(network, country)| (network.parse().unwrap(), country.into())));
    for address in (0..=255).flat_map(|last| {
        ["198.51.100", "198.51.101", "192.0.2", "192.88.99", "0.0.0"].map(|first| format!("{first}.{last}"))
    }) {
        let (country, point, network) = located(&geo, &address);
        let network: IpNet = network.parse().unwrap();
        for edge in [network.network(), network.broadcast()] {
            // What stands for no address is the edge of the internet.
            if !edge.is_unspecified() || address == "0.0.0.0" {
                assert_eq!(located(&geo, &edge.to_string()), (country.clone(), point, network.to_string()));
            }
        }
    }
}
