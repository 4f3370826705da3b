import i18next from "i18next";
import type { Problem } from "./types";

/** What the server refused, or that it could not be reached (`code` is then `offline`). */
export class ApiError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.title);
    this.name = "ApiError";
  }

  get code(): string {
    return this.problem.code;
  }

  /** The same request may succeed later: no answer, 429, 5xx. */
  get retryable(): boolean {
    return this.problem.retryable;
  }
}

const OFFLINE: Problem = {
  type: "urn:hubbub:problem:offline",
  title: "The server cannot be reached",
  status: 0,
  detail: null,
  instance: null,
  code: "offline" as Problem["code"],
  request_id: null,
  retryable: true,
  retry_after_ms: null,
  errors: [],
};

export function offline(): ApiError {
  return new ApiError(OFFLINE);
}

/** A refusal from whatever came back; a proxy's page is not one of our problems, but has a status. */
export async function problemOf(response: Response): Promise<ApiError> {
  try {
    const body: unknown = await response.json();
    if (typeof body === "object" && body !== null && "code" in body) return new ApiError(body as Problem);
  } catch {
    // Not JSON: what follows says it by the status alone.
  }
  return new ApiError({
    ...OFFLINE,
    status: response.status,
    code: "unavailable" as Problem["code"],
    retryable: response.status >= 500,
  });
}

/** Codes that mean the same to a person. */
const ALIKE: Readonly<Partial<Record<Problem["code"], string>>> = {
  token_expired: "unauthenticated",
  session_revoked: "unauthenticated",
  invalid_refresh_token: "unauthenticated",
  overloaded: "unavailable",
  draining: "unavailable",
  events_gone: "unavailable",
  bad_request: "misunderstood",
  malformed_json: "misunderstood",
  unknown_field: "misunderstood",
  unknown_command: "misunderstood",
  url_token_refused: "misunderstood",
  origin_refused: "misunderstood",
  method_not_allowed: "misunderstood",
  idempotency_key_reused: "misunderstood",
  range_not_satisfiable: "misunderstood",
  upload_incomplete: "checksum_mismatch",
};

/** What a person is told: the translated code, or the server's own title for a code of a newer server. */
export function explain(error: unknown): string {
  if (!(error instanceof ApiError)) return i18next.t("errors.internal");
  return explainCode(error.code, error.problem.title);
}

/** The same for a code alone, such as one that was kept. */
export function explainCode(code: string, title = i18next.t("errors.internal")): string {
  const key = `errors.${ALIKE[code as Problem["code"]] ?? code}`;
  return i18next.exists(key) ? i18next.t(key as "errors.internal") : title;
}

/** The faults of a form's fields, translated, by field name. */
export function fieldErrors(error: unknown): Record<string, string> {
  if (!(error instanceof ApiError)) return {};
  return Object.fromEntries(
    error.problem.errors.map(({ pointer, code, limit }) => {
      const key = `errors.field.${code}`;
      const text = i18next.exists(key) ? i18next.t(key as "errors.field.required", { limit: limit ?? 0 }) : code;
      return [pointer.replace(/^\//, ""), text];
    }),
  );
}
