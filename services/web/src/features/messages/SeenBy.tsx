import { useQuery } from "@tanstack/react-query";
import { CheckCheck } from "lucide-react";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys";
import { readers } from "../../api/messages";
import type { Message } from "../../api/types";
import { LazyPart } from "../../ui/LazyPart";
import { lazyPart } from "../../ui/lazy-part";
import { Popover } from "../../ui/Popover";
import { useChannel, useMe } from "../channels/use-channels";

const Readers = lazyPart(() => import("./Readers").then((part) => part.Readers));

/** In larger channels nobody's reading is anybody's business, and the list would say nothing. */
export const MOST_RECEIPTS = 50;

const STALE_MS = 10_000;
/** Receipts come by themselves, but are hints, which may be lost: seldom, while somebody has not read it, it is asked. */
const AGAIN_MS = 120_000;

export interface ReaderOptions {
  readonly enabled: boolean;
  /** With so many there is nobody left to wait for. */
  readonly all?: number;
}

export function useReaders(message: Message, { enabled, all = 0 }: ReaderOptions) {
  const { data, error } = useQuery({
    queryKey: keys.readers(message.id),
    queryFn: () => readers(message.id),
    enabled,
    staleTime: STALE_MS,
    refetchInterval: ({ state }) => ((state.data?.length ?? 0) < all ? AGAIN_MS : false),
  });
  return { readers: data?.filter(({ user }) => user.id !== message.author.id), error };
}

/** Below my newest message: how many have read it, and who. Whoever keeps their own reading private sees nothing. */
export function SeenBy({ message }: { readonly message: Message }) {
  const { t } = useTranslation();
  const me = useMe();
  const channel = useChannel(message.channel_id);
  const small = channel !== undefined && channel.member_count <= MOST_RECEIPTS && channel.member_count > 1;
  const shared = small && me.share_receipts && message.message_no !== null;
  const all = channel?.member_count ?? 0;
  const seen = useReaders(message, { enabled: shared, all }).readers ?? [];
  if (seen.length === 0) return null;
  const trigger = (
    <button
      type="button"
      className="mt-0.5 flex min-h-6 items-center gap-1 rounded-control text-label text-subtle hover:text-ink hover:underline pointer-coarse:min-h-11"
    >
      <CheckCheck size={14} aria-hidden="true" />
      {t("messages.seenBy", { count: seen.length })}
    </button>
  );
  return (
    <Popover trigger={trigger} label={t("messages.seenBy", { count: seen.length })} side="top">
      <LazyPart>
        <div className="p-3">
          <Readers message={message} />
        </div>
      </LazyPart>
    </Popover>
  );
}
