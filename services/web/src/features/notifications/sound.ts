import { play, type Tune } from "../../sound";

const CHIME: Tune = { pitches: [660, 880], noteS: 0.09, loudness: 0.08 };

let output: AudioContext | undefined;

/** Two short notes. */
export function chime(): void {
  output ??= new AudioContext();
  play(output, CHIME);
}
