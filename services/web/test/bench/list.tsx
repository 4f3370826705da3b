import "./list.css";
import { useRef, useState } from "react";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { type ListHandle, MessageList, type Start } from "../../src/features/messages/MessageList";
import { startI18n } from "../../src/i18n";
import { type Row, rowId } from "../../src/timeline/rows";
import { Line } from "./Line";
import { type Flood, flood, switchTimes } from "./live";
import { growsLate, numberOf, rowAt } from "./rows";

interface Scene {
  readonly from: number;
  readonly to: number;
  readonly late: boolean;
  readonly start: Start;
}

interface Wishes {
  readonly count: number;
  readonly late?: boolean;
  readonly at?: number;
}

/** What a test does to the list. Rows are named by their number. */
export interface Bench {
  open(wishes: Wishes): Promise<void>;
  prepend(count: number): void;
  append(count: number): void;
  jump(number: number): void;
  toEnd(): void;
  scroller(): HTMLElement;
  /** Scrolls as a hand does: between two frames, so that the first thing a frame does is to tell it. */
  scrollBy(px: number): Promise<void>;
  /** How far the row's start is below the viewport's, in px. */
  top(number: number): number | undefined;
  /** The row under the eye. */
  anchor(): number;
  /** Note where a row is, each frame, until `stop`; the most it was away from where it was. */
  watch(number: number): () => number;
  frames(count: number): Promise<void>;
  settled(): Promise<void>;
  flood(perSecond: number, seconds: number): Promise<Flood>;
  switchTimes(times: number): Promise<number[]>;
}

declare global {
  interface Window {
    bench: Bench;
  }
}

await startI18n("en");
const root = document.getElementById("root");
if (!root) throw new Error("the page has no #root");
let change: (next: (scene: Scene) => Scene) => void = () => undefined;
let handle: ListHandle | null = null;

function Stage({ first }: { readonly first: Scene }) {
  const [scene, setScene] = useState(first);
  change = (next) => flushSync(() => setScene(next));
  const rows = useRows(scene.from, scene.to);
  return (
    <div className="flex h-screen flex-col" id="stage">
      <div className="min-h-0 flex-1">
        <MessageList
          label="Messages"
          rows={rows}
          hasOlder={true}
          hasNewer={false}
          onOlder={nothing}
          onNewer={nothing}
          start={scene.start}
          handle={(given) => {
            handle = given;
          }}
          renderRow={scene.late ? late : plain}
        />
      </div>
      <div id="composer" className="shrink-0 border-line border-t" style={{ height: 60 }} />
    </div>
  );
}

function useRows(from: number, to: number): readonly Row[] {
  const made = useRef(new Map<number, Row>());
  const rows: Row[] = [];
  for (let number = from; number < to; number++) {
    const row = made.current.get(number) ?? rowAt(number);
    made.current.set(number, row);
    rows.push(row);
  }
  return rows;
}

const nothing = () => undefined;
const plain = (row: Row) => <Line row={row} late={false} />;
const late = (row: Row) => <Line row={row} late={growsLate(numberOf(row))} />;

const frame = () => new Promise<void>((done) => requestAnimationFrame(() => done()));

const bench: Bench = {
  open: async ({ count, late: grows = false, at }) => {
    const start: Start = at === undefined ? { kind: "end" } : { kind: "row", key: rowAt(at).key, align: "center" };
    document.getElementById("stage")?.remove();
    const place = document.createElement("div");
    root.replaceChildren(place);
    createRoot(place).render(<Stage first={{ from: 0, to: count, late: grows, start }} />);
    await bench.settled();
  },
  prepend: (count) => change((scene) => ({ ...scene, from: scene.from - count })),
  append: (count) => change((scene) => ({ ...scene, to: scene.to + count })),
  jump: (number) => void handle?.toRow(rowAt(number).key),
  toEnd: () => handle?.toEnd(),
  scroller: () => {
    const scroller = document.querySelector("[role=feed]")?.parentElement;
    if (!scroller) throw new Error("there is no list yet");
    return scroller;
  },
  scrollBy: async (px) => {
    await new Promise((done) => setTimeout(done));
    bench.scroller().scrollTop += px;
    await frame();
  },
  top: (number) => {
    const row = document.getElementById(rowId(rowAt(number).key));
    return row ? row.getBoundingClientRect().top - bench.scroller().getBoundingClientRect().top : undefined;
  },
  anchor: () => {
    const edge = bench.scroller().getBoundingClientRect().top;
    const rows = [...document.querySelectorAll("article")];
    const first = rows.find((row) => row.getBoundingClientRect().bottom > edge + 1);
    return Number(first?.id.slice(first.id.lastIndexOf(":") + 1));
  },
  watch: (number) => {
    const before = bench.top(number) ?? Number.NaN;
    let most = 0;
    let running = true;
    const look = () => {
      if (!running) return;
      most = Math.max(most, Math.abs((bench.top(number) ?? Number.POSITIVE_INFINITY) - before));
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
    return () => {
      running = false;
      return Math.max(most, Math.abs((bench.top(number) ?? Number.POSITIVE_INFINITY) - before));
    };
  },
  frames: async (count) => {
    for (let index = 0; index < count; index++) await frame();
  },
  settled: async () => {
    // The same picture for ten frames: what was to be measured is measured.
    let before = "";
    for (let same = 0; same < 10; await frame()) {
      const list = document.querySelector("[role=feed]");
      const now = list ? `${list.scrollHeight} ${bench.scroller().scrollTop} ${list.childElementCount}` : "";
      same = now !== "" && now === before ? same + 1 : 0;
      before = now;
    }
  },
  flood,
  switchTimes,
};
window.bench = bench;
