use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use super::*;

/// A file of its own for each test, gone at its end.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("leasehold-reloading-{}-{name}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    /// Writes with a time of its own: file systems do not tell two writes in the same instant apart.
    fn write(&self, name: &str, text: &str) -> PathBuf {
        static WRITES: AtomicU64 = AtomicU64::new(0);
        let path = self.0.join(name);
        fs::write(&path, text).unwrap();
        let at = SystemTime::UNIX_EPOCH + Duration::from_secs(1000 + WRITES.fetch_add(1, Ordering::SeqCst));
        fs::File::options().write(true).open(&path).unwrap().set_modified(at).unwrap();
        path
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn number(contents: &[Content]) -> Result<i64, String> {
    let text = String::from_utf8_lossy(&contents[0].bytes).into_owned();
    text.strip_suffix('.').ok_or("cut off")?.parse().map_err(|_| "no number".to_owned())
}

fn open(path: &Path) -> Reloading<i64> {
    Reloading::open(vec![path.to_owned()], 100, number).unwrap()
}

/// Lets only small changes through.
fn small(old: &i64, new: &i64, _: &str) -> Result<(), Held> {
    if (old - new).abs() < 50 { Ok(()) } else { Err(Held(format!("{old} to {new}"))) }
}

fn look(value: &Reloading<i64>) -> Refreshed {
    value.refresh(small)
}

#[test]
fn a_new_value_is_taken_over_when_it_has_settled() {
    let scratch = Scratch::new("settles");
    let value = open(&scratch.write("value", "1."));
    assert_eq!(look(&value), Refreshed::Unchanged);
    let before = value.current();
    scratch.write("value", "2.");
    assert_eq!(look(&value), Refreshed::Settling);
    assert_eq!(*value.current(), 1);
    assert_eq!(look(&value), Refreshed::Loaded);
    assert_eq!((*value.current(), *before), (2, 1), "whoever has the old one keeps it");
    assert_eq!(look(&value), Refreshed::Unchanged);
}

#[test]
fn a_file_that_is_touched_is_not_new() {
    let scratch = Scratch::new("touched");
    let value = open(&scratch.write("value", "1."));
    scratch.write("value", "1.");
    assert_eq!(
        [look(&value), look(&value), look(&value)],
        [Refreshed::Settling, Refreshed::Unchanged, Refreshed::Unchanged]
    );
}

#[test]
fn a_missing_file_keeps_the_old_value() {
    let scratch = Scratch::new("missing");
    let path = scratch.write("value", "1.");
    let value = open(&path);
    fs::remove_file(&path).unwrap();
    let missing = Problem::File(FileError::Missing(path.clone()));
    assert_eq!(look(&value), Refreshed::Kept(missing.clone()));
    assert_eq!(look(&value), Refreshed::Unchanged, "said once");
    assert_eq!((*value.current(), value.problem()), (1, Some(missing)));
    scratch.write("value", "1.");
    assert_eq!([look(&value), look(&value)], [Refreshed::Settling, Refreshed::Unchanged]);
    assert_eq!(value.problem(), None, "back as it was");
}

#[test]
fn a_corrupt_file_keeps_the_old_value_and_can_flip_back() {
    let scratch = Scratch::new("corrupt");
    let value = open(&scratch.write("value", "1."));
    scratch.write("value", "<html>.");
    let corrupt = Problem::Content("no number".into());
    assert_eq!([look(&value), look(&value)], [Refreshed::Settling, Refreshed::Kept(corrupt.clone())]);
    assert_eq!(look(&value), Refreshed::Unchanged);
    assert_eq!((*value.current(), value.problem()), (1, Some(corrupt)));
    scratch.write("value", "1.");
    assert_eq!([look(&value), look(&value)], [Refreshed::Settling, Refreshed::Unchanged]);
    assert_eq!(value.problem(), None);
    scratch.write("value", "2.");
    assert_eq!([look(&value), look(&value)], [Refreshed::Settling, Refreshed::Loaded]);
    scratch.write("value", "1.");
    assert_eq!([look(&value), look(&value)], [Refreshed::Settling, Refreshed::Loaded]);
    assert_eq!(*value.current(), 1);
}

#[test]
fn a_file_that_is_being_written_is_left_alone() {
    let scratch = Scratch::new("truncated");
    let value = open(&scratch.write("value", "17."));
    // Each look sees a little more of it, and the beginning would be a value too.
    for text in ["", "3.", "30", "30.0"] {
        scratch.write("value", text);
        assert_eq!(look(&value), Refreshed::Settling, "{text:?}");
    }
    scratch.write("value", "30");
    look(&value);
    assert_eq!(look(&value), Refreshed::Kept(Problem::Content("cut off".into())), "the writer died");
    assert_eq!(*value.current(), 17);
    scratch.write("value", "30.");
    assert_eq!([look(&value), look(&value)], [Refreshed::Settling, Refreshed::Loaded]);
}

#[test]
fn what_would_change_too_much_is_held_until_somebody_reconsiders() {
    let scratch = Scratch::new("held");
    let value = open(&scratch.write("value", "1."));
    scratch.write("value", "100.");
    let held = Problem::Held(Held("1 to 100".into()));
    assert_eq!([look(&value), look(&value)], [Refreshed::Settling, Refreshed::Kept(held.clone())]);
    assert_eq!(look(&value), Refreshed::Unchanged);
    assert_eq!((*value.current(), value.problem()), (1, Some(held)));
    value.reconsider();
    assert_eq!([look(&value), look(&value)], [Refreshed::Settling, Refreshed::Unchanged], "still too much");
    let held = value.held().unwrap();
    assert_eq!(value.other().unwrap(), Some((100, held)));
    value.reconsider();
    let anyway = || value.refresh(|_, _, _| Ok(()));
    assert_eq!([anyway(), anyway()], [Refreshed::Settling, Refreshed::Loaded]);
    assert_eq!((*value.current(), value.problem()), (100, None));
}

#[test]
fn files_that_are_too_large_are_not_read() {
    let scratch = Scratch::new("large");
    let path = scratch.write("value", "1.");
    let value = open(&path);
    scratch.write("value", &"1".repeat(101));
    look(&value);
    assert_eq!(look(&value), Refreshed::Kept(Problem::File(FileError::TooLarge(path.clone(), 100))));
    assert!(Reloading::open(vec![path], 100, number).is_err(), "nor to begin with");
}

#[test]
fn several_files_are_one_value() {
    let scratch = Scratch::new("several");
    let paths = vec![scratch.write("one.txt", "1"), scratch.write("two.txt", "2")];
    let joined = |contents: &[Content]| {
        Ok(contents.iter().map(|file| format!("{}={:?} ", file.stem, file.bytes)).collect::<String>())
    };
    let value = Reloading::open(paths, 100, joined).unwrap();
    assert_eq!(*value.current(), "one=[49] two=[50] ");
    scratch.write("two.txt", "3");
    assert_eq!(value.refresh(|_, _, _| Ok(())), Refreshed::Settling);
    assert_eq!(value.refresh(|_, _, _| Ok(())), Refreshed::Loaded);
    assert_eq!(*value.current(), "one=[49] two=[51] ");
    assert_eq!(Reloading::fixed(7).refresh(|_, _, _| Ok(())), Refreshed::Unchanged);
}

/// The copy is what was taken over and kept, not what the files say.
#[test]
fn a_restart_begins_with_the_copy() {
    let scratch = Scratch::new("kept");
    let path = scratch.write("value", "1.");
    let again = || open(&path).keeping(scratch.0.join("copies/value"));
    let value = again().unwrap();
    assert_eq!(*value.current(), 1, "the first time there is no copy");
    value.keep().unwrap();
    scratch.write("value", "100.");
    let value = again().unwrap();
    assert_eq!(*value.current(), 1);
    assert_eq!(look(&value), Refreshed::Settling);
    assert!(matches!(look(&value), Refreshed::Kept(Problem::Held(_))));
    value.keep().unwrap();
    assert_eq!(*again().unwrap().current(), 1, "what is held is not kept");

    scratch.write("value", "2.");
    let value = again().unwrap();
    assert_eq!([look(&value), look(&value)], [Refreshed::Settling, Refreshed::Loaded]);
    assert_eq!(*again().unwrap().current(), 1, "it is not done with");
    value.keep().unwrap();
    assert_eq!((*again().unwrap().current(), again().unwrap().other()), (2, Ok(None)));
    scratch.write("copies/value", "damaged");
    assert!(again().is_err());
}
