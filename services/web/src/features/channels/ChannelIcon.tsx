import { Hash, Lock, Users } from "lucide-react";
import type { Channel } from "../../api/types";
import { Avatar } from "../../ui/Avatar";
import { Dot } from "../presence/Dot";
import { othersOf } from "./use-channels";

/** What sort of conversation: a sign, or the face of whom one talks to. */
export function ChannelIcon({
  channel,
  me,
  size,
}: {
  readonly channel: Channel;
  readonly me: string;
  readonly size: number;
}) {
  const shared = { size, className: "shrink-0 text-current", "aria-hidden": true } as const;
  if (channel.kind === "public") return <Hash {...shared} />;
  if (channel.kind === "private") return <Lock {...shared} />;
  const [other, second] = othersOf(channel, me);
  if (!other || second) return <Users {...shared} />;
  return (
    <span className="relative shrink-0">
      <Avatar name={other.display_name} url={other.avatar_url} size={size + 4} className="rounded-control" />
      <Dot user={other.id} className="absolute -right-1 -bottom-1" />
    </span>
  );
}
