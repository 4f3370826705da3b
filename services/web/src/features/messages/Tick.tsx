import { Check } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useOutbox } from "../../outbox/sender";

/** Own rows have a tick. It is said aloud while it is news; later every row of a page would say it. */
export function Tick({ nonce }: { readonly nonce: string }) {
  const fresh = useOutbox((state) => state.entries.some((entry) => entry.nonce === nonce));
  return fresh ? <Fresh /> : <Check size={14} aria-hidden="true" className="mt-1.5 shrink-0 text-subtle" />;
}

function Fresh() {
  const { t } = useTranslation();
  return <Check size={14} role="img" aria-label={t("messages.sent")} className="mt-1.5 shrink-0 text-subtle" />;
}
