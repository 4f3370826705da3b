import { create } from "zustand";

interface Announcements {
  readonly polite: string;
  readonly assertive: string;
  say(text: string, urgent?: boolean): void;
}

export const useAnnouncer = create<Announcements>((set) => ({
  polite: "",
  assertive: "",
  say: (text, urgent = false) => set(urgent ? { assertive: text } : { polite: text }),
}));

/** The two live regions of the page; they stand outside everything that scrolls or unmounts. */
export function Announcer() {
  const { polite, assertive } = useAnnouncer();
  return (
    <div className="sr-only">
      <div role="log" aria-live="polite">
        {polite}
      </div>
      <div role="alert" aria-live="assertive">
        {assertive}
      </div>
    </div>
  );
}
