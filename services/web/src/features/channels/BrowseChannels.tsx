import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Compass, Hash } from "lucide-react";
import { useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";
import { browse } from "../../api/channels";
import { keys } from "../../api/keys";
import { explain } from "../../api/problem";
import type { Channel } from "../../api/types";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { EmptyState } from "../../ui/EmptyState";
import { Failed } from "../../ui/Failed";
import { Field } from "../../ui/Field";
import { Switch } from "../../ui/Switch";
import { Tabs } from "../../ui/Tabs";
import { useClose } from "../../ui/use-close";
import type { DialogProps } from "../workspaces/DialogHost";
import { BrowseRow } from "./BrowseRow";
import { CreateChannel } from "./CreateChannel";

export function BrowseChannels({ workspace, onClose }: DialogProps) {
  return <Channels workspace={workspace} onClose={onClose} tab="browse" />;
}

export function CreateChannelDialog({ workspace, onClose }: DialogProps) {
  return <Channels workspace={workspace} onClose={onClose} tab="create" />;
}

function Channels({ workspace, onClose, tab }: DialogProps & { readonly tab: "browse" | "create" }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const go = (channel: Channel) => {
    onClose();
    void navigate({ to: "/w/$workspace/c/$channel", params: { workspace, channel: channel.id } });
  };
  const [dirty, setDirty] = useState(false);
  const { close, question } = useClose(dirty, onClose);
  return (
    <Dialog open onOpenChange={(open) => open || close()} title={t("channels.channels")} wide>
      <Tabs
        label={t("channels.channels")}
        initial={tab}
        tabs={[
          { id: "browse", label: t("channels.browse"), content: <Browse workspace={workspace} onOpen={go} /> },
          {
            id: "create",
            label: t("channels.create"),
            content: <CreateChannel workspace={workspace} onDone={go} onDirty={setDirty} />,
          },
        ]}
      />
      {question}
    </Dialog>
  );
}

interface BrowseProps {
  readonly workspace: string;
  readonly onOpen: (channel: Channel) => void;
}

function Browse({ workspace, onOpen }: BrowseProps) {
  const { t } = useTranslation();
  const [q, setQ] = useState("");
  const [archived, setArchived] = useState(false);
  const wanted = useDeferredValue(q.trim());
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery({
    queryKey: keys.browse(workspace, wanted),
    queryFn: ({ pageParam }) => browse(workspace, wanted, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: (before) => before,
    staleTime: 0,
  });
  const shown = data?.pages.flatMap((page) => page.data).filter((one) => (one.archived_at !== null) === archived);
  return (
    <>
      <Field label={t("app.search")} value={q} onChange={(event) => setQ(event.target.value)} type="search" />
      <Switch label={t("channels.showArchived")} checked={archived} onChange={setArchived} />
      {error !== null && <Failed text={explain(error)} onRetry={() => void refetch()} />}
      <ul className="divide-y divide-line" aria-busy={isPending} aria-label={t("channels.channels")}>
        {shown?.map((channel) => (
          <li key={channel.id}>
            <BrowseRow channel={channel} onOpen={onOpen} onChanged={() => void refetch()} />
          </li>
        ))}
      </ul>
      {shown?.length === 0 && (
        <EmptyState
          icon={wanted === "" ? <Hash /> : <Compass />}
          title={t(archived ? "channels.noneArchived" : "channels.nothingFound")}
        />
      )}
      {hasNextPage && (
        <Button className="mt-3 w-full" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t("channels.showMore")}
        </Button>
      )}
    </>
  );
}
