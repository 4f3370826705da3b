import { memo, useEffect, useState } from "react";
import { type Row, rowId } from "../../src/timeline/rows";
import { blockOf, numberOf } from "./rows";

/** ms after which a late row grows. */
const LATE_MS = 60;
const LATE_PX = 32;

/** A row of the bench: text that wraps, now and then a block, and some grow after they were drawn. */
export const Line = memo(function Line({ row, late: grows }: { readonly row: Row; readonly late: boolean }) {
  const [grown, setGrown] = useState(false);
  useEffect(() => {
    if (!grows) return;
    const timer = setTimeout(() => setGrown(true), LATE_MS);
    return () => clearTimeout(timer);
  }, [grows]);
  const block = blockOf(numberOf(row));
  return (
    <div className="px-5 py-1">
      {row.day && <h2 className="pt-4 pb-1 text-label">A day</h2>}
      <p className={row.head ? "flex gap-2" : "sr-only"}>
        <b id={`${rowId(row.key)}-who`}>{row.message?.author.display_name}</b>
        <time id={`${rowId(row.key)}-when`}>14:02</time>
      </p>
      <p>{row.message?.body}</p>
      {block > 0 && <div className="rounded-control bg-code" style={{ height: block, width: 240 }} />}
      {grown && <div style={{ height: LATE_PX }} className="bg-hover" />}
    </div>
  );
});
