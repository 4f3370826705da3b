import { Pause, Play } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { File } from "../../api/types";
import { clock } from "../../i18n/clock";
import { playAlone } from "./alone";
import { Caption } from "./Caption";
import { FileCard } from "./FileCard";
import { nextSpeed } from "./media";

/** A player of our own: the browsers' are of any size and have no speed. Its line is a slider with all of a slider's keys. */
export function Sound({ file }: { readonly file: File }) {
  const { t } = useTranslation();
  const audio = useRef<HTMLAudioElement>(null);
  const [playing, setPlaying] = useState(false);
  const [at, setAt] = useState(0);
  const [length, setLength] = useState((file.duration_ms ?? 0) / 1_000);
  const [speed, setSpeed] = useState(1);
  const [broken, setBroken] = useState(false);
  if (broken) return <FileCard file={file} />;
  const toggle = () => {
    if (!audio.current) return;
    if (playing) audio.current.pause();
    else audio.current.play().catch(() => setPlaying(false));
  };
  const seek = (to: number) => {
    if (audio.current) audio.current.currentTime = to;
    setAt(to);
  };
  const faster = () => {
    const next = nextSpeed(speed);
    if (audio.current) audio.current.playbackRate = next;
    setSpeed(next);
  };
  const times = t("media.times", { at: clock(at * 1_000), length: clock(length * 1_000) });
  return (
    <figure className="w-96 max-w-full">
      {/* biome-ignore lint/a11y/useMediaCaption: what people share here has none of its own */}
      <audio
        ref={audio}
        src={file.url}
        preload={file.duration_ms === null ? "metadata" : "none"}
        onPlay={(event) => {
          setPlaying(true);
          event.currentTarget.playbackRate = speed;
          playAlone(event.currentTarget);
        }}
        onPause={() => setPlaying(false)}
        onEnded={() => seek(0)}
        onTimeUpdate={(event) => setAt(event.currentTarget.currentTime)}
        onDurationChange={({ currentTarget: { duration } }) => Number.isFinite(duration) && setLength(duration)}
        onError={() => setBroken(true)}
      />
      {/* biome-ignore lint/a11y/useSemanticElements: no set of fields, but what belongs to one sound */}
      <div
        role="group"
        aria-label={t("media.player", { name: file.name })}
        className="flex h-14 items-center gap-3 rounded-menu border border-line bg-raised px-2"
      >
        <button
          type="button"
          onClick={toggle}
          aria-label={t(playing ? "media.pause" : "media.play")}
          className="grid size-9 shrink-0 place-items-center rounded-full bg-accent text-on-accent pointer-coarse:size-11"
        >
          {playing ? <Pause size={18} aria-hidden="true" /> : <Play size={18} aria-hidden="true" />}
        </button>
        <input
          type="range"
          min={0}
          max={Math.max(length, 0.1)}
          step={0.1}
          value={Math.min(at, length)}
          onChange={(event) => seek(event.currentTarget.valueAsNumber)}
          aria-label={t("media.position")}
          aria-valuetext={times}
          className="h-6 min-w-0 flex-1 accent-accent"
        />
        <span aria-hidden="true" className="shrink-0 text-label text-subtle tabular-nums">
          {clock(at * 1_000)} / {clock(length * 1_000)}
        </span>
        <button
          type="button"
          onClick={faster}
          aria-label={t("media.speed", { speed })}
          className="h-8 w-10 shrink-0 rounded-control text-label tabular-nums hover:bg-hover pointer-coarse:h-11"
        >
          {speed}×
        </button>
      </div>
      <Caption file={file} />
    </figure>
  );
}
