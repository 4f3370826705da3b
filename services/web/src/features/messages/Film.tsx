import { useState } from "react";
import type { File } from "../../api/types";
import { clock } from "../../i18n/clock";
import { playAlone } from "./alone";
import { Caption } from "./Caption";
import { FileCard } from "./FileCard";
import { boxOf } from "./media";

/** The browser's own player: it has the keys and the captions people know. What it cannot play after all is a card. */
export function Film({ file }: { readonly file: File }) {
  const [broken, setBroken] = useState(false);
  const [begun, setBegun] = useState(false);
  if (broken) return <FileCard file={file} />;
  const box = boxOf(file);
  const { thumbnail_url: poster, duration_ms: length } = file;
  return (
    <figure className="w-fit max-w-full">
      <div className="relative">
        <video
          src={file.url}
          controls
          playsInline
          aria-label={file.name}
          // A poster says all that there is to say before somebody wants to see more.
          preload={poster === null ? "metadata" : "none"}
          {...(poster === null ? {} : { poster: `${poster}?size=large` })}
          onPlay={(event) => {
            setBegun(true);
            playAlone(event.currentTarget);
          }}
          onError={() => setBroken(true)}
          style={{ width: box.width, aspectRatio: box.ratio }}
          className="max-w-full rounded-menu border border-line bg-code"
        />
        {length !== null && !begun && (
          <span className="pointer-events-none absolute top-2 right-2 rounded-control bg-black/70 px-1.5 py-0.5 text-label text-white tabular-nums">
            {clock(length)}
          </span>
        )}
      </div>
      <Caption file={file} />
    </figure>
  );
}
