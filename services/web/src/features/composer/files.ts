import i18next from "i18next";
import { isAborted } from "../../api/client";
import { ApiError, explain } from "../../api/problem";
import type { File as StoredFile } from "../../api/types";
import { useUploads } from "../../outbox/uploads";
import type { Session } from "../../session";
import type { PendingFile } from "../../timeline/pending";
import { toast } from "../../ui/toast";

export const MOST_FILES = 10;

/** Puts files into the draft of a place, and starts to upload each at once, by itself. */
export function addFiles(session: Session, place: string, workspace: string, files: readonly File[]): void {
  const { blobs, drafts } = session.sender;
  const room = MOST_FILES - drafts.get(place).files.length;
  const left = files.slice(room).map((file) => file.name);
  if (left.length > 0) {
    toast.error(i18next.t("composer.tooManyFiles", { count: MOST_FILES }), { description: left.join(", ") });
  }
  for (const file of files.slice(0, Math.max(0, room))) {
    const pending: PendingFile = {
      key: crypto.randomUUID(),
      workspace,
      name: file.name,
      type: file.type,
      size: file.size,
      width: null,
      height: null,
      id: null,
    };
    const kept = blobs.keep(pending.key, file);
    drafts.setFiles(place, (known) => [...known, pending]);
    void kept.then((safe) => safe || toast.warning(i18next.t("composer.notKept", { name: file.name })));
    void blobs.preview(pending.key).then((preview) => {
      if (preview) drafts.patchFile(pending.key, { width: preview.width, height: preview.height });
    });
    startUpload(session, pending);
  }
}

/** Puts a file into the draft of a place that the server has already, with a picture of it to show meanwhile. */
export function addStored(
  session: Session,
  place: string,
  workspace: string,
  file: StoredFile,
  picture: Blob | undefined,
): void {
  const { blobs, drafts } = session.sender;
  if (drafts.get(place).files.length >= MOST_FILES) {
    toast.error(i18next.t("composer.tooManyFiles", { count: MOST_FILES }), { description: file.name });
    return;
  }
  const { id, name, content_type: type, size, width, height } = file;
  const pending: PendingFile = { key: crypto.randomUUID(), workspace, name, type, size, width, height, id };
  if (picture) void blobs.keep(pending.key, picture);
  drafts.setFiles(place, (known) => [...known, pending]);
}

/** Starts an upload, or goes on with it; the draft learns what became of it. */
export function startUpload(session: Session, file: PendingFile): void {
  const { drafts, uploads } = session.sender;
  uploads.start(file).then(
    (id) => drafts.patchFile(file.key, { id }),
    (error: unknown) => {
      // While the server is out of reach, the tray and the banner say enough.
      if (isAborted(error) || (error instanceof ApiError && error.retryable)) return;
      toast.error(`${file.name}: ${explain(error)}`);
    },
  );
}

/** Whether an upload ended only because nobody could be reached. */
export function hasBroken(file: PendingFile): boolean {
  const upload = useUploads.getState().uploads[file.key];
  return upload?.state === "failed" && upload.error instanceof ApiError && upload.error.retryable;
}

/** Whether the server, or the disk, said no to a file for good: with it, the message cannot go. */
export function isRefused(file: PendingFile): boolean {
  const upload = useUploads.getState().uploads[file.key];
  return upload?.state === "failed" && upload.error instanceof ApiError && !upload.error.retryable;
}
