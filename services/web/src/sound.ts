/** A few notes one after the other, made here: no file to fetch. */
export interface Tune {
  /** In hertz. */
  readonly pitches: readonly number[];
  /** From one note to the next, in seconds; each rings for two of these. */
  readonly noteS: number;
  /** Of a note at its beginning, from 0 to 1. */
  readonly loudness: number;
}

/** Plays it. A browser that nobody has touched yet stays silent. */
export function play(output: AudioContext, { pitches, noteS, loudness }: Tune): void {
  if (output.state === "suspended") void output.resume().catch(() => undefined);
  for (const [index, pitch] of pitches.entries()) {
    const at = output.currentTime + index * noteS;
    const note = output.createOscillator();
    const volume = output.createGain();
    note.frequency.value = pitch;
    volume.gain.setValueAtTime(loudness, at);
    volume.gain.exponentialRampToValueAtTime(0.001, at + 2 * noteS);
    note.connect(volume).connect(output.destination);
    note.start(at);
    note.stop(at + 2 * noteS);
  }
}
