//! Prints the figures, or writes them between the marks of a document.

use std::error::Error;
use std::fs;

use leasehold_policy::{PolicyEngine, PolicySources};
use leasehold_traces::report::markdown;
use leasehold_traces::run::{Size, run};

const MARKS: [&str; 2] = ["<!-- figures -->\n", "<!-- end of figures -->"];

const USAGE: &str =
    "Usage: leasehold-traces [--people N] [--days N] [--seed N] [--policy FOLDER] [--write DOCUMENT]";

fn main() -> Result<(), Box<dyn Error>> {
    let mut size = Size { seed: 1, people: 200, days: 365 };
    let (mut sources, mut document) = (PolicySources::shipped(), None);
    let mut arguments = std::env::args().skip(1);
    while let Some(name) = arguments.next() {
        let value = arguments.next().ok_or(USAGE)?;
        match name.as_str() {
            "--people" => size.people = value.parse()?,
            "--days" => size.days = value.parse()?,
            "--seed" => size.seed = value.parse()?,
            "--policy" => sources = sources.with_folder(value.as_ref())?,
            "--write" => document = Some(value),
            _ => return Err(USAGE.into()),
        }
    }
    let figures = markdown(&run(PolicyEngine::new(&sources)?, size)?);
    let Some(document) = document else {
        print!("{figures}");
        return Ok(());
    };
    let text = fs::read_to_string(&document)?;
    let [begin, end] = MARKS;
    let (before, rest) = text.split_once(begin).ok_or("the document has no marks")?;
    let (_, after) = rest.split_once(end).ok_or("the document has no marks")?;
    fs::write(&document, format!("{before}{begin}\n{figures}\n{end}{after}"))?;
    Ok(())
}
