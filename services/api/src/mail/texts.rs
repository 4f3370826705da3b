//! What mails say, in English and Chinese: plain, and the same as simple HTML.

use chrono::{DateTime, Utc};
use domain::MailKind;

/// A mail without its address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Letter {
    /// The subject.
    pub(super) subject: String,
    /// The text.
    pub(super) text: String,
    /// The same, to look at.
    pub(super) html: String,
}

/// What a mail speaks of.
#[derive(Debug, Clone, Copy)]
pub(super) struct About<'a> {
    /// What the person is called.
    pub(super) name: &'a str,
    /// Their handle.
    pub(super) handle: &'a str,
    /// When it happened.
    pub(super) at: DateTime<Utc>,
    /// Where to go.
    pub(super) link: &'a str,
}

/// One language's words for one mail. `{name}`, `{handle}` and `{at}` are filled in.
struct Words {
    subject: &'static str,
    greeting: &'static str,
    /// Before the link.
    before: &'static str,
    /// What the link is called.
    action: &'static str,
    /// After it.
    after: &'static str,
}

/// The mail of this kind.
pub(super) fn letter(kind: MailKind, chinese: bool, about: &About<'_>) -> Letter {
    let words = words(kind, chinese);
    let fill = |text: &str| {
        text.replace("{at}", &about.at.format("%Y-%m-%d %H:%M UTC").to_string())
            .replace("{handle}", about.handle)
            .replace("{name}", about.name)
    };
    let [greeting, before, after] = [words.greeting, words.before, words.after].map(fill);
    let text = format!(
        "{greeting}\n\n{before}\n\n{}{}\n\n{after}\n\nHubbub\n",
        if chinese { "" } else { "  " },
        about.link
    );
    let html = format!(
        "<!doctype html><html lang=\"{}\"><body style=\"font:16px/1.5 sans-serif;color:#1c1b22;\
         max-width:34em;margin:24px auto;padding:0 16px\"><p>{}</p><p>{}</p>\
         <p><a href=\"{}\" style=\"display:inline-block;padding:10px 18px;border-radius:8px;\
         background:#4f46e5;color:#ffffff;text-decoration:none\">{}</a></p>\
         <p style=\"color:#5b5966\">{}</p><p style=\"color:#5b5966\">Hubbub</p></body></html>",
        if chinese { "zh-CN" } else { "en" },
        escape(&greeting),
        escape(&before),
        escape(about.link),
        words.action,
        escape(&after),
    );
    Letter {
        subject: words.subject.to_owned(),
        text,
        html,
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

const fn words(kind: MailKind, chinese: bool) -> Words {
    match (kind, chinese) {
        (MailKind::PasswordReset, false) => Words {
            subject: "Set a new password",
            greeting: "Hello {name},",
            before: "somebody, hopefully you, asked for a new password for your Hubbub account \
                     @{handle}. Choose one here within an hour:",
            action: "Choose a new password",
            after: "The link works once. If it was not you, do nothing: your password stays as it \
                    is.",
        },
        (MailKind::PasswordReset, true) => Words {
            subject: "设置新密码",
            greeting: "{name}，您好！",
            before: "我们收到了为您的 Hubbub 账号 @{handle} 重设密码的请求。请在一小时内通过下面的链接设置新密码：",
            action: "设置新密码",
            after: "此链接只能使用一次。如果这不是您本人的操作，请忽略本邮件，您的密码不会改变。",
        },
        (MailKind::PasswordChanged, false) => Words {
            subject: "Your password was changed",
            greeting: "Hello {name},",
            before: "the password of your Hubbub account @{handle} was changed on {at}, and your \
                     other sessions have ended. If it was you, there is nothing to do. If it was \
                     not, set a new password at once:",
            action: "It was not me",
            after: "Nobody from Hubbub will ever ask you for your password.",
        },
        (MailKind::PasswordChanged, true) => Words {
            subject: "您的密码已更改",
            greeting: "{name}，您好！",
            before: "您的 Hubbub 账号 @{handle} 的密码已于 {at} 更改，其他登录会话均已结束。如果是您本人的操作，无需处理；如果不是，请立即重设密码：",
            action: "不是我本人操作",
            after: "Hubbub 绝不会向您索要密码。",
        },
        (MailKind::EmailChanged, false) => Words {
            subject: "Your e-mail address was changed",
            greeting: "Hello {name},",
            before: "since {at}, your Hubbub account @{handle} has another e-mail address, and \
                     this one no longer belongs to it. If it was you, there is nothing to do. If \
                     it was not, speak to whoever runs your Hubbub at once:",
            action: "Open Hubbub",
            after: "This is the last mail to this address.",
        },
        (MailKind::EmailChanged, true) => Words {
            subject: "您的邮箱地址已更改",
            greeting: "{name}，您好！",
            before: "自 {at} 起，您的 Hubbub 账号 @{handle} 已改用其他邮箱地址，本邮箱不再与该账号关联。如果是您本人的操作，无需处理；如果不是，请立即联系 Hubbub 的管理员：",
            action: "打开 Hubbub",
            after: "这是发往本邮箱的最后一封邮件。",
        },
    }
}

#[cfg(test)]
mod tests {
    use domain::Vocabulary as _;

    use super::*;

    fn about<'a>(name: &'a str, link: &'a str) -> About<'a> {
        About {
            name,
            handle: "maya",
            at: DateTime::from_timestamp_millis(1_767_225_600_000).unwrap(),
            link,
        }
    }

    #[test]
    fn every_mail_greets_by_name_and_carries_its_link_in_both_languages() {
        let about = about("Maya", "https://chat.example/reset#t");
        let letters = MailKind::ALL
            .iter()
            .flat_map(|kind| [false, true].map(|chinese| letter(*kind, chinese, &about)));
        for letter in letters {
            for part in [&letter.text, &letter.html] {
                assert!(part.contains("Maya") && part.contains("@maya"), "{part}");
                assert!(part.contains("https://chat.example/reset#t"), "{part}");
                assert!(!part.contains('{'), "{part}");
            }
            assert!(!letter.subject.contains('{'));
        }
    }

    #[test]
    fn a_name_is_text_and_not_markup() {
        let letter = letter(
            MailKind::PasswordReset,
            false,
            &about("<b>\"x\"&", "https://a.b"),
        );
        assert!(letter.html.contains("&lt;b&gt;&quot;x&quot;&amp;"));
        assert!(!letter.html.contains("<b>"));
    }
}
