import type { ReactNode } from "react";
import type { User } from "../../api/types";
import { EmojiText } from "../../emoji/EmojiText";
import { Avatar } from "../../ui/Avatar";
import { Dot } from "../presence/Dot";
import { useShownStatus } from "../presence/shown";
import { ProfileTrigger } from "../profile/ProfileTrigger";

export interface PersonLineProps {
  readonly user: User;
  /** Beside the name: a role, "you". */
  readonly note?: string | undefined;
  readonly children?: ReactNode;
}

/** One person of a list, who opens their card; what can be done to them stands at the end. */
export function PersonLine({ user, note, children }: PersonLineProps) {
  const { status } = useShownStatus(user.id);
  return (
    <div className="flex min-h-12 items-center gap-1 rounded-control px-2 hover:bg-hover">
      <ProfileTrigger user={user.id} className="flex min-w-0 flex-1 items-center gap-3 py-1 text-left">
        <span className="relative shrink-0">
          <Avatar name={user.display_name} url={user.avatar_url} size={32} />
          <Dot user={user.id} className="absolute -right-0.5 -bottom-0.5" />
        </span>
        <span className="min-w-0 flex-1">
          <span className="flex items-baseline gap-1.5">
            <bdi className="truncate font-medium">{user.display_name}</bdi>
            {status?.emoji && (
              <span aria-hidden="true">
                <EmojiText emoji={status.emoji} />
              </span>
            )}
            {note !== undefined && <span className="shrink-0 text-label text-subtle">{note}</span>}
          </span>
          <span className="block truncate text-label text-muted">@{user.handle}</span>
        </span>
      </ProfileTrigger>
      {children}
    </div>
  );
}
