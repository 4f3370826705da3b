import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { sync } from "../api/channels";
import { ApiError } from "../api/client";
import { keys } from "../api/keys";
import type { Me } from "../api/types";
import { setLanguage } from "../i18n";
import { lastUser, rememberUser } from "../last-user";
import type { Session } from "../session";
import { applyTheme } from "../theme";
import { openFromDisk, openSession, type Place } from "./open";

export type Opening =
  | { readonly state: "opening" }
  | { readonly state: "open"; readonly session: Session }
  | { readonly state: "failed"; readonly error: unknown };

/** Opens the session: from the disk at once, if somebody was here before, else from the server. */
export function useOpening(attempt: number): Opening {
  const cache = useQueryClient();
  const [opening, setOpening] = useState<Opening>({ state: "opening" });
  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` opens again
  useEffect(() => {
    const cancel = new AbortController();
    let session: Session | undefined;
    const open = async () => {
      try {
        const opened = (await fromDisk(cache)) ?? (await fromServer(cache, cancel.signal));
        if (cancel.signal.aborted) return opened.close();
        session = opened;
        await asTheyLikeIt(cache);
        setOpening({ state: "open", session });
      } catch (error) {
        if (!cancel.signal.aborted) setOpening({ state: "failed", error });
      }
    };
    setOpening({ state: "opening" });
    void open();
    return () => {
      cancel.abort();
      session?.close();
    };
  }, [cache, attempt]);
  return opening;
}

function placeOf(path: string): Place {
  const [, workspace, channel] = /^\/w\/([^/]+)(?:\/c\/([^/]+))?/.exec(path) ?? [];
  return { workspace, channel };
}

/** What was shown last; the server's word on it follows. */
async function fromDisk(cache: QueryClient): Promise<Session | undefined> {
  const last = lastUser();
  if (last === null) return undefined;
  const session = await openFromDisk(cache, last, placeOf(location.pathname)).catch(() => undefined);
  session?.sync().catch((error) => {
    if (error instanceof ApiError && error.problem.status === 401) session.events.emit("signedOut", "expelled");
    // Anything else: it is asked again when there is a connection.
  });
  return session;
}

async function fromServer(cache: QueryClient, signal: AbortSignal): Promise<Session> {
  const first = await sync(signal);
  rememberUser(first.me.id);
  return openSession(cache, first, placeOf(location.pathname));
}

async function asTheyLikeIt(cache: QueryClient): Promise<void> {
  const me = cache.getQueryData<Me>(keys.me);
  if (!me) return;
  applyTheme(me.theme);
  if (me.locale.startsWith("zh")) await setLanguage("zh");
}
