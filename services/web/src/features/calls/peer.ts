import { begin, type Heard, isPolite, type Negotiation, negotiate } from "./negotiation";
import type { CallAct, CallNews, IceCandidate } from "./types";

/** What is sent and received, in the order of the sections that both sides agree on. */
export const KINDS = ["audio", "camera", "screen"] as const;
export type Kind = (typeof KINDS)[number];
export type Tracks = Readonly<Record<Kind, MediaStreamTrack | null>>;

export type Link = "connecting" | "connected" | "reconnecting";

export interface PeerParts {
  readonly me: string;
  readonly user: string;
  readonly seat: string;
  readonly servers: RTCIceServer[];
  tracks(): Tracks;
  send(act: CallAct): void;
  changed(): void;
}

/** Whoever waits for the other side says it again after so long. */
const AGAIN_MS = 2_000;
/** A connection that is interrupted may come back by itself; after so long a new way is looked for. */
const RESTART_MS = 2_500;
/** The polite side leaves the other the first try. */
const POLITE_MS = 1_500;
/** Addresses found within this time go together. */
const GATHER_MS = 80;
/** The server takes this many in one signal. */
const MOST_CANDIDATES = 20;

/** The way to one other person's browser: keeps what is sent and heard in step, and finds a new way when it breaks. */
export class Peer {
  readonly connection: RTCPeerConnection;
  link: Link = "connecting";
  private negotiation: Negotiation;
  /** One thing at a time: the browser's answers come later. */
  private work: Promise<void> = Promise.resolve();
  private answer = "";
  private early: IceCandidate[] = [];
  private found: IceCandidate[] = [];
  private gathering: ReturnType<typeof setTimeout> | undefined;
  private brokenAt: number | undefined;
  private readonly timer: ReturnType<typeof setInterval>;
  private waitedAt = Date.now();
  private closed = false;

  constructor(private readonly parts: PeerParts) {
    this.negotiation = begin(isPolite(parts.me, parts.user));
    this.connection = new RTCPeerConnection({ iceServers: parts.servers });
    this.connection.onicecandidate = ({ candidate }) => candidate && this.gather(candidate);
    this.connection.onconnectionstatechange = () => this.moved();
    this.connection.ontrack = () => parts.changed();
    this.timer = setInterval(() => this.tick(Date.now()), 500);
    // One side makes the sections, so that both have the same.
    if (!this.polite) {
      const tracks = parts.tracks();
      for (const kind of KINDS)
        this.connection.addTransceiver(tracks[kind] ?? (kind === "audio" ? "audio" : "video"), {
          direction: "sendrecv",
        });
      this.hear({ type: "needed" });
    }
  }

  get user(): string {
    return this.parts.user;
  }

  get seat(): string {
    return this.parts.seat;
  }

  /** Something for this seat from that one. */
  take(news: CallNews): void {
    if (news.type === "offer" || news.type === "answer") this.hear({ type: news.type, n: news.n, sdp: news.sdp });
    else if (news.type === "candidates") this.run(() => this.addAll(news.candidates));
  }

  /** What the other side sends in a section; it is there from the first agreement on, and silent until something comes. */
  received(kind: Kind): MediaStreamTrack | undefined {
    return this.connection.getTransceivers()[KINDS.indexOf(kind)]?.receiver.track;
  }

  /** How loud the other side is now, from 0 to 1. */
  level(): number {
    const audio = this.connection.getTransceivers()[0]?.receiver;
    return audio?.getSynchronizationSources()[0]?.audioLevel ?? 0;
  }

  /** Send something else from now on: nothing has to be agreed on for that. */
  replace(kind: Kind, track: MediaStreamTrack | null): void {
    void this.connection
      .getTransceivers()
      [KINDS.indexOf(kind)]?.sender.replaceTrack(track)
      .catch(() => undefined);
  }

  /** Look for a new way: the network changed, or the old one is broken. */
  restart(): void {
    // Before the first agreement there is none that could be broken.
    if (this.closed || this.negotiation.done === 0) return;
    this.connection.restartIce();
    this.hear({ type: "needed" });
  }

  close(): void {
    this.closed = true;
    clearInterval(this.timer);
    clearTimeout(this.gathering);
    this.connection.close();
  }

  private get polite(): boolean {
    return this.negotiation.polite;
  }

  private hear(heard: Heard): void {
    const [now, acts] = negotiate(this.negotiation, heard);
    this.negotiation = now;
    if (acts.length > 0) this.waitedAt = Date.now();
    for (const act of acts) {
      this.run(async () => {
        switch (act.type) {
          case "offer":
            await this.connection.setLocalDescription(await this.connection.createOffer());
            return this.say("offer", act.n);
          case "repeatOffer":
            return this.say("offer", act.n);
          case "accept":
            await this.connection.setRemoteDescription({ type: "offer", sdp: act.sdp });
            await this.addEarly();
            this.fillSections();
            await this.connection.setLocalDescription(await this.connection.createAnswer());
            this.answer = this.connection.localDescription?.sdp ?? "";
            return this.say("answer", act.n);
          case "repeatAnswer":
            return this.say("answer", act.n);
          case "apply":
            await this.connection.setRemoteDescription({ type: "answer", sdp: act.sdp });
            return this.addEarly();
        }
      });
    }
  }

  /** The latest description of that kind, with all addresses found since: one that was lost is made good by the next. */
  private say(type: "offer" | "answer", n: number): void {
    const local = this.connection.localDescription;
    const sdp = local?.type === type ? local.sdp : this.answer;
    if (sdp !== "") this.parts.send({ type, to: this.user, to_seat: this.seat, n, sdp });
  }

  /** The sections came with the offer: what is sent goes into them. */
  private fillSections(): void {
    const tracks = this.parts.tracks();
    const sections = this.connection.getTransceivers();
    for (const [index, kind] of KINDS.entries()) {
      const section = sections[index];
      if (!section) continue;
      section.direction = "sendrecv";
      if (section.sender.track !== tracks[kind]) void section.sender.replaceTrack(tracks[kind]).catch(() => undefined);
    }
  }

  private async addAll(candidates: readonly IceCandidate[]): Promise<void> {
    if (!this.connection.remoteDescription) {
      this.early.push(...candidates);
      return;
    }
    for (const { candidate, mid, line } of candidates) {
      const init = { candidate, sdpMid: mid ?? null, sdpMLineIndex: line ?? null };
      // Of an exchange that is over: there are others.
      await this.connection.addIceCandidate(init).catch(() => undefined);
    }
  }

  private addEarly(): Promise<void> {
    const early = this.early;
    this.early = [];
    return this.addAll(early);
  }

  private gather({ candidate, sdpMid, sdpMLineIndex }: RTCIceCandidate): void {
    this.found.push({ candidate, mid: sdpMid, line: sdpMLineIndex });
    this.gathering ??= setTimeout(() => {
      this.gathering = undefined;
      while (this.found.length > 0) {
        const candidates = this.found.splice(0, MOST_CANDIDATES);
        this.parts.send({ type: "candidates", to: this.user, to_seat: this.seat, candidates });
      }
    }, GATHER_MS);
  }

  private moved(): void {
    const { connectionState } = this.connection;
    if (connectionState === "connected") {
      this.link = "connected";
      this.brokenAt = undefined;
    } else if (connectionState === "disconnected" || connectionState === "failed") {
      this.link = "reconnecting";
      this.brokenAt ??= Date.now();
    }
    this.parts.changed();
  }

  private tick(now: number): void {
    if (this.negotiation.offering && now - this.waitedAt >= AGAIN_MS) this.hear({ type: "waited" });
    const patience = RESTART_MS + (this.polite ? POLITE_MS : 0);
    if (this.brokenAt === undefined || now - this.brokenAt < patience || this.negotiation.offering) return;
    this.brokenAt = now;
    this.restart();
  }

  /** What fails leaves the rest as it is: whoever waits says it again. */
  private run(act: () => Promise<void> | void): void {
    this.work = this.work.then(async () => {
      if (this.closed) return;
      try {
        await act();
      } catch (error) {
        if (!this.closed) console.warn(error);
      }
    });
  }
}
