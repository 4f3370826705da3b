import {
  Download,
  FileArchive,
  FileIcon,
  FileSpreadsheet,
  FileText,
  FileX2,
  Film,
  Hourglass,
  ImageIcon,
  Music,
} from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { File } from "../../api/types";
import { formatBytes } from "../../i18n/format";
import { natureOf } from "./media";

const ICONS = {
  archive: FileArchive,
  audio: Music,
  file: FileIcon,
  image: ImageIcon,
  pdf: FileText,
  sheet: FileSpreadsheet,
  text: FileText,
  video: Film,
} as const;

/** A file to download; one that is not cleared says so and leads nowhere. */
export function FileCard({ file }: { readonly file: File }) {
  const { t } = useTranslation();
  const nature = natureOf(file);
  const Icon = file.state === "blocked" ? FileX2 : file.state === "scanning" ? Hourglass : ICONS[nature];
  const shape = "flex min-h-14 w-80 max-w-full items-center gap-3 rounded-menu border border-line bg-raised px-3 py-2";
  const text = (note: ReactNode) => (
    <>
      <span className="grid size-9 shrink-0 place-items-center rounded-control bg-code text-muted">
        <Icon size={20} aria-hidden="true" />
      </span>
      <span className="min-w-0 flex-1">
        <bdi className="block truncate font-medium">{file.name}</bdi>
        <span className="block truncate text-label text-subtle">{note}</span>
      </span>
    </>
  );
  if (file.state !== "ready") {
    return (
      <div className={shape}>
        {text(t(file.state === "blocked" ? "messages.fileBlocked" : "messages.fileScanning"))}
      </div>
    );
  }
  return (
    <a href={file.url} download={file.name} className={`${shape} hover:bg-hover`}>
      {text(`${t(`media.nature.${nature}`)} · ${formatBytes(file.size)}`)}
      <Download size={16} role="img" aria-label={t("messages.download")} className="shrink-0 text-muted" />
    </a>
  );
}
