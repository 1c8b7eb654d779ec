//! Limits that hold before the parser starts. Its time doubles with every bracket inside another.

use crate::{PolicyError, PolicyModule, PolicySources};

/// Modules of one policy.
const MODULES: usize = 64;
/// Bytes of one module.
const MODULE_BYTES: usize = 64 * 1024;
/// Bytes of the data, and of the sentences of one language.
const DATA_BYTES: usize = 256 * 1024;
/// Brackets inside brackets. Eight cost the parser about a millisecond, 23 some minutes.
const NESTING: usize = 8;

pub(super) fn check(sources: &PolicySources) -> Result<(), PolicyError> {
    if sources.modules.len() > MODULES {
        return Err(PolicyError::Data(format!("more than {MODULES} modules")));
    }
    for text in sources.reasons.values().chain([&sources.data]) {
        if text.len() > DATA_BYTES {
            return Err(PolicyError::Data(format!("more than {DATA_BYTES} bytes of data or sentences")));
        }
    }
    sources.modules.iter().try_for_each(module)
}

fn module(module: &PolicyModule) -> Result<(), PolicyError> {
    let error = |line, column, detail: String| {
        Err(PolicyError::Module { name: module.name.clone(), line, column, detail })
    };
    if module.text.len() > MODULE_BYTES {
        return error(0, 0, format!("more than {MODULE_BYTES} bytes"));
    }
    match scan(&module.text) {
        Ok(()) => Ok(()),
        Err(Refusal { line, column, detail }) => error(line, column, detail),
    }
}

struct Refusal {
    line: u32,
    column: u32,
    detail: String,
}

/// Where the scanner stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Code,
    Comment,
    /// `"…"`, where a backslash takes the next character along.
    Text {
        escaped: bool,
    },
    /// `` `…` ``, where nothing is special.
    Raw,
}

/// Counts brackets the way the lexer of regorus reads the text, and refuses what it would read differently.
fn scan(text: &str) -> Result<(), Refusal> {
    let (mut state, mut depth) = (State::Code, 0_usize);
    let (mut line, mut column) = (1_u32, 1_u32);
    for character in text.chars() {
        let refuse = |detail: &str| Err(Refusal { line, column, detail: detail.to_owned() });
        // To the lexer a zero is the end of the text.
        if character == '\0' {
            return refuse("a character that is none");
        }
        state = match (state, character) {
            (State::Code, '#') => State::Comment,
            (State::Code, '"') => State::Text { escaped: false },
            (State::Code, '`') => State::Raw,
            (State::Code, '(' | '[' | '{') => {
                depth += 1;
                if depth > NESTING {
                    return refuse(&format!("more than {NESTING} brackets inside each other"));
                }
                State::Code
            }
            (State::Code, ')' | ']' | '}') => {
                depth = depth.saturating_sub(1);
                State::Code
            }
            (State::Comment, '\n') => State::Code,
            (State::Text { .. }, '\n') => return refuse("a string that does not end in its line"),
            (State::Text { escaped: false }, '"') | (State::Raw, '`') => State::Code,
            (State::Text { escaped: false }, '\\') => State::Text { escaped: true },
            (State::Text { .. }, _) => State::Text { escaped: false },
            (state, _) => state,
        };
        (line, column) = match character {
            '\n' => (line + 1, 1),
            '\t' => (line, column + 4),
            _ => (line, column + 1),
        };
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(text: &str) -> Option<(u32, u32)> {
        scan(text).err().map(|refusal| (refusal.line, refusal.column))
    }

    #[test]
    fn brackets_count_only_where_they_are_brackets() {
        let deep = "[".repeat(40);
        assert_eq!(place(&deep), Some((1, 9)));
        assert_eq!(place(&format!("a\n\t{deep}")), Some((2, 13)));
        assert_eq!(place(&"[]".repeat(40)), None);
        assert_eq!(place(&format!("# {deep}\nx")), None);
        assert_eq!(place(&format!("x := \"{deep}\"")), None);
        assert_eq!(place(&format!("x := \"\\\"{deep}\\\\\" # {deep}")), None);
        assert_eq!(place(&format!("x := `\n\"#\\{deep}`")), None);
        // None of these hides what follows.
        for opened in ["\"\\\\\"", "`\\`", "\"#\"", "`#`", "# \"\n", "# `\n", "\"`\"", "`\"`", "]]]"] {
            assert!(place(&format!("{opened}{deep}")).is_some(), "{opened}");
        }
    }

    #[test]
    fn what_the_lexer_reads_differently_is_refused() {
        assert_eq!(place("x := 1 \0"), Some((1, 8)));
        assert_eq!(place("x := \"a\nb\""), Some((1, 8)));
    }
}
