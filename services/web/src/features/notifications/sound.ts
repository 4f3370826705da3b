const NOTES = [660, 880];
const NOTE_S = 0.09;
const LOUDNESS = 0.08;

let output: AudioContext | undefined;

/** Two short notes, made here: no file to fetch. A browser that nobody has touched yet stays silent. */
export function chime(): void {
  output ??= new AudioContext();
  if (output.state === "suspended") void output.resume().catch(() => undefined);
  for (const [index, pitch] of NOTES.entries()) {
    const at = output.currentTime + index * NOTE_S;
    const note = output.createOscillator();
    const volume = output.createGain();
    note.frequency.value = pitch;
    volume.gain.setValueAtTime(LOUDNESS, at);
    volume.gain.exponentialRampToValueAtTime(0.001, at + 2 * NOTE_S);
    note.connect(volume).connect(output.destination);
    note.start(at);
    note.stop(at + 2 * NOTE_S);
  }
}
