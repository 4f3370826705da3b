import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const RATE = 8_000;

/** A tone of this many seconds, as WAV. */
export function sound(seconds: number): Uint8Array<ArrayBuffer> {
  const data = Buffer.alloc(RATE * seconds * 2);
  for (let at = 0; at < data.length / 2; at += 1) data.writeInt16LE(Math.round(3_000 * Math.sin(at / 3)), at * 2);
  const header = Buffer.alloc(44);
  header.write("RIFF", 0, "latin1");
  header.writeUInt32LE(36 + data.length, 4);
  header.write("WAVEfmt ", 8, "latin1");
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(RATE, 24);
  header.writeUInt32LE(RATE * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write("data", 36, "latin1");
  header.writeUInt32LE(data.length, 40);
  return new Uint8Array(Buffer.concat([header, data]));
}

/** Two seconds of a test picture, 160 by 90 pixels, with a tone. */
export function film(): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(join(import.meta.dirname, "film.webm")));
}

/** Whether the files service finds ffmpeg where it looks for it: films have a poster and a length then. */
export const hasFfmpeg = existsSync("/usr/bin/ffmpeg") && existsSync("/usr/bin/ffprobe");

/** Whether it finds poppler: documents have a first page then. */
export const hasPoppler = existsSync("/usr/bin/pdftoppm") && existsSync("/usr/bin/pdfinfo");
