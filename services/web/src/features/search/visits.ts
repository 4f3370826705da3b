import { create } from "zustand";
import type { Disk } from "../../outbox/store";
import { type Frecency, visited } from "./frecency";

const KEY = "visits";

/** Where I go, on this device. */
export const useVisits = create<{ readonly visits: Frecency }>(() => ({ visits: {} }));

let loaded: Promise<void> | undefined;
let of: Disk | undefined;

/** Remembers a visit; a disk that cannot be used forgets it with the page. */
export async function remember(disk: Disk, channel: string): Promise<void> {
  if (of !== disk) {
    of = disk;
    loaded = disk.get("meta", KEY).then(
      (kept) => useVisits.setState({ visits: (kept as Frecency | undefined) ?? {} }),
      () => undefined,
    );
  }
  await loaded;
  const visits = visited(useVisits.getState().visits, channel, Date.now());
  useVisits.setState({ visits });
  await disk.put("meta", visits, KEY).catch(() => undefined);
}
