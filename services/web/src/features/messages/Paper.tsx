import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { File } from "../../api/types";
import { Blur } from "./Blur";
import { Caption } from "./Caption";
import { FileCard } from "./FileCard";
import { PAPER_PX } from "./media";

/** A document by the upper part of its first page, and how many there are. A page that cannot be had after all is a card. */
export function Paper({ file, page }: { readonly file: File; readonly page: string }) {
  const { t } = useTranslation();
  const [isThere, setThere] = useState(false);
  const [broken, setBroken] = useState(false);
  if (broken) return <FileCard file={file} />;
  const { thumbhash, pages } = file;
  return (
    <figure className="w-80 max-w-full">
      <a
        href={file.url}
        download={file.name}
        aria-label={t("media.downloadNamed", { name: file.name })}
        style={{ height: PAPER_PX }}
        className="relative block overflow-hidden rounded-menu border border-line bg-code"
      >
        {!isThere && thumbhash !== null && <Blur hash={thumbhash} />}
        <img
          src={`${page}?size=large`}
          alt={t("media.firstPage", { name: file.name })}
          loading="lazy"
          decoding="async"
          onLoad={() => setThere(true)}
          onError={() => setBroken(true)}
          className="relative size-full object-cover object-top"
        />
        {pages !== null && (
          <span className="absolute top-2 right-2 rounded-control bg-black/70 px-1.5 py-0.5 text-label text-white tabular-nums">
            {t("media.pages", { count: pages })}
          </span>
        )}
      </a>
      <Caption file={file} />
    </figure>
  );
}
