import { AlertDialog } from "radix-ui";
import { type ReactNode, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "./Button";

export interface ConfirmModalProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  readonly text: string;
  readonly confirm: string;
  /** Must be typed before the button works, for what cannot be undone. */
  readonly typed?: string;
  readonly onConfirm: () => void | Promise<void>;
  readonly children?: ReactNode;
}

/** Asks before something is destroyed. The focus starts on Cancel. */
export function ConfirmModal({
  open,
  onOpenChange,
  title,
  text,
  confirm,
  typed,
  onConfirm,
  children,
}: ConfirmModalProps) {
  const { t } = useTranslation();
  const cancel = useRef<HTMLButtonElement>(null);
  const [written, setWritten] = useState("");
  const [busy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    try {
      await onConfirm();
      onOpenChange(false);
    } finally {
      setBusy(false);
    }
  };
  return (
    <AlertDialog.Root open={open} onOpenChange={onOpenChange}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="fixed inset-0 z-40 bg-black/45" />
        <AlertDialog.Content
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            cancel.current?.focus();
          }}
          className="fixed top-1/2 left-1/2 z-40 w-[calc(100vw-24px)] max-w-md -translate-x-1/2 -translate-y-1/2 rounded-dialog border border-line bg-raised p-5 shadow-float"
        >
          <AlertDialog.Title className="text-title font-semibold">{title}</AlertDialog.Title>
          <AlertDialog.Description className="mt-1 text-muted">{text}</AlertDialog.Description>
          {children}
          {typed !== undefined && (
            <input
              value={written}
              onChange={(event) => setWritten(event.target.value)}
              aria-label={typed}
              placeholder={typed}
              className="mt-3 h-10 w-full rounded-control border border-line-strong bg-canvas px-3"
            />
          )}
          <div className="mt-5 flex justify-end gap-2">
            <AlertDialog.Cancel asChild>
              <Button ref={cancel}>{t("app.cancel")}</Button>
            </AlertDialog.Cancel>
            <Button look="danger" busy={busy} disabled={typed !== undefined && written !== typed} onClick={run}>
              {confirm}
            </Button>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
