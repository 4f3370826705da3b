import type { NoteData } from "../../sw-push";
import { pushedTo } from "./push";

const ICON = "/icons/hubbub.svg";

export interface NewNote {
  readonly title: string;
  readonly body: string;
  /** A newer one takes the place of the one before. */
  readonly tag: string;
  readonly data: NoteData;
  /** What a click does. */
  readonly open: (path: string) => void;
}

/** Those that live with this page, by channel. */
const own = new Map<string, Notification>();

/** Shows a notification: where pushes come too, through the service worker, so that each replaces the other. */
export async function showNote({ title, open, ...note }: NewNote): Promise<void> {
  const options = { ...note, icon: ICON, silent: true };
  const registration = await pushedTo();
  if (registration) return registration.showNotification(title, options);
  const shown = new Notification(title, options);
  shown.onclick = () => {
    window.focus();
    shown.close();
    open(note.data.path);
  };
  own.set(note.tag, shown);
}

/** Takes back what is shown of these channels. */
export async function closeNotes(channels: ReadonlySet<string>): Promise<void> {
  for (const [channel, shown] of own) {
    if (!channels.has(channel)) continue;
    shown.close();
    own.delete(channel);
  }
  const registration = await pushedTo();
  for (const shown of (await registration?.getNotifications()) ?? []) {
    // A reply is read in its thread: the server takes it back.
    if (channels.has(shown.tag) && !isOfThread(shown)) shown.close();
  }
}

function isOfThread({ data }: Notification): boolean {
  return (data as NoteData | null)?.path.includes("?thread=") === true;
}

/** Somebody clicked on a notification of the service worker's. What it gives back stops it. */
export function onOpen(open: (path: string) => void): () => void {
  if (!("serviceWorker" in navigator)) return () => undefined;
  const heard = ({ data }: MessageEvent) => {
    const { type, path } = (data ?? {}) as { type?: string; path?: string };
    if (type === "open" && path?.startsWith("/w/")) open(path);
  };
  navigator.serviceWorker.addEventListener("message", heard);
  return () => navigator.serviceWorker.removeEventListener("message", heard);
}
