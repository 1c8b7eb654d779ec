//! The issuer's pages over fixtures: the id of an interaction names its state.

use leasehold_app::data::{
    DemoContextView, DemoDevice, DemoMail, DemoPages, DemoPerson, DemoPlace, DeviceLinkStep, FactorPage,
    InteractionPage, IssuerPages, PageError, PageRequest, SetupStep,
};
use leasehold_oauth_types::account::LossView;
use leasehold_oauth_types::authorization_details::{Amount, InvoiceApproval, PaymentInitiation};
use leasehold_oauth_types::factors::FactorPageView;
use leasehold_oauth_types::interaction::{
    ConsentScopeView, ConsentView, DeviceLinkView, FormView, InteractionView, RestoreLine, SetupView,
    SignInError, SignInView, SignOutView, StepUpError, StepUpFactor, StepUpPurpose, StepUpView,
    TotpEnrolmentView,
};
use leasehold_oauth_types::{AuthorizationDetail, Remedy};

use crate::{NOW, factors};

pub(crate) struct Fixtures;

pub(crate) fn form(action: &str) -> FormView {
    FormView {
        action: action.into(),
        csrf: "csrf".into(),
        redirect_origins: vec!["http://127.0.0.1:9004".into()],
    }
}

fn loss(code: &str, text: &str, remedy: Remedy) -> LossView {
    LossView {
        hold: "h1".into(),
        code: code.into(),
        text: text.into(),
        remedy,
        since: NOW - 23 * 60,
        until: None,
        took_ms: Some(31),
        can_restore_here: true,
    }
}

fn sign_in(id: &str) -> SignInView {
    SignInView {
        form: form("/interaction/x/sign-in"),
        app: "Northbank".into(),
        username: (!id.starts_with("name")).then(|| "alice".into()),
        error: match id {
            "wrong" => Some(SignInError::Wrong),
            "many" => Some(SignInError::TooMany),
            "name-key" => Some(SignInError::KeyMissing),
            "name-passkey" => Some(SignInError::PasskeyRefused),
            _ => None,
        },
        unknown_passkey: None,
    }
}

fn consent() -> Result<ConsentView, PageError> {
    let scope = |name: &str, title: &str, description: &str, sensitive: bool| {
        Ok::<_, PageError>(ConsentScopeView {
            scope: name.parse().map_err(|_| PageError::Invalid)?,
            title: title.into(),
            description: description.into(),
            sensitive,
            optional: sensitive,
            already: false,
            lifetime_s: None,
            max_age_s: sensitive.then_some(300),
            returns: None,
            held: sensitive.then(|| loss("new_device", "this is a new device.", Remedy::ConfirmDevice)),
        })
    };
    Ok(ConsentView {
        form: form("/interaction/x/consent"),
        app: "Northbank".into(),
        username: "alice".into(),
        again: false,
        scopes: vec![
            scope("accounts.read", "Read your accounts", "See balances and transactions.", false)?,
            scope("payments.write", "Send money", "Send payments from your accounts.", true)?,
        ],
    })
}

fn step_up(id: &str) -> StepUpView {
    let amount = |amount: &str| Amount { currency: "EUR".into(), amount: amount.into() };
    let purpose = match id {
        "restore" => StepUpPurpose::Restore {
            lost: vec![RestoreLine {
                noun: "Sending money".into(),
                app: "Northbank".into(),
                loss: loss("left_region", "You are outside the EU, near São Paulo.", Remedy::StepUp),
            }],
        },
        "device" => StepUpPurpose::ConfirmDevice {
            device: "Firefox on Windows".into(),
            place: Some("Brazil".into()),
            first_seen: NOW - 400,
            itself: false,
        },
        "scopes" => StepUpPurpose::Scopes { titles: vec!["Read the revocation log".into()] },
        "invoice" => StepUpPurpose::Object {
            detail: AuthorizationDetail::InvoiceApproval(InvoiceApproval {
                invoice: "INV-2042".into(),
                supplier_name: "Cloud Hosting GmbH".into(),
                amount: amount("1980.00"),
            }),
            titles: vec!["Approve invoices".into()],
            lost: Vec::new(),
        },
        _ => StepUpPurpose::Object {
            detail: AuthorizationDetail::PaymentInitiation(PaymentInitiation {
                instructed_amount: amount("250.00"),
                creditor_name: "Shop BV".into(),
                creditor_account: "NL91ABNA0417164300".into(),
                remittance_information: String::new(),
            }),
            titles: vec!["Send money".into()],
            lost: Vec::new(),
        },
    };
    StepUpView {
        form: form("/interaction/x/step-up"),
        app: if id == "scopes" { "Admin".into() } else { "Northbank".into() },
        username: "alice".into(),
        purpose,
        factors: match id {
            "none" => vec![],
            "code" | "wrong" => vec![StepUpFactor::Totp],
            _ => vec![StepUpFactor::Passkey, StepUpFactor::Pin, StepUpFactor::Totp],
        },
        lacks: None,
        recovery: id == "none",
        lasts_s: (id != "restore" && id != "device").then_some(300),
        error: match id {
            "wrong" => Some(StepUpError::WrongCode { tries_left: 3 }),
            "refused" => Some(StepUpError::PasskeyRefused),
            _ => None,
        },
    }
}

pub(crate) fn totp() -> TotpEnrolmentView {
    let mut qr_svg = String::from(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 25 25" shape-rendering="crispEdges">"##,
    );
    for index in 0..625_u32 {
        if index.wrapping_mul(2_654_435_761) >> 30 & 1 == 1 {
            qr_svg.push_str(&format!(r##"<path fill="#000" d="M{} {}h1v1h-1z"/>"##, index % 25, index / 25));
        }
    }
    qr_svg.push_str("</svg>");
    TotpEnrolmentView {
        form: form("/factors/totp"),
        qr_svg,
        secret: "JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP".into(),
        wait_hours: Some(24),
        may_skip: false,
        error: None,
    }
}

#[async_trait::async_trait]
impl IssuerPages for Fixtures {
    async fn interaction(
        &self,
        id: &str,
        page: InteractionPage,
        _: &PageRequest,
    ) -> Result<InteractionView, PageError> {
        Ok(match page {
            _ if id == "expired" => return Err(PageError::Expired),
            InteractionPage::SignIn => InteractionView::SignIn(sign_in(id)),
            InteractionPage::Consent => InteractionView::Consent(consent()?),
            InteractionPage::StepUp => InteractionView::StepUp(step_up(id)),
        })
    }

    async fn factors(&self, page: FactorPage, request: &PageRequest) -> Result<FactorPageView, PageError> {
        Ok(factors::page(page, &request.query("state").unwrap_or_default()))
    }

    async fn setup(&self, link: Option<&str>, request: &PageRequest) -> Result<SetupStep, PageError> {
        Ok(match (link, request.query("state").as_deref()) {
            (Some(_), _) => SetupStep::Open(form("/setup")),
            (None, Some("totp")) => SetupStep::Totp(totp()),
            (None, Some("done")) => SetupStep::Done("http://127.0.0.1:9003/".into()),
            (None, _) => SetupStep::Account(SetupView {
                form: form("/setup"),
                first_admin: true,
                username: None,
                error: None,
            }),
        })
    }

    async fn device_link(&self, link: &str, _: &PageRequest) -> Result<DeviceLinkStep, PageError> {
        Ok(match link {
            "elsewhere" => DeviceLinkStep::Elsewhere,
            _ => DeviceLinkStep::Confirm(DeviceLinkView {
                form: form("/confirm-device/link"),
                device: "Firefox on Linux".into(),
                place: Some("Netherlands".into()),
                asked_at: NOW - 120,
                back: vec!["Approve invoices".into()],
                held: vec!["Send money".into()],
            }),
        })
    }

    async fn sign_out(&self, _: &PageRequest) -> Result<SignOutView, PageError> {
        Ok(SignOutView { form: form("/sign-out"), username: "alice".into() })
    }

    fn now(&self) -> i64 {
        NOW
    }
}

#[async_trait::async_trait]
impl DemoPages for Fixtures {
    async fn context(&self, _: &PageRequest) -> Result<DemoContextView, PageError> {
        let place = |code: &str| DemoPlace { code: code.into(), current: code == "NL" };
        let device = |code: &str| DemoDevice { code: code.into(), current: code == "browser" };
        Ok(DemoContextView {
            devices: ["browser", "new", "laptop"].map(device).into(),
            csrf: "csrf".into(),
            places: ["NL", "BR", "DE", "unknown"].map(place).into(),
            policy_now: NOW,
            shifted: true,
            zone: "Europe/Amsterdam".into(),
        })
    }

    async fn people(&self, _: &PageRequest) -> Result<Vec<DemoPerson>, PageError> {
        let person = |name: &str, username: &str| DemoPerson {
            name: name.into(),
            username: username.into(),
            password: "made-up for the gallery".into(),
            totp: "492039".into(),
            seconds_left: 17,
            secret: "JBSW Y3DP EHPK 3PXP".into(),
        };
        Ok(vec![person("Alice Visser", "alice"), person("Bram de Wit", "bram"), person("Ada Admin", "admin")])
    }

    async fn outbox(&self, _: &PageRequest) -> Result<Vec<DemoMail>, PageError> {
        Ok(vec![DemoMail {
            to: "alice@mail.example".into(),
            language: "en",
            subject: "New device signed in to your account".into(),
            text: "Hello Alice Visser,\n\nNew device signed in to your account.\n".into(),
            at: NOW,
        }])
    }
}
