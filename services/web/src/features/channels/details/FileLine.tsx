import { ArrowRight, FileIcon, FileText, Film, Image, Music } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { ChannelFile, File } from "../../../api/types";
import { formatBytes, formatShort } from "../../../i18n/format";
import { IconButton } from "../../../ui/IconButton";
import type { Jump } from "./Details";

const ICONS = { image: Image, video: Film, audio: Music, file: FileIcon } as const;

interface Props {
  readonly shared: ChannelFile;
  readonly onJump: (to: Jump) => void;
  /** For pictures: look at it here. */
  readonly onView?: () => void;
}

export function FileLine({ shared, onJump, onView }: Props) {
  const { t } = useTranslation();
  const { file, author, created_at, seq, parent_id } = shared;
  return (
    <div className="-mx-2 flex min-h-14 items-center gap-3 rounded-control px-2 hover:bg-hover">
      <Picture file={file} />
      <div className="min-w-0 flex-1">
        {file.state !== "ready" ? (
          <bdi className="block truncate font-medium">{file.name}</bdi>
        ) : onView ? (
          <button type="button" onClick={onView} className="block max-w-full truncate font-medium hover:underline">
            <bdi>{file.name}</bdi>
          </button>
        ) : (
          <a
            href={file.url}
            target="_blank"
            rel="noopener"
            className="block truncate font-medium hover:underline"
            title={file.name}
          >
            <bdi>{file.name}</bdi>
          </a>
        )}
        <p className="truncate text-label text-muted">
          {file.state === "ready"
            ? formatBytes(file.size)
            : t(file.state === "blocked" ? "messages.fileBlocked" : "messages.fileScanning")}{" "}
          · <bdi>{author.display_name}</bdi> · <time dateTime={created_at}>{formatShort(Date.parse(created_at))}</time>
        </p>
      </div>
      <IconButton
        label={t("details.files.jump", { name: file.name })}
        icon={<ArrowRight size={16} />}
        onClick={() => onJump({ seq, thread: parent_id ?? undefined })}
      />
    </div>
  );
}

function Picture({ file }: { readonly file: File }) {
  const Icon = file.kind === "file" && file.content_type.startsWith("text/") ? FileText : ICONS[file.kind];
  const shared = "size-11 shrink-0 rounded-control border border-line bg-code";
  if (file.thumbnail_url !== null && file.state === "ready")
    return (
      <img
        src={`${file.thumbnail_url}?size=small`}
        alt=""
        width={44}
        height={44}
        loading="lazy"
        className={`${shared} object-cover`}
      />
    );
  return (
    <span aria-hidden="true" className={`${shared} grid place-items-center text-muted`}>
      <Icon size={20} />
    </span>
  );
}
