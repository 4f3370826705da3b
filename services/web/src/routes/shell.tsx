import { useQueryClient } from "@tanstack/react-query";
import { Navigate, Outlet, useNavigate, useParams } from "@tanstack/react-router";
import { Hash } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { sync } from "../api/channels";
import { ApiError } from "../api/client";
import { explain } from "../api/problem";
import { Sidebar } from "../features/channels/Sidebar";
import { useMyChannels } from "../features/channels/use-channels";
import { LinkBanner } from "../features/link/Banner";
import { Shortcuts } from "../features/shortcuts/Shortcuts";
import { Rail } from "../features/workspaces/Rail";
import { setLanguage } from "../i18n";
import { Session, watchWaking } from "../session";
import { SessionContext } from "../session-context";
import { applyTheme } from "../theme";
import { Button } from "../ui/Button";
import { EmptyState } from "../ui/EmptyState";
import { SkipLink } from "../ui/SkipLink";
import { rememberWorkspace } from "./home";

type Opening =
  | { readonly state: "opening" }
  | { readonly state: "open"; readonly session: Session }
  | { readonly state: "failed"; readonly error: unknown };

/** Everything that needs a signed-in person: opens the session, and draws the frame around the screens. */
export function Shell() {
  const { t } = useTranslation();
  const [attempt, setAttempt] = useState(0);
  const opening = useOpening(attempt);
  if (opening.state === "opening")
    return <div className="grid h-full place-items-center text-muted">{t("app.loading")}</div>;
  if (opening.state === "failed") {
    if (opening.error instanceof ApiError && opening.error.problem.status === 401)
      return <Navigate to="/sign-in" search={{ next: location.pathname }} replace />;
    return (
      <main className="grid h-full place-items-center">
        <EmptyState
          icon={<Hash />}
          title={explain(opening.error)}
          action={<Button onClick={() => setAttempt(attempt + 1)}>{t("app.retry")}</Button>}
        />
      </main>
    );
  }
  return (
    <SessionContext value={opening.session}>
      <Frame session={opening.session} />
    </SessionContext>
  );
}

function useOpening(attempt: number): Opening {
  const cache = useQueryClient();
  const [opening, setOpening] = useState<Opening>({ state: "opening" });
  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` opens again
  useEffect(() => {
    const cancel = new AbortController();
    let session: Session | undefined;
    const open = async () => {
      try {
        const first = await sync(cancel.signal);
        const opened = await Session.open(cache, first);
        if (cancel.signal.aborted) return opened.close();
        session = opened;
        applyTheme(first.me.theme);
        if (first.me.locale.startsWith("zh")) await setLanguage("zh");
        setOpening({ state: "open", session });
      } catch (error) {
        if (!cancel.signal.aborted) setOpening({ state: "failed", error });
      }
    };
    setOpening({ state: "opening" });
    void open();
    return () => {
      cancel.abort();
      session?.close();
    };
  }, [cache, attempt]);
  return opening;
}

function Frame({ session }: { readonly session: Session }) {
  const navigate = useNavigate();
  const { workspace } = useParams({ from: "/w/$workspace" });
  const { channel } = useParams({ strict: false });
  useEffect(() => watchWaking(session.connection), [session]);
  useEffect(() => rememberWorkspace(workspace), [workspace]);
  useEffect(() => {
    session.onSignedOut = () => void navigate({ to: "/sign-in", replace: true });
    session.onGone = (gone) => {
      if (location.pathname.endsWith(`/c/${gone}`)) void navigate({ to: "/w/$workspace", params: { workspace } });
    };
  }, [session, navigate, workspace]);
  return (
    <div className="flex h-full">
      <SkipLink />
      <Rail workspace={workspace} />
      <Sidebar workspace={workspace} hidden={channel !== undefined} />
      <main
        id="main"
        tabIndex={-1}
        className={`min-w-0 flex-1 flex-col focus:outline-none ${channel === undefined ? "hidden md:flex" : "flex"}`}
      >
        <LinkBanner />
        <div className="min-h-0 flex-1">
          <Outlet />
        </div>
      </main>
      <Shortcuts workspace={workspace} />
    </div>
  );
}

/** No channel chosen: on a wide screen the first one opens; on a phone the list is the screen. */
export function WorkspaceHome() {
  const { t } = useTranslation();
  const { workspace } = useParams({ from: "/w/$workspace" });
  const first = useMyChannels(workspace).find((channel) => channel.kind === "public" || channel.kind === "private");
  if (first && matchMedia("(min-width: 768px)").matches) {
    return <Navigate to="/w/$workspace/c/$channel" params={{ workspace, channel: first.id }} replace />;
  }
  return <EmptyState icon={<Hash />} title={t("channels.chooseTitle")} text={t("channels.chooseHint")} />;
}
