import { play, type Tune } from "../../sound";

const RING: Tune = { pitches: [523, 659, 784], noteS: 0.18, loudness: 0.12 };
const EVERY_MS = 2_400;

/** Rings until it is told to stop. */
export function ringSound(): () => void {
  if (typeof AudioContext === "undefined") return () => undefined;
  const output = new AudioContext();
  const ring = () => play(output, RING);
  ring();
  const timer = setInterval(ring, EVERY_MS);
  return () => {
    clearInterval(timer);
    void output.close().catch(() => undefined);
  };
}
