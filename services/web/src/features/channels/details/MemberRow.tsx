import { useQueryClient } from "@tanstack/react-query";
import { Crown, MessageSquare, ShieldCheck, ShieldOff, UserMinus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { putMember, removeMember, transferChannel } from "../../../api/channels";
import { keys } from "../../../api/keys";
import { effectiveRole, outranks } from "../../../api/permissions";
import type { Channel, ChannelMember } from "../../../api/types";
import { useIsBlocked } from "../../../blocked";
import { ConfirmModal } from "../../../ui/ConfirmModal";
import type { MenuItem } from "../../../ui/Menu";
import { attempt } from "../../../use-task";
import { MemberLine } from "../MemberLine";
import { useMe, useWorkspace } from "../use-channels";
import { useOpenDm } from "../use-open-dm";

type Asking = "remove" | "transfer" | undefined;

export function MemberRow({ channel, member }: { readonly channel: Channel; readonly member: ChannelMember }) {
  const { t } = useTranslation();
  const me = useMe();
  const cache = useQueryClient();
  const workspaceRole = useWorkspace(channel.workspace_id)?.role;
  const openDm = useOpenDm(channel.workspace_id);
  const [asking, setAsking] = useState<Asking>();
  const { user, role } = member;
  const own = user.id === me.id;
  const blocked = useIsBlocked(user.id);
  // The event tells it as well; asking again also covers a socket that is not there.
  const change = async (what: Promise<unknown>) => {
    await attempt(what);
    await cache.invalidateQueries({ queryKey: keys.members(channel.id) });
  };
  const open = channel.archived_at === null;
  const touchable = !own && outranks(channel, workspaceRole, role);
  const roles: MenuItem[] = [];
  if (touchable && open && role !== "admin")
    roles.push({
      label: t("details.makeAdmin"),
      icon: <ShieldCheck size={16} />,
      onSelect: () => void change(putMember(channel.id, user.id, "admin")),
    });
  if (touchable && open && role !== "member")
    roles.push({
      label: t("details.makeMember"),
      icon: <ShieldOff size={16} />,
      onSelect: () => void change(putMember(channel.id, user.id, "member")),
    });
  if (!own && role !== "owner" && effectiveRole(channel, workspaceRole) === "owner")
    roles.push({
      label: t("details.transfer"),
      icon: <Crown size={16} />,
      onSelect: () => setAsking("transfer"),
    });
  const groups: MenuItem[][] = [
    own || blocked
      ? []
      : [
          {
            label: t("profile.message"),
            icon: <MessageSquare size={16} />,
            onSelect: () => void openDm([user.id]),
          },
        ],
    roles,
    touchable
      ? [
          {
            label: t("details.remove"),
            icon: <UserMinus size={16} />,
            danger: true,
            onSelect: () => setAsking("remove"),
          },
        ]
      : [],
  ];
  return (
    <MemberLine user={user} role={role} groups={groups}>
      <ConfirmModal
        open={asking === "remove"}
        onOpenChange={() => setAsking(undefined)}
        title={t("details.removeTitle", { name: user.display_name, channel: channel.name ?? "" })}
        text={t("details.removeText")}
        confirm={t("details.remove")}
        onConfirm={() => change(removeMember(channel.id, user.id))}
      />
      <ConfirmModal
        open={asking === "transfer"}
        onOpenChange={() => setAsking(undefined)}
        title={t("details.transferTitle", { name: user.display_name, channel: channel.name ?? "" })}
        text={t("details.transferText")}
        confirm={t("details.transfer")}
        onConfirm={() => change(transferChannel(channel.id, user.id))}
      />
    </MemberLine>
  );
}
