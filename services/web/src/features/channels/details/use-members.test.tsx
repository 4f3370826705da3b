// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, renderHook, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { beforeEach, expect, test, vi } from "vitest";
import { AT, user } from "../../../../test/factories";
import * as api from "../../../api/channels";
import type { ChannelMember, Page } from "../../../api/types";
import { useMembers } from "./use-members";

vi.mock("../../../api/channels");

const member = (id: string, name: string): ChannelMember => ({
  user: user({ id, handle: id, display_name: name }),
  role: "member",
  joined_at: AT,
});

/** By the cursor that asks for it. */
const PAGES: Record<string, Page<ChannelMember>> = {
  first: { data: [member("a", "Ann"), member("b", "Ben")], next_cursor: "b" },
  b: { data: [member("c", "Carl"), member("d", "Dora")], next_cursor: "d" },
  d: { data: [member("e", "Eve")], next_cursor: null },
};

const found = (q: string): Page<ChannelMember> => ({
  data: Object.values(PAGES).flatMap((page) => page.data.filter((one) => one.user.id.startsWith(q[0] ?? ""))),
  next_cursor: null,
});

beforeEach(() => {
  vi.mocked(api.members).mockReset();
  vi.mocked(api.members).mockImplementation((_channel, cursor, q) =>
    Promise.resolve(q === undefined ? (PAGES[cursor ?? "first"] as Page<ChannelMember>) : found(q)),
  );
});

function show(q: string) {
  const cache = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const wrapper = ({ children }: { readonly children: ReactNode }) => (
    <QueryClientProvider client={cache}>{children}</QueryClientProvider>
  );
  return renderHook((props: { q: string }) => useMembers("c1", props.q), { wrapper, initialProps: { q } });
}

const names = (members: readonly ChannelMember[]) => members.map((one) => one.user.display_name);

test("one page is loaded, and the next when it is asked for", async () => {
  const { result } = show("");
  await waitFor(() => expect(names(result.current.shown)).toEqual(["Ann", "Ben"]));
  expect(api.members).toHaveBeenCalledTimes(1);
  await act(() => result.current.fetchNextPage());
  await waitFor(() => expect(names(result.current.shown)).toEqual(["Ann", "Ben", "Carl", "Dora"]));
  expect(result.current.hasNextPage).toBe(true);
});

test("who is searched is found on a page that was not loaded yet", async () => {
  const { result, rerender } = show("");
  await waitFor(() => expect(result.current.isPending).toBe(false));
  rerender({ q: "eve" });
  await waitFor(() => expect(names(result.current.shown)).toEqual(["Eve"]));
  // Not by loading everybody.
  expect(api.members).toHaveBeenCalledTimes(2);
});
