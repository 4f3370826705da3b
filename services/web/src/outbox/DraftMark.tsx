import { Pencil } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useDrafts } from "./drafts";

/** Says in the sidebar that something was begun in a channel, or in one of its threads. */
export function DraftMark({ channel }: { readonly channel: string }) {
  const { t } = useTranslation();
  const has = useDrafts(({ drafts }) => Object.keys(drafts).some((place) => place.startsWith(channel)));
  return has ? <Pencil size={13} role="img" aria-label={t("outbox.draft")} className="shrink-0 text-subtle" /> : null;
}
