import { type MembershipPatch, markRead, patchMembership } from "../../api/channels";
import type { Channel, Membership } from "../../api/types";
import { useSession } from "../../session-context";
import { attempt } from "../../use-task";

/** "Until I say otherwise": the server knows no other word for it than a very late moment. */
export const FOR_EVER = "9999-12-31T00:00:00.000Z";

/** My own side of a channel: changed at once here, and put back if the server refuses. */
export function useOwnSide() {
  const session = useSession();
  const change = async (channel: Channel, patch: MembershipPatch) => {
    const before = channel.membership;
    if (!before) return;
    session.patchMembership(channel.id, (membership) => ({ ...membership, ...patch }));
    if (await attempt(patchMembership(channel.id, patch))) return;
    session.patchMembership(channel.id, (membership) => ({ ...membership, ...only(before, patch) }));
  };
  return {
    change,
    star: (channel: Channel) => change(channel, { starred: channel.membership?.starred !== true }),
    mute: (channel: Channel, until: string) => change(channel, { muted_until: until }),
    unmute: (channel: Channel) =>
      change(channel, {
        muted_until: null,
        // A channel that tells nothing is shown as muted as well: one switch turns both on again.
        ...(channel.membership?.notify === "none" ? { notify: "default" as const } : {}),
      }),
    read: async (channel: Channel) => {
      await attempt(markRead(channel.id, channel.head_message_no).then((position) => session.read(position)));
    },
  };
}

/** The fields of `membership` that a patch would change, as they are. */
function only(membership: Membership, patch: MembershipPatch): Partial<Membership> {
  return Object.fromEntries(Object.keys(patch).map((key) => [key, membership[key as keyof MembershipPatch]]));
}
