import { MoreHorizontal } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { User, WorkspaceRole } from "../../api/types";
import { useIsBlocked } from "../../blocked";
import { IconButton } from "../../ui/IconButton";
import { Menu, type MenuItem } from "../../ui/Menu";
import { PersonLine } from "./PersonLine";
import { useMe } from "./use-channels";

interface Props {
  readonly user: User;
  readonly role: WorkspaceRole;
  /** What can be done to them; nothing: no menu. */
  readonly groups: MenuItem[][];
  /** What a choice asks before it is done. */
  readonly children: ReactNode;
}

/** A member of a channel or a workspace: who, in which role, and what can be done to them. */
export function MemberLine({ user, role, groups, children }: Props) {
  const { t } = useTranslation();
  const me = useMe();
  const blocked = useIsBlocked(user.id);
  const note = [
    user.id === me.id ? t("people.you") : "",
    role === "member" ? "" : t(`people.role.${role}`),
    blocked ? t("blocks.blocked") : "",
  ];
  return (
    <PersonLine user={user} note={note.filter(Boolean).join(" · ") || undefined}>
      {groups.some((group) => group.length > 0) && (
        <Menu
          trigger={
            <IconButton
              label={t("details.actionsFor", { name: user.display_name })}
              icon={<MoreHorizontal size={18} />}
            />
          }
          groups={groups}
        />
      )}
      {children}
    </PersonLine>
  );
}
