import "../i18n/chat";
import { Navigate, Outlet, useMatchRoute, useNavigate, useParams } from "@tanstack/react-router";
import { Hash } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "../api/client";
import { explain } from "../api/problem";
import { CustomEmojisOf } from "../emoji/custom";
import { Sidebar } from "../features/channels/Sidebar";
import { useMe, useMyChannels, useWorkspaces } from "../features/channels/use-channels";
import { LinkBanner } from "../features/link/Banner";
import { useLinkStatus } from "../features/link/link-status";
import { PageTitle } from "../features/notifications/PageTitle";
import { Shortcuts } from "../features/shortcuts/Shortcuts";
import { Hosts } from "../features/workspaces/Hosts";
import { Rail } from "../features/workspaces/Rail";
import { setLanguage } from "../i18n";
import { forgetWorkspace, lastWorkspace, rememberWorkspace } from "../last-workspace";
import { Metrics } from "../metrics/Metrics";
import type { Session } from "../session";
import { expelled } from "../session/leave";
import { useOpening } from "../session/use-opening";
import { SessionContext } from "../session-context";
import { watchWaking } from "../socket/wake";
import { applyTheme } from "../theme";
import { Button } from "../ui/Button";
import { EmptyState } from "../ui/EmptyState";
import { LazyPart } from "../ui/LazyPart";
import { lazyPart } from "../ui/lazy-part";
import { SkipLink } from "../ui/SkipLink";
import { Splash } from "../ui/Splash";
import { NotFound } from "./not-found";

const CallHost = lazyPart(() => import("../features/calls/CallHost").then((part) => part.CallHost));
const Notifier = lazyPart(() => import("../features/notifications/Notifier").then((part) => part.Notifier));
const GuestBar = lazyPart(() => import("../features/guests/GuestBar").then((part) => part.GuestBar));
const LinkStatus = lazyPart(() => import("../features/link/LinkStatus").then((part) => part.LinkStatus));

/** Everything that needs a signed-in person: opens the session, and draws the frame around the screens. */
export function Shell() {
  const { t } = useTranslation();
  const [attempt, setAttempt] = useState(0);
  const opening = useOpening(attempt);
  if (opening.state === "opening") return <Splash label={t("app.loading")} />;
  if (opening.state === "failed") {
    if (opening.error instanceof ApiError && opening.error.problem.status === 401)
      return <Navigate to="/sign-in" search={{ next: location.pathname + location.search }} replace />;
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

function Frame({ session }: { readonly session: Session }) {
  const navigate = useNavigate();
  const { workspace } = useParams({ from: "/w/$workspace" });
  const { channel } = useParams({ strict: false });
  // On a phone, the list of channels and what was chosen from it are two screens.
  const atHome = useMatchRoute()({ to: "/w/$workspace", fuzzy: false }) !== false;
  useEffect(() => watchWaking(session.connection, () => void session.keeper.flush()), [session]);
  const me = useMe();
  const isMine = useWorkspaces().some((one) => one.id === workspace);
  useEffect(() => {
    if (isMine) rememberWorkspace(workspace);
  }, [workspace, isMine]);
  useEffect(() => {
    const stops = [
      session.events.on("signedOut", async (why) => {
        await expelled(session);
        if (why === "another") location.assign("/");
        else void navigate({ to: "/sign-in", search: { next: location.pathname + location.search }, replace: true });
      }),
      session.events.on("gone", (gone) => {
        if (location.pathname.endsWith(`/c/${gone}`)) void navigate({ to: "/w/$workspace", params: { workspace } });
      }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [session, navigate, workspace]);
  const showsLink = useLinkStatus((state) => state.shown);
  useHeardFromTabs(session);
  if (!isMine) return <NotMine workspace={workspace} />;
  return (
    <CustomEmojisOf workspace={workspace}>
      <div className="flex h-full">
        <SkipLink />
        <Rail workspace={workspace} />
        <Sidebar workspace={workspace} hidden={!atHome} />
        <main
          id="main"
          tabIndex={-1}
          className={`min-w-0 flex-1 flex-col focus:outline-none ${atHome ? "hidden md:flex" : "flex"}`}
        >
          <LinkBanner />
          {me.is_guest && (
            <LazyPart>
              <GuestBar me={me} workspace={workspace} />
            </LazyPart>
          )}
          <div className="min-h-0 flex-1">
            <Outlet />
          </div>
        </main>
        <Shortcuts workspace={workspace} />
        <Metrics />
        <Hosts workspace={workspace} />
        <PageTitle channel={channel} />
        <LazyPart>
          <Notifier channel={channel} />
        </LazyPart>
        <LazyPart>
          <CallHost />
        </LazyPart>
        {showsLink && (
          <LazyPart>
            <LinkStatus />
          </LazyPart>
        )}
      </div>
    </CustomEmojisOf>
  );
}

/** What was chosen in another tab holds here too. */
function useHeardFromTabs(session: Session): void {
  useEffect(() => {
    const stops = [
      session.tabs.on("theme", (theme) => applyTheme(theme)),
      session.tabs.on("language", (language) => void setLanguage(language)),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [session]);
}

/** One that I left or was removed from; or that never was mine, which must look as if it did not exist. */
function NotMine({ workspace }: { readonly workspace: string }) {
  const [wasMine] = useState(lastWorkspace() === workspace);
  useEffect(() => {
    if (wasMine) forgetWorkspace();
  }, [wasMine]);
  return wasMine ? <Navigate to="/" replace /> : <NotFound />;
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
