//! Writes small address databases (MaxMind DB format 2.0).

use std::collections::BTreeMap;

use ipnet::IpNet;
use serde_json::{Value, json};

/// Ends the data and begins the metadata.
const MARKER: &[u8] = b"\xab\xcd\xefMaxMind.com";

#[derive(Clone, Copy)]
enum Slot {
    Empty,
    Node(usize),
    Data(usize),
}

/// An IPv6 tree of networks, with IPv4 at `::/96` as everybody has it. Of nested networks, the narrower is
/// added later.
pub struct Mmdb {
    nodes: Vec<[Slot; 2]>,
    data: Vec<u8>,
}

impl Default for Mmdb {
    fn default() -> Self {
        Self { nodes: vec![[Slot::Empty; 2]], data: Vec::new() }
    }
}

impl Mmdb {
    /// Adds a network with its record, an object.
    #[must_use]
    pub fn with(mut self, network: &str, record: &Value) -> Self {
        let network: IpNet = network.parse().expect("a network");
        let (bits, length) = match network {
            IpNet::V4(v4) => (u128::from(u32::from(v4.network())), 96 + v4.prefix_len()),
            IpNet::V6(v6) => (u128::from(v6.network()), v6.prefix_len()),
        };
        let offset = self.data.len();
        encode(record, &mut self.data);
        let mut node = 0;
        for depth in 0..length {
            let side = usize::from(bits >> (127 - depth) & 1 == 1);
            if depth + 1 == length {
                self.nodes[node][side] = Slot::Data(offset);
                continue;
            }
            node = match self.nodes[node][side] {
                Slot::Node(next) => next,
                slot => {
                    self.nodes.push([slot; 2]);
                    let next = self.nodes.len() - 1;
                    self.nodes[node][side] = Slot::Node(next);
                    next
                }
            };
        }
        self
    }

    /// The file.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let count = self.nodes.len();
        let mut bytes = Vec::new();
        for slot in self.nodes.iter().flatten() {
            let value = match slot {
                Slot::Empty => count,
                Slot::Node(node) => *node,
                Slot::Data(offset) => count + 16 + offset,
            };
            bytes.extend(u32::try_from(value).expect("a small database").to_be_bytes());
        }
        bytes.extend([0; 16]);
        bytes.extend(&self.data);
        bytes.extend(MARKER);
        let metadata = json!({
            "binary_format_major_version": 2,
            "binary_format_minor_version": 0,
            "build_epoch": 1_700_000_000,
            "database_type": "Test",
            "description": {"en": "Test"},
            "ip_version": 6,
            "languages": ["en"],
            "node_count": count,
            "record_size": 32,
        });
        encode(&metadata, &mut bytes);
        bytes
    }
}

/// Types of the format: those over 7 stand in a second byte.
fn control(kind: u8, size: usize, out: &mut Vec<u8>) {
    let size = u8::try_from(size).ok().filter(|size| *size < 29).expect("short values");
    if kind < 8 {
        out.push(kind << 5 | size);
    } else {
        out.extend([size, kind - 7]);
    }
}

fn integer(kind: u8, size: usize, number: u64, out: &mut Vec<u8>) {
    control(kind, size, out);
    let bytes = number.to_be_bytes();
    let (left_out, bytes) = bytes.split_at(8 - size);
    assert!(left_out.iter().all(|byte| *byte == 0), "{number} is too large");
    out.extend(bytes);
}

fn encode(value: &Value, out: &mut Vec<u8>) {
    match value {
        Value::String(text) => {
            control(2, text.len(), out);
            out.extend(text.as_bytes());
        }
        Value::Number(number) => match number.as_u64() {
            Some(number) => integer(5, 2, number, out),
            None => {
                control(3, 8, out);
                out.extend(number.as_f64().expect("a number").to_be_bytes());
            }
        },
        Value::Object(map) => {
            control(7, map.len(), out);
            for (key, value) in map.iter().collect::<BTreeMap<_, _>>() {
                encode(&Value::String(key.clone()), out);
                // Readers are strict about the types of metadata.
                match (key.as_str(), value.as_u64()) {
                    ("node_count", Some(number)) => integer(6, 4, number, out),
                    ("build_epoch", Some(number)) => integer(9, 8, number, out),
                    _ => encode(value, out),
                }
            }
        }
        Value::Array(values) => {
            control(11, values.len(), out);
            values.iter().for_each(|value| encode(value, out));
        }
        Value::Null | Value::Bool(_) => panic!("not needed in databases of tests"),
    }
}
