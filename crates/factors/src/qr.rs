//! QR codes as SVG, drawn on the server so that the page needs no script and no image host.

use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};

/// The text is too long for a QR code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the text does not fit in a QR code")]
pub struct QrError;

/// Draws a text as one `<svg>` element, dark on white whatever the theme, because cameras need it so.
/// The text is nowhere in the output except as squares.
///
/// # Errors
///
/// [`QrError`] for more than about 2,300 bytes.
pub fn qr_svg(text: &str) -> Result<String, QrError> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).map_err(|_| QrError)?;
    let drawing = code
        .render::<svg::Color<'_>>()
        .min_dimensions(200, 200)
        .dark_color(svg::Color("#000"))
        .light_color(svg::Color("#fff"))
        .build();
    // In a page there is no room for an XML declaration.
    Ok(drawing.find("<svg").map_or_else(String::new, |start| drawing[start..].to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_one_svg_element_without_the_text() {
        let drawn = qr_svg("otpauth://totp/a:b?secret=AAAA").unwrap_or_default();
        assert!(drawn.starts_with("<svg") && drawn.trim_end().ends_with("</svg>"));
        assert!(!drawn.contains("otpauth"));
    }

    #[test]
    fn refuses_what_does_not_fit() {
        assert_eq!(qr_svg(&"x".repeat(5000)), Err(QrError));
    }
}
