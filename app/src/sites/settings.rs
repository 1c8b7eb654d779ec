/// Which site a page belongs to: its name, its accent colour and its navigation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Brand {
    /// The issuer and the dashboard.
    Leasehold,
    /// The admin pages.
    Admin,
    /// The demo bank.
    Northbank,
    /// The demo bookkeeping.
    Ledgerly,
}

impl Brand {
    /// The name people see.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Leasehold | Self::Admin => "Leasehold",
            Self::Northbank => "Northbank",
            Self::Ledgerly => "Ledgerly",
        }
    }

    /// Value of `data-brand`, from which the styles take the accent.
    #[must_use]
    pub const fn attribute(self) -> &'static str {
        match self {
            Self::Leasehold | Self::Admin => "leasehold",
            Self::Northbank => "northbank",
            Self::Ledgerly => "ledgerly",
        }
    }
}

/// What a site has to know about itself and its neighbours.
#[derive(Clone, Debug)]
pub struct SiteSettings {
    /// Name and look.
    pub brand: Brand,
    /// Own origin, such as `http://app.localhost:8080`.
    pub origin: String,
    /// Origin of the issuer, to which forms may lead (`form-action`).
    pub issuer_origin: String,
    /// Origin of the dashboard, where withdrawn scopes are restored.
    pub dashboard_origin: String,
    /// Address of the demo's context panel, in demo mode.
    pub demo_panel: Option<String>,
}
