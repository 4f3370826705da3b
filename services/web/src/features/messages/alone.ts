let playing: HTMLMediaElement | undefined;

/** One thing is heard at a time: whatever played before stops. */
export function playAlone(element: HTMLMediaElement): void {
  if (playing !== element) playing?.pause();
  playing = element;
}
