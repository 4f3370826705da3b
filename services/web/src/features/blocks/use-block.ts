import { useQueryClient } from "@tanstack/react-query";
import { deleteBlock, putBlock } from "../../api/blocks";
import { keys } from "../../api/keys";
import { useBlocked } from "../../blocked";
import { attempt } from "../../use-task";

/** Blocks somebody, or no longer: at once here, and back if the server refuses. Tells whether it worked. */
export function useBlock(): (user: string, blocked: boolean) => Promise<boolean> {
  const cache = useQueryClient();
  return async (user, blocked) => {
    const { change } = useBlocked.getState();
    change(user, blocked);
    const done = await attempt(blocked ? putBlock(user) : deleteBlock(user));
    if (!done) change(user, !blocked);
    await cache.invalidateQueries({ queryKey: keys.blocks });
    return done;
  };
}
