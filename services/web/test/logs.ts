import fc from "fast-check";
import type { LogFrame } from "../src/socket/frames";
import { message } from "./factories";

/** A log of creations, edits, deletions and reactions, each event valid for what came before. */
export const log = fc
  .array(fc.record({ pick: fc.nat(), kind: fc.integer({ min: 0, max: 5 }), who: fc.constantFrom("me", "you") }), {
    minLength: 1,
    maxLength: 40,
  })
  .map((steps) => {
    const frames: LogFrame[] = [];
    const created: string[] = [];
    for (const [index, step] of steps.entries()) {
      const seq = index + 1;
      const target = created.length > 0 ? created[step.pick % created.length] : undefined;
      if (target === undefined || step.kind < 3) {
        const id = `m${seq}`;
        const parent = step.kind === 2 && created[0] !== undefined ? created[0] : null;
        if (parent === null) created.push(id);
        frames.push({
          type: "message.created",
          channel: "c",
          seq,
          data: message({ id, seq, parent_id: parent, message_no: parent === null ? created.length : null }),
        });
      } else if (step.kind === 3) {
        frames.push({
          type: "message.updated",
          channel: "c",
          seq,
          data: { id: target, body: `edit ${seq}`, version: seq },
        });
      } else if (step.kind === 4) {
        frames.push({
          type: "reaction.added",
          channel: "c",
          seq,
          data: { message_id: target, emoji: "👍", user_id: step.who },
        });
      } else {
        frames.push({
          type: "message.deleted",
          channel: "c",
          seq,
          data: { id: target, parent_id: null, message_no: null },
        });
      }
    }
    return frames;
  });
