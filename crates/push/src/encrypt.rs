//! The encryption of a push (RFC 8291 over RFC 8188): only the browser that subscribed can read it.

use aws_lc_rs::aead::{AES_128_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::agreement::{self, ECDH_P256, PrivateKey, UnparsedPublicKey};
use aws_lc_rs::error::Unspecified;
use aws_lc_rs::hkdf::{HKDF_SHA256, KeyType, Salt};
use aws_lc_rs::rand;

use crate::endpoint::Subscription;

/// The most that push services take, in bytes, all included.
const MAX_BODY: usize = 4_096;
/// Salt, record size, length of the key's id, and our public key as that id.
const HEADER: usize = 16 + 4 + 1 + POINT;
/// An uncompressed point of P-256.
const POINT: usize = 65;
/// The mark of the last record, and the tag of AES-GCM.
const OVERHEAD: usize = 1 + 16;
/// The most that a push can say, in bytes.
pub const MAX_PAYLOAD: usize = MAX_BODY - HEADER - OVERHEAD;
/// What the header says; there is only one record.
const RECORD_SIZE: u32 = 4_096;
/// RFC 8188: what follows this octet is padding, and no record comes after.
const LAST_RECORD: u8 = 2;

/// Encrypts for one browser, with a key and a salt that nobody uses again.
///
/// # Errors
/// When the payload is too long, the browser's key is no point of the curve, or there is no chance
/// to be had.
pub(crate) fn encrypt(to: &Subscription, payload: &[u8]) -> Result<Vec<u8>, Unspecified> {
    let mut salt = [0; 16];
    rand::fill(&mut salt)?;
    encrypt_with(to, payload, &PrivateKey::generate(&ECDH_P256)?, salt)
}

fn encrypt_with(
    to: &Subscription,
    payload: &[u8],
    ours: &PrivateKey,
    salt: [u8; 16],
) -> Result<Vec<u8>, Unspecified> {
    if payload.len() > MAX_PAYLOAD {
        return Err(Unspecified);
    }
    let public = ours.compute_public_key()?;
    let theirs = UnparsedPublicKey::new(&ECDH_P256, &to.p256dh);
    let shared = agreement::agree(ours, theirs, Unspecified, |secret| {
        let info: [&[u8]; 3] = [b"WebPush: info\0", &to.p256dh, public.as_ref()];
        derive::<32>(&to.auth, secret, &info)
    })?;
    let key = derive::<16>(&salt, &shared, &[b"Content-Encoding: aes128gcm\0"])?;
    let nonce = derive::<NONCE_LEN>(&salt, &shared, &[b"Content-Encoding: nonce\0"])?;

    let mut record = Vec::with_capacity(payload.len() + OVERHEAD);
    record.extend_from_slice(payload);
    record.push(LAST_RECORD);
    LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &key)?).seal_in_place_append_tag(
        Nonce::assume_unique_for_key(nonce),
        Aad::empty(),
        &mut record,
    )?;

    let mut body = Vec::with_capacity(HEADER + record.len());
    body.extend_from_slice(&salt);
    body.extend_from_slice(&RECORD_SIZE.to_be_bytes());
    body.push(u8::try_from(public.as_ref().len()).map_err(|_too_long| Unspecified)?);
    body.extend_from_slice(public.as_ref());
    body.append(&mut record);
    Ok(body)
}

/// HKDF with SHA-256, both steps.
fn derive<const N: usize>(
    salt: &[u8],
    secret: &[u8],
    info: &[&[u8]],
) -> Result<[u8; N], Unspecified> {
    let mut derived = [0; N];
    Salt::new(HKDF_SHA256, salt)
        .extract(secret)
        .expand(info, Length(N))?
        .fill(&mut derived)?;
    Ok(derived)
}

#[derive(Clone, Copy)]
struct Length(usize);

impl KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    use super::*;

    fn bytes(text: &str) -> Vec<u8> {
        URL_SAFE_NO_PAD.decode(text).unwrap()
    }

    fn browser() -> Subscription {
        Subscription {
            endpoint: "https://push.example.net/push/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV".into(),
            p256dh: bytes(
                "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
            ),
            auth: bytes("BTBZMqHH6r4Tts7J_aSIgg"),
        }
    }

    /// The example of RFC 8291, section 5 and appendix A.
    #[test]
    fn the_example_of_the_rfc_comes_out_octet_by_octet() {
        let ours = PrivateKey::from_private_key(
            &ECDH_P256,
            &bytes("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"),
        )
        .unwrap();
        let salt = bytes("DGv6ra1nlYgDCS1FRnbzlw").try_into().unwrap();

        let body = encrypt_with(
            &browser(),
            b"When I grow up, I want to be a watermelon",
            &ours,
            salt,
        );

        let expected = "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml\
            mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT\
            pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";
        assert_eq!(body.unwrap(), bytes(expected));
    }

    #[test]
    fn a_payload_fills_what_push_services_take_and_no_more() {
        let body = encrypt(&browser(), &[b'a'; MAX_PAYLOAD]).unwrap();
        assert_eq!(body.len(), MAX_BODY);
        assert!(encrypt(&browser(), &[b'a'; MAX_PAYLOAD + 1]).is_err());
    }

    #[test]
    fn a_key_that_is_no_point_of_the_curve_is_refused() {
        let mut forged = browser();
        forged.p256dh = vec![4; 65];
        assert!(encrypt(&forged, b"x").is_err());
    }
}
