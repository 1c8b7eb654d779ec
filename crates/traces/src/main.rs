//! Prints the figures, or writes them between the marks of a document.

use std::path::PathBuf;

use leasehold_traces::report::markdown;
use leasehold_traces::run::{Size, run};

const MARKS: [&str; 2] = ["<!-- figures -->\n", "<!-- end of figures -->"];

/// `leasehold-traces [PEOPLE DAYS SEED [DOCUMENT]]`
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |index: usize, default: u64| arguments.get(index).map_or(Ok(default), |text| text.parse());
    let size = Size {
        people: u16::try_from(number(0, 200)?)?,
        days: i64::try_from(number(1, 365)?)?,
        seed: number(2, 1)?,
    };
    let figures = markdown(&run(size)?);
    let Some(path) = arguments.get(3).map(PathBuf::from) else {
        print!("{figures}");
        return Ok(());
    };
    let text = std::fs::read_to_string(&path)?;
    let [begin, end] = MARKS;
    let (before, rest) = text.split_once(begin).ok_or("the document has no marks")?;
    let (_, after) = rest.split_once(end).ok_or("the document has no marks")?;
    std::fs::write(&path, format!("{before}{begin}\n{figures}\n{end}{after}"))?;
    Ok(())
}
