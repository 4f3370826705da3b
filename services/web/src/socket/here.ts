import type { Message } from "../api/types";
import { isBlocked } from "../blocked";
import { type Counted, counts, type Known } from "./count";
import type { LogFrame } from "./frames";

/** What is remembered; of calls before that the server is asked. */
const KEPT = 1_000;

/** How an event reached me. */
export interface Heard {
  /** I was seen online when it was said: neither away, nor hiding. */
  readonly there: boolean;
  readonly me: string;
}

/**
 * Which `@here` called me. It calls those who are seen online, and who those were is told to nobody: of what was said
 * before me it is known all the same. Counting takes for granted that every one calls me; where that may be wrong and
 * makes a difference, the server is asked.
 */
export class Here {
  /** The calls to me, by message: in which channel. */
  private readonly called = new Map<string, string>();

  /** Whether what the event makes of my counts is for the server to say. */
  doubts(frame: LogFrame, membership: Counted, known: Known, heard: Heard): boolean {
    return this.learns(frame, membership, known, heard) && frame.seq > (membership.counted_seq ?? 0);
  }

  /** What follows in this channel does not go on from what was heard: a call may have been edited in between. */
  forget(channel: string): void {
    for (const [message, where] of this.called) if (where === channel) this.called.delete(message);
  }

  private learns(frame: LogFrame, membership: Counted, known: Known, heard: Heard): boolean {
    switch (frame.type) {
      case "message.created": {
        const message = frame.data as Message;
        if (!message.mentions.here || this.calls(message, heard.there)) return false;
        return matters(message, membership, heard.me) && !calledAnyway(message.mentions, heard.me);
      }
      case "message.updated": {
        const { id, mentions } = frame.data as Pick<Message, "id"> & Partial<Pick<Message, "mentions">>;
        const before = known.find(id);
        // Of a message that is not known the server is asked anyhow.
        return before !== undefined && mentions !== undefined && this.edited(before, mentions, membership, heard);
      }
      case "message.deleted": {
        const message = known.find((frame.data as Pick<Message, "id">).id);
        if (!message?.mentions.here || this.called.delete(message.id)) return false;
        return matters(message, membership, heard.me) && !calledAnyway(message.mentions, heard.me);
      }
      default:
        return false;
    }
  }

  private edited(before: Message, mentions: Message["mentions"], membership: Counted, heard: Heard): boolean {
    const { id } = before;
    // Whom it called before it keeps calling; who comes in by an edit is called at that moment.
    const wasKnown = !before.mentions.here || this.called.has(id) || calledAnyway(before.mentions, heard.me);
    if (!mentions.here) this.called.delete(id);
    const isCalled = mentions.here && (before.mentions.here ? this.called.has(id) : this.calls(before, heard.there));
    const isKnown = !mentions.here || isCalled || calledAnyway(mentions, heard.me);
    return !(wasKnown && isKnown) && matters(before, membership, heard.me);
  }

  /** A new call, and whether it is one to me. */
  private calls({ id, channel_id }: Message, there: boolean): boolean {
    if (!there) return false;
    const [oldest] = this.called.keys();
    if (this.called.size >= KEPT && oldest !== undefined) this.called.delete(oldest);
    this.called.set(id, channel_id);
    return true;
  }
}

function calledAnyway(mentions: Message["mentions"], me: string): boolean {
  return mentions.channel || mentions.users.some((mention) => mention.user_id === me);
}

/** Whether a call in it would count. */
function matters(message: Message, membership: Counted, me: string): boolean {
  return counts(message, membership, me) && !isBlocked(message.author.id);
}
