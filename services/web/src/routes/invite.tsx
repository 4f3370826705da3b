import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { acceptInvite, invite } from "../api/auth";
import { ApiError } from "../api/client";
import { keys } from "../api/keys";
import { explain } from "../api/problem";
import { Door } from "../features/auth/Door";
import { Avatar } from "../ui/Avatar";
import { Button } from "../ui/Button";

export function InviteScreen() {
  const { t } = useTranslation();
  const { code } = useParams({ from: "/invite/$code" });
  const navigate = useNavigate();
  const [failure, setFailure] = useState<string>();
  const [busy, setBusy] = useState(false);
  const { data, error } = useQuery({ queryKey: keys.invite(code), queryFn: () => invite(code), retry: false });
  const accept = async () => {
    setBusy(true);
    try {
      await acceptInvite(code);
      await navigate({ to: "/" });
    } catch (refusal) {
      if (refusal instanceof ApiError && refusal.code === "unauthenticated") {
        await navigate({ to: "/sign-up", search: { next: `/invite/${code}` } });
      } else {
        setFailure(explain(refusal));
      }
    } finally {
      setBusy(false);
    }
  };
  if (error) {
    return (
      <Door
        title={t("auth.inviteInvalid")}
        footer={
          <Link to="/" className="font-semibold text-link underline">
            {t("app.goHome")}
          </Link>
        }
      >
        <p className="text-muted">{t("auth.inviteInvalidHint")}</p>
      </Door>
    );
  }
  if (!data) return <Door title={t("app.loading")}>{null}</Door>;
  return (
    <Door title={t("auth.inviteTitle", { workspace: data.workspace.name })}>
      <div className="mb-5 flex items-center gap-3">
        <Avatar name={data.workspace.name} url={data.workspace.icon_url} size={48} />
        <p className="text-muted">
          {data.invited_by !== null && <span className="block">{t("auth.inviteBy", { name: data.invited_by })}</span>}
          {t("people.memberCount", { count: data.workspace.member_count })}
        </p>
      </div>
      {failure !== undefined && (
        <p role="alert" className="mb-3 text-danger text-meta">
          {failure}
        </p>
      )}
      <Button look="primary" busy={busy} onClick={accept} className="w-full">
        {t("auth.acceptInvite", { workspace: data.workspace.name })}
      </Button>
    </Door>
  );
}
