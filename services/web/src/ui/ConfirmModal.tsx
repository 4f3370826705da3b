import { AlertDialog } from "radix-ui";
import { type ReactNode, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "./Button";
import { useFocusReturn } from "./focus";

export interface ConfirmModalProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  readonly text: string;
  readonly confirm: string;
  /** Of the button that does it; nothing is destroyed by one that is not red. */
  readonly look?: "danger" | "primary";
  /** Must be typed before the button works, for what cannot be undone. */
  readonly typed?: string;
  readonly onConfirm: () => void | Promise<void>;
  readonly children?: ReactNode;
}

/** Asks before something is destroyed. The focus starts on Cancel. */
export function ConfirmModal(props: ConfirmModalProps) {
  const { open, onOpenChange } = props;
  const giveBack = useFocusReturn(open);
  const cancel = useRef<HTMLButtonElement>(null);
  return (
    <AlertDialog.Root open={open} onOpenChange={onOpenChange}>
      <AlertDialog.Portal>
        {/* Above the popovers: one of them may be what asks. */}
        <AlertDialog.Overlay className="appear fixed inset-0 z-50 bg-scrim" />
        <AlertDialog.Content
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            cancel.current?.focus();
          }}
          onCloseAutoFocus={giveBack}
          className="appear fixed top-1/2 left-1/2 z-50 max-h-[86dvh] w-[calc(100vw-24px)] max-w-md -translate-x-1/2 -translate-y-1/2 overflow-y-auto rounded-dialog border border-line bg-raised p-5 shadow-float"
        >
          <Question {...props} cancel={cancel} />
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

/** Lives as long as the modal is open, so what was typed is not there when it asks again. */
function Question({
  onOpenChange,
  title,
  text,
  confirm,
  look = "danger",
  typed,
  onConfirm,
  children,
  cancel,
}: ConfirmModalProps & { readonly cancel: React.RefObject<HTMLButtonElement | null> }) {
  const { t } = useTranslation();
  const field = useId();
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
    <>
      <AlertDialog.Title className="font-semibold text-title">{title}</AlertDialog.Title>
      <AlertDialog.Description className="mt-1 text-muted">{text}</AlertDialog.Description>
      {children}
      {typed !== undefined && (
        <>
          <label htmlFor={field} className="mt-3 mb-1 block font-medium text-meta">
            {t("app.typeToConfirm", { text: typed })}
          </label>
          <input
            id={field}
            value={written}
            onChange={(event) => setWritten(event.target.value)}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            className="h-10 w-full rounded-control border border-line-strong bg-canvas px-3 pointer-coarse:h-11"
          />
        </>
      )}
      <div className="mt-5 flex flex-wrap justify-end gap-2">
        <AlertDialog.Cancel asChild>
          <Button ref={cancel}>{t("app.cancel")}</Button>
        </AlertDialog.Cancel>
        <Button look={look} busy={busy} disabled={typed !== undefined && written !== typed} onClick={run}>
          {confirm}
        </Button>
      </div>
    </>
  );
}
