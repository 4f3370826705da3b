import { useRouter } from "@tanstack/react-router";
import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import type { ListHandle } from "./MessageList";
import type { Anchor } from "./use-anchor";

/** Where the list is to go as soon as the rows are there. */
export type Goal =
  | { readonly kind: "end" }
  | { readonly kind: "row"; readonly seq: number; readonly flash: boolean }
  | { readonly kind: "held"; readonly anchor: Anchor };

/** Where one was before a jump; without an anchor: at the end. */
interface Origin {
  readonly anchor: Anchor | undefined;
  readonly around: number | undefined;
}

export interface JourneyInput {
  /** The address names this message: go there, whenever it changes. */
  readonly at: number | undefined;
  /** The older run of messages that one was in when one left. */
  readonly startAround: number | undefined;
  readonly list: RefObject<ListHandle | null>;
  /** Take the message out of the address. */
  readonly onLeaveAt: (() => void) | undefined;
}

export interface Journey {
  /** The seq whose run of messages is shown; undefined: the newest. */
  readonly around: number | undefined;
  readonly goal: Goal | undefined;
  /** The list is where it was to go. */
  readonly arrive: () => void;
  readonly jump: (seq: number, flash: boolean) => void;
  readonly toLatest: () => void;
  readonly goBack: (() => void) | undefined;
  readonly stay: (seq: number) => void;
}

/** Ways through a long history: to a message, back to where one was, and to the end. */
export function useJourney({ at, startAround, list, onLeaveAt }: JourneyInput): Journey {
  const [around, setAround] = useState(at ?? startAround);
  const [goal, setGoal] = useState<Goal | undefined>(
    at === undefined ? undefined : { kind: "row", seq: at, flash: true },
  );
  const [origin, setOrigin] = useState<Origin>();
  const now = useRef({ at, around, origin, onLeaveAt });
  const visited = useRef(at);
  useEffect(() => {
    now.current = { at, around, origin, onLeaveAt };
  });

  const jump = useCallback(
    (seq: number, flash: boolean) => {
      if (list.current) setOrigin({ anchor: list.current.anchor(), around: now.current.around });
      setAround(seq);
      setGoal({ kind: "row", seq, flash });
    },
    [list],
  );
  const leave = useCallback((next: Goal, where: number | undefined) => {
    setOrigin(undefined);
    setAround(where);
    setGoal(next);
    now.current.origin = undefined;
    if (now.current.at !== undefined) now.current.onLeaveAt?.();
  }, []);
  const toLatest = useCallback(() => leave({ kind: "end" }, undefined), [leave]);
  const goBack = useCallback(() => {
    const { origin: from } = now.current;
    if (!from?.anchor) toLatest();
    else leave({ kind: "held", anchor: from.anchor }, from.around);
  }, [leave, toLatest]);

  useEffect(() => {
    if (visited.current === at) return;
    visited.current = at;
    if (at !== undefined) jump(at, true);
    // The browser's own way back.
    else if (now.current.origin) goBack();
  }, [at, jump, goBack]);

  // The same link followed once more: the address does not change, but one may be elsewhere by now.
  const router = useRouter();
  useEffect(() => {
    if (at === undefined) return;
    return router.subscribe("onBeforeNavigate", ({ hrefChanged }) => {
      if (!hrefChanged) jump(at, true);
    });
  }, [router, at, jump]);

  return {
    around,
    goal,
    arrive: useCallback(() => setGoal(undefined), []),
    jump,
    toLatest,
    goBack: origin ? goBack : undefined,
    stay: setAround,
  };
}
