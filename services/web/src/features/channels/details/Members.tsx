import { UserPlus } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { may } from "../../../api/permissions";
import { explain } from "../../../api/problem";
import type { Channel } from "../../../api/types";
import { Button } from "../../../ui/Button";
import { Failed } from "../../../ui/Failed";
import { Field } from "../../../ui/Field";
import { PersonLine } from "../PersonLine";
import { isDirect, useWorkspace } from "../use-channels";
import { MemberRow } from "./MemberRow";
import { useMembers } from "./use-members";

const AddPeople = lazy(() => import("./AddPeople").then((part) => ({ default: part.AddPeople })));

/** A search in fewer people is slower than looking. */
const WORTH_SEARCHING = 8;

export function Members({ channel }: { readonly channel: Channel }) {
  if (isDirect(channel))
    return (
      <ul>
        {channel.members.map((user) => (
          <li key={user.id}>
            <PersonLine user={user} />
          </li>
        ))}
      </ul>
    );
  return <Named channel={channel} />;
}

function Named({ channel }: { readonly channel: Channel }) {
  const { t } = useTranslation();
  const role = useWorkspace(channel.workspace_id)?.role;
  const [q, setQ] = useState("");
  const [adding, setAdding] = useState(false);
  const { all, shown, error, isPending, isSearching, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } =
    useMembers(channel.id, q);
  return (
    <div className="flex flex-col gap-3">
      {may(channel, role, "addMember") && (
        <Button onClick={() => setAdding(true)}>
          <UserPlus size={16} aria-hidden="true" />
          {t("details.addPeople")}
        </Button>
      )}
      {channel.member_count >= WORTH_SEARCHING && (
        <Field label={t("people.find")} type="search" value={q} onChange={(event) => setQ(event.target.value)} />
      )}
      {error !== null && <Failed text={explain(error)} onRetry={() => void refetch()} />}
      <ul
        aria-busy={isPending || isSearching || isFetchingNextPage}
        aria-label={t("details.tab.members")}
        className="-mx-2"
      >
        {shown.map((member) => (
          <li key={member.user.id} className="[contain-intrinsic-size:auto_48px] [content-visibility:auto]">
            <MemberRow channel={channel} member={member} />
          </li>
        ))}
      </ul>
      {!isPending && shown.length === 0 && !isFetchingNextPage && !isSearching && (
        <p className="py-4 text-center text-muted">{t("channels.nothingFound")}</p>
      )}
      {hasNextPage && q === "" && (
        <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t("details.moreMembers", { count: Math.max(0, channel.member_count - all.length) })}
        </Button>
      )}
      {adding && (
        <Suspense fallback={null}>
          <AddPeople channel={channel} onClose={() => setAdding(false)} />
        </Suspense>
      )}
    </div>
  );
}
