import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys";
import { revisions } from "../../api/messages";
import { explain } from "../../api/problem";
import type { Message } from "../../api/types";
import { formatShort } from "../../i18n/format";
import { Markdown } from "../../markdown/Markdown";

const NOBODY: readonly never[] = [];

/** What a message said before each edit, the latest first. */
export function Revisions({ message }: { readonly message: Message }) {
  const { t } = useTranslation();
  const { data, error } = useQuery({
    queryKey: keys.revisions(message.id, message.version),
    queryFn: () => revisions(message.id),
  });
  const older = data?.filter((revision) => revision.version < message.version).sort((a, b) => b.version - a.version);
  return (
    <div className="max-h-80 w-96 max-w-[calc(100vw-32px)] overflow-y-auto px-4 py-3">
      <p className="mb-1 font-semibold">{t("row.revisions")}</p>
      {error !== null && <p role="alert">{explain(error)}</p>}
      {!older && error === null && <p className="text-muted">{t("app.loading")}</p>}
      {older?.length === 0 && <p className="text-muted">{t("row.noRevisions")}</p>}
      <ol>
        {older?.map((revision) => (
          <li key={revision.version} className="border-line border-t py-2 first:border-t-0">
            <p className="text-label text-subtle">{formatShort(Date.parse(revision.created_at))}</p>
            <Markdown body={revision.body} mentions={NOBODY} />
          </li>
        ))}
      </ol>
    </div>
  );
}
