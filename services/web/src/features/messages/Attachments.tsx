import { Download, FileIcon } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { File } from "../../api/types";
import { formatBytes } from "../../i18n/format";
import { cx } from "../../ui/cx";

const GRID = 9;

/** Images in a grid of fixed cells (nothing moves while they load), everything else as a card. */
export function Attachments({ files }: { readonly files: readonly File[] }) {
  const images = files.filter((file) => file.kind === "image" && file.thumbnail_url !== null);
  const others = files.filter((file) => !images.includes(file));
  return (
    <>
      {images.length > 0 && <Grid images={images} />}
      {others.map((file) => (
        <Card key={file.id} file={file} />
      ))}
    </>
  );
}

function Grid({ images }: { readonly images: readonly File[] }) {
  const { t } = useTranslation();
  const single = images.length === 1 ? images[0] : undefined;
  if (single) {
    const ratio = single.width !== null && single.height !== null ? `${single.width} / ${single.height}` : "4 / 3";
    return (
      <a href={single.url} target="_blank" rel="noopener" className="mt-1 block max-w-[420px]">
        <img
          src={`${single.thumbnail_url}?size=large`}
          alt={single.name}
          width={single.width ?? undefined}
          height={single.height ?? undefined}
          loading="lazy"
          style={{ aspectRatio: ratio }}
          className="max-h-80 w-auto rounded-menu border border-line bg-code object-contain"
        />
      </a>
    );
  }
  const shown = images.slice(0, GRID);
  return (
    <ul
      className={cx("mt-1 grid w-fit gap-1", images.length <= 4 ? "grid-cols-2" : "grid-cols-3")}
      aria-label={t("messages.images", { count: images.length })}
    >
      {shown.map((image, index) => (
        <li key={image.id} className="relative">
          <a href={image.url} target="_blank" rel="noopener">
            <img
              src={`${image.thumbnail_url}?size=large`}
              alt={image.name}
              loading="lazy"
              className="size-32 rounded-menu border border-line bg-code object-cover"
            />
            {index === GRID - 1 && images.length > GRID && (
              <span className="absolute inset-0 grid place-items-center rounded-menu bg-black/60 font-semibold text-page text-white">
                +{images.length - GRID}
              </span>
            )}
          </a>
        </li>
      ))}
    </ul>
  );
}

function Card({ file }: { readonly file: File }) {
  const { t } = useTranslation();
  return (
    <a
      href={file.url}
      download={file.name}
      className="mt-1 flex w-fit max-w-full items-center gap-3 rounded-menu border border-line bg-raised px-3 py-2 hover:bg-hover"
    >
      <FileIcon size={20} aria-hidden="true" className="shrink-0 text-muted" />
      <span className="min-w-0">
        <bdi className="block truncate font-medium">{file.name}</bdi>
        <span className="block text-label text-subtle">{formatBytes(file.size)}</span>
      </span>
      <Download size={16} aria-label={t("messages.download")} className="shrink-0 text-muted" />
    </a>
  );
}
