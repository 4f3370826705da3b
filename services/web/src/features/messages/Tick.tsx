import { Check } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useOutbox } from "../../outbox/sender";

/** Own rows have a tick. It is said aloud while it is news; later every row of a page would say it. */
export function Tick({ nonce }: { readonly nonce: string }) {
  const { t } = useTranslation();
  const fresh = useOutbox((state) => state.entries.some((entry) => entry.nonce === nonce));
  return fresh ? (
    <Check size={14} role="img" aria-label={t("messages.sent")} className="mt-1.5 shrink-0 text-subtle" />
  ) : (
    <Check size={14} aria-hidden="true" className="mt-1.5 shrink-0 text-subtle" />
  );
}
