import { create } from "zustand";
import { send as sendOverRest } from "../api/messages";
import { ApiError } from "../api/problem";
import type { Message } from "../api/types";
import { type Connection, Lost } from "../socket/connection";
import type { Sent } from "../socket/frames";
import type { Pending } from "../timeline/pending";
import * as box from "./outbox";
import type { Disk } from "./store";

interface OutboxState {
  readonly entries: box.Outbox;
}

/** What is not yet safe, for the screens. */
export const useOutbox = create<OutboxState>(() => ({ entries: [] }));

export interface SenderParts {
  readonly disk: Disk;
  readonly connection: () => Connection | undefined;
  readonly isLive: () => boolean;
  /** The message as the server has it: it takes the place of the pending row. */
  readonly accepted: (message: Message) => void;
  readonly now: () => number;
  readonly random: () => number;
}

const TICK_MS = 1_000;

/**
 * Carries the outbox to the server: over the socket when it is live, else over REST, with the same nonce, so that
 * however often an entry is sent it is one message. Entries are on disk before the first attempt.
 */
export class Sender {
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly parts: SenderParts) {}

  async start(): Promise<void> {
    const stored = await this.parts.disk.getAll("outbox");
    stored.sort((a, b) => a.at - b.at);
    this.set(box.reopen(stored, this.parts.now()));
    this.timer = setInterval(() => this.tick(), TICK_MS);
    this.tick();
  }

  stop(): void {
    clearInterval(this.timer);
    useOutbox.setState({ entries: [] });
  }

  enqueue(entry: Pending): void {
    this.set(box.enqueue(this.entries, entry));
    this.tick();
  }

  retry(nonce: string): void {
    this.set(box.retry(this.entries, nonce, this.parts.now()));
    this.tick();
  }

  discard(nonce: string): void {
    this.set(box.discard(this.entries, nonce));
  }

  durable(channel: string, seq: number): void {
    this.set(box.durable(this.entries, channel, seq));
  }

  epoch(channel: string, epoch: number): void {
    this.set(box.epochChanged(this.entries, channel, epoch, this.parts.now()));
    this.tick();
  }

  /** Look again: the connection is back, or time has passed. */
  tick(): void {
    const now = this.parts.now();
    this.set(box.overdue(this.entries, now));
    for (const entry of box.due(this.entries, now)) void this.send(entry);
  }

  private async send(entry: Pending): Promise<void> {
    const nonce = entry.nonce;
    this.set(box.sending(this.entries, nonce));
    try {
      const message = await this.deliver(entry);
      this.parts.accepted(message);
      // The epoch of an answer over REST is that of the channel as we know it; a change of it sends again anyway.
      this.set(box.accepted(this.entries, nonce, { seq: message.seq, epoch: entry.epoch ?? 0, now: this.parts.now() }));
    } catch (error) {
      this.set(box.failed(this.entries, nonce, failureOf(error), this.parts.now(), this.parts.random()));
    }
    this.tick();
  }

  private async deliver(entry: Pending): Promise<Message> {
    const input = {
      body: entry.body,
      nonce: entry.nonce,
      ...(entry.root === null ? {} : { parent_id: entry.root, also_in_channel: entry.alsoInChannel }),
      ...(entry.fileIds.length > 0 ? { file_ids: entry.fileIds } : {}),
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

  /** Memory first, so that the row is there in the same frame; the disk follows. */
  private set(next: box.Outbox): void {
    const before = this.entries;
    if (next === before) return;
    useOutbox.setState({ entries: next });
    void this.persist(before, next);
  }

  private async persist(before: box.Outbox, next: box.Outbox): Promise<void> {
    const kept = new Set(next.map((entry) => entry.nonce));
    const known = new Set(before);
    const changed = next.filter((entry) => !known.has(entry));
    const gone = before.filter((entry) => !kept.has(entry.nonce));
    if (changed.length === 0 && gone.length === 0) return;
    const write = this.parts.disk.transaction("outbox", "readwrite");
    await Promise.all([
      ...changed.map((entry) => write.store.put(entry)),
      ...gone.map((entry) => write.store.delete(entry.nonce)),
      write.done,
    ]);
  }
}

function failureOf(error: unknown): box.Failure {
  if (error instanceof Lost) return { kind: "again", retryAfterMs: undefined };
  const problem = error instanceof ApiError ? error.problem : (error as Partial<ApiError["problem"]> | undefined);
  if (problem?.retryable === false && problem.code !== undefined) return { kind: "refused", code: problem.code };
  return { kind: "again", retryAfterMs: problem?.retry_after_ms ?? undefined };
}
