import { callCredentials } from "../../api/calls";
import type { Channel } from "../../api/types";
import { nonce } from "../../nonce";
import type { Session } from "../../session";
import { othersOf } from "../channels/use-channels";
import { Loudness } from "./loudness";
import {
  begin,
  type Effect,
  type Incoming,
  type Input,
  isInCall,
  type Own,
  type State,
  step,
  type Why,
} from "./machine";
import { type Chosen, choose } from "./media";
import { OwnMedia } from "./own-media";
import { type Kind, type Link, Peer, type Tracks } from "./peer";
import { EMPTY, QUIET, useCall } from "./store";
import type { CallAct, CallAnswer, CallMedia, CallSignal } from "./types";

const TICK_MS = 500;

interface Noted {
  missed(incoming: Incoming): void;
}

/** What is refused, and what that means for the call; anything else may be better in a moment. */
const FINAL: Readonly<Record<string, Why>> = {
  call_full: "full",
  call_elsewhere: "elsewhere",
  not_found: "gone",
  not_a_member: "gone",
  forbidden: "gone",
  channel_archived: "gone",
};

/**
 * One person's calls on this page: takes what the machine decides to the server and to the other browsers, and what
 * they say back to the machine.
 */
export class Calls {
  private state: State;
  private readonly own = new OwnMedia({
    isWanted: () => isInCall(this.state),
    changed: (kind, track) => {
      for (const peer of this.peers.values()) peer.replace(kind, track);
      this.publish();
    },
    ended: (kind) => void this.ended(kind),
    trouble: (kind, why) => useCall.setState(({ trouble }) => ({ trouble: { ...trouble, [kind]: why } })),
  });
  private media: CallMedia = QUIET;
  private readonly peers = new Map<string, Peer>();
  private servers: RTCIceServer[] = [];
  /** What came for a seat that the server has not confirmed yet. */
  private early: { channel: string; signal: CallSignal }[] = [];
  /** Take the place of another device of mine. */
  private take = false;
  private readonly timer: ReturnType<typeof setInterval>;
  private readonly loudness = new Loudness(() => this.peers.values());
  private readonly stops: (() => void)[];

  constructor(
    private readonly session: Session,
    private readonly noted: Noted,
  ) {
    this.state = begin(session.me);
    this.timer = setInterval(() => this.tick(), TICK_MS);
    const online = () => this.restart();
    const leave = () => this.leaveAtOnce();
    window.addEventListener("online", online);
    window.addEventListener("pagehide", leave);
    this.stops = [
      session.events.on("call", ({ channel, signal }) => this.signal(channel, signal)),
      session.events.on("gone", (channel) => this.refuseIn(channel)),
      () => window.removeEventListener("online", online),
      () => window.removeEventListener("pagehide", leave),
    ];
    useCall.setState({ ...EMPTY, calls: this });
  }

  close(): void {
    this.input({ type: "hangUp" });
    clearInterval(this.timer);
    for (const stop of this.stops) stop();
    useCall.setState(EMPTY);
  }

  /** Begin a call, or join the one that is on. In a conversation the others are rung; in a channel they see it. */
  start(channel: Channel, video: boolean, take = false): void {
    if (isInCall(this.state)) return;
    const direct = channel.kind === "dm";
    const others = direct || channel.kind === "group_dm" ? othersOf(channel, this.session.me) : [];
    const to = others.map((one) => one.id).filter((id) => id !== this.session.me);
    // Who is there already need not be rung.
    const isOn = (useCall.getState().known[channel.id]?.people.length ?? 0) > 0;
    this.begin(video, take);
    this.input({ type: "start", channel: channel.id, seat: nonce(), direct, ring: nonce(), to: isOn ? [] : to });
  }

  accept(video: boolean, direct: boolean): void {
    this.begin(video, false);
    this.input({ type: "accept", seat: nonce(), direct });
  }

  decline(): void {
    this.input({ type: "decline" });
  }

  hangUp(): void {
    this.input({ type: "hangUp" });
  }

  dismiss(): void {
    this.input({ type: "dismiss" });
  }

  async mute(muted: boolean): Promise<void> {
    if (!muted && !this.own.tracks.audio) await this.own.send("audio");
    if (this.own.tracks.audio) this.own.tracks.audio.enabled = !muted;
    this.tell({ muted: muted || this.own.tracks.audio === null });
  }

  async camera(on: boolean): Promise<void> {
    await this.own.send("camera", on);
    this.tell({ video: this.own.tracks.camera !== null });
  }

  async screen(on: boolean): Promise<void> {
    await this.own.send("screen", on);
    this.tell({ screen: this.own.tracks.screen !== null });
  }

  /** Another device from now on. */
  async device(kind: keyof Chosen, id: string): Promise<void> {
    choose(kind, id);
    if (kind === "speaker") this.publish();
    else if (this.own.tracks[kind]) await this.own.send(kind);
  }

  /** What is seen or heard of somebody; of myself, what I send. */
  track(user: string, kind: Kind): MediaStreamTrack | undefined {
    if (user === this.session.me) return this.own.tracks[kind] ?? undefined;
    return [...this.peers.values()].find((peer) => peer.user === user)?.received(kind);
  }

  private begin(video: boolean, take: boolean): void {
    this.take = take;
    this.media = { ...QUIET, video };
    useCall.setState({ trouble: {}, since: undefined });
  }

  private input(input: Input): void {
    const before = this.state;
    const [state, effects] = step(before, input, Date.now());
    this.state = state;
    for (const effect of effects) void this.carryOut(effect);
    if (state.own !== before.own) this.follow(state.own);
    if (state !== before) this.publish();
  }

  private tick(): void {
    const before = this.state;
    if (before.own?.stage === "in" || before.incoming) this.input({ type: "tick" });
    const own = this.state.own;
    if (own?.stage === "in" && this.loudness.look(this.own.tracks.audio, Date.now())) this.publish();
  }

  private async carryOut(effect: Effect): Promise<void> {
    const { channel } = effect.type === "missed" ? effect.incoming : effect;
    const seat = "seat" in effect ? effect.seat : (this.state.own?.seat ?? nonce());
    const ask = (act: CallAct) => this.command(channel, seat, act);
    switch (effect.type) {
      case "missed":
        return this.noted.missed(effect.incoming);
      case "join":
        return this.join(channel, seat);
      case "stay":
        return ask({ type: "stay" }).then(
          ({ call }) => this.input({ type: "stayed", seat, people: call?.people ?? [] }),
          (error: unknown) => this.refused(seat, error),
        );
      case "ring": {
        const act: CallAct = { type: "ring", ring: effect.ring, to: [...effect.to], video: this.media.video };
        return ask(act).then(
          ({ busy }) => void (busy.length > 0 && this.input({ type: "rung", busy })),
          () => undefined,
        );
      }
      case "cancel":
        return quietly(ask({ type: "cancel", ring: effect.ring, to: [...effect.to] }));
      case "decline":
        return quietly(ask({ type: "decline", ring: effect.ring, to: effect.to }));
      case "leave":
        return quietly(ask({ type: "leave" }));
    }
  }

  private async join(channel: string, seat: string): Promise<void> {
    const isStill = () => this.state.own?.seat === seat && isInCall(this.state);
    const servers = callCredentials(channel).then(
      ({ ice_servers }) => ice_servers.map(({ urls, username, credential }) => server(urls, username, credential)),
      () => [],
    );
    // A seat that was lost and is taken again goes on with what was sent before.
    if (!this.own.tracks.audio) await this.own.begin(this.media.video);
    this.servers = await servers;
    if (!isStill()) return this.follow(this.state.own);
    this.media = {
      ...this.media,
      muted: this.own.tracks.audio === null || this.media.muted,
      video: this.own.tracks.camera !== null,
    };
    try {
      const { call } = await this.command(channel, seat, { type: "join", media: this.media, take: this.take });
      // Hung up meanwhile: the seat was taken after it was given up.
      if (!isStill()) return quietly(this.command(channel, seat, { type: "leave" }));
      this.input({ type: "joined", seat, people: call?.people ?? [] });
      this.tick();
      const early = this.early;
      this.early = [];
      for (const one of early) this.signal(one.channel, one.signal);
    } catch (error) {
      this.refused(seat, error, "failed");
    }
  }

  /** What cannot be asked now is asked again; `otherwise`: what it means when that makes no sense. */
  private refused(seat: string, error: unknown, otherwise?: Why): void {
    const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
    const why = FINAL[code] ?? otherwise;
    if (code === "not_in_call") this.input({ type: "lost", seat, again: nonce() });
    else if (why) this.input({ type: "refused", seat, why });
  }

  private refuseIn(channel: string): void {
    const own = this.state.own;
    if (own?.channel === channel) this.input({ type: "refused", seat: own.seat, why: "gone" });
  }

  private signal(channel: string, signal: CallSignal): void {
    const { from, seat, signal: news } = signal;
    const own = this.state.own;
    if (news.type === "state") {
      useCall.setState(({ known }) => ({ known: { ...known, [channel]: news.call } }));
      return;
    }
    if (news.type !== "offer" && news.type !== "answer" && news.type !== "candidates") {
      this.input({ type: "signal", channel, from, seat, news });
      return;
    }
    if (own?.channel !== channel || own.seat !== news.to_seat) return;
    if (own.stage === "joining") this.early.push({ channel, signal });
    if (own.stage !== "in") return;
    // Whoever offers is there, even if the word of it was lost.
    if (!this.peers.has(`${from}/${seat}`) && news.type === "offer")
      this.input({ type: "signal", channel, from, seat, news: { type: "joined", media: QUIET } });
    this.peers.get(`${from}/${seat}`)?.take(news);
  }

  /** The ways to the others are those of the people in the call, and what I send ends with it. */
  private follow(own: Own | undefined): void {
    const people = own?.stage === "in" ? own.people : [];
    const wanted = new Map(people.map((one) => [`${one.user_id}/${one.seat}`, one]));
    for (const [key, peer] of this.peers) {
      if (wanted.has(key)) continue;
      peer.close();
      this.peers.delete(key);
    }
    for (const [key, { user_id: user, seat }] of wanted) {
      if (this.peers.has(key) || !own) continue;
      this.peers.set(key, this.connect(own, user, seat));
    }
    if (people.length > 0 && useCall.getState().since === undefined) useCall.setState({ since: Date.now() });
    if (own === undefined || own.stage === "ended") {
      this.own.close();
      this.early = [];
      this.loudness.stop();
    }
  }

  private connect(own: Own, user: string, seat: string): Peer {
    return new Peer({
      me: this.session.me,
      user,
      seat,
      servers: this.servers,
      tracks: (): Tracks => this.own.tracks,
      send: (act) => void quietly(this.command(own.channel, own.seat, act)),
      changed: () => this.publish(),
    });
  }

  private async ended(kind: Kind): Promise<void> {
    await this.own.send(kind, kind === "audio");
    const { audio, camera, screen } = this.own.tracks;
    this.tell({ muted: this.media.muted || !audio, video: !!camera, screen: !!screen });
  }

  private tell(change: Partial<CallMedia>): void {
    this.media = { ...this.media, ...change };
    this.publish();
    const own = this.state.own;
    if (own?.stage !== "in") return;
    const { seat } = own;
    this.command(own.channel, seat, { type: "media", media: this.media }).then(
      ({ call }) => this.input({ type: "stayed", seat, people: call?.people ?? [] }),
      (error: unknown) => this.refused(seat, error),
    );
  }

  private restart(): void {
    for (const peer of this.peers.values()) peer.restart();
  }

  private leaveAtOnce(): void {
    const { own } = this.state;
    if (own && isInCall(this.state)) this.input({ type: "hangUp" });
  }

  private command(channel: string, seat: string, signal: CallAct): Promise<CallAnswer> {
    return this.session.connection.command("call.signal", { channel, seat, signal }) as Promise<CallAnswer>;
  }

  private publish(): void {
    const links: Record<string, Link> = {};
    for (const peer of this.peers.values()) links[peer.user] = peer.link;
    const { incoming, own } = this.state;
    const { speaking } = this.loudness;
    useCall.setState(({ turn }) => ({ incoming, own, media: this.media, links, speaking, turn: turn + 1 }));
  }
}

function server(urls: string[], username: string | null, credential: string | null): RTCIceServer {
  return username === null || credential === null ? { urls } : { urls, username, credential };
}

/** What need not be known: it is told again, or ends by itself. */
async function quietly(work: Promise<unknown>): Promise<void> {
  await work.catch(() => undefined);
}
