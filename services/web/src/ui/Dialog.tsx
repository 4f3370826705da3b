import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { type ReactNode, useRef } from "react";
import { useTranslation } from "react-i18next";
import { cx } from "./cx";
import { useFocusReturn } from "./focus";
import { IconButton } from "./IconButton";

export interface DialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  readonly description?: string | undefined;
  readonly children: ReactNode;
  readonly wide?: boolean;
}

export function Dialog({ open, onOpenChange, title, description, children, wide = false }: DialogProps) {
  const { t } = useTranslation();
  const content = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLDivElement>(null);
  const giveBack = useFocusReturn(open);
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="appear fixed inset-0 z-40 bg-scrim" />
        <Radix.Content
          ref={content}
          {...(description === undefined ? { "aria-describedby": undefined } : {})}
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            (firstField(body.current) ?? content.current)?.focus();
          }}
          onCloseAutoFocus={giveBack}
          className={cx(
            "appear fixed top-1/2 left-1/2 z-40 flex max-h-[min(86dvh,760px)] w-[calc(100vw-24px)] -translate-x-1/2 -translate-y-1/2 flex-col rounded-dialog border border-line bg-raised shadow-float focus:outline-none",
            wide ? "max-w-2xl" : "max-w-md",
          )}
        >
          <header className="flex items-start justify-between gap-3 px-5 pt-4 pb-2">
            <div className="min-w-0">
              <Radix.Title className="font-semibold text-title">{title}</Radix.Title>
              {description !== undefined && (
                <Radix.Description className="text-meta text-muted">{description}</Radix.Description>
              )}
            </div>
            <Radix.Close asChild>
              <IconButton
                label={t("app.close")}
                icon={<X size={18} />}
                className="-mt-1 -mr-1.5 pointer-coarse:-mt-2.5"
              />
            </Radix.Close>
          </header>
          <div ref={body} className="min-h-0 overflow-y-auto px-5 pt-1 pb-5">
            {children}
          </div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** What one came to fill in. Not where a keyboard would cover the screen: there the dialog itself is focused. */
function firstField(body: HTMLElement | null): HTMLElement | null {
  if (typeof matchMedia !== "undefined" && matchMedia("(pointer: coarse)").matches) return null;
  return body?.querySelector<HTMLElement>("input:not([type=hidden]):not(:disabled), textarea:not(:disabled)") ?? null;
}
