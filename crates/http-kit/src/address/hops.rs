//! The hops that proxies report, in the order they were added; `None` is a hop that is no address.

use std::net::{IpAddr, SocketAddr};

use http::HeaderMap;
use http::header::FORWARDED;

/// Hops of every `X-Forwarded-For` line; `None` without such a line.
pub(super) fn x_forwarded_for(headers: &HeaderMap) -> Option<Vec<Option<IpAddr>>> {
    let mut lines = headers.get_all("x-forwarded-for").iter().peekable();
    lines.peek()?;
    Some(
        lines
            .flat_map(|line| line.to_str().unwrap_or("?").split(',').map(parse).collect::<Vec<_>>())
            .collect(),
    )
}

/// Hops of every `Forwarded` line (RFC 7239 section 4); `None` without such a line.
pub(super) fn forwarded(headers: &HeaderMap) -> Option<Vec<Option<IpAddr>>> {
    let mut lines = headers.get_all(FORWARDED).iter().peekable();
    lines.peek()?;
    Some(lines.flat_map(|line| elements(line.to_str().unwrap_or("?"))).collect())
}

/// The `for` of each element. Where quotes do not close nothing in the line can be told apart, because a
/// client may have opened the quote that swallows what the proxy appended.
fn elements(line: &str) -> Vec<Option<IpAddr>> {
    if !line.matches('"').count().is_multiple_of(2) || line.contains('\\') {
        return vec![None];
    }
    split_unquoted(line, ',').into_iter().map(for_of).collect()
}

fn for_of(element: &str) -> Option<IpAddr> {
    let pairs = split_unquoted(element, ';');
    let mut values = pairs.iter().filter_map(|pair| {
        let (name, value) = pair.split_once('=')?;
        name.trim().eq_ignore_ascii_case("for").then_some(value.trim())
    });
    let (Some(value), None) = (values.next(), values.next()) else { return None };
    let unquoted = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    parse(unquoted.unwrap_or(value))
}

fn split_unquoted(text: &str, separator: char) -> Vec<&str> {
    let mut quoted = false;
    text.split(|c: char| {
        quoted ^= c == '"';
        c == separator && !quoted
    })
    .collect()
}

/// `192.0.2.1`, `192.0.2.1:80`, `2001:db8::1`, `[2001:db8::1]`, `[2001:db8::1]:80`.
fn parse(hop: &str) -> Option<IpAddr> {
    let hop = hop.trim();
    let bare = hop.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(hop);
    let address = bare.parse::<IpAddr>().ok().or_else(|| hop.parse::<SocketAddr>().ok().map(|s| s.ip()));
    address.map(|address| address.to_canonical())
}
