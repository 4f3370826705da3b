// @vitest-environment jsdom
import { renderHook } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { channel, membership, message } from "../../../test/factories";
import type { Session } from "../../session";
import { SessionContext } from "../../session-context";
import type { Row } from "../../timeline/rows";
import { useReadMarker } from "./use-read-marker";

const session = { read: () => undefined } as unknown as Session;
const below = ({ children }: { children: ReactNode }) => <SessionContext value={session}>{children}</SessionContext>;
const rows = [{ message: message({ id: "m", seq: 5, message_no: 5 }) }] as unknown as Row[];

/** What the server says to every mark, when it does. */
let answers: ((response: Response) => void)[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(document, "hasFocus").mockReturnValue(true);
  answers = [];
  vi.stubGlobal("fetch", () => new Promise<Response>((resolve) => answers.push(resolve)));
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** Somebody looks at a row for long enough: the mark is on its way. */
async function looks() {
  const shown = channel({ membership: membership({ read_message_no: 4 }) });
  const hook = renderHook(() => useReadMarker(shown, false), { wrapper: below });
  hook.result.current(rows);
  await vi.advanceTimersByTimeAsync(600);
  expect(answers).toHaveLength(1);
  return hook;
}

const says = (status: number) => answers.at(-1)?.(new Response("", { status }));

test("a mark that could not be taken is tried again", async () => {
  const { unmount } = await looks();
  says(503);
  await vi.advanceTimersByTimeAsync(6_000);
  expect(answers.length).toBeGreaterThan(1);
  unmount();
});

test("in a channel that is gone nothing is marked again", async () => {
  const { unmount } = await looks();
  says(404);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(answers).toHaveLength(1);
  unmount();
});

test("who has left the channel's page does not try again", async () => {
  const { unmount } = await looks();
  unmount();
  says(503);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(answers).toHaveLength(1);
});
