import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "../api/client";
import { enterAsGuest, guestPreview } from "../api/guests";
import { keys } from "../api/keys";
import { explain } from "../api/problem";
import type { GuestPreview, Me } from "../api/types";
import { me } from "../api/users";
import { Door } from "../features/auth/Door";
import { DoorLink } from "../features/auth/DoorLink";
import { Refusal } from "../features/auth/Refusal";
import { Avatar } from "../ui/Avatar";
import { Button } from "../ui/Button";

const DAY_S = 86_400;
const statusOf = (error: unknown) => (error instanceof ApiError ? error.problem.status : undefined);

/** Who has the link; null when nobody is signed in. */
const whoAmI = () =>
  me().catch((error: unknown) => {
    if (statusOf(error) === 401) return null;
    throw error;
  });

/** Where a guest link leads: into one channel, without an account. */
export function GuestScreen() {
  const { t } = useTranslation();
  const { code } = useParams({ from: "/g/$code" });
  const preview = useQuery({
    queryKey: keys.guestPreview(code),
    queryFn: () => guestPreview(code),
    retry: false,
    gcTime: 0,
  });
  const who = useQuery({ queryKey: ["guest", "who"], queryFn: whoAmI, retry: false, gcTime: 0 });
  const home = <DoorLink to="/">{t("app.goHome")}</DoorLink>;
  const error = preview.error ?? who.error;
  if (error) {
    const status = statusOf(error);
    if (status === 404 || status === 410) {
      const gone = status === 410;
      return (
        <Door title={t(gone ? "accounts.guest.goneTitle" : "accounts.guest.unknownTitle")} footer={home}>
          <p className="text-muted">{t(gone ? "accounts.guest.goneText" : "accounts.guest.unknownText")}</p>
        </Door>
      );
    }
    return (
      <Door title={explain(error)} footer={home}>
        <Button className="w-full" onClick={() => void Promise.all([preview.refetch(), who.refetch()])}>
          {t("app.retry")}
        </Button>
      </Door>
    );
  }
  if (!preview.data || who.data === undefined) return <Door title={t("app.name")}>{t("app.loading")}</Door>;
  return (
    <Door title={t("accounts.guest.title", { channel: preview.data.channel_name })}>
      <Channel preview={preview.data} />
      {who.data ? <SignedIn person={who.data} /> : <Enter code={code} stay={preview.data.stay_s} />}
    </Door>
  );
}

function Channel({ preview }: { readonly preview: GuestPreview }) {
  const { t } = useTranslation();
  return (
    <div className="mb-5 flex items-center gap-3">
      <Avatar name={preview.workspace_name} url={preview.workspace_icon_url} size={48} />
      <p className="min-w-0 text-muted">
        <span className="block">{t("accounts.guest.of", { workspace: preview.workspace_name })}</span>
        {preview.channel_topic !== "" && <bdi className="block text-meta">{preview.channel_topic}</bdi>}
      </p>
    </div>
  );
}

function Enter({ code, stay }: { readonly code: string; readonly stay: number }) {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const [refusal, setRefusal] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const enter = async () => {
    setBusy(true);
    setRefusal(undefined);
    try {
      const entered = await enterAsGuest(code, i18n.language === "zh" ? "zh-CN" : "en");
      const params = { workspace: entered.workspace_id, channel: entered.channel_id };
      await navigate({ to: "/w/$workspace/c/$channel", params, replace: true });
    } catch (error) {
      setRefusal(error);
      setBusy(false);
    }
  };
  return (
    <div className="flex flex-col gap-3">
      <p>{t("accounts.guest.hint", { stay: t("accounts.links.days", { count: Math.round(stay / DAY_S) }) })}</p>
      <Refusal error={refusal} />
      <Button look="primary" busy={busy} onClick={() => void enter()}>
        {t("accounts.guest.enter")}
      </Button>
      <Button onClick={() => void navigate({ to: "/sign-in" })}>{t("accounts.guest.haveAccount")}</Button>
    </div>
  );
}

/** Entering would take the place of whoever is signed in here. */
function SignedIn({ person }: { readonly person: Me }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <div className="flex flex-col gap-3">
      <p>
        {t(person.is_guest ? "accounts.guest.inAlready" : "accounts.guest.signedIn", { name: person.display_name })}
      </p>
      <Button look="primary" onClick={() => void navigate({ to: "/" })}>
        {t("accounts.guest.goOn")}
      </Button>
    </div>
  );
}
