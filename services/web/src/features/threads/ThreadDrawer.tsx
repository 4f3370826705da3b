import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { message as fetchMessage } from "../../api/messages";
import type { Channel } from "../../api/types";
import { IconButton } from "../../ui/IconButton";

export interface ThreadDrawerProps {
  readonly channel: Channel;
  readonly root: string;
  readonly onClose: () => void;
  /** Draws the root's row. */
  readonly renderRoot: (root: NonNullable<ReturnType<typeof useRoot>["data"]>) => React.ReactNode;
  readonly children: React.ReactNode;
}

export function useRoot(root: string) {
  return useQuery({ queryKey: ["message", root], queryFn: () => fetchMessage(root), staleTime: 0 });
}

/** One thread, beside the channel on a wide screen and over it on a narrow one. */
export function ThreadDrawer({ channel, root, onClose, renderRoot, children }: ThreadDrawerProps) {
  const { t } = useTranslation();
  const { data } = useRoot(root);
  return (
    <aside
      aria-label={t("messages.thread")}
      className="fixed inset-0 z-20 flex flex-col border-line border-l bg-canvas lg:static lg:w-95 lg:shrink-0"
    >
      <header className="flex h-14 items-center justify-between gap-2 border-line border-b px-5">
        <h2 className="truncate font-semibold text-title">
          {t("messages.thread")}{" "}
          {channel.name !== null && <span className="font-normal text-muted">#{channel.name}</span>}
        </h2>
        <IconButton label={t("messages.closeThread")} icon={<X size={18} />} onClick={onClose} />
      </header>
      {data && <div className="max-h-[40%] overflow-y-auto border-line border-b py-2">{renderRoot(data)}</div>}
      {children}
    </aside>
  );
}
