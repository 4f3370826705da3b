import type { Peer } from "./peer";

/** From here on it is somebody speaking and not the room. */
const HEARD = 0.015;
/** Between two words one is still speaking. */
const HOLD_MS = 900;

/** Who is heard at the moment, oneself included. */
export class Loudness {
  speaking: readonly string[] = [];
  private readonly until = new Map<string, number>();
  private context: AudioContext | undefined;
  private analyser: { readonly track: MediaStreamTrack; readonly node: AnalyserNode } | undefined;

  constructor(private readonly peers: () => Iterable<Peer>) {}

  /** Looks again; `own` is what I send. Answers whether anything changed. */
  look(own: MediaStreamTrack | null, now: number): boolean {
    for (const peer of this.peers()) if (peer.level() > HEARD) this.until.set(peer.user, now + HOLD_MS);
    if (own?.enabled && this.levelOf(own) > HEARD) this.until.set("", now + HOLD_MS);
    const speaking = [...this.until].filter(([, until]) => until > now).map(([user]) => user);
    const changed = speaking.join() !== this.speaking.join();
    this.speaking = speaking;
    return changed;
  }

  stop(): void {
    this.until.clear();
    this.speaking = [];
    this.analyser = undefined;
    void this.context?.close().catch(() => undefined);
    this.context = undefined;
  }

  private levelOf(track: MediaStreamTrack): number {
    if (typeof AudioContext === "undefined") return 0;
    this.context ??= new AudioContext();
    if (this.analyser?.track !== track) {
      const node = this.context.createAnalyser();
      this.context.createMediaStreamSource(new MediaStream([track])).connect(node);
      this.analyser = { track, node };
    }
    const samples = new Float32Array(this.analyser.node.fftSize);
    this.analyser.node.getFloatTimeDomainData(samples);
    return Math.sqrt(samples.reduce((sum, one) => sum + one * one, 0) / samples.length);
  }
}
