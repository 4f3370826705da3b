import "yet-another-react-lightbox/styles.css";
import { Download, MessageSquareText } from "lucide-react";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import Viewer, { type SlideImage } from "yet-another-react-lightbox";
import Zoom from "yet-another-react-lightbox/plugins/zoom";
import type { File } from "../api/types";
import { formatBytes, formatShort } from "../i18n/format";
import { focusFirst, pathTo } from "./focus";

export interface Picture {
  readonly file: File;
  /** Who shared it. */
  readonly by: string;
  /** ms since 1970. */
  readonly at: number;
  /** Shows the message that it is in, where that is not what one comes from. */
  readonly onJump?: () => void;
}

export interface LightboxProps {
  readonly pictures: readonly Picture[];
  readonly index: number;
  readonly onClose: () => void;
}

function slideOf({ file }: Picture): SlideImage {
  const { width, height, thumbnail_url: thumbnail } = file;
  const slide = { src: file.url, alt: file.name };
  if (width === null || height === null || thumbnail === null) return slide;
  const scaled = (side: number) => Math.min(1, side / Math.max(width, height));
  const source = (src: string, scale: number) => ({
    src,
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  });
  return {
    ...slide,
    width,
    height,
    srcSet: [source(`${thumbnail}?size=large`, scaled(720)), source(file.url, 1)],
  };
}

/** Pictures over the whole window: arrows, zoom, download, and the way to the message. */
export function Lightbox({ pictures, index, onClose }: LightboxProps) {
  const { t } = useTranslation();
  const [at, setAt] = useState(index);
  const path = useRef<readonly HTMLElement[]>([]);
  useLayoutEffect(() => {
    path.current = pathTo(document.activeElement);
  }, []);
  // The viewer gives the focus to nobody when it goes.
  useEffect(() => {
    return () => void requestAnimationFrame(() => focusFirst(path.current));
  }, []);
  const shown = pictures[at];
  const [opened] = useState(pictures);
  // The viewer starts over whenever it is given another list.
  const slides = useMemo(() => opened.map(slideOf), [opened]);
  const single = pictures.length === 1;
  return (
    <Viewer
      open
      close={onClose}
      index={at}
      slides={slides}
      plugins={[Zoom]}
      on={{ view: ({ index: now }) => setAt(now) }}
      carousel={{ finite: true, preload: 1 }}
      controller={{ closeOnBackdropClick: true }}
      zoom={{ maxZoomPixelRatio: 4, scrollToZoom: true }}
      animation={matchMedia("(prefers-reduced-motion: reduce)").matches ? { fade: 0, swipe: 0, zoom: 0 } : {}}
      labels={{
        Lightbox: t("row.viewer.title"),
        "Photo gallery": t("row.viewer.title"),
        Previous: t("row.viewer.previous"),
        Next: t("row.viewer.next"),
        Close: t("app.close"),
        "Zoom in": t("row.viewer.zoomIn"),
        "Zoom out": t("row.viewer.zoomOut"),
        "{index} of {total}": t("row.viewer.position", { index: "{index}", total: "{total}" }),
      }}
      toolbar={{
        buttons: [
          shown && (
            <a
              key="download"
              href={shown.file.url}
              download={shown.file.name}
              title={t("messages.download")}
              aria-label={t("messages.download")}
              className="yarl__button"
            >
              <Download size={24} className="m-1" aria-hidden="true" />
            </a>
          ),
          shown?.onJump && (
            <button
              key="jump"
              type="button"
              title={t("row.viewer.jump")}
              aria-label={t("row.viewer.jump")}
              onClick={() => {
                onClose();
                shown.onJump?.();
              }}
              className="yarl__button"
            >
              <MessageSquareText size={24} className="m-1" aria-hidden="true" />
            </button>
          ),
          "close",
        ],
      }}
      render={{
        ...(single ? { buttonPrev: () => null, buttonNext: () => null } : {}),
        controls: () => shown && <Caption picture={shown} index={at} count={pictures.length} />,
      }}
    />
  );
}

function Caption({ picture, index, count }: { picture: Picture; index: number; count: number }) {
  const { t } = useTranslation();
  const { file } = picture;
  return (
    <p className="pointer-events-none absolute inset-x-0 bottom-0 bg-scrim px-4 py-3 text-center text-meta text-white">
      <bdi className="font-semibold">{file.name}</bdi>
      <br />
      <span>
        {t("row.viewer.by", { name: picture.by, time: formatShort(picture.at) })} · {formatBytes(file.size)}
        {count > 1 && ` · ${t("row.viewer.position", { index: index + 1, total: count })}`}
      </span>
    </p>
  );
}
