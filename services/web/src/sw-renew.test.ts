import { expect, test, vi } from "vitest";
import { type Ask, type Pushes, renewed } from "./sw-renew";

function subscription(endpoint: string): PushSubscription {
  return { toJSON: () => ({ endpoint, keys: { p256dh: "p", auth: "a" } }) } as unknown as PushSubscription;
}

function pushes(there: PushSubscription | null = null) {
  return {
    getSubscription: vi.fn(async () => there),
    subscribe: vi.fn(async () => subscription("https://push.example/new")),
  } satisfies Pushes;
}

/** A server: `expired` requests are answered 401 before it is asked to refresh, or always. */
function server({ expired = false, signedOut = false } = {}) {
  let fresh = !expired;
  const asked: string[] = [];
  const ask: Ask = async (path, { method, body }) => {
    asked.push(`${method} ${path}${body ? ` ${String(body)}` : ""}`);
    if (path.endsWith("/auth/refresh")) {
      fresh = !signedOut;
      return new Response("{}", { status: signedOut ? 401 : 200 });
    }
    if (!fresh) return new Response("{}", { status: 401 });
    return Response.json({ public_key: "BKey" });
  };
  return { ask, asked };
}

test("what the browser gave up is asked for again with the server's key, and the server is told", async () => {
  const [browser, { ask, asked }] = [pushes(), server()];
  expect(await renewed(browser, ask, null)).toBe(true);
  expect(browser.subscribe).toHaveBeenCalledWith({ userVisibleOnly: true, applicationServerKey: "BKey" });
  expect(asked).toEqual([
    "GET /api/v1/push/key",
    'PUT /api/v1/users/me/push-subscriptions {"endpoint":"https://push.example/new","keys":{"p256dh":"p","auth":"a"}}',
  ]);
});

test("what the browser has made in its place is taken", async () => {
  const [browser, { ask, asked }] = [pushes(), server()];
  await renewed(browser, ask, subscription("https://push.example/given"));
  expect(browser.subscribe).not.toHaveBeenCalled();
  expect(asked[1]).toContain("https://push.example/given");
  const known = server();
  await renewed(pushes(subscription("https://push.example/there")), known.ask, null);
  expect(known.asked[1]).toContain("https://push.example/there");
});

test("an expired token is refreshed first, and who is signed out is asked nothing more", async () => {
  const late = server({ expired: true });
  expect(await renewed(pushes(), late.ask, null)).toBe(true);
  expect(late.asked.map((one) => one.split(" ", 2).join(" "))).toEqual([
    "GET /api/v1/push/key",
    "POST /api/v1/auth/refresh",
    "GET /api/v1/push/key",
    "PUT /api/v1/users/me/push-subscriptions",
  ]);
  const gone = server({ expired: true, signedOut: true });
  const browser = pushes();
  expect(await renewed(browser, gone.ask, null)).toBe(false);
  expect(browser.subscribe).not.toHaveBeenCalled();
});
