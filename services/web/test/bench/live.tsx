import { useEffect, useRef, useState } from "react";
import { createRoot, type Root } from "react-dom/client";
import { MessageList } from "../../src/features/messages/MessageList";
import { apply } from "../../src/socket/apply";
import { Batch, nextFrame } from "../../src/socket/batch";
import type { LogFrame } from "../../src/socket/frames";
import { type Row, rowsOf } from "../../src/timeline/rows";
import { emptyTimeline, insertPage, type Timeline, trim } from "../../src/timeline/timeline";
import { Line } from "./Line";
import { rowAt } from "./rows";

const HISTORY = 200;

let deliver: (frame: LogFrame) => void = () => undefined;
let shown: readonly Row[] = [];

/** A channel that events come into, from the frame on the socket to the row on the screen. */
function Live({ from }: { readonly from: number }) {
  const [timeline, setTimeline] = useState(() => begin(from));
  const before = useRef<readonly Row[]>([]);
  useEffect(() => {
    const batch = new Batch<LogFrame>(nextFrame, (frames) =>
      setTimeline((known) => {
        const next = frames.reduce((now, frame) => apply(now, frame, { kind: "channel" }, { id: "me" }), known);
        return trim(next, next.seq, "newer");
      }),
    );
    deliver = (frame) => batch.push(frame);
  }, []);
  const rows = rowsOf({
    messages: timeline.segments.at(-1)?.messages ?? [],
    pending: [],
    readMessageNo: undefined,
    me: "me",
    dayOf: () => "",
    before: before.current,
  });
  before.current = rows;
  shown = rows;
  return (
    <div className="h-screen">
      <MessageList
        label="Messages"
        rows={rows}
        hasOlder={true}
        hasNewer={false}
        onOlder={nothing}
        onNewer={nothing}
        renderRow={draw}
      />
    </div>
  );
}

const nothing = () => undefined;
const draw = (row: Row) => <Line row={row} late={false} />;

function begin(from: number): Timeline {
  const messages = Array.from({ length: HISTORY }, (_, index) => messageAt(from + index));
  const seq = messages.at(-1)?.seq ?? 0;
  return insertPage(emptyTimeline(1, seq), { messages, hasOlder: true, hasNewer: false });
}

function messageAt(number: number) {
  const { message } = rowAt(number);
  if (!message) throw new Error("a row of the bench has a message");
  return message;
}

let root: Root | undefined;

/** Draws channel after channel; the time from the wish to the second frame after it, in ms. */
export async function switchTimes(times: number): Promise<number[]> {
  const took: number[] = [];
  for (let index = 0; index < times; index++) {
    const started = performance.now();
    open(index * HISTORY);
    await new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())));
    took.push(performance.now() - started);
  }
  return took;
}

function open(from: number): void {
  root ??= createRoot(document.getElementById("root") ?? document.body);
  root.render(<Live key={from} from={from} />);
}

export interface Flood {
  readonly sent: number;
  readonly lastShown: boolean;
}

/** So many events a second into the open channel, for so long. */
export async function flood(perSecond: number, seconds: number): Promise<Flood> {
  open(0);
  const started = performance.now();
  let sent = 0;
  await new Promise<void>((done) => {
    const timer = setInterval(() => {
      const due = Math.floor(((performance.now() - started) / 1_000) * perSecond);
      for (; sent < Math.min(due, perSecond * seconds); sent++) deliver(frameOf(HISTORY + sent));
      if (sent >= perSecond * seconds) {
        clearInterval(timer);
        done();
      }
    }, 5);
  });
  await new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())));
  return { sent, lastShown: shown.at(-1)?.key === rowAt(HISTORY + sent - 1).key };
}

function frameOf(number: number): LogFrame {
  const data = messageAt(number);
  return { type: "message.created", channel: "c", seq: data.seq, data };
}
