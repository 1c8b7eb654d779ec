//! Names come from people and browsers. In a letter of ours they are words: they turn no text around, break no
//! line, and no mail program makes a link of them.

/// Longest name, in characters.
const LONGEST: usize = 60;

/// A name as it may stand in a letter.
pub(super) fn plain(name: &str) -> String {
    let mut shown = String::new();
    let (mut length, mut space) = (0, false);
    let mut characters = name.chars().filter(|character| !is_hidden(*character)).peekable();
    while let Some(character) = characters.next() {
        if character.is_whitespace() || character.is_control() {
            space = !shown.is_empty();
            continue;
        }
        if length == LONGEST {
            shown.push('…');
            break;
        }
        if std::mem::take(&mut space) {
            shown.push(' ');
            length += 1;
        }
        let inside = characters.peek().is_some_and(|next| next.is_alphanumeric());
        shown.push(match character {
            // `evil.example` and `https://…` become links by themselves; these look the same and do not.
            '.' if inside => '\u{2024}',
            '/' => '\u{2215}',
            '@' => '\u{ff20}',
            other => other,
        });
        length += 1;
    }
    shown
}

/// What is not seen and changes how its neighbours are: marks of direction (UAX #9), separators that are none,
/// joiners, variation selectors and tags.
pub(super) const fn is_hidden(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
    )
}
