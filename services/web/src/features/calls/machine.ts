import { signalled } from "./heard";
import { declining, end, finish, join, type Step, settled, without } from "./moves";
import { ticked } from "./passed";
import { type Input, isInCall, type Ringing, type Start, type State } from "./state";

/** What one person's page does about a call. Pure; `now` in ms. */
export function step(state: State, input: Input, now: number): Step {
  const { own, incoming } = state;
  switch (input.type) {
    case "start":
      if (isInCall(state)) return [state, []];
      return join({ ...state, incoming: undefined }, { ...input, ringing: ringing(input, now) }, now);
    case "accept":
      if (!incoming || isInCall(state)) return [state, []];
      return join(
        { ...end(state, incoming.ring), incoming: undefined },
        { channel: incoming.channel, seat: input.seat, direct: input.direct, ringing: undefined },
        now,
        // Whoever rang was there: when they are not any more, a call of two is over.
        true,
      );
    case "decline":
      if (!incoming) return [state, []];
      return [{ ...end(state, incoming.ring), incoming: undefined }, [declining(incoming)]];
    case "hangUp":
      return own && isInCall(state) ? finish(state, own, "hungUp") : [state, []];
    case "joined":
    case "stayed":
      return own?.seat === input.seat && isInCall(state) ? settled(state, own, input, now) : [state, []];
    case "rung":
      return own?.ringing ? without(state, own, input.busy, "busy") : [state, []];
    case "refused":
      if (own?.seat !== input.seat || !isInCall(state)) return [state, []];
      return finish(state, own, input.why);
    case "lost":
      if (own?.seat !== input.seat || own.stage !== "in") return [state, []];
      return [
        { ...state, own: { ...own, seat: input.again, stage: "joining", people: [] } },
        [{ type: "join", channel: own.channel, seat: input.again }],
      ];
    case "signal":
      return signalled(state, input, now);
    case "dismiss":
      return own?.stage === "ended" ? [{ ...state, own: undefined }, []] : [state, []];
    case "tick":
      return ticked(state, now);
  }
}

function ringing({ ring, to }: Start, now: number): Ringing | undefined {
  return to.length > 0 ? { ring, to, since: now, told: Number.NEGATIVE_INFINITY } : undefined;
}
