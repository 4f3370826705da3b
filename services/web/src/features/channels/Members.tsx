import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { members } from "../../api/channels";
import { keys } from "../../api/keys";
import type { Channel } from "../../api/types";
import { Avatar } from "../../ui/Avatar";
import { Dialog } from "../../ui/Dialog";
import { Dot } from "../presence/Dot";

interface Props {
  readonly channel: Channel;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

export function Members({ channel, open, onOpenChange }: Props) {
  const { t } = useTranslation();
  const { data } = useQuery({ queryKey: keys.members(channel.id), queryFn: () => members(channel.id), enabled: open });
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t("people.memberCount", { count: channel.member_count })}>
      <ul>
        {data?.data.map(({ user, role }) => (
          <li key={user.id} className="flex min-h-12 items-center gap-3">
            <span className="relative">
              <Avatar name={user.display_name} url={user.avatar_url} size={32} />
              <Dot user={user.id} className="absolute -right-0.5 -bottom-0.5" />
            </span>
            <span className="min-w-0 flex-1 truncate">
              <bdi className="font-medium">{user.display_name}</bdi> <span className="text-muted">@{user.handle}</span>
            </span>
            {role !== "member" && <span className="text-label text-subtle">{t(`people.role.${role}`)}</span>}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
