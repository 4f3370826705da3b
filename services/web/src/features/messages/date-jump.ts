import { createContext, useCallback, useContext } from "react";
import { isAborted } from "../../api/client";
import { history } from "../../api/messages";
import { explain } from "../../api/problem";
import { locate } from "../../timeline/locate";
import type { Segment } from "../../timeline/timeline";
import { toast } from "../../ui/toast";
import type { Journey } from "./use-journey";

/** Goes to the first message at or after a moment, ms since 1970. */
export type DateJump = (at: number) => Promise<void>;

/** Undefined where there is no going to a date: in threads, and in a message that stands alone. */
export const DateJumpContext = createContext<DateJump | undefined>(undefined);

export const useDateJump = () => useContext(DateJumpContext);

/** History is asked for by seq; times grow with it, so a date is found in a few steps. */
export function useDateJumper(channel: string, live: Segment | undefined, { jump, toLatest }: Journey): DateJump {
  const end = live?.messages.at(-1);
  return useCallback(
    async (at) => {
      try {
        const found =
          end &&
          (await locate({
            load: (seq) => history(channel, { around_seq: seq }),
            measure: (message) => Date.parse(message.created_at),
            target: at,
            guess: end.seq,
            end,
          }));
        if (found) jump(found.seq, true);
        else toLatest();
      } catch (error) {
        if (!isAborted(error)) toast.error(explain(error));
      }
    },
    [channel, end, jump, toLatest],
  );
}
