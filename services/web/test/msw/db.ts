import type { Channel, Message, MessagePage, Sync, User } from "../../src/api/types";
import type { LogFrame } from "../../src/socket/frames";
import * as make from "../factories";

interface Room {
  readonly id: string;
  epoch: number;
  log: LogFrame[];
  messages: Map<string, Message>;
}

export const ben: User = make.user({ id: "ben", handle: "ben", display_name: "Ben Okafor" });

/** What the server knows: one log per channel, and what follows from it. The fake gateway and the fake API share it. */
export class Db {
  readonly me = make.me();
  userVersion = 1;
  /** False: the API answers 401, also to a refresh. */
  signedIn = true;
  /** How often the cookie was refreshed. */
  refreshes = 0;
  /** Events before this seq are no longer in the log. */
  tailFrom = 1;
  private readonly rooms = new Map<string, Room>();
  private readonly listeners = new Set<(frame: LogFrame) => void>();

  constructor(...channels: readonly string[]) {
    for (const id of channels) this.rooms.set(id, { id, epoch: 1, log: [], messages: new Map() });
  }

  /** Everything that is said from now on, until the returned function is called. */
  listen(hear: (frame: LogFrame) => void): () => void {
    this.listeners.add(hear);
    return () => this.listeners.delete(hear);
  }

  room(id: string): Room {
    const room = this.rooms.get(id);
    if (!room) throw new Error(`there is no channel ${id}`);
    return room;
  }

  has(id: string): boolean {
    return this.rooms.has(id);
  }

  close(id: string): void {
    this.rooms.delete(id);
  }

  say(channel: string, body: string, fields: Partial<Message> = {}): Message {
    const room = this.room(channel);
    const nonce = fields.nonce ?? `n-${channel}-${room.log.length + 1}`;
    const author = fields.author ?? ben;
    const known = [...room.messages.values()].find((one) => one.nonce === nonce && one.author.id === author.id);
    if (known) return known;
    const seq = room.log.length + 1;
    const message = make.message({
      ...fields,
      id: `${channel}-${seq}`,
      channel_id: channel,
      seq,
      rev_seq: seq,
      message_no: [...room.messages.values()].length + 1,
      author,
      body,
      nonce,
    });
    room.messages.set(message.id, message);
    this.append(room, "message.created", message);
    return message;
  }

  edit(channel: string, id: string, body: string): void {
    const room = this.room(channel);
    this.change(room, id, { body });
    this.append(room, "message.updated", { id, parent_id: null, body });
  }

  remove(channel: string, id: string): void {
    const room = this.room(channel);
    const deleted_at = make.AT;
    const message_no = room.messages.get(id)?.message_no ?? null;
    this.change(room, id, { body: "", deleted_at });
    this.append(room, "message.deleted", { id, parent_id: null, message_no, deleted_by: ben.id, deleted_at });
  }

  head(channel: string): number {
    return this.room(channel).log.length;
  }

  after(channel: string, seq: number): LogFrame[] {
    return this.room(channel).log.slice(seq);
  }

  page(channel: string, at: { before?: number; after?: number; around?: number }, limit = 50): MessagePage {
    const room = this.room(channel);
    const all = [...room.messages.values()].sort((a, b) => a.seq - b.seq);
    const first = (from: number) => {
      const index = all.findIndex((message) => message.seq >= from);
      return index < 0 ? all.length : index;
    };
    let from = Math.max(0, all.length - limit);
    if (at.before !== undefined) from = Math.max(0, first(at.before) - limit);
    if (at.after !== undefined) from = first(at.after + 1);
    if (at.around !== undefined) from = Math.max(0, first(at.around) - Math.floor(limit / 2));
    const to = at.before === undefined ? Math.min(all.length, from + limit) : first(at.before);
    return {
      data: all.slice(from, to),
      has_before: from > 0,
      has_after: to < all.length,
      epoch: room.epoch,
      head_seq: room.log.length,
      complete: true,
    } as MessagePage;
  }

  channel(id: string): Channel {
    const room = this.room(id);
    return make.channel({
      id,
      name: id,
      epoch: room.epoch,
      head_seq: room.log.length,
      head_message_no: room.messages.size,
      membership: make.membership({ unread: this.unread(id) }),
    });
  }

  unread(id: string): number {
    return [...this.room(id).messages.values()].filter((one) => one.author.id !== this.me.id && !one.deleted_at).length;
  }

  sync(): Sync {
    return make.sync({
      me: this.me,
      user_version: this.userVersion,
      channels: [...this.rooms.keys()].map((id) => this.channel(id)),
      users: [ben],
    });
  }

  get channels(): readonly string[] {
    return [...this.rooms.keys()];
  }

  private change(room: Room, id: string, fields: Partial<Message>): void {
    const message = room.messages.get(id);
    if (message) room.messages.set(id, { ...message, ...fields, rev_seq: room.log.length + 1 });
  }

  private append(room: Room, type: string, data: unknown): void {
    const frame: LogFrame = { type, channel: room.id, seq: room.log.length + 1, data };
    room.log.push(frame);
    for (const hear of this.listeners) hear(frame);
  }
}
