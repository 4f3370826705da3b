import { useState } from "react";
import { explain } from "./api/problem";
import { toast } from "./ui/toast";

/** Whether it worked; what went wrong is told in a toast. */
export async function attempt(what: Promise<unknown>): Promise<boolean> {
  try {
    await what;
    return true;
  } catch (error) {
    toast.error(explain(error));
    return false;
  }
}

/** `attempt`, with a flag that says that it is still running. */
export function useTask(): {
  readonly busy: boolean;
  readonly run: (what: () => Promise<unknown>) => Promise<boolean>;
} {
  const [busy, setBusy] = useState(false);
  return {
    busy,
    run: async (what) => {
      setBusy(true);
      try {
        return await attempt(what());
      } finally {
        setBusy(false);
      }
    },
  };
}
