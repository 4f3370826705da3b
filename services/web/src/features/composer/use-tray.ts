import { useEffect } from "react";
import { NO_DRAFT, useDrafts } from "../../outbox/drafts";
import { useUploads } from "../../outbox/uploads";
import { useSession } from "../../session-context";
import type { PendingFile } from "../../timeline/pending";
import { addFiles, hasBroken, isRefused, startUpload } from "./files";

export interface TrayHandle {
  readonly files: readonly PendingFile[];
  /** One of them cannot be sent. */
  readonly refused: boolean;
  add(files: readonly File[]): void;
  remove(key: string): void;
  retry(file: PendingFile): void;
  /** Puts a file before another one, or at the end. */
  move(key: string, to: number): void;
}

/** The files of a draft: they stay when one goes to another channel, and go on uploading after a reload. */
export function useTray(place: string, workspace: string): TrayHandle {
  const session = useSession();
  const files = useDrafts(({ drafts }) => (drafts[place] ?? NO_DRAFT).files);
  const refused = useUploads(() => files.some(isRefused));
  useEffect(() => {
    const known = useUploads.getState().uploads;
    for (const file of files) if (file.id === null && !known[file.key]) startUpload(session, file);
  }, [session, files]);
  useEffect(() => {
    const again = () => {
      for (const file of files.filter(hasBroken)) startUpload(session, file);
    };
    addEventListener("online", again);
    return () => removeEventListener("online", again);
  }, [session, files]);
  const { drafts, uploads } = session.sender;
  return {
    files,
    refused,
    add: (added) => addFiles(session, place, workspace, added),
    remove: (key) => {
      drafts.setFiles(place, (all) => all.filter((file) => file.key !== key));
      uploads.drop(key);
    },
    retry: (file) => startUpload(session, file),
    move: (key, to) => drafts.setFiles(place, (all) => moved(all, key, to)),
  };
}

export function moved(files: readonly PendingFile[], key: string, to: number): readonly PendingFile[] {
  const file = files.find((one) => one.key === key);
  if (!file) return files;
  const others = files.filter((one) => one !== file);
  return [...others.slice(0, Math.max(0, to)), file, ...others.slice(Math.max(0, to))];
}
