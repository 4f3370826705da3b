import { ChevronLeft, X } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useRef } from "react";
import { useTranslation } from "react-i18next";
import { explain } from "../../api/problem";
import type { Channel, Message } from "../../api/types";
import { Button } from "../../ui/Button";
import { IconButton } from "../../ui/IconButton";
import { LazyPart } from "../../ui/LazyPart";
import { lazyPart } from "../../ui/lazy-part";
import { useDrawerFocus } from "./use-drawer-focus";
import { useRoot } from "./use-root";

const FollowToggle = lazyPart(() => import("./FollowToggle").then((part) => part.FollowToggle));

export interface ThreadDrawerProps {
  readonly channel: Channel;
  /** What the conversation is called. */
  readonly title: string;
  readonly root: string;
  readonly onClose: () => void;
  /** Draws the root's row. */
  readonly renderRoot: (root: Message) => ReactNode;
  readonly children: ReactNode;
}

/** One thread, beside the channel on a wide screen and over it on a narrow one. */
export function ThreadDrawer({ channel, title, root, onClose, renderRoot, children }: ThreadDrawerProps) {
  const { t } = useTranslation();
  const drawer = useRef<HTMLElement>(null);
  const { message, error, retry } = useRoot(channel.id, root);
  useDrawerFocus(drawer, root);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.defaultPrevented || event.nativeEvent.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    onClose();
  };
  return (
    <aside
      ref={drawer}
      aria-label={t("messages.thread")}
      data-region="thread"
      onKeyDown={onKeyDown}
      className="fixed inset-0 z-20 flex flex-col border-line bg-canvas md:border-l md:left-auto md:w-96 md:shadow-float min-[68.75rem]:static min-[68.75rem]:w-95 min-[68.75rem]:shrink-0 min-[68.75rem]:shadow-none"
    >
      <header className="flex h-14 shrink-0 items-center gap-2 border-line border-b pr-3 pl-2 md:pl-5">
        <IconButton label={t("app.back")} icon={<ChevronLeft size={20} />} onClick={onClose} className="md:hidden" />
        <h2 tabIndex={-1} className="min-w-0 flex-1 truncate font-semibold text-title focus:outline-none">
          {t("messages.thread")} <bdi className="font-normal text-muted">{title}</bdi>
        </h2>
        <LazyPart>
          <FollowToggle root={root} />
        </LazyPart>
        <IconButton
          label={t("messages.closeThread")}
          icon={<X size={18} />}
          onClick={onClose}
          className="max-md:hidden"
        />
      </header>
      {message && (
        <div className="max-h-[40%] shrink-0 overflow-y-auto overscroll-contain pt-2">
          {renderRoot(message)}
          <p className="flex items-center gap-3 px-5 pt-2 pb-1 text-label text-subtle">
            {t("messages.replies", { count: message.reply_count })}
            <span className="h-px flex-1 bg-line" />
          </p>
        </div>
      )}
      {error && !message ? (
        <div role="alert" className="px-5 py-8 text-center">
          <p className="mb-3 text-muted">{explain(error)}</p>
          <Button onClick={retry}>{t("app.retry")}</Button>
        </div>
      ) : (
        children
      )}
    </aside>
  );
}
