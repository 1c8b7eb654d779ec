use leptos::prelude::*;

/// The one set of icons: 20 by 20, drawn with a line of the text's colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Icon {
    Home,
    Devices,
    Apps,
    Key,
    Activity,
    Laptop,
    Phone,
    Check,
    Cross,
    Pause,
    Plus,
    Info,
    Warning,
    List,
    Arrow,
    Bank,
    Invoice,
    SignOut,
    Passkey,
    Keypad,
    Down,
    Copy,
    Print,
}

impl Icon {
    const fn path(self) -> &'static str {
        match self {
            Self::Home => "M3.5 9 10 3.5 16.5 9v7.5h-4.6v-4.6H8.1v4.6H3.5Z",
            Self::Devices => "M3.5 13V5.5A1 1 0 0 1 4.5 4.500h9M2 15.500h8.500M13 8h4v8h-4Z",
            Self::Apps => "M3.5 3.500h5v5h-5ZM11.5 3.500h5v5h-5ZM3.5 11.500h5v5h-5ZM11.5 11.500h5v5h-5Z",
            Self::Key => "M7.3 16a3.3 3.3 0 1 0 0-6.6 3.3 3.3 0 0 0 0 6.600ZM9.7 10.3 16 4M13 7l2.5 2.5",
            Self::Activity => "M2.5 10.500h3L8 4.500l4 11 2.5-6h3",
            Self::Laptop => "M4.5 5h11v7.500h-11ZM2.5 15.500h15",
            Self::Phone => "M6.5 3h7v14h-7ZM9.3 14.700h1.4",
            Self::Check => "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM6.9 10.200l2.2 2.2 4-4.4",
            Self::Cross => "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM7.7 7.700l4.6 4.600M12.3 7.700l-4.6 4.6",
            Self::Pause => "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM8.4 7.700v4.600M11.6 7.700v4.6",
            Self::Plus => "M10 4v12M4 10h12",
            Self::Info => "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM10 9.300v4M10 6.700v.1",
            Self::Warning => "M10 3.5 17.5 16.500h-15ZM10 8.500v3.700M10 14.300v.1",
            Self::List => "M4 3.500h12v13H4ZM7 7h6M7 10h6M7 13h4",
            Self::Arrow => "M4 10h12M11.5 5.5 16 10l-4.5 4.5",
            Self::Bank => "M3 8l7-4.500L17 8ZM4.5 8v6.500M8.2 8v6.500M11.8 8v6.500M15.5 8v6.500M3 16.500h14",
            Self::Invoice => "M5 3h10v14l-2.5-1.500L10 17l-2.5-1.500L5 17ZM8 7h4M8 10h4",
            Self::SignOut => "M12 3.500H4.500v13H12M9 10h8M14 7l3 3-3 3",
            // A fingerprint.
            Self::Passkey => {
                "M4.5 8.500a5.800 5.800 0 0 1 11 0M4.2 12.500c.5-1.200.3-2 .3-2.500M15.800 11c0 1.600-.1 2.800-.5 4M7 14.800c.6-1.500.6-3 .6-4.300a2.400 2.400 0 0 1 4.800 0c0 2.300-.2 4.300-1 6.300M10 10.500c0 2.300-.2 4-1 6"
            }
            Self::Down => "M10 3.500v9M6 9l4 4 4-4M4 16.500h12",
            Self::Copy => "M7.500 7.500h9v9h-9ZM12.500 7.500v-4h-9v9h4",
            Self::Print => "M6 8V3.500h8V8M6 13.500H3.500V8h13v5.500H14M6 11.500h8v5H6Z",
            Self::Keypad => {
                "M5.500 4h9a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-9a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2ZM6.800 10h.1M10 10h.1M13.200 10h.1"
            }
        }
    }
}

/// One icon. Always beside a word, so it is hidden from assistive technology.
#[component]
pub(crate) fn Symbol(icon: Icon) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">
            <path d=icon.path()></path>
        </svg>
    }
}
