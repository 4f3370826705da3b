import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { deletedChannels, restoreChannel } from "../../api/channels";
import { keys } from "../../api/keys";
import { explain } from "../../api/problem";
import { deletedWorkspaces, restoreWorkspace } from "../../api/workspaces";
import { formatDate, formatShort } from "../../i18n/format";
import { useSession } from "../../session-context";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Failed } from "../../ui/Failed";
import { useTask } from "../../use-task";
import type { DialogProps } from "./DialogHost";

/** What was deleted lately, as far as one may bring it back. */
export function Deleted({ workspace, onClose }: DialogProps) {
  const { t } = useTranslation();
  const session = useSession();
  const cache = useQueryClient();
  const navigate = useNavigate();
  const channels = useQuery({
    queryKey: keys.deletedChannels(workspace),
    queryFn: () => deletedChannels(workspace),
    staleTime: 0,
  });
  const restore = async (id: string) => {
    const channel = await restoreChannel(id);
    await cache.invalidateQueries({ queryKey: keys.deletedChannels(workspace) });
    if (!channel.membership) return;
    session.add(channel);
    onClose();
    await navigate({ to: "/w/$workspace/c/$channel", params: { workspace, channel: id } });
  };
  return (
    <Dialog open onOpenChange={(shown) => shown || onClose()} title={t("ending.title")} wide>
      <p className="mb-4 text-muted">{t("ending.hint")}</p>
      <section aria-label={t("ending.channels")}>
        <h3 className="mb-1 font-semibold">{t("ending.channels")}</h3>
        {channels.error !== null && <Failed text={explain(channels.error)} onRetry={() => void channels.refetch()} />}
        <Gone
          items={channels.data?.map(({ name, ...one }) => ({ ...one, name: `#${name}` }))}
          none={t("ending.noChannels")}
          restore={restore}
        />
      </section>
      <section aria-label={t("ending.workspaces")} className="mt-5">
        <h3 className="mb-1 font-semibold">{t("ending.workspaces")}</h3>
        <DeletedWorkspaces none={t("ending.noWorkspaces")} />
      </section>
    </Dialog>
  );
}

/** My deleted workspaces; also for whoever has no other, and so no page to open a dialog on. */
export function DeletedWorkspaces({ none, title }: { readonly none?: string; readonly title?: string }) {
  const { data, error, refetch } = useQuery({
    queryKey: keys.deletedWorkspaces,
    queryFn: deletedWorkspaces,
    staleTime: 0,
  });
  const restore = async (id: string) => {
    await restoreWorkspace(id);
    // The page starts anew: what was forgotten with the workspace comes from the server.
    location.assign(`/w/${id}`);
  };
  if (error !== null) return <Failed text={explain(error)} onRetry={() => void refetch()} />;
  return (
    <>
      {title !== undefined && data !== undefined && data.length > 0 && (
        <p className="mt-5 border-line border-t pt-4 text-meta text-muted">{title}</p>
      )}
      <Gone items={data} none={none} restore={restore} />
    </>
  );
}

interface Item {
  readonly id: string;
  readonly name: string;
  readonly deleted_at: string;
  readonly restorable_until: string;
}

interface GoneProps {
  readonly items: readonly Item[] | undefined;
  readonly none: string | undefined;
  readonly restore: (id: string) => Promise<void>;
}

function Gone({ items, none, restore }: GoneProps) {
  const { t } = useTranslation();
  const { busy, run } = useTask();
  if (items?.length === 0) return none === undefined ? null : <p className="py-2 text-muted">{none}</p>;
  return (
    <ul aria-busy={items === undefined} className="divide-y divide-line">
      {items?.map((item) => (
        <li key={item.id} className="flex items-center gap-3 py-2.5">
          <div className="min-w-0 flex-1">
            <p className="truncate">
              <bdi>{item.name}</bdi>
            </p>
            <p className="text-label text-muted">
              {t("ending.until", {
                time: formatShort(Date.parse(item.deleted_at)),
                end: formatDate(Date.parse(item.restorable_until)),
              })}
            </p>
          </div>
          <Button
            disabled={busy}
            aria-label={t("ending.restoreThis", { name: item.name })}
            onClick={() => void run(() => restore(item.id))}
          >
            {t("ending.restore")}
          </Button>
        </li>
      ))}
    </ul>
  );
}
