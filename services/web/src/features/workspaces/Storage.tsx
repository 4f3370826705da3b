import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys";
import { workspaceStorage } from "../../api/workspaces";
import { formatBytes } from "../../i18n/format";

/** How much room the files of a workspace take. Whoever may not know is shown nothing. */
export function Storage({ workspace }: { readonly workspace: string }) {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: keys.storage(workspace),
    queryFn: () => workspaceStorage(workspace),
    staleTime: 0,
    retry: false,
  });
  if (!data) return null;
  const { used, limit } = data;
  return (
    <div>
      <p className="text-muted">
        {limit === null
          ? t("workspace.storageUsed", { used: formatBytes(used) })
          : t("workspace.storageOf", { used: formatBytes(used), limit: formatBytes(limit) })}
      </p>
      {limit !== null && (
        <meter
          aria-label={t("workspace.storage")}
          min={0}
          max={limit}
          high={limit * 0.9}
          value={Math.min(used, limit)}
          className="mt-1 h-2 w-full"
        />
      )}
    </div>
  );
}
