import { Link, useNavigate } from "@tanstack/react-router";
import {
  Archive,
  ArchiveRestore,
  ChevronLeft,
  Hash,
  Lock,
  LogOut,
  MoreHorizontal,
  Star,
  Trash2,
  Users,
} from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { archiveChannel, deleteChannel, leaveChannel, patchMembership } from "../../api/channels";
import { explain } from "../../api/problem";
import type { Channel } from "../../api/types";
import { formatNames } from "../../i18n/format";
import { useSession } from "../../session-context";
import { ConfirmModal } from "../../ui/ConfirmModal";
import { IconButton } from "../../ui/IconButton";
import { Menu } from "../../ui/Menu";
import { toast } from "../../ui/toast";
import { isDirect, titleOf, useMe } from "./use-channels";

type Asking = "leave" | "delete" | undefined;

export function ChannelHeader({ channel, onMembers }: { readonly channel: Channel; readonly onMembers: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const session = useSession();
  const navigate = useNavigate();
  const [asking, setAsking] = useState<Asking>();
  const title = titleOf(channel, me.id, formatNames);
  const starred = channel.membership?.starred === true;
  const manages = channel.membership?.role === "owner" || channel.membership?.role === "admin";
  const attempt = async (what: Promise<unknown>) => {
    try {
      await what;
      return true;
    } catch (error) {
      toast.error(explain(error));
      return false;
    }
  };
  const star = async () => {
    session.patchMembership(channel.id, (membership) => ({ ...membership, starred: !starred }));
    if (!(await attempt(patchMembership(channel.id, { starred: !starred })))) {
      session.patchMembership(channel.id, (membership) => ({ ...membership, starred }));
    }
  };
  const gone = async (what: Promise<unknown>) => {
    if (!(await attempt(what))) return;
    session.remove(channel.id);
    await navigate({ to: "/w/$workspace", params: { workspace: channel.workspace_id } });
  };
  const Icon = isDirect(channel) ? Users : channel.kind === "private" ? Lock : Hash;
  const archived = channel.archived_at !== null;
  return (
    <header className="flex h-14 shrink-0 items-center gap-2 border-line border-b px-3 md:px-5">
      <Link
        to="/w/$workspace"
        params={{ workspace: channel.workspace_id }}
        aria-label={t("app.back")}
        className="grid size-9 place-items-center md:hidden"
      >
        <ChevronLeft size={20} />
      </Link>
      <Icon size={18} aria-hidden="true" className="shrink-0 text-muted" />
      <h1 className="truncate font-semibold text-title">
        <bdi>{title}</bdi>
      </h1>
      {archived && <span className="rounded-full bg-hover px-2 text-label text-muted">{t("channels.archived")}</span>}
      {!isDirect(channel) && (
        <IconButton
          label={t(starred ? "channels.unstar" : "channels.star")}
          active={starred}
          icon={<Star size={16} fill={starred ? "currentColor" : "none"} />}
          onClick={star}
        />
      )}
      <p className="hidden min-w-0 flex-1 truncate text-meta text-muted sm:block">{channel.topic}</p>
      <span className="flex-1 sm:hidden" />
      {!isDirect(channel) && (
        <>
          <button
            type="button"
            onClick={onMembers}
            className="flex min-h-8 items-center gap-1.5 rounded-control px-2 text-meta text-muted tabular-nums hover:bg-hover"
            aria-label={t("people.memberCount", { count: channel.member_count })}
          >
            <Users size={16} aria-hidden="true" />
            {channel.member_count}
          </button>
          <Menu
            trigger={<IconButton label={t("app.more")} icon={<MoreHorizontal size={18} />} />}
            groups={[
              [
                ...(manages
                  ? [
                      {
                        label: t(archived ? "channels.unarchive" : "channels.archive"),
                        icon: archived ? <ArchiveRestore size={16} /> : <Archive size={16} />,
                        onSelect: () => void attempt(archiveChannel(channel.id, !archived)),
                      },
                    ]
                  : []),
                { label: t("channels.leave"), icon: <LogOut size={16} />, onSelect: () => setAsking("leave") },
              ],
              channel.membership?.role === "owner"
                ? [
                    {
                      label: t("channels.delete"),
                      icon: <Trash2 size={16} />,
                      danger: true,
                      onSelect: () => setAsking("delete"),
                    },
                  ]
                : [],
            ]}
          />
        </>
      )}
      <ConfirmModal
        open={asking === "leave"}
        onOpenChange={() => setAsking(undefined)}
        title={t("channels.leaveTitle", { name: title })}
        text={t("channels.leaveText")}
        confirm={t("channels.leave")}
        onConfirm={() => gone(leaveChannel(channel.id))}
      />
      <ConfirmModal
        open={asking === "delete"}
        onOpenChange={() => setAsking(undefined)}
        title={t("channels.deleteTitle", { name: title })}
        text={t("channels.deleteText")}
        confirm={t("channels.delete")}
        typed={channel.name ?? ""}
        onConfirm={() => gone(deleteChannel(channel.id))}
      />
    </header>
  );
}
