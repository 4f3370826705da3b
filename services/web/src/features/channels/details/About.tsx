import { Link2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { patchChannel } from "../../../api/channels";
import { may } from "../../../api/permissions";
import type { Channel } from "../../../api/types";
import { useUser } from "../../../api/use-user";
import { copyText } from "../../../clipboard";
import { formatDate } from "../../../i18n/format";
import { Button } from "../../../ui/Button";
import { toast } from "../../../ui/toast";
import { ProfileTrigger } from "../../profile/ProfileTrigger";
import { bornAt } from "../born";
import { useChanged } from "../use-changed";
import { isDirect, useWorkspace } from "../use-channels";
import { Cover } from "./Cover";
import { EditInPlace } from "./EditInPlace";
import { OwnSide } from "./OwnSide";

/** The longest that the server takes, in characters. */
const MOST = { name: 80, topic: 250, description: 1_000 } as const;

export function About({ channel }: { readonly channel: Channel }) {
  return (
    <div className="flex flex-col gap-5">
      {!isDirect(channel) && <Cover channel={channel} />}
      {!isDirect(channel) && <Words channel={channel} />}
      <Facts channel={channel} />
      <OwnSide channel={channel} />
      <CopyLink channel={channel} />
    </div>
  );
}

function Words({ channel }: { readonly channel: Channel }) {
  const { t } = useTranslation();
  const changed = useChanged();
  const role = useWorkspace(channel.workspace_id)?.role;
  const settings = may(channel, role, "setSettings");
  const save = (field: keyof typeof MOST) => (value: string) =>
    patchChannel(channel.id, { [field]: value === "" && field !== "name" ? null : value }).then(changed);
  return (
    <>
      <EditInPlace
        label={t("channels.name")}
        value={channel.name ?? ""}
        empty=""
        editLabel={t("details.editName")}
        editable={settings}
        required
        maxLength={MOST.name}
        field="name"
        onSave={save("name")}
      />
      <EditInPlace
        label={t("channels.topic")}
        value={channel.topic}
        empty={t("details.noTopic")}
        editLabel={t("details.editTopic")}
        editable={may(channel, role, "setTopic")}
        maxLength={MOST.topic}
        field="topic"
        onSave={save("topic")}
      />
      <EditInPlace
        label={t("details.description")}
        value={channel.description}
        empty={t("details.noDescription")}
        editLabel={t("details.editDescription")}
        editable={settings}
        multiline
        maxLength={MOST.description}
        field="description"
        onSave={save("description")}
      />
    </>
  );
}

function Facts({ channel }: { readonly channel: Channel }) {
  const { t } = useTranslation();
  const born = bornAt(channel.id);
  return (
    <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-1.5 text-meta">
      {channel.created_by !== null && <Creator id={channel.created_by} />}
      {born !== undefined && (
        <>
          <dt className="text-subtle">{t("details.created")}</dt>
          <dd>{formatDate(born)}</dd>
        </>
      )}
      {channel.archived_at !== null && (
        <>
          <dt className="text-subtle">{t("channels.archived")}</dt>
          <dd>{formatDate(Date.parse(channel.archived_at))}</dd>
        </>
      )}
      <dt className="text-subtle">{t("details.tab.members")}</dt>
      <dd className="tabular-nums">{channel.member_count}</dd>
      <dt className="text-subtle">{t("details.messages")}</dt>
      <dd className="tabular-nums">{channel.head_message_no}</dd>
    </dl>
  );
}

function Creator({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const creator = useUser(id);
  if (!creator) return null;
  return (
    <>
      <dt className="text-subtle">{t("details.createdBy")}</dt>
      <dd className="min-w-0 truncate">
        <ProfileTrigger
          user={creator.id}
          className="max-w-full truncate font-medium hover:underline pointer-coarse:min-h-11"
        >
          <bdi>{creator.display_name}</bdi>
        </ProfileTrigger>
      </dd>
    </>
  );
}

function CopyLink({ channel }: { readonly channel: Channel }) {
  const { t } = useTranslation();
  const copy = async () => {
    const url = new URL(`/w/${channel.workspace_id}/c/${channel.id}`, location.origin);
    if (await copyText(url.href)) toast.success(t("details.linkCopied"));
    else toast.error(t("app.notCopied"));
  };
  return (
    <Button onClick={() => void copy()} className="self-start">
      <Link2 size={16} aria-hidden="true" />
      {t("details.copyLink")}
    </Button>
  );
}
