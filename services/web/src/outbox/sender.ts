import { create } from "zustand";
import { send as sendOverRest } from "../api/messages";
import { ApiError } from "../api/problem";
import type { Message } from "../api/types";
import { lead } from "../locks";
import { Lost } from "../socket/commands";
import type { Connection } from "../socket/connection";
import type { Sent } from "../socket/frames";
import type { Tabs } from "../tabs";
import type { Pending } from "../timeline/pending";
import { Blobs } from "./blobs";
import { Drafts, draftPlace } from "./drafts";
import * as box from "./outbox";
import type { Disk } from "./store";
import { Uploads } from "./uploads";

interface OutboxState {
  readonly entries: box.Outbox;
  /** When I last sent to a channel, ms since 1970: slow mode counts from there. */
  readonly sentAt: Readonly<Record<string, number>>;
}

/** What is not yet safe, for the screens. */
export const useOutbox = create<OutboxState>(() => ({ entries: [], sentAt: {} }));

export interface SenderParts {
  readonly me: string;
  readonly disk: Disk;
  readonly tabs: Tabs;
  readonly connection: () => Connection | undefined;
  readonly isLive: () => boolean;
  /** The message as the server has it: it takes the place of the pending row. */
  readonly accepted: (message: Message) => void;
  readonly now: () => number;
  readonly random: () => number;
}

const TICK_MS = 1_000;
/** Sent only when it is on the disk; a disk that hangs keeps nobody from sending. */
const DISK_WITHIN_MS = 1_000;
/** Refusals that pass with time, and that a person is told about while they wait. */
const WAITS = new Set(["rate_limited", "slow_mode"]);

/**
 * Carries the outbox to the server: over the socket when it is live, else over REST, with the same nonce, so that
 * however often an entry is sent it is one message. Entries are on disk before the first attempt. One tab sends; the
 * others write to the disk and tell it, and take over when it is gone.
 */
export class Sender {
  readonly blobs: Blobs;
  readonly uploads: Uploads;
  readonly drafts: Drafts;
  private leads = false;
  private timer: ReturnType<typeof setInterval> | undefined;
  private stops: readonly (() => void)[] = [];
  /** What the disk did not take: it lives here alone. */
  private readonly unwritten = new Set<string>();
  /** Writes follow each other in the order of the changes. */
  private writes: Promise<void> = Promise.resolve();

  constructor(private readonly parts: SenderParts) {
    this.blobs = new Blobs(parts.disk, parts.now);
    this.uploads = new Uploads(this.blobs);
    this.drafts = new Drafts(parts.disk, parts.tabs, parts.now);
  }

  async start(): Promise<void> {
    await this.drafts.load();
    useOutbox.setState({ entries: box.inOrder(await this.parts.disk.getAll("outbox")) });
    this.stops = [
      this.parts.tabs.on("outbox", (news) => this.heard(news)),
      lead(`hubbub.outbox:${this.parts.me}`, () => this.begin()),
    ];
    this.timer = setInterval(() => this.tick(), TICK_MS);
  }

  stop(): void {
    clearInterval(this.timer);
    for (const stop of this.stops) stop();
    this.uploads.stop();
    this.drafts.stop();
    useOutbox.setState({ entries: [], sentAt: {} });
  }

  /** Resolves when it is on the disk. */
  enqueue(entry: Pending): Promise<void> {
    this.set(box.enqueue(this.entries, entry));
    const written = this.writes;
    this.tick();
    return written;
  }

  retry(nonce: string): void {
    this.set(box.retry(this.entries, nonce, this.parts.now()));
    this.tick();
  }

  /** Whether it is meant to call so many people. */
  answer(nonce: string, yes: boolean): void {
    this.set(box.answer(this.entries, nonce, yes, this.parts.now()));
    this.tick();
  }

  discard(nonce: string): void {
    this.dropFiles(nonce);
    this.set(box.discard(this.entries, nonce));
  }

  /** Out of the outbox, and back into the composer with its files. */
  takeBack(nonce: string): void {
    const entry = this.entries.find((one) => one.nonce === nonce);
    if (!entry) return;
    this.drafts.giveBack(draftPlace(entry.channel, entry.root), entry.body, entry.files);
    this.set(box.discard(this.entries, nonce));
  }

  durable(channel: string, seq: number): void {
    if (this.leads) this.set(box.durable(this.entries, channel, seq));
  }

  epoch(channel: string, epoch: number): void {
    if (this.leads) this.set(box.epochChanged(this.entries, channel, epoch, this.parts.now()));
    this.tick();
  }

  /** The link is back. */
  wake(): void {
    if (this.leads) this.set(box.hurry(this.entries, this.parts.now()));
    this.tick();
  }

  /** Look again: something was written, or time has passed. */
  tick(): void {
    const now = this.parts.now();
    if (!this.leads) {
      // A hidden tab's timers are slow; what it is told it hears at once.
      if (box.due(this.entries, now).length > 0) void this.writes.then(() => this.tell([], []));
      return;
    }
    this.set(box.overdue(this.entries, now));
    for (const entry of box.due(this.entries, now))
      void (box.needsUpload(entry) ? this.upload(entry) : this.send(entry));
  }

  private begin(): () => void {
    let mine = true;
    // Whoever signed out in another tab took the disk along.
    this.takeOver(() => mine).catch((error) => mine && console.warn("the outbox cannot be read", error));
    return () => {
      mine = false;
      this.leads = false;
    };
  }

  /** Whoever sent before may have died between the disk and the telling: the disk is right. */
  private async takeOver(stillMine: () => boolean): Promise<void> {
    let before: box.Outbox;
    let stored: Pending[];
    do {
      before = this.entries;
      await this.writes;
      stored = await this.parts.disk.getAll("outbox");
      // Something was written meanwhile: what was read may be older.
    } while (this.entries !== before);
    if (!stillMine()) return;
    const known = new Set([...stored.map((entry) => entry.nonce), ...this.unwritten]);
    const gone = before.filter((entry) => !known.has(entry.nonce)).map((entry) => entry.nonce);
    useOutbox.setState({ entries: box.patch(before, { changed: stored, gone }, false) });
    this.leads = true;
    this.set(box.reopen(this.entries, this.parts.now()));
    this.tick();
    const drafted = Object.values(await this.parts.disk.getAll("drafts"));
    const named = [...drafted, ...this.entries].flatMap((one) => one.files.map((file) => file.key));
    await this.blobs.sweep(new Set(named));
  }

  private heard(news: { readonly changed: readonly Pending[]; readonly gone: readonly string[] }): void {
    useOutbox.setState({ entries: box.patch(this.entries, news, this.leads) });
    if (this.leads) this.tick();
  }

  private async upload(entry: Pending): Promise<void> {
    const { nonce } = entry;
    this.set(box.uploading(this.entries, nonce));
    try {
      await Promise.all(
        entry.files.map(async (file) => {
          const id = await this.uploads.start(file);
          this.set(box.uploaded(this.entries, nonce, file.key, id));
        }),
      );
      this.set(box.complete(this.entries, nonce, this.parts.now()));
    } catch (error) {
      this.fail(nonce, error);
    }
    this.tick();
  }

  private async send(entry: Pending): Promise<void> {
    const { nonce } = entry;
    this.set(box.sending(this.entries, nonce));
    await Promise.race([this.writes, pause(DISK_WITHIN_MS)]);
    try {
      const message = await this.deliver(entry);
      this.parts.accepted(message);
      useOutbox.setState(({ sentAt }) => ({ sentAt: { ...sentAt, [entry.channel]: this.parts.now() } }));
      this.dropFiles(nonce);
      // The epoch of an answer over REST is that of the channel as we know it; a change of it sends again anyway.
      this.set(box.accepted(this.entries, nonce, { seq: message.seq, epoch: entry.epoch ?? 0, now: this.parts.now() }));
    } catch (error) {
      this.fail(nonce, error);
    }
    this.tick();
  }

  private fail(nonce: string, error: unknown): void {
    this.set(box.failed(this.entries, nonce, failureOf(error), this.parts.now(), this.parts.random()));
  }

  private dropFiles(nonce: string): void {
    for (const file of this.entries.find((entry) => entry.nonce === nonce)?.files ?? []) this.uploads.drop(file.key);
  }

  private async deliver(entry: Pending): Promise<Message> {
    const fileIds = entry.files.flatMap((file) => file.id ?? []);
    const input = {
      body: entry.body,
      nonce: entry.nonce,
      ...(entry.root === null ? {} : { parent_id: entry.root, also_in_channel: entry.alsoInChannel }),
      ...(fileIds.length > 0 ? { file_ids: fileIds } : {}),
      ...(entry.mass?.answer === "yes" ? { confirm_mass_mention: true } : {}),
    };
    const connection = this.parts.connection();
    if (connection && this.parts.isLive()) {
      const sent = (await connection.command("message.send", { channel: entry.channel, ...input })) as Sent;
      return sent.message;
    }
    return sendOverRest(entry.channel, input);
  }

  private get entries(): box.Outbox {
    return useOutbox.getState().entries;
  }

  /** Memory first, so that the row is there in the same frame; the disk follows, and then the other tabs. */
  private set(next: box.Outbox): void {
    const before = this.entries;
    if (next === before) return;
    useOutbox.setState({ entries: next });
    const kept = new Set(next.map((entry) => entry.nonce));
    const known = new Set(before);
    const changed = next.filter((entry) => !known.has(entry));
    const gone = before.filter((entry) => !kept.has(entry.nonce)).map((entry) => entry.nonce);
    if (changed.length === 0 && gone.length === 0) return;
    this.writes = this.writes.then(() => this.persist(changed, gone)).catch(() => undefined);
  }

  private async persist(changed: readonly Pending[], gone: readonly string[]): Promise<void> {
    try {
      const write = this.parts.disk.transaction("outbox", "readwrite");
      await Promise.all([
        ...changed.map((entry) => write.store.put(entry)),
        ...gone.map((nonce) => write.store.delete(nonce)),
        write.done,
      ]);
    } catch {
      for (const { nonce } of changed) this.unwritten.add(nonce);
    } finally {
      // A disk that is full keeps nobody from sending.
      this.tell(changed, gone);
    }
  }

  private tell(changed: readonly Pending[], gone: readonly string[]): void {
    this.parts.tabs.tell("outbox", { changed, gone });
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function failureOf(error: unknown): box.Failure {
  if (error instanceof Lost) return { kind: "again", retryAfterMs: undefined };
  const problem = error instanceof ApiError ? error.problem : (error as Partial<ApiError["problem"]> | undefined);
  if (problem?.retryable === false && problem.code !== undefined) {
    const people = problem.addressed ?? undefined;
    return { kind: "refused", code: problem.code, ...(people === undefined ? {} : { people }) };
  }
  const code = WAITS.has(problem?.code ?? "") ? problem?.code : undefined;
  return { kind: "again", retryAfterMs: problem?.retry_after_ms ?? undefined, ...(code ? { code } : {}) };
}
