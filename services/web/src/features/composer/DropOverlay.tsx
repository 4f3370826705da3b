import { type DragEvent, type ReactNode, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Channel } from "../../api/types";
import { draftPlace } from "../../outbox/drafts";
import { useSession } from "../../session-context";
import { cx } from "../../ui/cx";
import { toast } from "../../ui/toast";
import { addFiles } from "./files";
import { sendDraft } from "./send";

interface Props {
  readonly channel: Channel;
  readonly root: string | null;
  /** Where it goes, such as `#engineering`. */
  readonly name: string;
  /** Nothing can be posted here: what is dropped is left to nobody. */
  readonly disabled?: boolean;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A whole conversation as a place to drop files on; with Shift they are sent at once. */
export function DropOverlay({ channel, root, name, disabled = false, className, children }: Props) {
  const { t } = useTranslation();
  const session = useSession();
  const [over, setOver] = useState(false);
  const depth = useRef(0);
  const carries = (event: DragEvent) => !disabled && event.dataTransfer.types.includes("Files");
  const enter = (event: DragEvent, step: number) => {
    if (!carries(event)) return;
    depth.current = Math.max(0, depth.current + step);
    setOver(depth.current > 0);
  };
  const drop = (event: DragEvent) => {
    depth.current = 0;
    setOver(false);
    if (!carries(event)) return;
    event.preventDefault();
    const files = filesOf(event.dataTransfer);
    if (files.length < event.dataTransfer.files.length) toast.error(t("composer.noFolders"));
    if (files.length === 0) return;
    addFiles(session, draftPlace(channel.id, root), channel.workspace_id, files);
    if (event.shiftKey) sendDraft(session, channel, root);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: files can be chosen with a button and pasted as well
    <div
      className={cx("relative", className)}
      onDragEnter={(event) => enter(event, 1)}
      onDragLeave={(event) => enter(event, -1)}
      onDragOver={(event) => carries(event) && event.preventDefault()}
      onDrop={drop}
    >
      {children}
      {over && (
        <div className="pointer-events-none absolute inset-2 z-30 grid place-items-center rounded-dialog border-2 border-accent border-dashed bg-canvas/90">
          <div className="text-center">
            <p className="font-semibold text-title">{t("composer.drop", { name })}</p>
            <p className="text-muted">{t("composer.dropAtOnce")}</p>
          </div>
        </div>
      )}
    </div>
  );
}

/** Without folders, which look like files until they are read. */
function filesOf(transfer: DataTransfer): File[] {
  const items = Array.from(transfer.items).filter((item) => item.kind === "file");
  if (items.length === 0) return Array.from(transfer.files);
  return items.flatMap((item) => (item.webkitGetAsEntry?.()?.isDirectory ? [] : (item.getAsFile() ?? [])));
}
