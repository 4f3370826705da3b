import { type Chosen, choose } from "./media";
import { OwnMedia } from "./own-media";
import type { Kind, Tracks } from "./peer";
import { QUIET, useCall } from "./store";
import type { CallMedia } from "./types";

interface Parts {
  /** Whether a call is on. */
  isWanted(): boolean;
  /** Another track of that kind is sent from now on, or none. */
  exchanged(kind: Kind, track: MediaStreamTrack | null): void;
  /** What is sent, or heard with, is different now. */
  changed(): void;
  /** The others are to know what is sent. */
  tell(): void;
}

/** What I send in a call, and what the others are told of it. */
export class Sending {
  media: CallMedia = QUIET;
  private readonly own: OwnMedia;

  constructor(private readonly parts: Parts) {
    this.own = new OwnMedia({
      isWanted: parts.isWanted,
      changed: parts.exchanged,
      ended: (kind) => void this.ended(kind),
      trouble: (kind, why) => useCall.setState(({ trouble }) => ({ trouble: { ...trouble, [kind]: why } })),
    });
  }

  get tracks(): Tracks {
    return this.own.tracks;
  }

  /** A call begins, with or without a picture of me. */
  wish(video: boolean): void {
    this.media = { ...QUIET, video };
  }

  /** Asks for what was wished for; a seat that was lost and is taken again goes on with what was sent before. */
  async open(): Promise<void> {
    if (!this.tracks.audio) await this.own.begin(this.media.video);
    const muted = this.tracks.audio === null || this.media.muted;
    this.media = { ...this.media, muted, video: this.tracks.camera !== null };
  }

  close(): void {
    this.own.close();
  }

  async mute(muted: boolean): Promise<void> {
    if (!muted && !this.tracks.audio) await this.own.send("audio");
    if (this.tracks.audio) this.tracks.audio.enabled = !muted;
    this.tell({ muted: muted || this.tracks.audio === null });
  }

  async camera(on: boolean): Promise<void> {
    await this.own.send("camera", on);
    this.tell({ video: this.tracks.camera !== null });
  }

  async screen(on: boolean): Promise<void> {
    await this.own.send("screen", on);
    this.tell({ screen: this.tracks.screen !== null });
  }

  /** Another device from now on. */
  async device(kind: keyof Chosen, id: string): Promise<void> {
    choose(kind, id);
    if (kind === "speaker") this.parts.changed();
    else if (this.tracks[kind]) await this.own.send(kind);
  }

  private async ended(kind: Kind): Promise<void> {
    await this.own.send(kind, kind === "audio");
    const { audio, camera, screen } = this.tracks;
    this.tell({ muted: this.media.muted || !audio, video: !!camera, screen: !!screen });
  }

  private tell(change: Partial<CallMedia>): void {
    this.media = { ...this.media, ...change };
    this.parts.changed();
    this.parts.tell();
  }
}
