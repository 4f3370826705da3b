"""The demo workspace as data: who is there, where they talk and what they say."""

WORKSPACE = {"name": "Acme", "slug": "acme"}

PEOPLE = [
    {"handle": "maya", "email": "maya@acme.example", "display_name": "Maya Chen"},
    {"handle": "liwei", "email": "liwei@acme.example", "display_name": "李伟 Li Wei"},
    {"handle": "sofia", "email": "sofia@acme.example", "display_name": "Sofia Rossi"},
    {"handle": "tom", "email": "tom@acme.example", "display_name": "Tom Becker"},
]

# The first one founds the workspace and makes the channels.
EVERYBODY = ["maya", "liwei", "sofia", "tom"]

CHANNELS = [
    {"name": "general", "kind": "public", "topic": "Everything that everybody should know", "members": EVERYBODY},
    {"name": "engineering", "kind": "public", "topic": "Gateways, workers, queues", "members": EVERYBODY},
    {"name": "design", "kind": "public", "topic": "Pixels and words", "members": ["maya", "sofia", "liwei"]},
    {"name": "产品讨论", "kind": "public", "topic": "用中文聊产品", "members": ["maya", "liwei", "tom"]},
    {"name": "launch", "kind": "private", "topic": "Not a word to anybody yet", "members": ["maya", "sofia"]},
]

# (key, channel, who, body, more). A key names its message for replies, reactions and repeated
# runs; `more` may hold parent, also, pictures, pin and reactions as {emoji: [who]}.
TALK = [
    ("hello", "general", "maya", "Good morning! Welcome to **Acme**. This is where we say things that concern everybody.", {"reactions": {"👋": ["liwei", "sofia", "tom"]}}),
    ("hello-zh", "general", "liwei", "大家早上好！我是李伟，负责消息网关和存储。有问题随时找我 🙂", {"reactions": {"🎉": ["maya", "tom"], "👋": ["sofia"]}}),
    ("rules", "general", "maya", "Three habits that help us:\n\n1. Ask in a channel rather than in a direct message.\n2. Answer in the **thread**.\n3. A 👀 means: I am on it.", {"pin": True, "reactions": {"👍": ["liwei", "sofia", "tom"], "💯": ["sofia"]}}),
    ("lunch", "general", "tom", "Lunch at 12:30, the noodle place again?", {"reactions": {"🍜": ["maya", "liwei", "sofia"]}}),
    ("lunch-1", "general", "liwei", "好啊，我要牛肉面！", {"parent": "lunch"}),
    ("lunch-2", "general", "sofia", "Count me in. Vegetarian for me, please.", {"parent": "lunch"}),
    ("lunch-3", "general", "tom", "Table for four is booked.", {"parent": "lunch", "also": True, "reactions": {"🙏": ["maya"]}}),
    ("demo-day", "general", "sofia", "@channel demo day is on Friday at 15:00. Each of us shows one thing, five minutes, no slides.", {"reactions": {"🚀": ["maya", "liwei", "tom"]}}),
    ("deploy", "engineering", "tom", "Rolled the gateways one by one this morning. Every client came back by itself, nobody noticed.", {"reactions": {"🚀": ["liwei", "maya"], "👏": ["sofia"]}}),
    ("backoff", "engineering", "liwei", "For the record, how long a client waits before its *n*-th try, so that nobody comes back all at once:\n\n$$t_n = \\operatorname{random}\\left(0,\\ \\min(30\\,\\mathrm{s},\\ 0.5 \\cdot 2^n)\\right)$$", {"reactions": {"🧠": ["tom"]}}),
    ("chart", "engineering", "tom", "Deliveries per hour, yesterday. The lunch dip is real.", {"pictures": ["deliveries"], "reactions": {"📈": ["maya", "liwei"]}}),
    ("chart-1", "engineering", "maya", "What happens at 10:30?", {"parent": "chart"}),
    ("chart-2", "engineering", "tom", "Stand-ups end, and everybody types at once.", {"parent": "chart", "reactions": {"😄": ["maya", "liwei", "sofia"]}}),
    ("code", "engineering", "liwei", "How a client notices that it missed something:\n\n```rust\nmatch event.seq.cmp(&(last + 1)) {\n    Ordering::Equal => apply(event),\n    Ordering::Less => {} // seen already\n    Ordering::Greater => fill(channel, last),\n}\n```", {"reactions": {"🦀": ["tom", "maya"]}}),
    ("code-1", "engineering", "tom", "So short that I looked for the rest of it.", {"parent": "code"}),
    ("code-2", "engineering", "liwei", "没有了，就这么多 😄 The server does the same towards its log.", {"parent": "code"}),
    ("oncall", "engineering", "tom", "@liwei could you take the pager on Thursday? I am at the dentist.", {"reactions": {"👀": ["liwei"]}}),
    ("oncall-1", "engineering", "liwei", "没问题，周四我来。", {"parent": "oncall", "reactions": {"❤️": ["tom"]}}),
    ("colours", "design", "sofia", "New palette is in the library: one warm accent, greys with a hint of warmth. Contrast is AA everywhere, both themes.", {"reactions": {"😍": ["maya"], "🎨": ["liwei"]}}),
    ("colours-1", "design", "maya", "The unread marker reads much better now. Ship it?", {"parent": "colours"}),
    ("colours-2", "design", "sofia", "After one more look on an old phone.", {"parent": "colours"}),
    ("moods", "design", "sofia", "Three moods for the welcome page: dawn, noon, night. Which one says *come in*?", {"pictures": ["dawn", "noon", "night"], "reactions": {"🌅": ["maya", "liwei"], "🌙": ["sofia"]}}),
    ("moods-1", "design", "liwei", "我选清晨，颜色最暖，和强调色也搭。", {"parent": "moods", "reactions": {"💯": ["maya"]}}),
    ("moods-2", "design", "maya", "Dawn. Night for those who come with the dark theme?", {"parent": "moods"}),
    ("moods-3", "design", "sofia", "Oh, I like that. Both, then ✨", {"parent": "moods", "reactions": {"🎉": ["maya", "liwei"]}}),
    ("font", "design", "liwei", "中文字体在小字号下有点挤，行高可以从 1.4 调到 1.6 吗？", {"reactions": {"👀": ["sofia"]}}),
    ("font-1", "design", "sofia", "Good eye. 1.6 for CJK, done.", {"parent": "font", "reactions": {"🙏": ["liwei"]}}),
    ("zh-1", "产品讨论", "maya", "这周用户访谈的三个要点：\n\n- 搜索要支持中文分词\n- 手机上图片要先出缩略图\n- 线程里的未读数要更明显", {"pin": True, "reactions": {"👍": ["liwei", "tom"]}}),
    ("zh-2", "产品讨论", "liwei", "缩略图已经有了，长边 720 像素，上传时顺便去掉 EXIF。", {"reactions": {"🎉": ["maya"]}}),
    ("zh-5", "产品讨论", "maya", "下个版本的计划，大家看看有没有遗漏：\n\n| 功能 | 负责人 | 状态 |\n|---|---|---|\n| 中文搜索 | 李伟 | 测试中 |\n| 离线草稿 | Tom | 已完成 ✅ |\n| 深色主题 | Sofia | 已完成 ✅ |", {"reactions": {"👍": ["liwei", "tom"], "🚀": ["liwei"]}}),
    ("zh-6", "产品讨论", "liwei", "搜索今天能测完。补一条：*图片加载失败*时要有提示。", {"parent": "zh-5"}),
    ("zh-7", "产品讨论", "maya", "好，加上了，谢谢！", {"parent": "zh-5", "reactions": {"🙏": ["liwei"]}}),
    ("zh-3", "产品讨论", "tom", "我的中文还在学习，请多多包涵！", {"reactions": {"💪": ["maya", "liwei"]}}),
    ("zh-4", "产品讨论", "maya", "写得很好，加油！", {"parent": "zh-3"}),
    ("launch-1", "launch", "maya", "Press page draft is ready. Launch stays on the 12th unless something breaks.", {}),
    ("launch-2", "launch", "sofia", "Screenshots are done in both languages. I need one more day for the short film.", {"reactions": {"🎬": ["maya"]}}),
]

# Conversations outside channels: (who takes part, [(key, who, body)]).
DIRECT = [
    (["maya", "liwei"], [
        ("dm-1", "maya", "你好！下午三点有空过一下搜索的方案吗？"),
        ("dm-2", "liwei", "有空，会议室还是线上？"),
        ("dm-3", "maya", "线上就行，我发链接给你。"),
    ]),
    (["tom", "sofia"], [
        ("dm-4", "tom", "The new icons look great on the status page, thank you!"),
        ("dm-5", "sofia", "Glad you like them 😊"),
    ]),
    (["maya", "sofia", "tom"], [
        ("dm-6", "maya", "Can the three of us look at the release notes tomorrow at 10?"),
        ("dm-7", "tom", "Works for me."),
    ]),
]

# What people say that they are doing.
STATUSES = [
    ("liwei", "🏸", "打羽毛球，三点回来"),
    ("sofia", "🎨", "Deep in icons"),
]

# How far somebody has read: (who, channel, message).
READ = [
    ("maya", "general", "lunch"),
    ("liwei", "general", "demo-day"),
    ("sofia", "engineering", "chart"),
    ("tom", "general", "demo-day"),
    ("liwei", "engineering", "oncall"),
]
