import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { acceptInvite, invite } from "../api/auth";
import { myWorkspaces } from "../api/channels";
import { ApiError } from "../api/client";
import { keys } from "../api/keys";
import { explain } from "../api/problem";
import type { Invite } from "../api/types";
import { me } from "../api/users";
import { Door } from "../features/auth/Door";
import { DoorLink } from "../features/auth/DoorLink";
import { Refusal } from "../features/auth/Refusal";
import { Avatar } from "../ui/Avatar";
import { Button } from "../ui/Button";
import { toast } from "../ui/toast";

const statusOf = (error: unknown) => (error instanceof ApiError ? error.problem.status : undefined);

/** Who looks at the invitation, and where they are already; null when nobody is signed in. */
async function whoAmI() {
  try {
    const [person, workspaces] = await Promise.all([me(), myWorkspaces()]);
    return { person, workspaces };
  } catch (error) {
    if (statusOf(error) === 401) return null;
    throw error;
  }
}

export function InviteScreen() {
  const { t } = useTranslation();
  const { code } = useParams({ from: "/invite/$code" });
  const preview = useQuery({ queryKey: keys.invite(code), queryFn: () => invite(code), retry: false, gcTime: 0 });
  const who = useQuery({ queryKey: ["who"], queryFn: whoAmI, retry: false, gcTime: 0 });
  const home = <DoorLink to="/">{t("app.goHome")}</DoorLink>;
  const error = preview.error ?? who.error;
  if (error) {
    const status = statusOf(error);
    if (status === 404 || status === 410) {
      const kind = status === 404 ? "inviteUnknown" : "inviteInvalid";
      return (
        <Door title={t(`auth.${kind}`)} footer={home}>
          <p className="text-muted">{t(`auth.${kind}Hint`)}</p>
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
  if (!preview.data || who.data === undefined) return <Door title={t("auth.inviteTo")}>{t("app.loading")}</Door>;
  return (
    <Door title={t("auth.inviteTitle", { workspace: preview.data.workspace.name })}>
      <Invitation invitation={preview.data} />
      {who.data ? <Accept invitation={preview.data} {...who.data} /> : <SignedOut code={code} />}
    </Door>
  );
}

function Invitation({ invitation: { workspace, invited_by } }: { readonly invitation: Invite }) {
  const { t } = useTranslation();
  return (
    <div className="mb-5 flex items-center gap-3">
      <Avatar name={workspace.name} url={workspace.icon_url} size={48} />
      <p className="text-muted">
        {invited_by !== null && <span className="block">{t("auth.inviteBy", { name: invited_by })}</span>}
        {t("people.memberCount", { count: workspace.member_count })}
      </p>
    </div>
  );
}

type AcceptProps = NonNullable<Awaited<ReturnType<typeof whoAmI>>> & { readonly invitation: Invite };

function Accept({ invitation, person, workspaces }: AcceptProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [refusal, setRefusal] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const accept = async () => {
    setBusy(true);
    setRefusal(undefined);
    try {
      const { id, name } = await acceptInvite(invitation.code);
      if (workspaces.some((one) => one.id === id)) toast.info(t("auth.alreadyMember", { workspace: name }));
      await navigate({ to: "/w/$workspace", params: { workspace: id } });
    } catch (error) {
      setRefusal(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="flex flex-col gap-3">
      <Refusal error={refusal} />
      <Button look="primary" busy={busy} onClick={() => void accept()} className="w-full">
        {t("auth.acceptInvite", { workspace: invitation.workspace.name })}
      </Button>
      <p className="text-center text-meta text-muted">{t("auth.signedInAs", { name: person.display_name })}</p>
    </div>
  );
}

function SignedOut({ code }: { readonly code: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search = { next: `/invite/${code}` };
  return (
    <div className="flex flex-col gap-3">
      <p>{t("auth.inviteSignedOut")}</p>
      <Button look="primary" onClick={() => void navigate({ to: "/sign-up", search })}>
        {t("auth.signUp")}
      </Button>
      <Button onClick={() => void navigate({ to: "/sign-in", search })}>{t("auth.signIn")}</Button>
    </div>
  );
}
