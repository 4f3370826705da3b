import { useQueryClient } from "@tanstack/react-query";
import { MessageSquare, ShieldCheck, UserMinus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { givableRoles } from "../../api/permissions";
import type { WorkspaceMember, WorkspaceRole } from "../../api/types";
import { removeFromWorkspace, setWorkspaceRole } from "../../api/workspaces";
import { useIsBlocked } from "../../blocked";
import { ConfirmModal } from "../../ui/ConfirmModal";
import type { MenuItem } from "../../ui/Menu";
import { attempt } from "../../use-task";
import { MemberLine } from "../channels/MemberLine";
import { useMe, useWorkspace } from "../channels/use-channels";
import { useOpenDm } from "../channels/use-open-dm";

interface Props {
  readonly workspace: string;
  readonly member: WorkspaceMember;
  /** What was chosen leads away from the list. */
  readonly onLeave: () => void;
}

export function WorkspaceMemberRow({ workspace, member, onLeave }: Props) {
  const { t } = useTranslation();
  const me = useMe();
  const cache = useQueryClient();
  const actor = useWorkspace(workspace)?.role;
  const openDm = useOpenDm(workspace);
  const [removing, setRemoving] = useState(false);
  const { user, role } = member;
  const own = user.id === me.id;
  const blocked = useIsBlocked(user.id);
  const change = async (what: Promise<unknown>) => {
    await attempt(what);
    await cache.invalidateQueries({ queryKey: ["people", workspace] });
  };
  const roles = own ? [] : givableRoles(actor, role);
  const write = async () => {
    if (await openDm([user.id])) onLeave();
  };
  const groups: MenuItem[][] = [
    own || blocked
      ? []
      : [{ label: t("profile.message"), icon: <MessageSquare size={16} />, onSelect: () => void write() }],
    roles
      .filter((one: WorkspaceRole) => one !== role)
      .map((one) => ({
        label: t(`workspace.make.${one}`),
        icon: <ShieldCheck size={16} />,
        onSelect: () => void change(setWorkspaceRole(workspace, user.id, one)),
      })),
    roles.length > 0
      ? [
          {
            label: t("workspace.remove"),
            icon: <UserMinus size={16} />,
            danger: true,
            onSelect: () => setRemoving(true),
          },
        ]
      : [],
  ];
  return (
    <MemberLine user={user} role={role} groups={groups}>
      <ConfirmModal
        open={removing}
        onOpenChange={setRemoving}
        title={t("workspace.removeTitle", { name: user.display_name })}
        text={t("workspace.removeText")}
        confirm={t("workspace.remove")}
        onConfirm={() => change(removeFromWorkspace(workspace, user.id))}
      />
    </MemberLine>
  );
}
