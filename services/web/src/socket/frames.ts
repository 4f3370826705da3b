import type { Message, Problem, Status } from "../api/types";

/** An event of a channel's log: it has a channel and a seq, and arrives in order, once, without holes. */
export interface LogFrame {
  readonly type: string;
  readonly channel: string;
  readonly seq: number;
  readonly data: unknown;
}

export interface Hello {
  readonly connection_id: string;
  readonly ping_interval_ms: number;
  readonly server_time: string;
}

export type Head = readonly [
  channel: string,
  epoch: number,
  headSeq: number,
  headMessageNo: number,
  readMessageNo: number | null,
  unread: number | null,
  mentions: number | null,
];

export interface Ready {
  readonly user: unknown;
  readonly user_version: number;
  readonly channels: readonly Head[];
  readonly presence: Readonly<Record<string, Status>>;
}

export interface Resumed {
  readonly channel: string;
  readonly outcome: "ok" | "behind" | "reset" | "gone";
  readonly epoch: number | null;
  readonly head_seq: number | null;
}

export type Position = readonly [channel: string, epoch: number, seq: number];

/** Every frame the server may send, told apart by where it belongs. */
export type ServerFrame =
  | { readonly kind: "hello"; readonly hello: Hello }
  | { readonly kind: "ready"; readonly ready: Ready }
  | { readonly kind: "resumed"; readonly resumed: Resumed }
  | { readonly kind: "ok"; readonly id: number; readonly data: unknown }
  | { readonly kind: "error"; readonly id: number; readonly error: Problem }
  | { readonly kind: "ping"; readonly heads: Readonly<Record<string, number>> }
  | { readonly kind: "reconnect"; readonly afterMs: number }
  | { readonly kind: "expiring"; readonly inSeconds: number }
  | { readonly kind: "log"; readonly frame: LogFrame }
  | {
      readonly kind: "hint";
      readonly type: string;
      readonly channel: string | null;
      readonly data: unknown;
      /** The user's own log reached this with it. */
      readonly user_version: number | undefined;
    };

export interface Sent {
  readonly message: Message;
  readonly duplicate: boolean;
}

/** What is not a frame of ours is `undefined`: the caller drops it, a newer server may send what we do not know. */
export function parseFrame(text: string): ServerFrame | undefined {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(raw) || typeof raw["type"] !== "string") return undefined;
  const type = raw["type"];
  const data = isRecord(raw["data"]) ? raw["data"] : {};
  switch (type) {
    case "hello":
      return { kind: "hello", hello: data as unknown as Hello };
    case "ready":
      return { kind: "ready", ready: data as unknown as Ready };
    case "resumed":
      return { kind: "resumed", resumed: data as unknown as Resumed };
    case "ok":
      return typeof raw["id"] === "number" ? { kind: "ok", id: raw["id"], data: raw["data"] } : undefined;
    case "error":
      return typeof raw["id"] === "number"
        ? { kind: "error", id: raw["id"], error: raw["error"] as Problem }
        : undefined;
    case "ping":
      return { kind: "ping", heads: (isRecord(data["heads"]) ? data["heads"] : {}) as Record<string, number> };
    case "reconnect":
      return { kind: "reconnect", afterMs: Number(data["after_ms"] ?? 0) };
    case "auth.expiring":
      return { kind: "expiring", inSeconds: Number(data["in_s"] ?? 0) };
    default:
      return logOrHint(type, raw);
  }
}

function logOrHint(type: string, raw: Record<string, unknown>): ServerFrame {
  const channel = typeof raw["channel"] === "string" ? raw["channel"] : null;
  if (channel !== null && typeof raw["seq"] === "number") {
    return { kind: "log", frame: { type, channel, seq: raw["seq"], data: raw["data"] } };
  }
  const version = typeof raw["user_version"] === "number" ? raw["user_version"] : undefined;
  return { kind: "hint", type, channel, data: raw["data"], user_version: version };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
