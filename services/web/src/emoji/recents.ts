import { useContext, useEffect } from "react";
import { create } from "zustand";
import type { Disk } from "../outbox/store";
import { SessionContext } from "../session-context";
import { nameOf, useCustomEmojis } from "./custom";

/** What was used last comes first; these stand in until there is something. */
export const FIRST_EMOJI = ["👍", "❤️", "😂", "🎉", "👀", "🙏", "✅", "🚀"] as const;
export const TONES = ["none", "light", "medium-light", "medium", "medium-dark", "dark"] as const;
export type Tone = (typeof TONES)[number];

const KEPT = 24;
const KEY = "emoji";

interface Stored {
  readonly recent: readonly string[];
  readonly tone: Tone;
}

interface EmojiHabits extends Stored {
  readonly disk: Disk | undefined;
  used(emoji: string): void;
  setTone(tone: Tone): void;
}

/** The list with `emoji` at its head, once. Pure. */
export function withRecent(recent: readonly string[], emoji: string): readonly string[] {
  return [emoji, ...recent.filter((known) => known !== emoji)].slice(0, KEPT);
}

/** A person's habits: kept in that person's own database, so that nobody else on the device sees them. */
export const useEmojiHabits = create<EmojiHabits>((set, get) => ({
  recent: [],
  tone: "none",
  disk: undefined,
  used: (emoji) => {
    set({ recent: withRecent(get().recent, emoji) });
    save(get());
  },
  setTone: (tone) => {
    set({ tone });
    save(get());
  },
}));

function save({ disk, recent, tone }: EmojiHabits): void {
  // A closed database is that of somebody who has signed out: nothing to keep.
  disk?.put("meta", { recent, tone } satisfies Stored, KEY).catch(() => undefined);
}

/** Habits of whoever is signed in. */
export async function openHabits(disk: Disk): Promise<void> {
  if (useEmojiHabits.getState().disk === disk) return;
  useEmojiHabits.setState({ disk, recent: [], tone: "none" });
  const stored = (await disk.get("meta", KEY).catch(() => undefined)) as Partial<Stored> | undefined;
  if (useEmojiHabits.getState().disk !== disk || !stored) return;
  useEmojiHabits.setState({ recent: stored.recent ?? [], tone: stored.tone ?? "none" });
}

/** The `count` emoji that are nearest at hand. */
export function useRecentEmoji(count: number): readonly string[] {
  const disk = useContext(SessionContext)?.disk;
  useEffect(() => {
    if (disk) void openHabits(disk);
  }, [disk]);
  const recent = useEmojiHabits((state) => state.recent);
  const own = useCustomEmojis();
  // One of another workspace, or one that is gone, is not at hand here.
  const usable = recent.filter((emoji) => {
    const name = nameOf(emoji);
    return name === undefined || own.has(name);
  });
  return [...new Set([...usable, ...FIRST_EMOJI])].slice(0, count);
}
