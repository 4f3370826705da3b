// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen } from "@testing-library/react";
import { beforeAll, beforeEach, expect, test, vi } from "vitest";
import * as make from "../../../test/factories";
import { keys } from "../../api/keys";
import type { Channel, Message } from "../../api/types";
import { moreTexts, startI18n } from "../../i18n";
import { CallLine } from "./CallLine";
import type { Calls } from "./calls";
import type { Own } from "./state";
import { EMPTY, useCall } from "./store";

const call = {
  started_by: "ben",
  started_at: "2026-11-20T13:50:00.000Z",
  ended_at: "2026-11-20T14:02:10.000Z",
  outcome: "talked" as NonNullable<Message["call"]>["outcome"],
  people: ["ben", "me"],
  missed: [] as string[],
};
const start = vi.fn();

beforeAll(async () => {
  await startI18n("en");
  await moreTexts();
});
beforeEach(() => {
  start.mockClear();
  useCall.setState({ ...EMPTY, calls: { start } as unknown as Calls });
});

function show(fields: Partial<typeof call>, channel: Channel = make.channel({ kind: "dm" })) {
  const cache = new QueryClient();
  cache.setQueryData(keys.me, make.me());
  cache.setQueryData(keys.channels, [channel]);
  const told = { ...call, ...fields };
  const message = make.message({ kind: "system", channel_id: channel.id, call: told });
  return render(
    <QueryClientProvider client={cache}>
      <CallLine message={message} call={told} />
    </QueryClientProvider>,
  );
}

test("a call that is over says how long it was and how many were in it", () => {
  const { container } = show({});
  expect(container.textContent).toContain("Call13 min · 2 people");
  fireEvent.click(screen.getByRole("button", { name: "Call again" }));
  expect(start).toHaveBeenCalledWith(expect.objectContaining({ kind: "dm" }), false);
});

test("who missed it is led back to who called", () => {
  show({ outcome: "missed", people: ["ben"], missed: ["me"] });
  expect(screen.getByText("Missed call")).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Call back" }));
  expect(start).toHaveBeenCalledOnce();
});

test("nobody calls where they may not, nor twice at once", () => {
  const { unmount } = show({}, make.channel({ kind: "dm", membership: null }));
  expect(screen.queryByRole("button")).toBeNull();
  unmount();
  useCall.setState({ own: { stage: "ringing" } as unknown as Own });
  show({});
  expect(screen.getByRole("button").hasAttribute("disabled")).toBe(true);
});
