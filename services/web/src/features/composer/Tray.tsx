import { ChevronLeft, ChevronRight, FileIcon, RotateCw, X } from "lucide-react";
import { type DragEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { explain } from "../../api/problem";
import { formatBytes, formatPercent } from "../../i18n/format";
import { useUploads } from "../../outbox/uploads";
import { usePreview } from "../../outbox/use-preview";
import type { PendingFile } from "../../timeline/pending";
import { cx } from "../../ui/cx";
import { IconButton } from "../../ui/IconButton";
import { ProgressBar } from "../../ui/ProgressBar";
import { MOST_FILES } from "./files";
import type { TrayHandle } from "./use-tray";

/** Names a drag within the tray, so that nobody takes it for files from outside. */
const DRAG_TYPE = "application/x-hubbub-tray";

/** Files on their way: each can be cancelled, tried again and put elsewhere. */
export function Tray({ tray }: { readonly tray: TrayHandle }) {
  const { t } = useTranslation();
  const [over, setOver] = useState<number>();
  const { files } = tray;
  if (files.length === 0) return null;
  const drop = (event: DragEvent, index: number) => {
    const key = event.dataTransfer.getData(DRAG_TYPE);
    setOver(undefined);
    if (key === "") return;
    event.preventDefault();
    event.stopPropagation();
    tray.move(key, index);
  };
  return (
    <div className="px-3 pt-3">
      <ul aria-label={t("composer.files")} className="flex gap-2 overflow-x-auto pt-2 pr-2 pb-1">
        {files.map((file, index) => (
          <li
            key={file.key}
            draggable
            onDragStart={(event) => event.dataTransfer.setData(DRAG_TYPE, file.key)}
            onDragOver={(event) => {
              if (!event.dataTransfer.types.includes(DRAG_TYPE)) return;
              event.preventDefault();
              setOver(index);
            }}
            onDragLeave={() => setOver(undefined)}
            onDrop={(event) => drop(event, index)}
            className={cx(
              "group relative w-32 shrink-0 rounded-menu border bg-hover p-1.5",
              over === index ? "border-accent" : "border-line",
            )}
          >
            <Item file={file} index={index} tray={tray} />
          </li>
        ))}
      </ul>
      <p className="text-label text-subtle">
        {t("composer.fileCount", { number: files.length, most: MOST_FILES })}
        {files.length > 1 && ` · ${t("composer.reorderHint")}`}
      </p>
    </div>
  );
}

function Item({
  file,
  index,
  tray,
}: {
  readonly file: PendingFile;
  readonly index: number;
  readonly tray: TrayHandle;
}) {
  const { t } = useTranslation();
  const { name } = file;
  const last = tray.files.length - 1;
  return (
    <>
      <Picture file={file} />
      <bdi className="mt-1 block truncate text-label" title={name}>
        {name}
      </bdi>
      <Progress file={file} onRetry={() => tray.retry(file)} />
      {last > 0 && (
        <span className="absolute inset-x-1.5 top-10 flex justify-between opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100">
          <Mini
            label={t("composer.moveEarlier", { name })}
            icon={<ChevronLeft size={14} />}
            disabled={index === 0}
            onClick={() => tray.move(file.key, index - 1)}
          />
          <Mini
            label={t("composer.moveLater", { name })}
            icon={<ChevronRight size={14} />}
            disabled={index === last}
            onClick={() => tray.move(file.key, index + 1)}
          />
        </span>
      )}
      <span className="absolute -top-2 -right-2">
        <Mini label={t("composer.removeFile", { name })} icon={<X size={14} />} onClick={() => tray.remove(file.key)} />
      </span>
    </>
  );
}

function Picture({ file }: { readonly file: PendingFile }) {
  const preview = usePreview(file);
  return preview ? (
    <img src={preview.url} alt="" draggable={false} className="h-20 w-full rounded-control object-cover" />
  ) : (
    <span className="grid h-20 place-items-center text-muted">
      <FileIcon aria-hidden="true" />
    </span>
  );
}

function Progress({ file, onRetry }: { readonly file: PendingFile; readonly onRetry: () => void }) {
  const { t } = useTranslation();
  const upload = useUploads((state) => state.uploads[file.key]);
  if (upload?.state === "failed") {
    return (
      <span className="flex items-center gap-1 text-danger text-label">
        <span className="min-w-0 flex-1 truncate" title={explain(upload.error)}>
          {t("composer.uploadFailed")}
        </span>
        <Mini label={t("composer.retryFile", { name: file.name })} icon={<RotateCw size={14} />} onClick={onRetry} />
      </span>
    );
  }
  if (file.id !== null || upload?.state === "stored") {
    return <span className="block text-label text-subtle">{formatBytes(file.size)}</span>;
  }
  const share = upload?.share ?? 0;
  return (
    <ProgressBar
      share={share}
      label={t("outbox.uploading", { name: file.name, percent: formatPercent(share) })}
      className="my-1.5"
    />
  );
}

interface MiniProps {
  readonly label: string;
  readonly icon: React.ReactNode;
  readonly disabled?: boolean;
  readonly onClick: () => void;
}

function Mini(props: MiniProps) {
  return (
    <IconButton
      {...props}
      className="size-6! rounded-full border border-line bg-raised shadow-float pointer-coarse:size-11!"
    />
  );
}
