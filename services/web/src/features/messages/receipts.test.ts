import { QueryClient } from "@tanstack/react-query";
import { beforeEach, expect, test } from "vitest";
import { message, user } from "../../../test/factories";
import { keys } from "../../api/keys";
import type { Reader } from "../../api/types";
import { emptyTimeline, insertPage } from "../../timeline/timeline";
import { receiptUpdated } from "./receipts";

let cache: QueryClient;

beforeEach(() => {
  cache = new QueryClient();
  const rows = [message({ id: "m1", seq: 1 }), message({ id: "m2", seq: 2 })];
  const page = { messages: rows, hasOlder: false, hasNewer: false };
  cache.setQueryData(keys.timeline("c"), insertPage(emptyTimeline(1, 2), page));
  cache.setQueryData(keys.user("u2"), user({ id: "u2" }));
  cache.setQueryData(keys.readers("m1"), []);
  cache.setQueryData(keys.readers("m2"), []);
});

const whoRead = (id: string) => cache.getQueryData<Reader[]>(keys.readers(id))?.map((one) => one.user.id);

test("a receipt adds its reader to what lies before it, once", () => {
  receiptUpdated(cache, "c", { user_id: "u2", message_no: 1 });
  receiptUpdated(cache, "c", { user_id: "u2", message_no: 1 });
  expect(whoRead("m1")).toEqual(["u2"]);
  expect(whoRead("m2")).toEqual([]);
});

test("a receipt of somebody unknown asks again, of another channel does nothing", () => {
  receiptUpdated(cache, "c", { user_id: "u9", message_no: 2 });
  expect(cache.getQueryState(keys.readers("m1"))?.isInvalidated).toBe(true);
  receiptUpdated(cache, "elsewhere", { user_id: "u2", message_no: 9 });
  expect(whoRead("m1")).toEqual([]);
});
