import type { Message } from "../../api/types";

/** The server takes this many different emoji on one message. */
export const MOST_REACTIONS = 20;

export function reactsWith(message: Message, emoji: string): boolean {
  return message.reactions.some((reaction) => reaction.emoji === emoji && reaction.me);
}

export function canReact(message: Message, emoji: string): boolean {
  return message.reactions.length < MOST_REACTIONS || message.reactions.some((reaction) => reaction.emoji === emoji);
}

/** The message as it will be once the server has taken my reaction, or taken it back. */
export function withReaction(message: Message, emoji: string, me: string, on: boolean): Message {
  if (reactsWith(message, emoji) === on) return message;
  const known = message.reactions.find((reaction) => reaction.emoji === emoji);
  if (on && !known) {
    return { ...message, reactions: [...message.reactions, { emoji, count: 1, user_ids: [me], me: true }] };
  }
  const reactions = message.reactions.map((reaction) => {
    if (reaction !== known) return reaction;
    const others = reaction.user_ids.filter((id) => id !== me);
    return on
      ? { ...reaction, count: reaction.count + 1, user_ids: [...others, me], me: true }
      : { ...reaction, count: reaction.count - 1, user_ids: others, me: false };
  });
  return { ...message, reactions: reactions.filter((reaction) => reaction.count > 0) };
}

export interface ReactionPorts {
  /** Tell the server; rejects when it refuses for good. */
  send(message: string, emoji: string, on: boolean): Promise<unknown>;
  show(message: Message, change: (message: Message) => Message): void;
  refused(error: unknown): void;
}

interface Wish {
  wanted: boolean;
  /** What the server was told last. */
  told: boolean;
}

/**
 * Reactions are shown at once. However fast somebody clicks, one request per emoji is under way, and the last wish is
 * what the server hears in the end; when it refuses, the row goes back to what the server knows.
 */
export class Reacting {
  private readonly wishes = new Map<string, Wish>();

  constructor(
    private readonly me: string,
    private readonly ports: ReactionPorts,
  ) {}

  async toggle(message: Message, emoji: string): Promise<void> {
    const on = !reactsWith(message, emoji);
    this.ports.show(message, (row) => withReaction(row, emoji, this.me, on));
    const key = `${message.id}/${emoji}`;
    const running = this.wishes.get(key);
    if (running) {
      running.wanted = on;
      return;
    }
    const wish: Wish = { wanted: on, told: !on };
    this.wishes.set(key, wish);
    try {
      while (wish.wanted !== wish.told) {
        const telling = wish.wanted;
        await this.ports.send(message.id, emoji, telling);
        wish.told = telling;
      }
    } catch (error) {
      this.ports.show(message, (row) => withReaction(row, emoji, this.me, wish.told));
      this.ports.refused(error);
    } finally {
      this.wishes.delete(key);
    }
  }
}
