//! Unread and mention counts equal a simple model, whatever people do: on each of their devices,
//! which count from events as PROTOCOL.md says, and over REST.
//!
//! `HUBBUB_MODEL_OPS` says how many operations (2,000 unless told), `HUBBUB_MODEL_SEED` which. A
//! run that fails names its seed and round: the same seed with fewer operations is the same run,
//! shorter.

mod chance;
mod coming_back;
mod device;
mod model;
mod plan;

use e2e::{Channel, Cluster, DEADLINE, Person, Socket, eventually, nonce};
use futures_util::future::join_all;
use serde_json::{Value, json};

use chance::Chance;
use device::Device;
use model::{Message, Where, Who};
use plan::{OWNER, Planner, Step};

const HANDLES: [&str; 5] = ["ann", "ben", "cat", "dan", "eve"];
/// Devices of each person.
const DEVICES: usize = 3;
/// The channel that one has to be added to.
const PRIVATE: Where = 2;
/// The direct conversation.
const DIRECT: Where = 3;
/// Steps that each person makes in a round while the others make theirs.
const TOGETHER: usize = 8;
/// Steps of a round that are made alone.
const ALONE: usize = 6;

fn setting(name: &str, default: u64) -> u64 {
    let value = std::env::var(name).ok();
    value.map_or(default, |value| value.parse().expect("a number"))
}

#[tokio::test(flavor = "multi_thread")]
async fn unread_and_mentions_equal_a_model_on_every_device_whatever_people_do() {
    let steps = usize::try_from(setting("HUBBUB_MODEL_OPS", 2_000)).expect("a size");
    let seed = setting("HUBBUB_MODEL_SEED", 20_261_126);
    println!("seed {seed}, {steps} operations");
    let mut cluster = Cluster::start().apis(2).gateways(2).up().await;
    let mut world = World::new(&cluster, seed).await;
    let mut made = 0;
    while made < steps {
        // The worker is away for a part of the time: counts come from the log alone then.
        let is_away = made * 3 / steps == 1;
        match (is_away, cluster.workers[0].runs()) {
            (true, true) => cluster.workers[0].kill(),
            (false, false) => cluster.workers[0].start().await,
            _ => {}
        }
        made += world.round().await;
        world.check().await;
    }
    let devices = world.devices.iter().flatten();
    let (counted, asked) = devices.fold((0, 0), |(counted, asked), device| {
        (counted + device.counted, asked + device.asked)
    });
    println!("{made} operations; counted by itself {counted} times, asked {asked} times");
    assert!(counted > asked * 3, "a device that counts seldom asks");
}

struct World {
    seed: u64,
    round: usize,
    chance: Chance,
    texts: u64,
    people: Vec<Person>,
    places: Vec<Channel>,
    channels: Vec<model::Channel>,
    devices: Vec<Vec<Device>>,
    /// What was done in this round, for the message of a failed check.
    history: Vec<(Who, Step)>,
}

/// What became of a step.
enum Outcome {
    Said(Message),
    Done,
}

impl World {
    async fn new(cluster: &Cluster, seed: u64) -> Self {
        let (people, office, talk) = cluster.company(HANDLES).await;
        let side = people[OWNER]
            .creates_channel(&office, "side", "public")
            .await;
        let private = people[OWNER]
            .creates_channel(&office, "inner", "private")
            .await;
        people[1].joins(&side).await;
        people[OWNER].adds(&people[2], &private).await;
        people[OWNER].adds(&people[3], &private).await;
        let direct = people[1].opens_dm(&office, &[&people[2]]).await;
        let hello = people[1].says("hello").within(&direct).await;
        let mut devices = Vec::new();
        for person in &people {
            let mut theirs = Vec::new();
            for n in 0..DEVICES {
                theirs.push(Device::of(person, n % 2).await);
            }
            devices.push(theirs);
        }
        all_online(&people, &devices).await;
        let members: [&[Who]; 4] = [&[0, 1, 2, 3, 4], &[0, 1], &[0, 2, 3], &[1, 2]];
        let mut channels: Vec<model::Channel> = members
            .iter()
            .map(|members| model::Channel {
                read: members.iter().map(|who| (*who, 0)).collect(),
                ..model::Channel::default()
            })
            .collect();
        channels[DIRECT].messages.push(Message {
            id: text(&hello["id"]),
            number: hello["message_no"].as_i64(),
            author: 1,
            is_root: true,
            addressed: model::Addressed::default(),
            deleted: false,
        });
        Self {
            seed,
            round: 0,
            chance: Chance::of(seed),
            texts: 0,
            people: people.into(),
            places: vec![talk, side, private, direct],
            channels,
            devices,
            history: Vec::new(),
        }
    }

    /// Some steps at the same time, then some one after the other; answers how many.
    async fn round(&mut self) -> usize {
        self.round += 1;
        self.history.clear();
        let lanes = self.plan_together();
        let count = lanes.iter().map(Vec::len).sum::<usize>();
        let acts = lanes.iter().zip(&mut self.devices).enumerate();
        let (people, places) = (&self.people, &self.places);
        let outcomes = join_all(acts.map(|(who, (steps, devices))| async move {
            let mut outcomes = Vec::new();
            for (turn, step) in steps.iter().enumerate() {
                let actor = Actor {
                    who,
                    turn,
                    people,
                    places,
                };
                outcomes.push(actor.takes(step, devices).await);
            }
            outcomes
        }))
        .await;
        for (who, (steps, outcomes)) in lanes.into_iter().zip(outcomes).enumerate() {
            for (step, outcome) in steps.into_iter().zip(outcomes) {
                self.learn(who, step, outcome);
            }
        }
        let mut alone = 0;
        for turn in 0..ALONE {
            let mut planner = planner(&mut self.chance, &self.channels, &mut self.texts);
            let Some((who, step)) = planner.alone() else {
                continue;
            };
            let (people, places) = (&self.people, &self.places);
            let actor = Actor {
                who,
                turn,
                people,
                places,
            };
            let outcome = actor.takes(&step, &mut self.devices[who]).await;
            self.learn(who, step, outcome);
            alone += 1;
        }
        count + alone
    }

    fn plan_together(&mut self) -> Vec<Vec<Step>> {
        let mut planner = planner(&mut self.chance, &self.channels, &mut self.texts);
        let lanes = (0..HANDLES.len()).map(|who| {
            (0..TOGETHER)
                .filter_map(|_step| planner.together(who))
                .collect()
        });
        lanes.collect()
    }

    /// What the step changes in the model.
    fn learn(&mut self, who: Who, step: Step, outcome: Outcome) {
        self.history.push((who, step.clone()));
        if let (Outcome::Said(message), Step::Send { place, .. } | Step::Reply { place, .. }) =
            (outcome, &step)
        {
            self.channels[*place].messages.push(Message {
                author: who,
                ..message
            });
            return;
        }
        match step {
            Step::Edit {
                place,
                id,
                addressed,
                ..
            } => self.channels[place].message(&id).addressed = addressed,
            Step::Delete { place, id } => self.channels[place].message(&id).deleted = true,
            Step::Read { place, number } => self.channels[place].reads(who, number),
            Step::Unread { place, number } => self.channels[place].unreads(who, number),
            Step::ReadAll => {
                for channel in &mut self.channels {
                    let head = channel.head();
                    channel.reads(who, head);
                }
            }
            Step::Join(place) => self.channels[place].joins(who),
            Step::Add(place, other) => self.channels[place].joins(other),
            Step::Leave(place) => {
                self.channels[place].read.remove(&who);
            }
            Step::Remove(place, other) => {
                self.channels[place].read.remove(&other);
            }
            Step::Archive(place, archived) => self.channels[place].archived = archived,
            Step::Cut(_) | Step::Send { .. } | Step::Reply { .. } => {}
        }
    }

    /// Every device and REST say what the model says.
    async fn check(&mut self) {
        let syncs = join_all(self.people.iter().map(|person| person.get("/sync"))).await;
        let syncs: Vec<Value> = syncs.into_iter().map(|answer| answer.ok()).collect();
        for (who, sync) in syncs.iter().enumerate() {
            for (place, channel) in self.channels.iter().enumerate() {
                let shown = rest(sync, &self.places[place].id);
                self.same(channel.counts(who), shown, (who, place), "REST");
            }
        }
        let mut devices = std::mem::take(&mut self.devices);
        join_all(
            devices
                .iter_mut()
                .zip(&syncs)
                .map(|(theirs, sync)| async move {
                    for device in theirs {
                        device.comes_back().await;
                        device.catches_up(sync).await;
                    }
                }),
        )
        .await;
        for (who, theirs) in devices.iter_mut().enumerate() {
            for (n, device) in theirs.iter_mut().enumerate() {
                for (place, channel) in self.channels.iter().enumerate() {
                    if let Some(expected) = channel.counts(who) {
                        let shown = device.counts(&self.places[place].id).await;
                        let name = format!("device {n}");
                        if shown != expected {
                            println!("{}", device.explains(&self.places[place].id));
                        }
                        self.same(Some(expected), Some(shown), (who, place), &name);
                    }
                }
            }
        }
        self.devices = devices;
    }

    fn same(
        &self,
        expected: Option<model::Counts>,
        shown: Option<model::Counts>,
        (who, place): (Who, Where),
        where_: &str,
    ) {
        assert!(
            expected == shown,
            "seed {}, round {}: {} sees {shown:?} in channel {place} on {where_}, and should see \
             {expected:?}\nthe round: {:#?}",
            self.seed,
            self.round,
            HANDLES[who],
            self.history
        );
    }
}

fn planner<'a>(
    chance: &'a mut Chance,
    channels: &'a [model::Channel],
    texts: &'a mut u64,
) -> Planner<'a> {
    Planner {
        chance,
        channels,
        handles: &HANDLES,
        direct: DIRECT,
        touched: std::collections::BTreeSet::new(),
        texts,
    }
}

fn rest(sync: &Value, channel: &str) -> Option<model::Counts> {
    let mut channels = sync["channels"].as_array().expect("channels").iter();
    let found = channels.find(|one| one["id"] == channel)?;
    let number = |name: &str| found["membership"][name].as_i64().expect("a number");
    Some(model::Counts {
        read: number("read_message_no"),
        unread: number("unread"),
        mentions: number("mentions"),
    })
}

/// Waits until everybody is seen online: whom an `@here` calls is certain then.
async fn all_online(people: &[Person], devices: &[Vec<Device>]) {
    let ids: Vec<&str> = people.iter().map(|one| one.id.as_str()).collect();
    let watched = json!({ "user_ids": ids });
    eventually("everybody is online", DEADLINE, async || {
        for theirs in devices {
            let socket = theirs[0].socket.as_ref()?;
            let answer = socket.command("presence.watch", watched.clone()).await;
            let seen = answer.expect("a watch list is taken");
            let mut others = ids.iter().filter(|id| **id != socket.who.id);
            if !others.all(|id| seen["users"][*id]["presence"] == "online") {
                return None;
            }
        }
        Some(())
    })
    .await;
}

/// Somebody about to take a step.
struct Actor<'a> {
    who: Who,
    turn: usize,
    people: &'a [Person],
    places: &'a [Channel],
}

impl Actor<'_> {
    /// Over a socket of one of their devices, or over REST at one of the replicas, in turn.
    async fn takes(&self, step: &Step, devices: &mut [Device]) -> Outcome {
        if let Step::Cut(n) = step {
            devices[*n].cut().await;
            return Outcome::Done;
        }
        match devices[self.turn % DEVICES].socket.as_ref() {
            Some(socket) if self.turn % 4 != 3 => self.over_socket(step, socket).await,
            _ => self.over_rest(step).await,
        }
    }

    async fn over_socket(&self, step: &Step, socket: &Socket) -> Outcome {
        let id = |place: &Where| &self.places[*place].id;
        let (command, input) = match step {
            Step::Send { place, body, .. } => (
                "message.send",
                json!({ "channel": id(place), "body": body, "nonce": nonce() }),
            ),
            Step::Reply {
                place,
                root,
                also,
                body,
                ..
            } => (
                "message.send",
                json!({ "channel": id(place), "body": body, "nonce": nonce(),
                    "parent_id": root, "also_in_channel": also }),
            ),
            Step::Edit { id, body, .. } => ("message.edit", json!({ "message": id, "body": body })),
            Step::Delete { id, .. } => ("message.delete", json!({ "message": id })),
            Step::Read { place, number } => (
                "read.mark",
                json!({ "channel": id(place), "message_no": number }),
            ),
            _ => return self.over_rest(step).await,
        };
        let done = socket.command(command, input).await;
        let done = done.unwrap_or_else(|problem| panic!("{step:?} was refused: {problem}"));
        said(step, &done["message"])
    }

    async fn over_rest(&self, step: &Step) -> Outcome {
        let who = self.people[self.who].at_api(self.turn % 2);
        let channel = |place: &Where| format!("/channels/{}", self.places[*place].id);
        let message = |id: &str| format!("/messages/{id}");
        let member = |place: &Where, other: &Who| {
            format!("{}/members/{}", channel(place), self.people[*other].id)
        };
        let answer = match step {
            Step::Send { place, body, .. } => {
                who.says(body).within(&self.places[*place]).answer().await
            }
            Step::Reply {
                place,
                root,
                also,
                body,
                ..
            } => {
                let saying = who.says(body).within(&self.places[*place]);
                let saying = saying.with("parent_id", json!(root));
                saying.with("also_in_channel", json!(also)).answer().await
            }
            Step::Edit { id, body, .. } => who.patch(&message(id), json!({ "body": body })).await,
            Step::Delete { id, .. } => who.delete(&message(id)).await,
            Step::Read { place, number } => {
                let input = json!({ "message_no": number });
                who.post(&format!("{}/read", channel(place)), input).await
            }
            Step::Unread { place, number } => {
                let input = json!({ "message_no": number });
                who.post(&format!("{}/unread", channel(place)), input).await
            }
            Step::ReadAll => {
                let path = format!("/workspaces/{}/read-all", self.places[0].workspace);
                who.post(&path, json!({})).await
            }
            Step::Join(place) => {
                who.post(&format!("{}/join", channel(place)), json!({}))
                    .await
            }
            Step::Leave(place) => {
                who.post(&format!("{}/leave", channel(place)), json!({}))
                    .await
            }
            Step::Add(place, other) => who.put(&member(place, other), json!({})).await,
            Step::Remove(place, other) => who.delete(&member(place, other)).await,
            Step::Archive(place, archived) => {
                let verb = if *archived { "archive" } else { "unarchive" };
                who.post(&format!("{}/{verb}", channel(place)), json!({}))
                    .await
            }
            Step::Cut(_) => return Outcome::Done,
        };
        said(step, &answer.ok())
    }
}

/// What a send answered; nothing for other steps.
fn said(step: &Step, sent: &Value) -> Outcome {
    let (Step::Send { addressed, .. } | Step::Reply { addressed, .. }) = step else {
        return Outcome::Done;
    };
    Outcome::Said(Message {
        id: text(&sent["id"]),
        number: sent["message_no"].as_i64(),
        author: 0,
        is_root: matches!(step, Step::Send { .. }),
        addressed: addressed.clone(),
        deleted: false,
    })
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}
