import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { guestLinks, revokeGuestLink } from "../../../api/guests";
import { keys } from "../../../api/keys";
import { explain } from "../../../api/problem";
import type { Channel, GuestLink } from "../../../api/types";
import { formatShort } from "../../../i18n/format";
import { Button } from "../../../ui/Button";
import { ConfirmModal } from "../../../ui/ConfirmModal";
import { CopyButton } from "../../../ui/CopyButton";
import { Failed } from "../../../ui/Failed";
import { IconButton } from "../../../ui/IconButton";
import { attempt } from "../../../use-task";
import { NewGuestLink } from "./NewGuestLink";

/** By which links people without an account come in; none: the channel is closed to them. */
export function GuestLinks({ channel }: { readonly channel: Channel }) {
  const { t } = useTranslation();
  const [creating, setCreating] = useState(false);
  const { data, error, isPending, refetch } = useQuery({
    queryKey: keys.guestLinks(channel.id),
    queryFn: () => guestLinks(channel.id),
    staleTime: 0,
  });
  return (
    <section aria-label={t("accounts.links.title")} className="flex flex-col gap-2 border-line border-t pt-4">
      <h3 className="font-semibold">{t("accounts.links.title")}</h3>
      <p className="text-label text-subtle">{t("accounts.links.hint")}</p>
      {error !== null && <Failed text={explain(error)} onRetry={() => void refetch()} />}
      <ul aria-busy={isPending} aria-label={t("accounts.links.title")} className="divide-y divide-line empty:hidden">
        {data?.map((link) => (
          <li key={link.code}>
            <Given channel={channel} link={link} />
          </li>
        ))}
      </ul>
      {data?.length === 0 && <p className="text-meta text-muted">{t("accounts.links.none")}</p>}
      {channel.archived_at === null && (
        <Button className="self-start" onClick={() => setCreating(true)}>
          {t("accounts.links.create")}
        </Button>
      )}
      <NewGuestLink channel={channel.id} open={creating} onOpenChange={setCreating} />
    </section>
  );
}

interface GivenProps {
  readonly channel: Channel;
  readonly link: GuestLink;
}

function Given({ channel, link }: GivenProps) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const [asking, setAsking] = useState(false);
  const [endGuests, setEndGuests] = useState(false);
  const over = Date.parse(link.expires_at) <= Date.now();
  const used = link.max_uses !== null && link.uses >= link.max_uses;
  const revoke = async () => {
    await attempt(revokeGuestLink(channel.id, link.code, endGuests));
    await cache.invalidateQueries({ queryKey: keys.guestLinks(channel.id) });
  };
  const notes = [
    t("accounts.links.entered", { count: link.uses }),
    ...(link.guests > 0 ? [t("accounts.links.here", { count: link.guests })] : []),
    used
      ? t("accounts.links.usedUp")
      : t(over ? "accounts.links.ended" : "accounts.links.endsAt", { time: formatShort(Date.parse(link.expires_at)) }),
  ];
  return (
    <div className="flex items-center gap-1 py-2">
      <div className="min-w-0 flex-1">
        <p className="truncate font-mono text-meta">{link.url.replace(/^https?:\/\//, "")}</p>
        <p className="text-label text-muted">{notes.join(" · ")}</p>
      </div>
      {!over && !used && <CopyButton text={link.url} label={t("app.copy")} />}
      <IconButton label={t("accounts.links.revoke")} icon={<Trash2 size={16} />} onClick={() => setAsking(true)} />
      <ConfirmModal
        open={asking}
        onOpenChange={setAsking}
        title={t("accounts.links.revokeTitle")}
        text={t("accounts.links.revokeText")}
        confirm={t("accounts.links.revoke")}
        onConfirm={revoke}
      >
        {link.guests > 0 && (
          <label className="mt-3 flex min-h-9 items-center gap-2.5 pointer-coarse:min-h-11">
            <input
              type="checkbox"
              checked={endGuests}
              onChange={(event) => setEndGuests(event.target.checked)}
              className="size-4 shrink-0 accent-accent"
            />
            {t("accounts.links.endGuests")}
          </label>
        )}
      </ConfirmModal>
    </div>
  );
}
