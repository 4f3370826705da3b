import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Case, type Concern, decide, type Silence } from "./decide";

interface Line {
  readonly name: string;
  readonly address?: Case["address"];
  readonly direct?: boolean;
  readonly reply?: boolean;
  readonly channel?: Case["channel"]["notify"];
  readonly channel_muted?: boolean;
  readonly workspace?: Case["workspace"]["notify"];
  readonly workspace_muted?: boolean;
  readonly account?: Case["account"];
  readonly dnd?: boolean;
  readonly blocked?: boolean;
  readonly tell: Concern | null;
  readonly silence?: Silence;
}

const TABLE = join(import.meta.dirname, "../../../../../crates/domain/src/notify/cases.json");
const lines = JSON.parse(readFileSync(TABLE, "utf8")) as readonly Line[];

test.each(lines)("as on the server: $name", (line) => {
  const verdict = decide({
    address: line.address ?? "nobody",
    direct: line.direct ?? false,
    reply: line.reply ?? false,
    channel: { notify: line.channel ?? "default", muted: line.channel_muted ?? false },
    workspace: { notify: line.workspace ?? "default", muted: line.workspace_muted ?? false },
    account: line.account ?? "mentions",
    dnd: line.dnd ?? false,
    blocked: line.blocked ?? false,
  });
  const expected = line.tell ? { tell: line.tell } : line.silence ? { silence: line.silence } : undefined;
  expect(verdict).toEqual(expected);
});
