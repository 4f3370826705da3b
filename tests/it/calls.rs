//! Calls: what people tell each other over any gateway until their browsers talk directly.

use std::time::Duration;

use aws_lc_rs::hmac;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use e2e::{Channel, Cluster, Person, Socket};
use serde_json::{Value, json};

/// What ARCHITECTURE.md allows a crashed gateway's people to stay.
const GONE: Duration = Duration::from_secs(15);

/// Somebody at a seat in a channel's call.
struct Seat<'a> {
    socket: &'a Socket,
    channel: &'a Channel,
    seat: &'a str,
}

impl<'a> Seat<'a> {
    fn of(socket: &'a Socket, channel: &'a Channel, seat: &'a str) -> Self {
        Self {
            socket,
            channel,
            seat,
        }
    }

    fn data(&self, signal: Value) -> Value {
        json!({ "channel": self.channel.id, "seat": self.seat, "signal": signal })
    }

    async fn does(&self, signal: Value) -> Value {
        let answer = self
            .socket
            .command("call.signal", self.data(signal.clone()))
            .await;
        answer.unwrap_or_else(|problem| panic!("{signal} was refused: {problem}"))
    }

    async fn refused(&self, signal: Value, code: &str) -> Value {
        self.socket
            .refused("call.signal", self.data(signal), code)
            .await
    }

    async fn joins(&self) -> Value {
        self.does(joining()).await
    }

    async fn rings(&self, ring: &str, people: &[&Person]) -> Value {
        let to: Vec<_> = people.iter().map(|one| one.id.as_str()).collect();
        self.does(json!({ "type": "ring", "ring": ring, "to": to, "video": true }))
            .await
    }
}

fn joining() -> Value {
    json!({ "type": "join", "media": { "muted": false, "video": true, "screen": false } })
}

/// The first signal of a kind from somebody.
async fn hears(socket: &Socket, kind: &str, from: &Person) -> Value {
    let is =
        |signal: &Value| signal["signal"]["type"] == kind && signal["from"] == from.id.as_str();
    socket.sees("call.signal", is).await
}

fn people(call: &Value) -> Vec<&str> {
    let people = call["people"].as_array().expect("people of a call");
    people
        .iter()
        .filter_map(|one| one["user_id"].as_str())
        .collect()
}

async fn view(person: &Person, channel: &Channel) -> Value {
    let mut view = person.get(&format!("/calls/{}", channel.id)).await.ok();
    view["call"].take()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_rings_all_devices_and_the_first_to_accept_wins() {
    let cluster = Cluster::start().apis(2).gateways(2).up().await;
    let ([alice, bob], workspace, _) = cluster.company(["alice", "bob"]).await;
    let dm = alice.opens_dm(&workspace, &[&bob]).await;
    let hers = Socket::open(&alice, 0).await;
    let (laptop, phone) = (Socket::open(&bob, 1).await, Socket::open(&bob, 0).await);
    let caller = Seat::of(&hers, &dm, "a1");
    let joined = caller.joins().await;
    assert_eq!(people(&joined["call"]), [alice.id.as_str()]);

    let rung = caller.rings("ring-1", &[&bob]).await;
    assert_eq!(rung["rung"], json!([bob.id]));
    for device in [&laptop, &phone] {
        let ringing = hears(device, "ringing", &alice).await;
        assert_eq!(ringing["signal"]["ring"], "ring-1");
        assert_eq!(ringing["signal"]["people"], json!([alice.id]));
    }

    let answer = Seat::of(&laptop, &dm, "b1").joins().await;
    assert_eq!(
        people(&answer["call"]),
        [alice.id.as_str(), bob.id.as_str()]
    );
    assert_eq!(hears(&hers, "joined", &bob).await["seat"], "b1");
    // The phone hears it too: that is how it stops ringing.
    assert_eq!(hears(&phone, "joined", &bob).await["seat"], "b1");
    let second = Seat::of(&phone, &dm, "b2");
    second.refused(joining(), "call_elsewhere").await;

    // Unless it says that it wants to: then the laptop hears that it was moved.
    let mut moving = joining();
    moving["take"] = true.into();
    second.does(moving).await;
    let is_moved = |signal: &Value| signal["signal"]["type"] == "joined" && signal["seat"] == "b2";
    laptop.sees("call.signal", is_moved).await;
    let first = Seat::of(&laptop, &dm, "b1");
    first
        .refused(json!({ "type": "stay" }), "not_in_call")
        .await;
    second.does(json!({ "type": "stay" })).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn offers_answers_and_addresses_go_from_seat_to_seat_and_hanging_up_ends_it() {
    let cluster = Cluster::start().apis(2).gateways(2).up().await;
    let ([alice, bob], workspace, _) = cluster.company(["alice", "bob"]).await;
    let dm = alice.opens_dm(&workspace, &[&bob]).await;
    // A conversation shows with its first message.
    alice.says("may I call?").within(&dm).await;
    let (hers, his) = (Socket::open(&alice, 0).await, Socket::open(&bob, 1).await);
    let (caller, callee) = (Seat::of(&hers, &dm, "a1"), Seat::of(&his, &dm, "b1"));
    his.command("focus", json!({ "channel": dm.id }))
        .await
        .expect("a focus");
    caller.joins().await;
    callee.joins().await;

    let sdp = "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\n";
    let to_bob =
        |kind: &str| json!({ "type": kind, "to": bob.id, "to_seat": "b1", "n": 1, "sdp": sdp });
    caller.does(to_bob("offer")).await;
    let offer = hears(&his, "offer", &alice).await;
    assert_eq!(offer["signal"]["sdp"], sdp);
    assert_eq!(offer["signal"]["to_seat"], "b1");
    let to_alice = json!({ "type": "answer", "to": alice.id, "to_seat": "a1", "n": 1, "sdp": sdp });
    callee.does(to_alice).await;
    assert_eq!(hears(&hers, "answer", &bob).await["signal"]["n"], 1);
    let candidates =
        json!([{ "candidate": "candidate:1 1 udp 1 192.0.2.1 9 typ host", "mid": "0", "line": 0 }]);
    let telling =
        json!({ "type": "candidates", "to": alice.id, "to_seat": "a1", "candidates": candidates });
    callee.does(telling).await;
    let told = hears(&hers, "candidates", &bob).await;
    assert_eq!(told["signal"]["candidates"], candidates);

    let media = json!({ "muted": true, "video": false, "screen": false });
    callee
        .does(json!({ "type": "media", "media": media }))
        .await;
    assert_eq!(hears(&hers, "media", &bob).await["signal"]["media"], media);
    assert_eq!(view(&alice, &dm).await["people"][1]["media"], media);

    callee.does(json!({ "type": "leave" })).await;
    hears(&hers, "left", &bob).await;
    caller.does(json!({ "type": "leave" })).await;
    assert_eq!(view(&bob, &dm).await, Value::Null);
    // Whoever looks at the conversation has seen it begin and end.
    let is_over =
        |signal: &Value| signal["signal"]["type"] == "state" && signal["signal"]["call"].is_null();
    his.sees("call.signal", is_over).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ring_may_be_declined_or_given_up_and_who_is_in_another_call_is_busy() {
    let cluster = Cluster::start().gateways(2).up().await;
    let ([alice, bob, carol], workspace, general) =
        cluster.company(["alice", "bob", "carol"]).await;
    let dm = alice.opens_dm(&workspace, &[&bob]).await;
    let (hers, his) = (Socket::open(&alice, 0).await, Socket::open(&bob, 1).await);
    let (phone, carols) = (Socket::open(&bob, 0).await, Socket::open(&carol, 0).await);
    let caller = Seat::of(&hers, &dm, "a1");
    caller.joins().await;

    caller.rings("first", &[&bob]).await;
    hears(&his, "ringing", &alice).await;
    let no = json!({ "type": "decline", "ring": "first", "to": alice.id });
    Seat::of(&his, &dm, "none").does(no).await;
    for told in [&hers, &phone] {
        let declined = hears(told, "declined", &bob).await;
        assert_eq!(declined["signal"]["ring"], "first");
    }

    caller.rings("second", &[&bob]).await;
    caller
        .does(json!({ "type": "cancel", "ring": "second", "to": [bob.id] }))
        .await;
    let cancelled = hears(&his, "cancelled", &alice).await;
    assert_eq!(cancelled["signal"]["ring"], "second");

    Seat::of(&carols, &general, "c1").joins().await;
    Seat::of(&his, &general, "b1").joins().await;
    let rung = caller.rings("third", &[&bob]).await;
    assert_eq!(
        (&rung["rung"], &rung["busy"]),
        (&json!([]), &json!([bob.id]))
    );
    // Who is in this very call is neither rung nor busy.
    let rung = Seat::of(&carols, &general, "c1").rings("r", &[&bob]).await;
    assert_eq!((&rung["rung"], &rung["busy"]), (&json!([]), &json!([])));
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_and_what_is_too_large_or_out_of_place_are_refused() {
    let cluster = Cluster::start().up().await;
    let ([alice, bob, carol], workspace, general) =
        cluster.company(["alice", "bob", "carol"]).await;
    let dm = alice.opens_dm(&workspace, &[&bob]).await;
    let stranger = cluster.signs_up("stranger").await;
    let (hers, carols) = (Socket::open(&alice, 0).await, Socket::open(&carol, 0).await);
    let outside = Socket::open(&stranger, 0).await;
    let caller = Seat::of(&hers, &dm, "a1");
    caller.joins().await;

    // The conversation does not exist for who is not in it.
    for signal in [
        joining(),
        json!({ "type": "stay" }),
        json!({ "type": "ring", "ring": "r", "to": [alice.id], "video": false }),
        json!({ "type": "cancel", "ring": "r", "to": [alice.id] }),
        json!({ "type": "decline", "ring": "r", "to": alice.id }),
    ] {
        Seat::of(&carols, &dm, "c1")
            .refused(signal, "not_found")
            .await;
    }
    carol
        .get(&format!("/calls/{}", dm.id))
        .await
        .refused(404, "not_found");
    let credentials = format!("/calls/{}/credentials", dm.id);
    carol
        .post(&credentials, json!({}))
        .await
        .refused(404, "not_found");
    Seat::of(&outside, &general, "s1")
        .refused(joining(), "not_found")
        .await;
    carol.leaves(&general).await;
    Seat::of(&carols, &general, "c1")
        .refused(joining(), "not_a_member")
        .await;
    let ringing = json!({ "type": "ring", "ring": "r", "to": [carol.id], "video": false });
    caller.refused(ringing, "not_found").await;

    // Only seats talk to seats.
    let offer = |seat: &str, sdp: &str| json!({ "type": "offer", "to": bob.id, "to_seat": seat, "n": 1, "sdp": sdp });
    caller.refused(offer("b1", "v=0"), "not_in_call").await;
    Seat::of(&hers, &dm, "a2")
        .refused(offer("b1", "v=0"), "not_in_call")
        .await;
    Seat::of(&carols, &dm, "c1")
        .refused(offer("b1", "v=0"), "not_in_call")
        .await;
    let ringing = json!({ "type": "ring", "ring": "r", "to": [bob.id], "video": false });
    Seat::of(&hers, &dm, "a2")
        .refused(ringing, "not_in_call")
        .await;

    // What is too large or of no form.
    let his = Socket::open(&bob, 0).await;
    Seat::of(&his, &dm, "b1").joins().await;
    caller.does(offer("b1", &"s".repeat(32 * 1024))).await;
    let long = caller
        .refused(offer("b1", &"s".repeat(32 * 1024 + 1)), "invalid_input")
        .await;
    assert_eq!(long["errors"][0]["pointer"], "/signal/sdp");
    assert_eq!(long["errors"][0]["limit"], 32 * 1024);
    let candidates = |count: usize, length: usize| {
        let one = json!({ "candidate": "c".repeat(length) });
        json!({ "type": "candidates", "to": bob.id, "to_seat": "b1", "candidates": vec![one; count] })
    };
    caller.does(candidates(20, 1024)).await;
    caller.refused(candidates(21, 1), "invalid_input").await;
    caller.refused(candidates(1, 1025), "invalid_input").await;
    let to = vec![bob.id.clone(); 9];
    caller
        .refused(
            json!({ "type": "ring", "ring": "r", "to": to, "video": false }),
            "invalid_input",
        )
        .await;
    caller
        .refused(
            json!({ "type": "ring", "ring": "r", "to": [], "video": false }),
            "invalid_input",
        )
        .await;
    Seat::of(&hers, &dm, "a b")
        .refused(json!({ "type": "stay" }), "invalid_input")
        .await;
    caller
        .refused(json!({ "type": "fly" }), "malformed_json")
        .await;
    caller
        .refused(json!({ "type": "stay", "extra": 1 }), "unknown_field")
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_holds_six() {
    let cluster = Cluster::start().up().await;
    let names = ["anna", "ben", "cleo", "dora", "emil", "finn", "gina"];
    let (people, general) = cluster.people(names).await;
    let mut sockets = Vec::new();
    for person in &people {
        sockets.push(Socket::open(person, 0).await);
    }
    for (index, socket) in sockets.iter().take(6).enumerate() {
        let joined = Seat::of(socket, &general, "s").joins().await;
        assert_eq!(people_in(&joined), index + 1);
    }
    let seventh = Seat::of(&sockets[6], &general, "s");
    seventh.refused(joining(), "call_full").await;
    // Who has a seat takes it again.
    Seat::of(&sockets[0], &general, "s").joins().await;

    Seat::of(&sockets[2], &general, "s")
        .does(json!({ "type": "leave" }))
        .await;
    assert_eq!(people_in(&seventh.joins().await), 6);
}

fn people_in(answer: &Value) -> usize {
    people(&answer["call"]).len()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_signals_too_fast_is_told_so_and_keeps_the_socket() {
    let cluster = Cluster::start().set("RATE_LIMITS", "default").up().await;
    let ([alice], general) = cluster.people(["alice"]).await;
    let hers = Socket::open(&alice, 0).await;
    let seat = Seat::of(&hers, &general, "a1");
    seat.joins().await;
    let mut refused = None;
    for count in 1..58 {
        let stay = seat.data(json!({ "type": "stay" }));
        if let Err(problem) = hers.command("call.signal", stay).await {
            refused = Some((count, problem));
            break;
        }
    }
    let (count, problem) = refused.expect("a limit");
    assert_eq!(problem["code"], "rate_limited");
    assert!(count >= 49, "{count} were let through");
    alice.says("the socket lives").within(&general).await;
    hers.sees("message.created", |m| m["body"] == "the socket lives")
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_removed_member_and_an_ended_session_leave_the_call_at_once() {
    let cluster = Cluster::start().apis(2).gateways(2).up().await;
    let ([alice, bob, carol], general) = cluster.people(["alice", "bob", "carol"]).await;
    let (hers, his) = (Socket::open(&alice, 0).await, Socket::open(&bob, 1).await);
    let carols = Socket::open(&carol, 1).await;
    let alices = Seat::of(&hers, &general, "a1");
    for seat in [
        &alices,
        &Seat::of(&his, &general, "b1"),
        &Seat::of(&carols, &general, "c1"),
    ] {
        seat.joins().await;
    }

    alice.removes(&bob, &general).await;
    hears(&hers, "left", &bob).await;
    hears(&his, "left", &bob).await;
    let call = view(&alice, &general).await;
    assert_eq!(people(&call), [alice.id.as_str(), carol.id.as_str()]);
    let stay = json!({ "type": "stay" });
    Seat::of(&his, &general, "b1")
        .refused(stay, "not_a_member")
        .await;
    let offer = json!({ "type": "offer", "to": alice.id, "to_seat": "a1", "n": 1, "sdp": "v=0" });
    Seat::of(&his, &general, "b1")
        .refused(offer, "not_in_call")
        .await;

    let _ = carol.post("/auth/logout", json!({})).await;
    assert_eq!(carols.closed().await.code, 4503);
    hears(&hers, "left", &carol).await;
    let call = view(&alice, &general).await;
    assert_eq!(people(&call), [alice.id.as_str()]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crashed_gateways_people_leave_the_call_and_who_comes_back_in_time_stays() {
    let mut cluster = Cluster::start().gateways(2).up().await;
    let ([alice, bob, carol], general) = cluster.people(["alice", "bob", "carol"]).await;
    let (hers, his) = (Socket::open(&alice, 0).await, Socket::open(&bob, 1).await);
    let carols = Socket::open(&carol, 1).await;
    for (socket, seat) in [(&hers, "a1"), (&his, "b1"), (&carols, "c1")] {
        Seat::of(socket, &general, seat).joins().await;
    }

    cluster.gateways[1].kill();
    his.closed().await;
    let back = Socket::open(&carol, 0).await;
    let (alices, carols) = (
        Seat::of(&hers, &general, "a1"),
        Seat::of(&back, &general, "c1"),
    );
    let keeping = async {
        loop {
            alices.does(json!({ "type": "stay" })).await;
            carols.does(json!({ "type": "stay" })).await;
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    };
    let left = hers.until_within("bob is gone", GONE, |seen| {
        let signals = seen.all("call.signal");
        let left = |one: &&Value| one["signal"]["type"] == "left" && one["from"] == bob.id.as_str();
        signals.iter().find(left).map(|_| ())
    });
    tokio::select! {
        () = left => {}
        () = keeping => {}
    }
    let call = view(&alice, &general).await;
    assert_eq!(people(&call), [alice.id.as_str(), carol.id.as_str()]);
}

#[tokio::test(flavor = "multi_thread")]
async fn credentials_verify_with_the_shared_secret_and_there_are_none_without_servers() {
    let cluster = Cluster::start()
        .set(
            "TURN_URLS",
            "stun:turn.example.org:3478,turn:turn.example.org:3478?transport=udp",
        )
        .set("TURN_SECRET", "north")
        .set("TURN_TTL_S", "600")
        .up()
        .await;
    let ([alice], general) = cluster.people(["alice"]).await;
    let path = format!("/calls/{}/credentials", general.id);

    let issued = alice.post(&path, json!({})).await.ok();

    let [stun, turn] = issued["ice_servers"]
        .as_array()
        .expect("servers")
        .as_slice()
    else {
        panic!("{issued}")
    };
    assert_eq!(
        stun,
        &json!({ "urls": ["stun:turn.example.org:3478"], "username": null, "credential": null })
    );
    assert_eq!(
        turn["urls"],
        json!(["turn:turn.example.org:3478?transport=udp"])
    );
    let name = turn["username"].as_str().expect("a name");
    let (until, user) = name.split_once(':').expect("expiry:user");
    assert_eq!(user, alice.id);
    let now = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .expect("after 1970");
    let left = until.parse::<u64>().expect("seconds") - now.as_secs();
    assert!((1..=601).contains(&left), "{left}");
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, b"north");
    let expected = STANDARD.encode(hmac::sign(&key, name.as_bytes()));
    assert_eq!(turn["credential"], expected.as_str());

    let without = Cluster::start().up().await;
    let ([bob], talk) = without.people(["bob"]).await;
    let issued = bob
        .post(&format!("/calls/{}/credentials", talk.id), json!({}))
        .await
        .ok();
    assert_eq!(issued, json!({ "ice_servers": [], "expires_at": null }));
    bob.post(
        "/calls/00000000-0000-7000-8000-000000000000/credentials",
        json!({}),
    )
    .await
    .refused(404, "not_found");
}
