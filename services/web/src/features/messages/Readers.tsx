import { useTranslation } from "react-i18next";
import { explain } from "../../api/problem";
import type { Message } from "../../api/types";
import { People } from "./People";
import { useReaders } from "./SeenBy";

/** Who has read a message. */
export function Readers({ message }: { readonly message: Message }) {
  const { t } = useTranslation();
  const { readers, error } = useReaders(message, { enabled: true });
  if (error !== null) return <p role="alert">{explain(error)}</p>;
  if (!readers) return <p className="text-muted">{t("app.loading")}</p>;
  if (readers.length === 0) return <p className="text-muted">{t("row.nobodyYet")}</p>;
  return <People people={readers.map(({ user }) => user)} />;
}
