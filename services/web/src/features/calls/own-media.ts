import { open, openBoth, type Trouble, troubleOf } from "./media";
import { KINDS, type Kind } from "./peer";

interface Parts {
  /** Whether a call is on: what the browser gives after it has ended is given back. */
  isWanted(): boolean;
  changed(kind: Kind, track: MediaStreamTrack | null): void;
  /** The device was pulled out, or the browser's own button stopped the sharing. */
  ended(kind: Kind): void;
  trouble(kind: Kind, trouble: Trouble | undefined): void;
}

/** What I send: one track of each kind, or none. */
export class OwnMedia {
  readonly tracks: Record<Kind, MediaStreamTrack | null> = { audio: null, camera: null, screen: null };

  constructor(private readonly parts: Parts) {}

  /** Send a kind from now on, anew if it is sent already, or no more. */
  async send(kind: Kind, on = true): Promise<void> {
    const muted = this.tracks.audio?.enabled === false;
    this.stop(kind);
    if (on) await this.open(kind, kind === "audio" && muted);
    this.parts.changed(kind, this.tracks[kind]);
  }

  /** What a call begins with. Without a microphone there is still something to hear. */
  async begin(video: boolean): Promise<void> {
    const both = video ? await openBoth().catch(() => undefined) : undefined;
    if (both) for (const [index, track] of both.entries()) this.keep(KINDS[index] as Kind, track);
    else await Promise.all([this.send("audio"), video ? this.send("camera") : undefined]);
  }

  close(): void {
    for (const kind of KINDS) this.stop(kind);
  }

  private async open(kind: Kind, muted: boolean): Promise<void> {
    try {
      const track = await open(kind);
      track.enabled = !muted;
      this.keep(kind, track);
    } catch (error) {
      const trouble = troubleOf(error);
      // Who closes the choice of a screen has changed their mind, and knows it.
      if (kind !== "screen" || trouble !== "denied") this.parts.trouble(kind, trouble);
    }
  }

  private keep(kind: Kind, track: MediaStreamTrack): void {
    if (!this.parts.isWanted()) {
      track.stop();
      return;
    }
    // Asked for twice at once: the later one stays.
    this.stop(kind);
    // Text shall stay sharp, and a face smooth.
    track.contentHint = kind === "screen" ? "detail" : kind === "camera" ? "motion" : "speech";
    track.onended = () => this.tracks[kind] === track && this.parts.ended(kind);
    this.tracks[kind] = track;
    this.parts.trouble(kind, undefined);
  }

  private stop(kind: Kind): void {
    this.tracks[kind]?.stop();
    this.tracks[kind] = null;
  }
}
