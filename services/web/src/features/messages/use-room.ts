import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { makeRoom } from "../../timeline/keep";

/** Channels that nobody looks at grow too: they are cut back this often. */
const OFTEN_MS = 60_000;

/** Keeps the memory that history takes within bounds. */
export function useRoom(): void {
  const cache = useQueryClient();
  useEffect(() => {
    const timer = setInterval(() => makeRoom(cache), OFTEN_MS);
    return () => clearInterval(timer);
  }, [cache]);
}
