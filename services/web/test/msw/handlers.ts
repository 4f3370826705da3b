import { HttpResponse, http, type RequestHandler } from "msw";
import type { Db } from "./db";

const API = "*/api/v1";

const refusal = (status: number, code: string) =>
  HttpResponse.json(
    { type: "about:blank", title: code, status, code, retryable: status >= 500, retry_after_ms: null, errors: [] },
    { status },
  );

const number = (url: URL, name: string): number | undefined => {
  const value = url.searchParams.get(name);
  return value === null ? undefined : Number(value);
};

/** The API as far as a session needs it, answered from the database. */
export function handlers(db: Db): RequestHandler[] {
  const guarded =
    (answer: (request: Request, channel: string) => Response | Promise<Response>) =>
    ({ request, params }: { request: Request; params: Record<string, unknown> }) => {
      if (!db.signedIn) return refusal(401, "unauthenticated");
      const channel = params["channel"];
      if (typeof channel === "string" && !db.has(channel)) return refusal(404, "not_found");
      return answer(request, String(channel));
    };
  return [
    http.post(`${API}/auth/refresh`, () => {
      if (!db.signedIn) return refusal(401, "invalid_refresh_token");
      db.refreshes += 1;
      return HttpResponse.json({ access_token: `token ${db.refreshes}` });
    }),
    http.post(`${API}/auth/logout`, () => new HttpResponse(null, { status: 204 })),
    http.get(
      `${API}/users/me`,
      guarded(() => HttpResponse.json(db.me)),
    ),
    http.get(
      `${API}/sync`,
      guarded(() => HttpResponse.json(db.sync())),
    ),
    http.get(
      `${API}/channels/:channel/messages`,
      guarded((request, channel) => {
        const url = new URL(request.url);
        const at = {
          before: number(url, "before_seq"),
          after: number(url, "after_seq"),
          around: number(url, "around_seq"),
        };
        return HttpResponse.json(
          db.page(channel, Object.fromEntries(Object.entries(at).filter(([, seq]) => seq !== undefined))),
        );
      }),
    ),
    http.get(
      `${API}/channels/:channel/events`,
      guarded((request, channel) => {
        const after = number(new URL(request.url), "after_seq") ?? 0;
        if (after + 1 < db.tailFrom) return refusal(410, "events_gone");
        return HttpResponse.json({
          events: db.after(channel, after),
          head_seq: db.head(channel),
          epoch: db.room(channel).epoch,
        });
      }),
    ),
    http.post(
      `${API}/channels/:channel/messages`,
      guarded(async (request, channel) => {
        const { body, nonce } = (await request.json()) as { body: string; nonce: string };
        return HttpResponse.json(db.say(channel, body, { nonce, author: db.me }), { status: 201 });
      }),
    ),
  ];
}
