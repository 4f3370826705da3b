import type { ChannelMember, ChannelRole, User } from "../../../api/types";

const RANK: Record<ChannelRole, number> = { owner: 0, admin: 1, member: 2 };
const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

/** Owners, admins, then everybody else; each by name. Somebody who is told twice stands there once. */
export function arrange(members: readonly ChannelMember[]): readonly ChannelMember[] {
  const once = new Map(members.map((member) => [member.user.id, member]));
  return [...once.values()].sort(
    (a, b) => RANK[a.role] - RANK[b.role] || collator.compare(a.user.display_name, b.user.display_name),
  );
}

/** Whether a name or handle contains what is searched, accents and case aside. */
export function matches(user: User, q: string): boolean {
  const wanted = fold(q.trim().replace(/^@/, ""));
  return wanted === "" || fold(user.display_name).includes(wanted) || fold(user.handle).includes(wanted);
}

function fold(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}
