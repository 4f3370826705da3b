/** A decoded placeholder: at most 32 pixels wide and high, RGBA. */
export interface Placeholder {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8ClampedArray<ArrayBuffer>;
}

const LONGEST = 32;
/** The last bytes of a hash are half bytes: the amplitudes of the waves. */
interface Waves {
  readonly nx: number;
  readonly ny: number;
  readonly amplitudes: readonly number[];
}

/**
 * Decodes a thumbhash (https://evanw.github.io/thumbhash/): an average colour and a few cosine waves of lightness, of
 * two colour axes, and of opacity where there is any. Undefined for what is none.
 */
export function decodeThumbhash(base64: string): Placeholder | undefined {
  const hash = bytesOf(base64);
  if (!hash || hash.length < 5) return undefined;
  const at = (index: number) => hash[index] ?? 0;
  const head = at(0) | (at(1) << 8) | (at(2) << 16);
  const more = at(3) | (at(4) << 8);
  const hasAlpha = head >> 23 === 1;
  const isLandscape = more >> 15 === 1;
  const lx = Math.max(3, isLandscape ? (hasAlpha ? 5 : 7) : more & 7);
  const ly = Math.max(3, isLandscape ? more & 7 : hasAlpha ? 5 : 7);
  const opacity = { average: hasAlpha ? (at(5) & 15) / 15 : 1, scale: (at(5) >> 4) / 15 };
  const halves = halvesOf(hash, hasAlpha ? 6 : 5);
  const l = waves(lx, ly, ((head >> 18) & 31) / 31, halves);
  const p = waves(3, 3, (((more >> 3) & 63) / 63) * 1.25, halves);
  const q = waves(3, 3, (((more >> 9) & 63) / 63) * 1.25, halves);
  const a = hasAlpha ? waves(5, 5, opacity.scale, halves) : undefined;
  const ratio = lx / ly;
  const width = Math.round(ratio > 1 ? LONGEST : LONGEST * ratio);
  const height = Math.round(ratio > 1 ? LONGEST / ratio : LONGEST);
  const rgba = new Uint8ClampedArray(width * height * 4);
  const across = cosines(width);
  const down = cosines(height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const sum = (channel: Waves) => value(channel, across[x] ?? [], down[y] ?? []);
      const light = (head & 63) / 63 + sum(l);
      const yellow = ((head >> 6) & 63) / 31.5 - 1 + sum(p);
      const red = ((head >> 12) & 63) / 31.5 - 1 + sum(q);
      const blueShare = light - (2 / 3) * yellow;
      const redShare = (3 * light - blueShare + red) / 2;
      const opaque = a ? opacity.average + sum(a) : 1;
      // Clamped by the array.
      rgba.set([redShare * 255, (redShare - red) * 255, blueShare * 255, opaque * 255], (y * width + x) * 4);
    }
  }
  return { width, height, rgba };
}

function bytesOf(base64: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));
  } catch {
    return undefined;
  }
}

/** Half bytes, from -1 to 1, one after the other. */
function halvesOf(hash: Uint8Array, start: number): () => number {
  let next = 0;
  return () => {
    const half = ((hash[start + (next >> 1)] ?? 0) >> ((next & 1) << 2)) & 15;
    next += 1;
    return half / 7.5 - 1;
  };
}

/** The lower left triangle of the frequencies, but for the average. */
function waves(nx: number, ny: number, scale: number, halves: () => number): Waves {
  const amplitudes: number[] = [];
  for (let cy = 0; cy < ny; cy += 1) {
    for (let cx = cy === 0 ? 1 : 0; cx * ny < nx * (ny - cy); cx += 1) amplitudes.push(halves() * scale);
  }
  return { nx, ny, amplitudes };
}

/** Of each pixel of a side, the waves of all frequencies. */
function cosines(side: number): readonly (readonly number[])[] {
  const frequencies = [0, 1, 2, 3, 4, 5, 6];
  return Array.from({ length: side }, (_, at) =>
    frequencies.map((one) => Math.cos((Math.PI * one * (at + 0.5)) / side)),
  );
}

function value({ nx, ny, amplitudes }: Waves, across: readonly number[], down: readonly number[]): number {
  let sum = 0;
  let next = 0;
  for (let cy = 0; cy < ny; cy += 1) {
    for (let cx = cy === 0 ? 1 : 0; cx * ny < nx * (ny - cy); cx += 1) {
      sum += (amplitudes[next] ?? 0) * (across[cx] ?? 0) * (down[cy] ?? 0) * 2;
      next += 1;
    }
  }
  return sum;
}
