//! A value that is read from files and follows them without a restart.

mod files;
mod kept;

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::ArcSwap;

use files::Stamp;
pub use files::{Content, FileError};

/// Makes the value of the files' content; the text says why not.
type Load<T> = dyn Fn(&[Content]) -> Result<T, String> + Send + Sync;

/// The new value is well-formed and was not taken over, because it would change too much at once.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("held: {0}")]
pub struct Held(pub String);

/// Why the files are not what is in use.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// A file is missing, unreadable or too large.
    #[error(transparent)]
    File(#[from] FileError),
    /// The content is no such value.
    #[error("not readable: {0}")]
    Content(String),
    /// The caller's check said no.
    #[error(transparent)]
    Held(#[from] Held),
}

/// What a look at the files led to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refreshed {
    /// Nothing new: as last time, good or bad.
    Unchanged,
    /// Something changed and may still be changing: the next look decides.
    Settling,
    /// The new value is in use.
    Loaded,
    /// The old value stays in use. Said once for each state of the files; [`Reloading::problem`] keeps saying it.
    Kept(Problem),
}

/// A value made of files: the last good one, until there is a better one.
///
/// It has no thread of its own; somebody calls [`Reloading::refresh`] on a timer. A change is taken over when two
/// looks in a row see the same, so that a file is not read while it is being written. Whoever replaces a file by
/// renaming another one is safe in any case.
pub struct Reloading<T> {
    paths: Vec<PathBuf>,
    max_bytes: u64,
    load: Box<Load<T>>,
    current: ArcSwap<T>,
    state: Mutex<State>,
    /// Where a copy is kept of what was taken over.
    kept: Option<PathBuf>,
}

#[derive(Debug, Default)]
struct State {
    /// What the last look saw.
    seen: Option<Stamp>,
    /// What the last attempt to load was made of.
    tried: Option<Stamp>,
    /// Of the content in use.
    digest: Option<String>,
    /// Of the content that was held.
    held: Option<String>,
    /// Of the copy.
    kept: Option<String>,
    problem: Option<Problem>,
}

impl<T> std::fmt::Debug for Reloading<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reloading").field("paths", &self.paths).finish_non_exhaustive()
    }
}

impl<T> Reloading<T> {
    /// Reads the files for the first time; each may have `max_bytes`. `load` gets their content in the order of
    /// the paths.
    ///
    /// # Errors
    ///
    /// [`Problem`] if there is nothing to begin with.
    pub fn open(
        paths: Vec<PathBuf>,
        max_bytes: u64,
        load: impl Fn(&[Content]) -> Result<T, String> + Send + Sync + 'static,
    ) -> Result<Self, Problem> {
        let stamp = files::stamp(&paths)?;
        let contents = files::read(&paths, max_bytes)?;
        let value = load(&contents).map_err(Problem::Content)?;
        let digest = Some(files::digest(&contents));
        let state = State { seen: Some(stamp.clone()), tried: Some(stamp), digest, ..State::default() };
        let (load, current) = (Box::new(load), ArcSwap::from_pointee(value));
        Ok(Self { paths, max_bytes, load, current, state: Mutex::new(state), kept: None })
    }

    /// Keeps a copy of what was taken over, see [`Self::keep`], and begins with it. What the files say otherwise is a
    /// change that the next looks find, so that no restart takes over what would have been held.
    ///
    /// # Errors
    ///
    /// [`Problem`] if there is a copy that cannot be used. Whoever removes it accepts the files as they are.
    pub fn keeping(self, copy: PathBuf) -> Result<Self, Problem> {
        if self.paths.is_empty() {
            return Ok(self);
        }
        if let Some(contents) = kept::read(&copy)? {
            let digest = Some(files::digest(&contents));
            let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
            if state.digest != digest {
                let value = (self.load)(&contents);
                self.current.store(Arc::new(value.map_err(Problem::Content)?));
                *state = State { digest: digest.clone(), ..State::default() };
            }
            state.kept = digest;
        }
        Ok(Self { kept: Some(copy), ..self })
    }

    /// Keeps a copy of what is in use, once all that follows from it is done. Nothing happens if there is one, or
    /// the files are others by now.
    ///
    /// # Errors
    ///
    /// [`FileError`] if it cannot be written.
    pub fn keep(&self) -> Result<(), FileError> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(copy) = self.kept.as_ref().filter(|_| state.kept != state.digest) else { return Ok(()) };
        let contents = files::read(&self.paths, self.max_bytes)?;
        if Some(files::digest(&contents)) == state.digest {
            kept::write(copy, &contents)?;
            state.kept = state.digest.clone();
        }
        Ok(())
    }

    /// What the files say now, with its digest; `None` if that is in use.
    ///
    /// # Errors
    ///
    /// [`Problem`] if they say nothing.
    pub fn other(&self) -> Result<Option<(T, String)>, Problem> {
        let contents = files::read(&self.paths, self.max_bytes)?;
        let digest = files::digest(&contents);
        if self.paths.is_empty() || self.digest().as_ref() == Some(&digest) {
            return Ok(None);
        }
        Ok(Some(((self.load)(&contents).map_err(Problem::Content)?, digest)))
    }

    fn digest(&self) -> Option<String> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).digest.clone()
    }

    /// A value that no file stands for, and that never changes.
    #[must_use]
    pub fn fixed(value: T) -> Self {
        Self {
            paths: Vec::new(),
            max_bytes: 0,
            load: Box::new(|_| Err("there is no file".into())),
            current: ArcSwap::from_pointee(value),
            state: Mutex::default(),
            kept: None,
        }
    }

    /// The value in use. Whoever holds it keeps it, also while another one takes its place.
    #[must_use]
    pub fn current(&self) -> Arc<T> {
        self.current.load_full()
    }

    /// Why the files are not what is in use, if they are not.
    #[must_use]
    pub fn problem(&self) -> Option<Problem> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).problem.clone()
    }

    /// Digest of the content that was held, if it was.
    #[must_use]
    pub fn held(&self) -> Option<String> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).held.clone()
    }

    /// Weighs what is there now again with the next two looks, also if it was refused or held before.
    pub fn reconsider(&self) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        (state.seen, state.tried, state.held) = (None, None, None);
    }

    /// Looks at the files and takes over what is new, if `check(old, new, digest)` lets it. Reads files: not for a thread
    /// that must not wait. Two at a time take turns.
    pub fn refresh(&self, check: impl Fn(&T, &T, &str) -> Result<(), Held>) -> Refreshed {
        if self.paths.is_empty() {
            return Refreshed::Unchanged;
        }
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let stamp = match files::stamp(&self.paths) {
            Ok(stamp) => stamp,
            Err(error) => {
                // A file that comes back is looked at anew.
                (state.seen, state.tried) = (None, None);
                return state.keep(error.into());
            }
        };
        if state.tried.as_ref() == Some(&stamp) {
            state.seen = Some(stamp);
            return Refreshed::Unchanged;
        }
        if state.seen.as_ref() != Some(&stamp) {
            state.seen = Some(stamp);
            return Refreshed::Settling;
        }
        let contents = files::read(&self.paths, self.max_bytes);
        if files::stamp(&self.paths).ok().as_ref() != Some(&stamp) {
            state.seen = None;
            return Refreshed::Settling;
        }
        state.tried = Some(stamp);
        match contents.map_err(Problem::from).and_then(|contents| self.take(&mut state, &contents, check)) {
            Ok(refreshed) => {
                state.problem = None;
                refreshed
            }
            Err(problem) => state.keep(problem),
        }
    }

    fn take(
        &self,
        state: &mut State,
        contents: &[Content],
        check: impl Fn(&T, &T, &str) -> Result<(), Held>,
    ) -> Result<Refreshed, Problem> {
        state.held = None;
        let digest = files::digest(contents);
        if state.digest.as_ref() == Some(&digest) {
            return Ok(Refreshed::Unchanged);
        }
        let value = (self.load)(contents).map_err(Problem::Content)?;
        if let Err(held) = check(&self.current.load(), &value, &digest) {
            state.held = Some(digest);
            return Err(held.into());
        }
        self.current.store(Arc::new(value));
        state.digest = Some(digest);
        Ok(Refreshed::Loaded)
    }
}

impl State {
    fn keep(&mut self, problem: Problem) -> Refreshed {
        if self.problem.as_ref() == Some(&problem) {
            return Refreshed::Unchanged;
        }
        self.problem = Some(problem.clone());
        Refreshed::Kept(problem)
    }
}

#[cfg(test)]
mod tests;
