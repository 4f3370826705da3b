import type { CallNews, CallPerson } from "./types";

/** Somebody rings here. */
export interface Incoming {
  readonly channel: string;
  readonly from: string;
  readonly ring: string;
  readonly video: boolean;
  readonly since: number;
  readonly heard: number;
}

export type Why =
  | "hungUp"
  | "theyLeft"
  | "declined"
  | "busy"
  | "noAnswer"
  | "full"
  | "elsewhere"
  | "moved"
  | "gone"
  | "failed";

/** Somebody whom I ring. */
export interface Ringing {
  readonly ring: string;
  readonly to: readonly string[];
  readonly since: number;
  readonly told: number;
}

/** The call I am in, am about to be in, or was in. */
export interface Own {
  readonly channel: string;
  readonly seat: string;
  readonly stage: "joining" | "in" | "ended";
  readonly why?: Why;
  /** Ends when the other one goes: a call of two. */
  readonly direct: boolean;
  /** The others. */
  readonly people: readonly CallPerson[];
  readonly ringing: Ringing | undefined;
  /** Somebody else was there at some time. */
  readonly met: boolean;
  readonly stayed: number;
}

export interface State {
  readonly me: string;
  readonly incoming: Incoming | undefined;
  readonly own: Own | undefined;
  readonly over: readonly string[];
}

export interface Start {
  readonly channel: string;
  readonly seat: string;
  readonly direct: boolean;
  readonly ring: string;
  /** Whom to ring: nobody in a channel. */
  readonly to: readonly string[];
}

export type Input =
  | ({ readonly type: "start" } & Start)
  | { readonly type: "accept"; readonly seat: string; readonly direct: boolean }
  | { readonly type: "decline" }
  | { readonly type: "hangUp" }
  /** What the server says of the call: after joining, and every few seconds. */
  | { readonly type: "joined" | "stayed"; readonly seat: string; readonly people: readonly CallPerson[] }
  | { readonly type: "rung"; readonly busy: readonly string[] }
  | { readonly type: "refused"; readonly seat: string; readonly why: Why }
  /** The seat ran out, perhaps because this page was away: a new one, at once. */
  | { readonly type: "lost"; readonly seat: string; readonly again: string }
  | {
      readonly type: "signal";
      readonly channel: string;
      readonly from: string;
      readonly seat: string;
      readonly news: CallNews;
    }
  | { readonly type: "dismiss" }
  | { readonly type: "tick" };

export type Effect =
  | { readonly type: "join" | "stay" | "leave"; readonly channel: string; readonly seat: string }
  | { readonly type: "ring"; readonly channel: string; readonly ring: string; readonly to: readonly string[] }
  | { readonly type: "cancel"; readonly channel: string; readonly ring: string; readonly to: readonly string[] }
  | { readonly type: "decline"; readonly channel: string; readonly ring: string; readonly to: string }
  | { readonly type: "missed"; readonly incoming: Incoming };

export const begin = (me: string): State => ({ me, incoming: undefined, own: undefined, over: [] });

export const isInCall = (state: State): boolean => state.own !== undefined && state.own.stage !== "ended";
