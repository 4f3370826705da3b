import { ImageIcon, ImageOff } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { File } from "../../api/types";
import { cx } from "../../ui/cx";
import { LazyPart } from "../../ui/LazyPart";
import { lazyPart } from "../../ui/lazy-part";
import { boxOf, GRID, sourcesOf } from "./media";

const Blur = lazyPart(() => import("./Blur").then((part) => part.Blur));

export interface ImageGridProps {
  readonly images: readonly File[];
  readonly onOpen: (index: number) => void;
}

/** One picture large, two to four in two columns, up to nine in three; the cells are fixed, so nothing moves. */
export function ImageGrid({ images, onOpen }: ImageGridProps) {
  const { t } = useTranslation();
  const single = images.length === 1 ? images[0] : undefined;
  if (single) {
    const box = boxOf(single);
    return (
      <Tile
        file={single}
        sizes={`${box.width}px`}
        onOpen={() => onOpen(0)}
        className="mt-1 max-w-full"
        style={{ width: box.width, aspectRatio: box.ratio }}
      />
    );
  }
  const hidden = images.length - GRID;
  const columns = images.length <= 4 ? "max-w-82 grid-cols-2" : "max-w-98 grid-cols-3";
  return (
    <ul className={cx("mt-1 grid gap-1", columns)} aria-label={t("messages.images", { count: images.length })}>
      {images.slice(0, GRID).map((image, index) => (
        <li key={image.id}>
          <Tile
            file={image}
            sizes="160px"
            onOpen={() => onOpen(index)}
            className="aspect-square w-full"
            more={index === GRID - 1 ? Math.max(0, hidden) : 0}
          />
        </li>
      ))}
    </ul>
  );
}

interface TileProps {
  readonly file: File;
  readonly sizes: string;
  readonly onOpen: () => void;
  readonly className: string;
  readonly style?: React.CSSProperties;
  /** Pictures that stand behind this one. */
  readonly more?: number;
}

function Tile({ file, sizes, onOpen, className, style, more = 0 }: TileProps) {
  const { t } = useTranslation();
  const [isThere, setThere] = useState(false);
  const [broken, setBroken] = useState<string>();
  const { thumbhash } = file;
  const sources = sourcesOf(file);
  const isBroken = sources !== undefined && broken === sources.src;
  return (
    <button
      type="button"
      onClick={onOpen}
      aria-haspopup="dialog"
      aria-label={t("messages.openImage", { name: file.name })}
      style={style}
      className={cx("relative block overflow-hidden rounded-menu border border-line bg-code", className)}
    >
      {!isThere && !isBroken && thumbhash !== null && (
        <LazyPart>
          <Blur hash={thumbhash} />
        </LazyPart>
      )}
      {isBroken ? (
        <span className="absolute inset-0 grid place-content-center justify-items-center gap-1 p-2 text-label text-muted">
          <ImageOff size={20} aria-hidden="true" />
          <bdi className="line-clamp-2">{file.name}</bdi>
        </span>
      ) : sources === undefined ? (
        // Known by its size so far: the thumbnail is being made.
        <ImageIcon size={24} aria-hidden="true" className="absolute inset-0 m-auto text-subtle" />
      ) : (
        <img
          {...sources}
          sizes={sizes}
          alt=""
          loading="lazy"
          decoding="async"
          onLoad={() => setThere(true)}
          onError={() => setBroken(sources.src)}
          className="relative size-full object-cover"
        />
      )}
      {more > 0 && (
        <span className="absolute inset-0 grid place-items-center bg-scrim font-semibold text-page text-white">
          <span aria-hidden="true">+{more}</span>
          <span className="sr-only">{t("messages.moreImages", { count: more })}</span>
        </span>
      )}
    </button>
  );
}
