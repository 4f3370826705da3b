import { create } from "zustand";
import type { Calls } from "./calls";
import type { Trouble } from "./media";
import type { Kind, Link } from "./peer";
import type { Incoming, Own } from "./state";
import type { Call, CallMedia } from "./types";

export const QUIET: CallMedia = { muted: false, video: false, screen: false };

interface CallView {
  /** What acts on all of this; there as long as somebody is signed in. */
  readonly calls: Calls | undefined;
  readonly incoming: Incoming | undefined;
  readonly own: Own | undefined;
  /** What I send. */
  readonly media: CallMedia;
  /** What I wanted to send and could not. */
  readonly trouble: Partial<Record<Kind, Trouble | undefined>>;
  /** How the ways to the others are, by person. */
  readonly links: Readonly<Record<string, Link>>;
  /** Who is heard now. */
  readonly speaking: readonly string[];
  /** When somebody else was there first, in ms. */
  readonly since: number | undefined;
  /** Calls of the channels that were looked at, as far as is known. */
  readonly known: Readonly<Record<string, Call | null>>;
  /** Counts what the browser changed by itself, so that pictures are looked for again. */
  readonly turn: number;
}

export const EMPTY: CallView = {
  calls: undefined,
  incoming: undefined,
  own: undefined,
  media: QUIET,
  trouble: {},
  links: {},
  speaking: [],
  since: undefined,
  known: {},
  turn: 0,
};

export const useCall = create<CallView>(() => EMPTY);

export const isActive = (own: Own | undefined): boolean => own !== undefined && own.stage !== "ended";
