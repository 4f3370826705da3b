import { Download, FileIcon, FileText, FileX2, Hourglass, Music, Video } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { File } from "../../api/types";
import { formatBytes } from "../../i18n/format";

const ICONS = { audio: Music, video: Video, image: FileIcon, file: FileIcon };

function iconOf(file: File) {
  if (file.state === "blocked") return FileX2;
  if (file.state === "scanning") return Hourglass;
  if (file.content_type === "application/pdf" || file.content_type.startsWith("text/")) return FileText;
  return ICONS[file.kind];
}

/** A file to download; one that is not cleared says so and leads nowhere. */
export function FileCard({ file }: { readonly file: File }) {
  const { t } = useTranslation();
  const Icon = iconOf(file);
  const shape = "mt-1 flex w-fit max-w-full items-center gap-3 rounded-menu border border-line bg-raised px-3 py-2";
  const text = (note: string) => (
    <>
      <Icon size={20} aria-hidden="true" className="shrink-0 text-muted" />
      <span className="min-w-0">
        <bdi className="block truncate font-medium">{file.name}</bdi>
        <span className="block text-label text-subtle">{note}</span>
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
      {text(formatBytes(file.size))}
      <Download size={16} role="img" aria-label={t("messages.download")} className="shrink-0 text-muted" />
    </a>
  );
}
