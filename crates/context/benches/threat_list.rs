//! How long a look at 100 000 listed networks takes.
#![expect(clippy::expect_used, reason = "what is wrong here is wrong in the benchmark")]

use std::fmt::Write as _;
use std::hint::black_box;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use criterion::{Criterion, criterion_group, criterion_main};
use leasehold_context::ThreatList;
use leasehold_context::reloading::Content;

/// The same numbers in every run.
fn scatter(index: u32) -> u32 {
    index.wrapping_mul(2_654_435_761).rotate_left(13).wrapping_mul(2_246_822_519)
}

fn files() -> Vec<Content> {
    let mut text = String::new();
    for index in 0..100_000 {
        let bits = scatter(index);
        if index % 4 == 0 {
            let high = u128::from(bits) << 80 | 0x2001 << 112;
            writeln!(text, "{}/{}", Ipv6Addr::from(high), 32 + bits % 33).expect("memory");
        } else {
            writeln!(text, "{}/{}", Ipv4Addr::from(bits), 20 + bits % 13).expect("memory");
        }
    }
    vec![Content { stem: "bench".into(), bytes: text.into_bytes() }]
}

fn look_up(c: &mut Criterion) {
    let files = files();
    let list = ThreatList::read(&files, 100_000).expect("a list");
    let addresses: Vec<IpAddr> = (0..1024).map(|index| Ipv4Addr::from(scatter(index * 97)).into()).collect();
    let wide: Vec<IpAddr> = (0..1024)
        .map(|index| Ipv6Addr::from(u128::from(scatter(index * 4)) << 80 | 0x2001 << 112 | 1).into())
        .collect();
    let mut next = 0_usize;
    let mut any = |addresses: &[IpAddr]| {
        next = (next + 1) % addresses.len();
        black_box(list.look_up(black_box(addresses[next])).network)
    };
    c.bench_function("look_up, IPv4", |b| b.iter(|| any(&addresses)));
    c.bench_function("look_up, IPv6", |b| b.iter(|| any(&wide)));
    c.bench_function("read 100 000", |b| b.iter(|| ThreatList::read(&files, 100_000).map(|list| list.len())));
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20);
    targets = look_up
}
criterion_main!(benches);
