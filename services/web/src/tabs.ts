import type { ReadPosition } from "./api/types";
import { Emitter } from "./events";
import type { Language } from "./i18n";
import type { Draft } from "./outbox/drafts";
import type { Theme } from "./theme";
import type { Pending } from "./timeline/pending";

/** What the tabs of one person tell each other. The server tells the same, later; this is so that nothing flickers. */
export interface TabEvents {
  read: ReadPosition;
  /** By place: `channel` or `channel/root`; the empty draft is "sent or thrown away". */
  draft: { readonly place: string; readonly draft: Draft };
  /** What changed in the outbox, and the nonces that left it; the disk holds the same by now. */
  outbox: { readonly changed: readonly Pending[]; readonly gone: readonly string[] };
  signedOut: null;
  theme: Theme;
  language: Language;
}

type Told = {
  readonly [Name in keyof TabEvents]: { readonly name: Name; readonly event: TabEvents[Name] };
}[keyof TabEvents];

/** The other tabs of the same person in this browser. A tab does not hear itself. */
export class Tabs {
  private readonly heard = new Emitter<TabEvents>();
  private readonly channel: BroadcastChannel | undefined;
  private isClosed = false;

  constructor(user: string) {
    this.channel = typeof BroadcastChannel === "undefined" ? undefined : new BroadcastChannel(`hubbub:${user}`);
    if (!this.channel) return;
    this.channel.onmessage = ({ data }: MessageEvent<Told>) => this.heard.emit(data.name, data.event);
  }

  tell<Name extends keyof TabEvents>(name: Name, event: TabEvents[Name]): void {
    // A write that ends after the sign-out has nobody to tell any more.
    if (!this.isClosed) this.channel?.postMessage({ name, event });
  }

  on<Name extends keyof TabEvents>(name: Name, listener: (event: TabEvents[Name]) => void): () => void {
    return this.heard.on(name, listener);
  }

  close(): void {
    this.isClosed = true;
    this.channel?.close();
  }
}
