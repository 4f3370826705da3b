import { useRouter } from "@tanstack/react-router";
import { useEffect } from "react";
import { useSession } from "../session-context";

/** Measuring must not be a part of what it measures. */
const LATER_MS = 2_000;

/** Starts to measure once the page has settled. */
export function Metrics() {
  const session = useSession();
  const router = useRouter();
  useEffect(() => {
    let stop: (() => void) | undefined;
    let gone = false;
    const timer = setTimeout(() => {
      import("./start").then(
        ({ start }) => {
          if (!gone) stop = start(session, router);
        },
        () => undefined,
      );
    }, LATER_MS);
    return () => {
      gone = true;
      clearTimeout(timer);
      stop?.();
    };
  }, [session, router]);
  return null;
}
