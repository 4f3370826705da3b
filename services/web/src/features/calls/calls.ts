import type { Channel } from "../../api/types";
import { isBlocked } from "../../blocked";
import { nonce } from "../../nonce";
import type { Session } from "../../session";
import { othersOf } from "../channels/use-channels";
import { Errands, iceServers } from "./errands";
import { Loudness } from "./loudness";
import { step } from "./machine";
import type { Kind } from "./peer";
import { Peers } from "./peers";
import { Sending } from "./sending";
import { begin, type Incoming, type Input, isInCall, type Own, type State } from "./state";
import { EMPTY, QUIET, useCall } from "./store";
import type { CallAct, CallAnswer, CallSignal } from "./types";

const TICK_MS = 500;

interface Noted {
  missed(incoming: Incoming): void;
}

/**
 * One person's calls on this page: takes what the machine decides to the server and to the other browsers, and what
 * they say back to the machine.
 */
export class Calls {
  readonly sending = new Sending({
    isWanted: () => isInCall(this.state),
    exchanged: (kind, track) => {
      this.peers.replace(kind, track);
      this.publish();
    },
    changed: () => this.publish(),
    tell: () => this.tell(),
  });
  private state: State;
  private readonly peers: Peers;
  private readonly errands: Errands;
  private readonly loudness = new Loudness(() => this.peers.list());
  /** What came for a seat that the server has not confirmed yet. */
  private early: { channel: string; signal: CallSignal }[] = [];
  /** Take the place of another device of mine. */
  private take = false;
  private readonly timer: ReturnType<typeof setInterval>;
  private readonly stops: (() => void)[];

  constructor(
    private readonly session: Session,
    noted: Noted,
  ) {
    this.state = begin(session.me);
    this.errands = new Errands({
      command: (channel, seat, act) => this.command(channel, seat, act),
      input: (input) => this.input(input),
      media: () => this.sending.media,
      join: (channel, seat) => this.join(channel, seat),
      missed: (incoming) => noted.missed(incoming),
    });
    this.peers = new Peers({
      me: session.me,
      tracks: () => this.sending.tracks,
      send: (channel, seat, act) => void this.errands.quietly(channel, seat, act),
      changed: () => this.publish(),
    });
    this.timer = setInterval(() => this.tick(), TICK_MS);
    const online = () => this.peers.restart();
    const leave = () => this.hangUp();
    window.addEventListener("online", online);
    window.addEventListener("pagehide", leave);
    this.stops = [
      session.events.on("call", ({ channel, signal }) => this.signal(channel, signal)),
      session.events.on("gone", (channel) => this.refuseIn(channel)),
      () => window.removeEventListener("online", online),
      () => window.removeEventListener("pagehide", leave),
    ];
    // What is known of the channels' calls may have come before.
    useCall.setState({ calls: this });
  }

  close(): void {
    this.hangUp();
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
    // When somebody is there already, nobody need be rung. A seat of my own may be the one I have just left.
    const known = useCall.getState().known[channel.id]?.people ?? [];
    const isOn = known.some((one) => one.user_id !== this.session.me);
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

  /** What is seen or heard of somebody; of myself, what I send. */
  track(user: string, kind: Kind): MediaStreamTrack | undefined {
    return user === this.session.me ? (this.sending.tracks[kind] ?? undefined) : this.peers.received(user, kind);
  }

  private begin(video: boolean, take: boolean): void {
    this.take = take;
    this.sending.wish(video);
    useCall.setState({ trouble: {}, since: undefined });
  }

  private input(input: Input): void {
    const before = this.state;
    const [state, effects] = step(before, input, Date.now());
    this.state = state;
    for (const effect of effects) void this.errands.carryOut(effect, state.own?.seat ?? nonce());
    if (state.own !== before.own) this.follow(state.own);
    if (state !== before) this.publish();
  }

  private tick(): void {
    const before = this.state;
    if (before.own?.stage === "in" || before.incoming) this.input({ type: "tick" });
    const own = this.state.own;
    if (own?.stage === "in" && this.loudness.look(this.sending.tracks.audio, Date.now())) this.publish();
  }

  private async join(channel: string, seat: string): Promise<void> {
    const isStill = () => this.state.own?.seat === seat && isInCall(this.state);
    const servers = iceServers(channel);
    await this.sending.open();
    this.peers.servers = await servers;
    if (!isStill()) return this.follow(this.state.own);
    try {
      const { media } = this.sending;
      const { call } = await this.command(channel, seat, { type: "join", media, take: this.take });
      // Hung up meanwhile: the seat was taken after it was given up.
      if (!isStill()) return this.errands.quietly(channel, seat, { type: "leave" });
      this.input({ type: "joined", seat, people: call?.people ?? [] });
      this.tick();
      const early = this.early;
      this.early = [];
      for (const one of early) this.signal(one.channel, one.signal);
    } catch (error) {
      this.errands.refused(seat, error, "failed");
    }
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
    // Whom I have blocked may be in a call with me and others, but does not call me.
    if (news.type === "ringing" && isBlocked(from)) return;
    if (news.type !== "offer" && news.type !== "answer" && news.type !== "candidates") {
      this.input({ type: "signal", channel, from, seat, news });
      return;
    }
    if (own?.channel !== channel || own.seat !== news.to_seat) return;
    if (own.stage === "joining") this.early.push({ channel, signal });
    if (own.stage !== "in") return;
    // Whoever offers is there, even if the word of it was lost.
    if (!this.peers.has(from, seat) && news.type === "offer")
      this.input({ type: "signal", channel, from, seat, news: { type: "joined", media: QUIET } });
    this.peers.take(from, seat, news);
  }

  /** The ways to the others are those of the people in the call, and what I send ends with it. */
  private follow(own: Own | undefined): void {
    this.peers.follow(own);
    const met = own?.stage === "in" && own.people.length > 0;
    if (met && useCall.getState().since === undefined) useCall.setState({ since: Date.now() });
    if (own === undefined || own.stage === "ended") {
      this.sending.close();
      this.early = [];
      this.loudness.stop();
    }
  }

  private tell(): void {
    const { own } = this.state;
    if (own?.stage === "in") void this.errands.tell(own.channel, own.seat);
  }

  private command(channel: string, seat: string, signal: CallAct): Promise<CallAnswer> {
    return this.session.connection.command("call.signal", { channel, seat, signal }) as Promise<CallAnswer>;
  }

  private publish(): void {
    const { incoming, own } = this.state;
    const { media } = this.sending;
    const { speaking } = this.loudness;
    useCall.setState(({ turn }) => ({ incoming, own, media, links: this.peers.links(), speaking, turn: turn + 1 }));
  }
}
