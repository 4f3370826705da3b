import { type Kind, type Link, Peer, type Tracks } from "./peer";
import type { Own } from "./state";
import type { CallAct, CallNews } from "./types";

interface Parts {
  readonly me: string;
  /** What I send. */
  tracks(): Tracks;
  send(channel: string, seat: string, act: CallAct): void;
  changed(): void;
}

/** The ways to the others: one to each seat of the call I am in. */
export class Peers {
  /** Where the ways of the call that begins are looked for. */
  servers: RTCIceServer[] = [];
  private readonly all = new Map<string, Peer>();

  constructor(private readonly parts: Parts) {}

  /** Those of the people in the call, and no others. */
  follow(own: Own | undefined): void {
    const people = own?.stage === "in" ? own.people : [];
    const wanted = new Map(people.map((one) => [keyOf(one.user_id, one.seat), one]));
    for (const [key, peer] of this.all) {
      if (wanted.has(key)) continue;
      peer.close();
      this.all.delete(key);
    }
    for (const [key, { user_id: user, seat }] of wanted) {
      if (!this.all.has(key) && own) this.all.set(key, this.connect(own, user, seat));
    }
  }

  has(user: string, seat: string): boolean {
    return this.all.has(keyOf(user, seat));
  }

  /** What one seat says to mine; nothing, when there is no way to it. */
  take(user: string, seat: string, news: CallNews): void {
    this.all.get(keyOf(user, seat))?.take(news);
  }

  replace(kind: Kind, track: MediaStreamTrack | null): void {
    for (const peer of this.all.values()) peer.replace(kind, track);
  }

  restart(): void {
    for (const peer of this.all.values()) peer.restart();
  }

  received(user: string, kind: Kind): MediaStreamTrack | undefined {
    return this.list()
      .find((peer) => peer.user === user)
      ?.received(kind);
  }

  list(): readonly Peer[] {
    return [...this.all.values()];
  }

  /** How they are, by person. */
  links(): Readonly<Record<string, Link>> {
    return Object.fromEntries(this.list().map((peer) => [peer.user, peer.link]));
  }

  private connect({ channel, seat: mine }: Own, user: string, seat: string): Peer {
    const { me, tracks, changed, send } = this.parts;
    return new Peer({
      me,
      user,
      seat,
      servers: this.servers,
      tracks,
      send: (act) => send(channel, mine, act),
      changed,
    });
  }
}

const keyOf = (user: string, seat: string): string => `${user}/${seat}`;
