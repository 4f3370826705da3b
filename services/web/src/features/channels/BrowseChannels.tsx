import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Hash, Lock } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { browse, createChannel, joinChannel } from "../../api/channels";
import { keys } from "../../api/keys";
import { explain, fieldErrors } from "../../api/problem";
import type { Channel } from "../../api/types";
import { useSession } from "../../session-context";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Field } from "../../ui/Field";
import { Switch } from "../../ui/Switch";
import { Tabs } from "../../ui/Tabs";
import { toast } from "../../ui/toast";

interface Props {
  readonly workspace: string;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

export function BrowseChannels({ workspace, open, onOpenChange }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const go = (channel: Channel) => {
    onOpenChange(false);
    void navigate({ to: "/w/$workspace/c/$channel", params: { workspace, channel: channel.id } });
  };
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t("channels.channels")} wide>
      <Tabs
        label={t("channels.channels")}
        tabs={[
          { id: "browse", label: t("channels.browse"), content: <Browse workspace={workspace} onOpen={go} /> },
          { id: "create", label: t("channels.create"), content: <Create workspace={workspace} onOpen={go} /> },
        ]}
      />
    </Dialog>
  );
}

function Browse({ workspace, onOpen }: { readonly workspace: string; readonly onOpen: (channel: Channel) => void }) {
  const { t } = useTranslation();
  const session = useSession();
  const [q, setQ] = useState("");
  const { data, isPending } = useQuery({
    queryKey: keys.browse(workspace, q),
    queryFn: () => browse(workspace, q),
    staleTime: 0,
  });
  const join = async (channel: Channel) => {
    try {
      const joined = channel.membership ? channel : await joinChannel(channel.id);
      session.add(joined);
      onOpen(joined);
    } catch (error) {
      toast.error(explain(error));
    }
  };
  return (
    <>
      <Field label={t("app.search")} value={q} onChange={(event) => setQ(event.target.value)} type="search" />
      <ul className="mt-3 divide-y divide-line" aria-busy={isPending}>
        {data?.data.map((channel) => (
          <li key={channel.id} className="flex items-center gap-3 py-2.5">
            <Hash size={18} aria-hidden="true" className="shrink-0 text-muted" />
            <div className="min-w-0 flex-1">
              <p className="truncate font-semibold">{channel.name}</p>
              <p className="truncate text-meta text-muted">
                {t("people.memberCount", { count: channel.member_count })}
                {channel.topic !== "" && ` · ${channel.topic}`}
              </p>
            </div>
            <Button onClick={() => join(channel)}>
              {channel.membership ? t("channels.open") : t("channels.join")}
            </Button>
          </li>
        ))}
      </ul>
      {data?.data.length === 0 && <p className="py-6 text-center text-muted">{t("channels.nothingFound")}</p>}
    </>
  );
}

function Create({ workspace, onOpen }: { readonly workspace: string; readonly onOpen: (channel: Channel) => void }) {
  const { t } = useTranslation();
  const session = useSession();
  const [name, setName] = useState("");
  const [topic, setTopic] = useState("");
  const [isPrivate, setPrivate] = useState(false);
  const [failure, setFailure] = useState<string>();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    try {
      const channel = await createChannel(workspace, {
        name,
        kind: isPrivate ? "private" : "public",
        ...(topic === "" ? {} : { topic }),
      });
      session.add(channel);
      onOpen(channel);
    } catch (error) {
      setFailure(fieldErrors(error)["name"] ?? explain(error));
    }
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <Field
        label={t("channels.name")}
        hint={t("channels.nameHint")}
        error={failure}
        value={name}
        onChange={(event) => setName(event.target.value)}
        required
        maxLength={80}
      />
      <Field
        label={`${t("channels.topic")} (${t("app.optional")})`}
        value={topic}
        onChange={(event) => setTopic(event.target.value)}
        maxLength={250}
      />
      <Switch
        label={t("channels.private")}
        hint={t("channels.privateHint")}
        checked={isPrivate}
        onChange={setPrivate}
      />
      <Button type="submit" look="primary" className="self-end">
        {isPrivate ? <Lock size={16} /> : <Hash size={16} />}
        {t("channels.create")}
      </Button>
    </form>
  );
}
