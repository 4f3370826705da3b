import { callCredentials } from "../../api/calls";
import { nonce } from "../../nonce";
import type { Effect, Incoming, Input, Why } from "./state";
import type { CallAct, CallAnswer, CallMedia } from "./types";

/** What is refused, and what that means for the call; anything else may be better in a moment. */
const FINAL: Readonly<Record<string, Why>> = {
  call_full: "full",
  call_elsewhere: "elsewhere",
  not_found: "gone",
  not_a_member: "gone",
  forbidden: "gone",
  channel_archived: "gone",
};

interface Parts {
  command(channel: string, seat: string, act: CallAct): Promise<CallAnswer>;
  input(input: Input): void;
  /** What I send. */
  media(): CallMedia;
  join(channel: string, seat: string): Promise<void>;
  missed(incoming: Incoming): void;
}

/** What the machine decides is taken to the server, and what the server answers back to the machine. */
export class Errands {
  constructor(private readonly parts: Parts) {}

  /** `seat`: mine, for what names none. */
  async carryOut(effect: Effect, seat: string): Promise<void> {
    switch (effect.type) {
      case "missed":
        return this.parts.missed(effect.incoming);
      case "join":
        return this.parts.join(effect.channel, effect.seat);
      case "stay":
        return this.settle(effect.channel, effect.seat, { type: "stay" });
      case "ring":
        return this.ring(effect, seat);
      case "cancel":
        return this.quietly(effect.channel, seat, { type: "cancel", ring: effect.ring, to: [...effect.to] });
      case "decline":
        return this.quietly(effect.channel, seat, { type: "decline", ring: effect.ring, to: effect.to });
      case "leave":
        return this.quietly(effect.channel, effect.seat, { type: "leave" });
    }
  }

  /** The others are told what I send. */
  tell(channel: string, seat: string): Promise<void> {
    return this.settle(channel, seat, { type: "media", media: this.parts.media() });
  }

  /** What need not be known: it is told again, or ends by itself. */
  async quietly(channel: string, seat: string, act: CallAct): Promise<void> {
    await this.parts.command(channel, seat, act).catch(() => undefined);
  }

  /** What cannot be asked now is asked again; `otherwise`: what it means when that makes no sense. */
  refused(seat: string, error: unknown, otherwise?: Why): void {
    const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
    const why = FINAL[code] ?? otherwise;
    if (code === "not_in_call") this.parts.input({ type: "lost", seat, again: nonce() });
    else if (why) this.parts.input({ type: "refused", seat, why });
  }

  private async settle(channel: string, seat: string, act: CallAct): Promise<void> {
    try {
      const { call } = await this.parts.command(channel, seat, act);
      this.parts.input({ type: "stayed", seat, people: call?.people ?? [] });
    } catch (error) {
      this.refused(seat, error);
    }
  }

  private async ring({ channel, ring, to }: Extract<Effect, { type: "ring" }>, seat: string): Promise<void> {
    const act: CallAct = { type: "ring", ring, to: [...to], video: this.parts.media().video };
    const answer = await this.parts.command(channel, seat, act).catch(() => undefined);
    if (answer && answer.busy.length > 0) this.parts.input({ type: "rung", busy: answer.busy });
  }
}

/** Through which servers a way may be found; none, when they cannot be asked for: at home it is found without. */
export async function iceServers(channel: string): Promise<RTCIceServer[]> {
  const { ice_servers } = await callCredentials(channel).catch(() => ({ ice_servers: [] }));
  return ice_servers.map(({ urls, username, credential }) =>
    username === null || credential === null ? { urls } : { urls, username, credential },
  );
}
