import { createContext, useContext } from "react";
import type { Session } from "./session";

export const SessionContext = createContext<Session | undefined>(undefined);

/** The session of the signed-in person; only below the shell. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error("no session here: this component belongs below the shell");
  return session;
}
