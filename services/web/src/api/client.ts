import { takeEarly } from "../early/answers";
import { ApiError, offline, problemOf } from "./problem";

const BASE = "/api/v1";

export interface CallOptions {
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** The token that the last refresh answered, for `auth.refresh` on the socket; it is kept nowhere else. */
type Refreshed = { access_token: string };

let refreshing: Promise<string | undefined> | undefined;

/**
 * A new access cookie. Every tab has the same cookie, so one refreshes at a time; those that waited find a
 * fresh one and would only rotate it again, which the server's grace allows. Undefined: signed out.
 */
export function refresh(): Promise<string | undefined> {
  refreshing ??= withLock("hubbub.refresh", async () => {
    const response = await send("POST", "/auth/refresh", { body: {} });
    if (response.status === 401) return undefined;
    if (!response.ok) throw await problemOf(response);
    return ((await response.json()) as Refreshed).access_token;
  }).finally(() => {
    refreshing = undefined;
  });
  return refreshing;
}

async function withLock<T>(name: string, run: () => Promise<T>): Promise<T> {
  return "locks" in navigator ? await navigator.locks.request(name, run) : run();
}

/** One request. An expired access cookie is refreshed once, behind the caller's back. */
export async function call<T>(method: Method, path: string, options: CallOptions = {}): Promise<T> {
  let response = await send(method, path, options);
  if (response.status === 401 && !path.startsWith("/auth/") && (await refresh()) !== undefined) {
    response = await send(method, path, options);
  }
  if (!response.ok) throw await problemOf(response);
  const empty = response.status === 204 || response.status === 202;
  return (empty ? undefined : await response.json()) as T;
}

async function send(method: Method, path: string, { query, body, headers, signal }: CallOptions): Promise<Response> {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) if (value !== undefined) search.set(name, String(value));
  const url = BASE + path + (search.size > 0 ? `?${search}` : "");
  const early = method === "GET" ? await takeEarly(url) : undefined;
  if (early) return early;
  try {
    return await fetch(url, {
      method,
      credentials: "same-origin",
      headers: { ...(body === undefined ? {} : { "content-type": typeOf(body) }), ...headers },
      ...(body === undefined ? {} : { body: body instanceof Blob ? body : JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw offline();
  }
}

/** A file goes as it is, all else as JSON. */
function typeOf(body: unknown): string {
  return body instanceof Blob ? body.type || "application/octet-stream" : "application/json";
}

export function isAborted(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}

export { ApiError };
