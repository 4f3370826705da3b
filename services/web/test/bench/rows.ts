import type { Row } from "../../src/timeline/rows";
import { message, user } from "../factories";

const AUTHORS = ["Amara Okafor", "王小明", "Priya Nair", "Diego Ramírez"].map((name, index) =>
  user({ id: `u${index}`, display_name: name }),
);
const WORDS =
  "the gateway keeps what was said in order so that nothing is lost when a link breaks 消息 按 顺序 到达".split(" ");

/** Rows are numbered: the first of the history is 0, and prepended ones count down from it. */
export function rowAt(number: number): Row {
  const author = AUTHORS[Math.abs(number) % AUTHORS.length] ?? user();
  const words = 3 + (hash(number) % 60);
  const body = Array.from({ length: words }, (_, index) => WORDS[(hash(number) + index) % WORDS.length]).join(" ");
  return {
    key: `${author.id}:${number}`,
    author: author.id,
    message: message({ id: `m${number}`, seq: number + 100_000, nonce: `${number}`, author, body }),
    pending: undefined,
    at: 0,
    day: number % 40 === 0,
    unread: false,
    head: number % 3 === 0,
  };
}

export const numberOf = (row: Row) => Number(row.key.slice(row.key.indexOf(":") + 1));

/** 12 % of the rows grow after they are drawn, as one with a preview does. */
export const growsLate = (number: number) => hash(number * 7) % 100 < 12;

/** Fixed blocks such as images, in px; most rows have none. */
export const blockOf = (number: number) => (hash(number * 3) % 10 === 0 ? 60 + (hash(number) % 5) * 60 : 0);

function hash(number: number): number {
  return Math.abs(Math.imul(number + 12_345, 2_654_435_761)) >>> 4;
}
