use super::*;

fn passwords(cost: u32) -> Passwords {
    let config = PasswordConfig {
        password_pepper: "p".repeat(32).into(),
        bcrypt_cost: cost,
    };
    Passwords::new(&config).unwrap()
}

fn given(text: &str) -> Password {
    Password::given(text.into()).unwrap()
}

#[test]
fn a_chosen_password_is_long_enough_and_not_common() {
    for (text, fault) in [
        ("", Invalid::TooShort { limit: 8 }),
        ("1234567", Invalid::TooShort { limit: 8 }),
        ("password1", Invalid::TooCommon),
        ("PassWord1", Invalid::TooCommon),
        ("12345678", Invalid::TooCommon),
    ] {
        assert_eq!(
            Password::choose(text.into()).unwrap_err(),
            fault,
            "{text:?}"
        );
    }
    let long = "é".repeat(513);
    assert_eq!(
        Password::choose(long).unwrap_err(),
        Invalid::TooLong { limit: 1_024 }
    );
    for fine in [
        "correct horse",
        &"🐙".repeat(64),
        "nul\0inside it",
        &"x".repeat(1_024),
    ] {
        assert!(Password::choose(fine.into()).is_ok(), "{fine:?}");
    }
}

#[test]
fn the_common_list_is_sorted_by_byte() {
    assert!(COMMON.lines().is_sorted());
    assert!(COMMON.lines().count() >= 3_000);
}

#[tokio::test]
async fn passwords_that_differ_only_after_bcrypts_limit_differ() {
    let passwords = passwords(4);
    for length in [70, 71, 72, 73, 200] {
        let text = "a".repeat(length);
        let stored = passwords.hash(&given(&text)).await.unwrap();
        let verdict = async |other: String| {
            let claimed = given(&other);
            passwords
                .verify(&claimed, Some(stored.clone()))
                .await
                .unwrap()
        };
        assert_eq!(
            verdict(text.clone()).await,
            Verdict::Right { outdated: false }
        );
        assert_eq!(verdict(format!("{text}a")).await, Verdict::Wrong);
        assert_eq!(verdict(format!("{text}\0")).await, Verdict::Wrong);
    }
}

#[tokio::test]
async fn a_hash_of_another_cost_is_right_but_outdated() {
    let stored = passwords(4).hash(&given("correct horse")).await.unwrap();

    let verdict = passwords(5)
        .verify(&given("correct horse"), Some(stored))
        .await
        .unwrap();

    assert_eq!(verdict, Verdict::Right { outdated: true });
}

#[tokio::test]
async fn nobodys_password_is_wrong() {
    let verdict = passwords(4)
        .verify(&given("correct horse"), None)
        .await
        .unwrap();
    assert_eq!(verdict, Verdict::Wrong);
    let odd = passwords(4)
        .verify(&given("correct horse"), Some("$2b$plain".into()))
        .await;
    assert_eq!(odd.unwrap(), Verdict::Wrong);
}

#[tokio::test]
async fn another_pepper_knows_no_password() {
    let stored = passwords(4).hash(&given("correct horse")).await.unwrap();
    let config = PasswordConfig {
        password_pepper: "q".repeat(32).into(),
        bcrypt_cost: 4,
    };

    let other = Passwords::new(&config).unwrap();

    let verdict = other
        .verify(&given("correct horse"), Some(stored))
        .await
        .unwrap();
    assert_eq!(verdict, Verdict::Wrong);
}

#[tokio::test]
async fn a_flood_is_refused_beyond_the_queue() {
    let passwords = passwords(8);
    let password = given("correct horse");
    let all = (0..200).map(|_| passwords.verify(&password, None));

    let outcomes = futures_util::future::join_all(all).await;

    let busy = outcomes
        .iter()
        .filter(|o| matches!(o, Err(PasswordError::Busy)))
        .count();
    assert_eq!(busy, 200 - AT_ONCE - WAITING);
}

#[test]
fn a_short_pepper_or_a_strange_cost_stops_the_start() {
    let short = PasswordConfig {
        password_pepper: "short".into(),
        bcrypt_cost: 12,
    };
    assert!(matches!(Passwords::new(&short), Err(PasswordError::Pepper)));
    let cheap = PasswordConfig {
        password_pepper: "p".repeat(32).into(),
        bcrypt_cost: 3,
    };
    assert!(matches!(Passwords::new(&cheap), Err(PasswordError::Cost)));
}
