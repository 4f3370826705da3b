import { Download } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { File } from "../../api/types";
import { formatBytes } from "../../i18n/format";

/** What is played, how large it is, and the way to have it. */
export function Caption({ file }: { readonly file: File }) {
  const { t } = useTranslation();
  return (
    <figcaption className="flex h-6 max-w-[420px] items-center gap-2 text-label text-subtle pointer-coarse:h-11">
      <bdi className="truncate">{file.name}</bdi>
      <span className="shrink-0">{formatBytes(file.size)}</span>
      <a
        href={file.url}
        download={file.name}
        aria-label={t("media.downloadNamed", { name: file.name })}
        title={t("messages.download")}
        className="grid size-6 shrink-0 place-items-center rounded-control hover:bg-hover hover:text-ink pointer-coarse:size-11"
      >
        <Download size={14} aria-hidden="true" />
      </a>
    </figcaption>
  );
}
