import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Gif } from "../../api/types";
import { cx } from "../../ui/cx";

export interface GifGridProps {
  readonly gifs: readonly Gif[];
  readonly label: string;
  /** The one that is on its way. */
  readonly taking: string | undefined;
  readonly onPick: (gif: Gif) => void;
}

const COLUMNS = 2;
const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  ArrowUp: -COLUMNS,
  ArrowDown: COLUMNS,
};

/** One stop of the Tab key; arrows go from picture to picture. */
export function GifGrid({ gifs, label, taking, onPick }: GifGridProps) {
  const { t } = useTranslation();
  const list = useRef<HTMLUListElement>(null);
  const [at, setAt] = useState(0);
  const current = Math.min(at, Math.max(0, gifs.length - 1));
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    const to = event.key === "Home" ? 0 : event.key === "End" ? gifs.length - 1 : step && current + step;
    if (to === undefined) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(gifs.length - 1, to));
    setAt(next);
    list.current?.querySelectorAll("button")[next]?.focus();
  };
  return (
    <ul ref={list} aria-label={label} onKeyDown={onKeyDown} className="grid grid-cols-2 gap-1.5">
      {gifs.map((gif, index) => (
        <li key={gif.id}>
          <button
            type="button"
            tabIndex={index === current ? 0 : -1}
            aria-label={gif.title || t("gifs.untitled")}
            aria-busy={taking === gif.id || undefined}
            disabled={taking !== undefined && taking !== gif.id}
            onFocus={() => setAt(index)}
            onClick={() => onPick(gif)}
            className={cx(
              "block h-28 w-full overflow-hidden rounded-control bg-code disabled:opacity-60",
              taking === gif.id && "animate-pulse",
            )}
          >
            <Moving gif={gif} />
          </button>
        </li>
      ))}
    </ul>
  );
}

const CALM = "(prefers-reduced-motion: reduce)";

/** Whoever wants no motion sees the first picture of it. */
function Moving({ gif }: { readonly gif: Gif }) {
  const calm = matchMedia(CALM).matches;
  const still = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (!calm) return;
    const image = new Image();
    image.src = gif.preview_url;
    image.decode().then(
      () => still.current?.getContext("2d")?.drawImage(image, 0, 0, gif.width, gif.height),
      () => undefined,
    );
  }, [calm, gif]);
  return calm ? (
    <canvas ref={still} width={gif.width} height={gif.height} className="size-full object-cover" />
  ) : (
    <img src={gif.preview_url} alt="" loading="lazy" decoding="async" className="size-full object-cover" />
  );
}
