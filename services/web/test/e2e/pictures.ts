import { crc32, deflateSync } from "node:zlib";

/** A picture of one colour with a lighter stripe, as PNG. */
export function picture(width: number, height: number, [red, green, blue]: readonly [number, number, number]) {
  const line = (share: number) => {
    const row = Buffer.alloc(1 + width * 3);
    for (let x = 0; x < width; x++) {
      const light = Math.abs(x / width - share) < 0.1 ? 50 : 0;
      row.set(
        [red, green, blue].map((value) => Math.min(255, value + light)),
        1 + x * 3,
      );
    }
    return row;
  };
  const rows = Buffer.concat(Array.from({ length: height }, (_, y) => line(y / height)));
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const chunk = (kind: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(kind), data]);
    const ends = Buffer.alloc(8);
    ends.writeUInt32BE(data.length, 0);
    ends.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
  };
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return new Uint8Array(
    Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))]),
  );
}
