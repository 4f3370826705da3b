const NOTES = [523, 659, 784];
const NOTE_S = 0.18;
const LOUDNESS = 0.12;
const EVERY_MS = 2_400;

/** Rings until it is told to stop. A browser that nobody has touched yet stays silent. */
export function ringSound(): () => void {
  if (typeof AudioContext === "undefined") return () => undefined;
  const output = new AudioContext();
  const play = () => {
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
  };
  play();
  const timer = setInterval(play, EVERY_MS);
  return () => {
    clearInterval(timer);
    void output.close().catch(() => undefined);
  };
}
