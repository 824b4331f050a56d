//! Allowlist for links' URLs: the web and mailboxes, and nothing else.

/// Schemes that may become a link.
const ALLOWED_SCHEMES: [&str; 3] = ["https://", "http://", "mailto:"];

/// Bytes that a URL may hold besides letters and digits.
const URL_SAFE_BYTES: &[u8] = b"-._~:/?#@!$&'()*+,;=";

/// True if `to` leads to the web or to a mailbox.
pub fn is_allowed_url(to: &str) -> bool {
    strip_scheme(to).is_some_and(|rest| !rest.is_empty())
}

/// Sanitizes a URL for a link, other bytes percent-encoded; none when it must not become a link.
pub fn sanitize_url(to: &str) -> Option<String> {
    if !is_allowed_url(to) {
        return None;
    }
    let bytes = to.as_bytes();
    let mut address = String::with_capacity(to.len());
    for (at, byte) in bytes.iter().enumerate() {
        let escape = || {
            bytes
                .get(at + 1..at + 3)
                .is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit))
        };
        if byte.is_ascii_alphanumeric()
            || URL_SAFE_BYTES.contains(byte)
            || (*byte == b'%' && escape())
        {
            address.push(char::from(*byte));
        } else {
            address += &format!("%{byte:02X}");
        }
    }
    Some(address)
}

fn strip_scheme(to: &str) -> Option<&str> {
    ALLOWED_SCHEMES.iter().find_map(|scheme| {
        let begins = to.get(..scheme.len())?.eq_ignore_ascii_case(scheme);
        begins.then(|| &to[scheme.len()..])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_to_the_web_or_to_a_mailbox() {
        for to in ["https://example.org", "HTTP://x", "mailto:a@example.org"] {
            assert!(is_allowed_url(to), "{to}");
        }
        for to in [
            "javascript:alert(1)",
            "file:///etc",
            "http://",
            "é",
            "//x",
            "",
        ] {
            assert_eq!(sanitize_url(to), None, "{to}");
        }
    }

    #[test]
    fn what_no_address_may_hold_is_written_in_numbers() {
        let written = |to| sanitize_url(to).unwrap_or_default();
        assert_eq!(
            written("https://example.org/a b\"<é>%20%"),
            "https://example.org/a%20b%22%3C%C3%A9%3E%20%25"
        );
    }
}
