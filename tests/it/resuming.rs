//! Coming back: the four outcomes, and nothing lost or doubled on the way.

use e2e::{Cluster, Opening, Socket, checker::Talk};
use serde_json::{Value, json};

fn outcome(socket: &Socket, channel: &str) -> Value {
    let resumed = socket.look(|seen| seen.all("resumed"));
    let mine = resumed.into_iter().find(|r| r["channel"] == channel);
    mine.unwrap_or_else(|| panic!("nothing was said about {channel}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn ok_the_missed_events_follow_in_order_on_the_other_gateway() {
    let cluster = Cluster::start().gateways(2).up().await;
    let ([alice, bob], general) = cluster.people(["alice", "bob"]).await;
    let talk = Talk::default();
    let socket = Socket::open(&bob, 0).await;
    let place = talk.says(&alice, &general, 1).await.expect("accepted");
    socket.reaches(&general, place.seq).await;

    let known = socket.cut().await;
    for order in 2..=60 {
        talk.says(&alice, &general, order).await;
    }
    let back = Opening::of(&bob).at(1).resuming(known).open().await;
    let head = talk.settles(&cluster, &general, &[&bob]).await;
    back.reaches(&general, head).await;

    let resumed = outcome(&back, &general.id);
    assert_eq!(resumed["outcome"], "ok");
    assert_eq!(resumed["head_seq"], head);
    talk.saw("bob", &back, &general);
    assert_eq!(back.following().dropped, 0, "nothing is delivered twice");
    assert_eq!(back.following().holes, 0, "nothing has to be asked for");
    talk.journal().judge().assert_clean();
}

#[tokio::test(flavor = "multi_thread")]
async fn ok_while_everybody_goes_on_talking_has_no_hole_between_replay_and_live() {
    let cluster = Cluster::start().gateways(2).up().await;
    let ([alice, bob], general) = cluster.people(["alice", "bob"]).await;
    let talk = Talk::default();
    let socket = Socket::open(&bob, 0).await;
    let talking = {
        let (talk, alice, general) = (talk.clone(), alice.clone(), general.clone());
        tokio::task::spawn(async move {
            for order in 1..=150 {
                talk.says(&alice, &general, order).await;
            }
        })
    };

    let mut socket = Some(socket);
    let mut gateway = 0;
    while !talking.is_finished() {
        let known = socket.take().expect("a socket").cut().await;
        gateway = 1 - gateway;
        let back = Opening::of(&bob).at(gateway).resuming(known).open().await;
        let next = back.following().last(&general.id) + 5;
        let reached = back.until("five events, or the end", |seen| {
            (talking.is_finished() || seen.following.last(&general.id) >= next).then_some(())
        });
        tokio::select! {
            () = reached => (),
            () = async { while !talking.is_finished() { tokio::task::yield_now().await } } => (),
        }
        socket = Some(back);
    }
    talking.await.expect("alice said it all");

    let head = talk.settles(&cluster, &general, &[&bob]).await;
    let socket = socket.expect("a socket");
    socket.reaches(&general, head).await;
    talk.saw("bob", &socket, &general);
    talk.journal().judge().assert_clean();
}

#[tokio::test(flavor = "multi_thread")]
async fn behind_a_client_that_missed_too_much_pages_through_the_events() {
    let cluster = Cluster::start().up().await;
    let ([alice, bob], general) = cluster.people(["alice", "bob"]).await;
    let socket = Socket::open(&bob, 0).await;
    let first = alice.says("first").within(&general).await;
    socket
        .reaches(&general, first["seq"].as_i64().expect("a seq"))
        .await;
    let known = socket.cut().await;

    let fast = Socket::open(&alice, 0).await;
    let mut last = 0;
    for order in 0..520 {
        last = fast.says(&general, &format!("{order}")).await["seq"]
            .as_i64()
            .expect("a seq");
    }
    let back = Opening::of(&bob).resuming(known).open().await;
    back.reaches(&general, last).await;

    assert_eq!(outcome(&back, &general.id)["outcome"], "behind");
    let following = back.following();
    assert!(
        following.reloads.is_empty(),
        "the tail still reaches: no reload is needed"
    );
    let seqs: Vec<i64> = following.channels[&general.id]
        .applied
        .iter()
        .map(|e| e.seq)
        .collect();
    assert!(
        seqs.windows(2).all(|pair| pair[1] == pair[0] + 1),
        "{seqs:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn reset_a_position_of_another_epoch_or_beyond_the_head_drops_the_cache() {
    let cluster = Cluster::start().up().await;
    let ([alice], office, general) = cluster.company(["alice"]).await;
    let random = alice.creates_channel(&office, "side", "public").await;
    let sent = alice.says("hi").within(&general).await;
    let sync = alice.get("/sync").await.ok();
    let epoch = |id: &str| {
        let channels = sync["channels"].as_array().expect("channels");
        channels
            .iter()
            .find(|c| c["id"] == id)
            .expect("the channel")["epoch"]
            .clone()
    };

    let positions = json!([
        [
            general.id,
            epoch(&general.id).as_i64().expect("an epoch") + 1,
            1
        ],
        [random.id, epoch(&random.id), 1_000_000],
    ]);
    let identify = json!({ "client": "e2e/1", "positions": positions });
    let back = Opening::of(&alice).identifying_with(identify).open().await;
    back.until("both outcomes", |seen| {
        (seen.all("resumed").len() == 2).then_some(())
    })
    .await;

    let resumed = outcome(&back, &general.id);
    assert_eq!(resumed["outcome"], "reset");
    assert_eq!(resumed["epoch"], epoch(&general.id));
    assert_eq!(resumed["head_seq"], sent["seq"]);
    assert_eq!(outcome(&back, &random.id)["outcome"], "reset");
}

#[tokio::test(flavor = "multi_thread")]
async fn gone_a_channel_that_one_may_not_see_looks_like_one_that_never_was() {
    let cluster = Cluster::start().up().await;
    let ([alice, bob], office, general) = cluster.company(["alice", "bob"]).await;
    let secret = alice.creates_channel(&office, "secret", "private").await;
    alice.says("psst").within(&secret).await;
    alice.removes(&bob, &general).await;

    let absent = "01977f00-0000-7000-8000-000000000000";
    let positions = json!([[general.id, 1, 1], [secret.id, 1, 1], [absent, 1, 1]]);
    let identify = json!({ "client": "e2e/1", "positions": positions });
    let back = Opening::of(&bob).identifying_with(identify).open().await;
    back.until("three outcomes", |seen| {
        (seen.all("resumed").len() == 3).then_some(())
    })
    .await;

    for channel in [general.id.as_str(), secret.id.as_str(), absent] {
        let resumed = outcome(&back, channel);
        let expected =
            json!({ "channel": channel, "outcome": "gone", "epoch": null, "head_seq": null });
        assert_eq!(resumed, expected);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ready_names_every_channel_with_its_head_and_what_is_unread() {
    let cluster = Cluster::start().up().await;
    let ([alice, bob], general) = cluster.people(["alice", "bob"]).await;
    alice.says("one").within(&general).await;
    let last = alice.says("two, @bob").within(&general).await;

    let socket = Socket::open(&bob, 0).await;
    let ready = socket.ready();
    assert_eq!(ready["user"]["id"], bob.id.as_str());
    assert_eq!(ready["user"]["email"], "bob@example.com");
    let channels = ready["channels"].as_array().expect("channels");
    let channel = channels
        .iter()
        .find(|c| c[0] == general.id.as_str())
        .expect("the channel");
    let [id, _, head, message_no, read, unread, mentions] =
        std::array::from_fn(|i| channel[i].clone());
    assert_eq!((id, head), (json!(general.id), last["seq"].clone()));
    assert_eq!(
        (message_no, read, unread, mentions),
        (json!(2), json!(0), json!(2), json!(1))
    );
}
