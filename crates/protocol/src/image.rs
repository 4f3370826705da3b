//! Pictures: where they are.

use domain::ImageId;

const PLACE: &str = "/api/v1/images/";
const CODE: &str = "?invite=";

/// Where a picture is.
#[must_use]
pub fn url_of(id: ImageId) -> String {
    format!("{PLACE}{id}")
}

/// The same address for who has an invitation's code and perhaps no account.
#[must_use]
pub fn with_code(url: &str, code: &str) -> String {
    format!("{url}{CODE}{code}")
}

/// The picture that is at this address, if it is one of ours.
#[must_use]
pub fn id_of(url: &str) -> Option<ImageId> {
    let path = url.split_once(CODE).map_or(url, |(path, _code)| path);
    path.strip_prefix(PLACE)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_which_picture_is_there() {
        let id: ImageId = "01936f3e-8a00-7000-8000-0123456789ab".parse().unwrap();
        assert_eq!(id_of(&url_of(id)), Some(id));
        let invited = with_code(&url_of(id), "a-code");
        assert!(invited.ends_with("?invite=a-code"));
        assert_eq!(id_of(&invited), Some(id));
        assert_eq!(id_of("https://example.com/a.png"), None);
        assert_eq!(id_of("/api/v1/images/..%2fsecret"), None);
    }
}
