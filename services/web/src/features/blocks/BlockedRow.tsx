import { UserX } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Message } from "../../api/types";
import { useBlocked } from "../../blocked";
import { formatFull, formatTime } from "../../i18n/format";
import { type Row, rowId } from "../../timeline/rows";

/** What stands for a message of somebody blocked: neither who nor what, until it is asked for. */
export function BlockedRow({ row, message }: { readonly row: Row; readonly message: Message }) {
  const { t } = useTranslation();
  return (
    <div className="flex items-center gap-3 px-5 py-0.5 text-meta text-muted hover:bg-hover">
      <UserX size={16} aria-hidden="true" className="w-9 shrink-0 text-subtle" />
      <p className="flex min-w-0 flex-1 flex-wrap items-center gap-x-2">
        <span id={`${rowId(row.key)}-who`}>{t("blocks.message")}</span>
        <span aria-hidden="true" className="max-sm:hidden">
          ·
        </span>
        <button
          type="button"
          onClick={() => useBlocked.getState().open(message.id)}
          className="min-h-6 font-semibold text-link hover:underline pointer-coarse:min-h-11"
        >
          {t("blocks.show")}
        </button>
        <time
          id={`${rowId(row.key)}-when`}
          dateTime={message.created_at}
          title={formatFull(row.at)}
          className="text-label text-subtle tabular-nums"
        >
          {formatTime(row.at)}
        </time>
      </p>
    </div>
  );
}
