import type { Kind } from "./peer";

/** Why there is no sound or picture to send. */
export type Trouble = "denied" | "missing" | "busy";

export interface Devices {
  readonly microphones: readonly MediaDeviceInfo[];
  readonly cameras: readonly MediaDeviceInfo[];
  readonly speakers: readonly MediaDeviceInfo[];
}

const SOUND = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
const PICTURE = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 24, max: 30 } };
const CHOSEN = "hubbub.devices";

export type Chosen = Partial<Record<"audio" | "camera" | "speaker", string>>;

/** What this device used last. */
export function chosenDevices(): Chosen {
  try {
    return JSON.parse(localStorage.getItem(CHOSEN) ?? "{}") as Chosen;
  } catch {
    return {};
  }
}

export function choose(kind: keyof Chosen, id: string): void {
  localStorage.setItem(CHOSEN, JSON.stringify({ ...chosenDevices(), [kind]: id }));
}

/** One track of a kind. A device that was chosen once and is gone is no reason to have none. */
export async function open(kind: Kind): Promise<MediaStreamTrack> {
  const stream =
    kind === "screen"
      ? await navigator.mediaDevices.getDisplayMedia({ video: { frameRate: { max: 15 } } })
      : await openDevice(kind);
  const track = stream.getTracks()[0];
  if (!track) throw new DOMException("no track", "NotFoundError");
  return track;
}

function openDevice(kind: "audio" | "camera"): Promise<MediaStream> {
  return ask(kind === "audio" ? { audio: wish(kind) } : { video: wish(kind) });
}

/** Microphone and camera with one question to the person. Whoever has only one of them asks for each. */
export async function openBoth(): Promise<readonly [audio: MediaStreamTrack, camera: MediaStreamTrack]> {
  const stream = await ask({ audio: wish("audio"), video: wish("camera") });
  const [audio, camera] = [stream.getAudioTracks()[0], stream.getVideoTracks()[0]];
  if (!audio || !camera) throw new DOMException("no track", "NotFoundError");
  return [audio, camera];
}

function wish(kind: "audio" | "camera"): MediaTrackConstraints {
  const id = chosenDevices()[kind];
  return { ...(kind === "audio" ? SOUND : PICTURE), ...(id === undefined ? {} : { deviceId: { ideal: id } }) };
}

async function ask(wanted: MediaStreamConstraints): Promise<MediaStream> {
  if (!navigator.mediaDevices) throw new DOMException("no secure context", "NotFoundError");
  return navigator.mediaDevices.getUserMedia(wanted);
}

export function troubleOf(error: unknown): Trouble {
  const name = error instanceof Error || error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "denied";
  return name === "NotReadableError" || name === "AbortError" ? "busy" : "missing";
}

export async function devices(): Promise<Devices> {
  const all = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
  // Without the permission they have neither names nor ids.
  const of = (kind: MediaDeviceKind) => all.filter((one) => one.kind === kind && one.deviceId !== "");
  return { microphones: of("audioinput"), cameras: of("videoinput"), speakers: of("audiooutput") };
}

export const canShareScreen = (): boolean => typeof navigator.mediaDevices?.getDisplayMedia === "function";
