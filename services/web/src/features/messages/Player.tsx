import { Download } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { File } from "../../api/types";
import { formatBytes } from "../../i18n/format";
import { FileCard } from "./FileCard";
import { boxOf } from "./media";

/** Whether this browser says that it may be able to. */
export function plays(type: string): boolean {
  const element = document.createElement(type.startsWith("audio/") ? "audio" : "video");
  return element.canPlayType(type) !== "";
}

/** The browser's own player: it has the keys and the captions people know. What it cannot play after all is a card. */
export function Player({ file }: { readonly file: File }) {
  const [broken, setBroken] = useState(false);
  if (broken) return <FileCard file={file} />;
  const box = boxOf(file);
  const shared = { src: file.url, controls: true, preload: "metadata", onError: () => setBroken(true) } as const;
  return (
    <figure className="mt-1 w-fit max-w-full">
      {file.kind === "video" ? (
        <video
          {...shared}
          aria-label={file.name}
          {...(file.thumbnail_url === null ? {} : { poster: `${file.thumbnail_url}?size=large` })}
          style={{ width: box.width, aspectRatio: box.ratio }}
          className="max-w-full rounded-menu border border-line bg-code"
        />
      ) : (
        <audio {...shared} aria-label={file.name} className="h-11 w-80 max-w-full" />
      )}
      <Caption file={file} />
    </figure>
  );
}

function Caption({ file }: { readonly file: File }) {
  const { t } = useTranslation();
  return (
    <figcaption className="flex max-w-[420px] items-center gap-2 text-label text-subtle">
      <bdi className="truncate">{file.name}</bdi>
      <span className="shrink-0">{formatBytes(file.size)}</span>
      <a
        href={file.url}
        download={file.name}
        className="grid size-6 shrink-0 place-items-center rounded-control hover:bg-hover hover:text-ink pointer-coarse:size-11"
      >
        <Download size={14} role="img" aria-label={t("messages.download")} />
      </a>
    </figcaption>
  );
}
