import { create } from "zustand";

interface Line {
  readonly id: number;
  readonly text: string;
}

interface Announcements {
  readonly polite: readonly Line[];
  readonly assertive: Line | undefined;
  say(text: string, urgent?: boolean): void;
}

/** What was said stays for a while: a line that is replaced at once may never be read out. */
const LINES = 4;

let said = 0;

export const useAnnouncer = create<Announcements>((set) => ({
  polite: [],
  assertive: undefined,
  say: (text, urgent = false) => {
    // Its own number makes it an addition, also when the same words were said before.
    const line = { id: ++said, text };
    set(urgent ? { assertive: line } : ({ polite }) => ({ polite: [...polite, line].slice(-LINES) }));
  },
}));

/** The two live regions of the page; they stand outside everything that scrolls or unmounts. */
export function Announcer() {
  const { polite, assertive } = useAnnouncer();
  return (
    <div className="sr-only">
      <div role="log" aria-live="polite">
        {polite.map((line) => (
          <p key={line.id}>{line.text}</p>
        ))}
      </div>
      <div role="alert" aria-live="assertive">
        {assertive && <p key={assertive.id}>{assertive.text}</p>}
      </div>
    </div>
  );
}
