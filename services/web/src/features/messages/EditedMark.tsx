import { useTranslation } from "react-i18next";
import type { Message } from "../../api/types";
import { formatFull } from "../../i18n/format";
import { LazyPart } from "../../ui/LazyPart";
import { lazyPart } from "../../ui/lazy-part";
import { Popover } from "../../ui/Popover";

const Revisions = lazyPart(() => import("./Revisions").then((part) => part.Revisions));

/** "edited": opens what it said before. */
export function EditedMark({ message }: { readonly message: Message }) {
  const { t } = useTranslation();
  const trigger = (
    <button
      type="button"
      title={message.edited_at === null ? undefined : formatFull(Date.parse(message.edited_at))}
      className="inline-flex min-h-6 items-center rounded-control text-label text-subtle hover:text-ink hover:underline pointer-coarse:min-h-11 pointer-coarse:min-w-11"
    >
      {t("messages.edited")}
    </button>
  );
  return (
    <Popover trigger={trigger} label={t("messages.revisions")} side="top">
      <LazyPart>
        <Revisions message={message} />
      </LazyPart>
    </Popover>
  );
}
