import { create } from "zustand";
import type { Tabs } from "../tabs";
import type { PendingFile } from "../timeline/pending";
import type { Disk } from "./store";

/** What is being written at a place, with the files that go with it. */
export interface Draft {
  readonly text: string;
  readonly files: readonly PendingFile[];
  /** When the text was changed last, and when a file was added, moved or removed, ms since 1970. */
  readonly at: number;
  readonly filesAt: number;
}

export const NO_DRAFT: Draft = { text: "", files: [], at: 0, filesAt: 0 };

/** By place. In memory as a whole, so that a composer opens with its text already there. */
export const useDrafts = create<{ readonly drafts: Readonly<Record<string, Draft>> }>(() => ({ drafts: {} }));

/** A channel, or a thread in it. */
export function draftPlace(channel: string, root: string | null): string {
  return root === null ? channel : `${channel}/${root}`;
}

const SAVE_MS = 400;

/** Drafts outlive a reload and a change of channel, and are the same in all tabs. */
export class Drafts {
  /** Places that were written a moment ago, and those of them that changed since. */
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly late = new Set<string>();
  /** How many writes of a place are under way. */
  private readonly writing = new Map<string, number>();
  /** The last word about a place, also when it is "empty": what another tab says late must not bring it back. */
  private readonly last = new Map<string, Draft>();
  private readonly stops: readonly (() => void)[];

  constructor(
    private readonly disk: Disk,
    private readonly tabs: Tabs,
    private readonly now: () => number = Date.now,
  ) {
    const leave = () => this.leave();
    globalThis.addEventListener?.("pagehide", leave);
    this.stops = [
      tabs.on("draft", ({ place, draft }) => this.show(place, merge(this.latest(place), draft))),
      () => globalThis.removeEventListener?.("pagehide", leave),
    ];
  }

  async load(): Promise<void> {
    const [places, values] = await Promise.all([this.disk.getAllKeys("drafts"), this.disk.getAll("drafts")]);
    const stored = Object.fromEntries(places.map((place, index) => [place, values[index] ?? NO_DRAFT]));
    const rescued = this.rescued(stored);
    useDrafts.setState((known) => ({ drafts: { ...stored, ...rescued, ...known.drafts } }));
    for (const place of Object.keys(rescued)) this.save(place);
  }

  stop(): void {
    this.flush();
    for (const timer of this.timers.values()) clearTimeout(timer);
    for (const stop of this.stops) stop();
    useDrafts.setState({ drafts: {} });
  }

  get(place: string): Draft {
    return useDrafts.getState().drafts[place] ?? NO_DRAFT;
  }

  write(place: string, text: string): void {
    this.set(place, { ...this.get(place), text, at: this.now() }, text === "");
  }

  /** Files are put down at once: a reload must find them. */
  setFiles(place: string, change: (files: readonly PendingFile[]) => readonly PendingFile[]): void {
    const draft = this.get(place);
    this.set(place, { ...draft, files: change(draft.files), filesAt: this.now() }, true);
  }

  /** What became known of a file, wherever it is now; nothing when it was sent or thrown away. */
  patchFile(key: string, known: Partial<PendingFile>): void {
    for (const [place, draft] of Object.entries(useDrafts.getState().drafts)) {
      if (!draft.files.some((file) => file.key === key)) continue;
      const files = draft.files.map((file) => (file.key === key ? { ...file, ...known } : file));
      this.set(place, { ...draft, files }, true);
    }
  }

  /** Takes the draft out, to be sent; the disk forgets it once what it became is `safe` there. */
  take(place: string, safe: Promise<unknown>): void {
    this.late.delete(place);
    this.show(place, { ...NO_DRAFT, at: this.now(), filesAt: this.now() });
    void safe.then(() => this.save(place));
  }

  /** Puts back what was not sent, before what is there now. */
  giveBack(place: string, text: string, files: readonly PendingFile[]): void {
    const now = this.get(place);
    const joined = [text, now.text].filter((part) => part.trim() !== "").join("\n\n");
    const stamps = { at: this.now(), filesAt: this.now() };
    this.set(place, { text: joined, files: [...files, ...now.files], ...stamps }, true);
  }

  private set(place: string, draft: Draft, atOnce: boolean): void {
    this.show(place, draft);
    // The first letter is put down at once, the next ones together. Sent or emptied is final at once: a reload must
    // not bring it back.
    if (atOnce || !this.timers.has(place)) this.save(place);
    else this.late.add(place);
  }

  private latest(place: string): Draft {
    return this.last.get(place) ?? this.get(place);
  }

  private show(place: string, draft: Draft): void {
    this.last.set(place, draft);
    useDrafts.setState(({ drafts }) => {
      const { [place]: _old, ...others } = drafts;
      return { drafts: isEmpty(draft) ? others : { ...others, [place]: draft } };
    });
  }

  private save(place: string): void {
    this.late.delete(place);
    clearTimeout(this.timers.get(place));
    this.timers.set(
      place,
      setTimeout(() => {
        this.timers.delete(place);
        if (this.late.has(place)) this.save(place);
      }, SAVE_MS),
    );
    const draft = this.latest(place);
    const written = isEmpty(draft) ? this.disk.delete("drafts", place) : this.disk.put("drafts", draft, place);
    const count = (step: number) => this.writing.set(place, (this.writing.get(place) ?? 0) + step);
    count(1);
    written
      .then(
        () => this.tabs.tell("draft", { place, draft }),
        () => undefined,
      )
      .finally(() => count(-1));
  }

  /** What is not on the disk yet is written now. */
  private flush(): void {
    for (const place of [...this.late]) this.save(place);
  }

  /** The page goes, or may. The browser may drop a write with the page, so that the tab itself keeps it too. */
  private leave(): void {
    const unsure = [...this.writing].filter(([, count]) => count > 0).map(([place]) => place);
    const kept = Object.fromEntries([...this.late, ...unsure].map((place) => [place, this.latest(place)]));
    this.flush();
    try {
      if (Object.keys(kept).length > 0) sessionStorage.setItem(this.rescue, JSON.stringify(kept));
    } catch {
      // Full, or forbidden: then the disk alone has to do.
    }
  }

  /** What the page before this one was still writing when it went. */
  private rescued(stored: Readonly<Record<string, Draft>>): Record<string, Draft> {
    try {
      const kept = JSON.parse(sessionStorage.getItem(this.rescue) ?? "{}") as Record<string, Draft>;
      sessionStorage.removeItem(this.rescue);
      const newer = Object.entries(kept).filter(
        // What was emptied or sent is at worst there once more.
        ([place, draft]) => draft.at > (stored[place]?.at ?? 0) && !isEmpty(draft),
      );
      return Object.fromEntries(newer);
    } catch {
      return {};
    }
  }

  private get rescue(): string {
    return `${this.disk.name}.drafts`;
  }
}

/** Two tabs write at one place: the newer text, the newer list of files, and of each file what either knows. */
export function merge(mine: Draft, theirs: Draft): Draft {
  const { text, at } = theirs.at > mine.at ? theirs : mine;
  const { files, filesAt } = theirs.filesAt > mine.filesAt ? theirs : mine;
  const stored = new Map(
    [...mine.files, ...theirs.files].filter((file) => file.id !== null).map((file) => [file.key, file]),
  );
  return { text, at, files: files.map((file) => stored.get(file.key) ?? file), filesAt };
}

export function isEmpty(draft: Draft): boolean {
  return draft.text === "" && draft.files.length === 0;
}
