import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { createGuestLink } from "../../../api/guests";
import { keys } from "../../../api/keys";
import { explain } from "../../../api/problem";
import { Button } from "../../../ui/Button";
import { CopyField } from "../../../ui/CopyField";
import { Dialog } from "../../../ui/Dialog";
import { Select } from "../../../ui/Select";

const DAY_S = 86_400;
const LIVES = ["1", "7", "30"] as const;
const STAYS = ["1", "3", "7"] as const;
const USES = ["any", "1", "10", "100"] as const;

interface Props {
  readonly channel: string;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** For how long, for how many; then the link, ready to be copied. */
export function NewGuestLink({ channel, open, onOpenChange }: Props) {
  const { t } = useTranslation();
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t("accounts.links.new")}
      description={t("accounts.links.hint")}
    >
      <Making channel={channel} />
    </Dialog>
  );
}

/** Lives as long as the dialog is open. */
function Making({ channel }: { readonly channel: string }) {
  const { t } = useTranslation();
  const [url, setUrl] = useState<string>();
  return url === undefined ? (
    <Terms channel={channel} onMade={setUrl} />
  ) : (
    <CopyField text={url} label={t("accounts.links.address")} />
  );
}

function Terms({ channel, onMade }: { readonly channel: string; readonly onMade: (url: string) => void }) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const [life, setLife] = useState<(typeof LIVES)[number]>("7");
  const [stay, setStay] = useState<(typeof STAYS)[number]>("1");
  const [uses, setUses] = useState<(typeof USES)[number]>("any");
  const [failure, setFailure] = useState<string>();
  const [busy, setBusy] = useState(false);
  const days = (value: string) => t("accounts.links.days", { count: Number(value) });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      const link = await createGuestLink(channel, {
        expires_in_s: Number(life) * DAY_S,
        stay_s: Number(stay) * DAY_S,
        max_uses: uses === "any" ? null : Number(uses),
      });
      await cache.invalidateQueries({ queryKey: keys.guestLinks(channel) });
      onMade(link.url);
    } catch (error) {
      setFailure(explain(error));
      setBusy(false);
    }
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <div className="flex flex-wrap gap-4">
        <Select
          className="min-w-36 flex-1"
          label={t("accounts.links.life")}
          value={life}
          options={LIVES.map((value) => ({ value, label: days(value) }))}
          onChange={setLife}
        />
        <Select
          className="min-w-36 flex-1"
          label={t("accounts.links.stay")}
          value={stay}
          options={STAYS.map((value) => ({ value, label: days(value) }))}
          onChange={setStay}
        />
      </div>
      <Select
        label={t("accounts.links.uses")}
        value={uses}
        options={USES.map((value) => ({
          value,
          label: value === "any" ? t("accounts.links.anyUses") : t("accounts.links.useCount", { count: Number(value) }),
        }))}
        onChange={setUses}
      />
      {failure !== undefined && (
        <p role="alert" className="text-danger text-meta">
          {failure}
        </p>
      )}
      <Button type="submit" look="primary" busy={busy}>
        {t("accounts.links.create")}
      </Button>
    </form>
  );
}
