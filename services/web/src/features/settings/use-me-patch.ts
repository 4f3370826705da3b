import { useQueryClient } from "@tanstack/react-query";
import { keys } from "../../api/keys";
import type { Me } from "../../api/types";
import { type MePatch, patchMe } from "../../api/users";
import { attempt } from "../../use-task";

/** Changes my account: at once here, and back if the server refuses. */
export function useMePatch(): (patch: MePatch) => Promise<boolean> {
  const cache = useQueryClient();
  return async (patch) => {
    const before = cache.getQueryData<Me>(keys.me);
    if (!before) return false;
    cache.setQueryData<Me>(keys.me, { ...before, ...patch });
    if (await attempt(patchMe(patch))) return true;
    const fields = Object.keys(patch) as (keyof MePatch)[];
    cache.setQueryData<Me>(keys.me, (now) => now && { ...now, ...pick(before, fields) });
    return false;
  };
}

function pick(me: Me, fields: readonly (keyof MePatch)[]): Partial<Me> {
  return Object.fromEntries(fields.map((field) => [field, me[field]]));
}
