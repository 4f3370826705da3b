import { FileIcon, RotateCw, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { isAborted } from "../../api/client";
import { upload } from "../../api/files";
import { explain } from "../../api/problem";
import type { File as Stored } from "../../api/types";
import { IconButton } from "../../ui/IconButton";
import { toast } from "../../ui/toast";

export const MOST_FILES = 10;

export interface TrayFile {
  readonly key: string;
  readonly file: File;
  /** From 0 to 1. */
  readonly progress: number;
  readonly stored: Stored | undefined;
  readonly failed: boolean;
  readonly preview: string | undefined;
}

export interface TrayHandle {
  readonly files: readonly TrayFile[];
  /** Nothing is under way, and nothing failed. */
  readonly settled: boolean;
  add(files: readonly File[]): void;
  remove(key: string): void;
  retry(key: string): void;
  clear(): void;
}

/** Files on their way: each uploads at once, by itself, and can be cancelled or tried again. */
export function useTray(workspace: string): TrayHandle {
  const { t } = useTranslation();
  const [files, setFiles] = useState<readonly TrayFile[]>([]);
  const cancels = useRef(new Map<string, AbortController>());
  const patch = (key: string, change: Partial<TrayFile>) =>
    setFiles((all) => all.map((one) => (one.key === key ? { ...one, ...change } : one)));

  useEffect(() => {
    const running = cancels.current;
    return () => {
      for (const cancel of running.values()) cancel.abort();
    };
  }, []);

  const start = async (key: string, file: File) => {
    const cancel = new AbortController();
    cancels.current.set(key, cancel);
    try {
      patch(key, {
        stored: await upload(workspace, file, file.name, (progress) => patch(key, { progress }), cancel.signal),
        progress: 1,
      });
    } catch (error) {
      if (isAborted(error)) return;
      toast.error(`${file.name}: ${explain(error)}`);
      patch(key, { failed: true });
    } finally {
      cancels.current.delete(key);
    }
  };
  return {
    files,
    settled: files.every((one) => one.stored !== undefined),
    add: (added) => {
      const room = MOST_FILES - files.length;
      if (added.length > room) toast.error(t("composer.tooManyFiles", { count: MOST_FILES }));
      const fresh = added.slice(0, room).map((file): TrayFile => {
        const preview = file.type.startsWith("image/") ? URL.createObjectURL(file) : undefined;
        return { key: crypto.randomUUID(), file, progress: 0, stored: undefined, failed: false, preview };
      });
      setFiles((all) => [...all, ...fresh]);
      for (const one of fresh) void start(one.key, one.file);
    },
    remove: (key) => {
      cancels.current.get(key)?.abort();
      setFiles((all) => all.filter((one) => one.key !== key || release(one)));
    },
    retry: (key) => {
      const one = files.find((file) => file.key === key);
      if (!one) return;
      patch(key, { failed: false, progress: 0 });
      void start(key, one.file);
    },
    clear: () => {
      for (const one of files) release(one);
      setFiles([]);
    },
  };
}

function release(file: TrayFile): false {
  if (file.preview !== undefined) URL.revokeObjectURL(file.preview);
  return false;
}

export function Tray({ tray }: { readonly tray: TrayHandle }) {
  const { t } = useTranslation();
  if (tray.files.length === 0) return null;
  return (
    <ul aria-label={t("composer.files")} className="flex gap-2 overflow-x-auto px-3 pt-3">
      {tray.files.map((one) => (
        <li key={one.key} className="relative w-28 shrink-0 rounded-menu border border-line bg-hover p-1.5">
          {one.preview === undefined ? (
            <span className="grid h-16 place-items-center text-muted">
              <FileIcon aria-hidden="true" />
            </span>
          ) : (
            <img src={one.preview} alt="" className="h-16 w-full rounded-control object-cover" />
          )}
          <bdi className="block truncate text-label">{one.file.name}</bdi>
          {one.failed ? (
            <IconButton label={t("app.retry")} icon={<RotateCw size={14} />} onClick={() => tray.retry(one.key)} />
          ) : (
            one.stored === undefined && (
              <progress
                value={one.progress}
                max={1}
                aria-label={t("composer.uploading", { name: one.file.name })}
                className="h-1.5 w-full accent-accent"
              />
            )
          )}
          <span className="absolute -top-2 -right-2 rounded-full border border-line bg-raised">
            <IconButton
              label={t("composer.removeFile", { name: one.file.name })}
              icon={<X size={14} />}
              onClick={() => tray.remove(one.key)}
              className="size-6"
            />
          </span>
        </li>
      ))}
    </ul>
  );
}
