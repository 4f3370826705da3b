import { useNavigate, useParams } from "@tanstack/react-router";
import { lazy, Suspense, useEffect } from "react";
import type { Channel } from "../../api/types";
import { ErrorBoundary } from "../../ui/ErrorBoundary";
import { inOrder } from "../channels/order";
import { isMuted, useMyChannels } from "../channels/use-channels";
import { neighbour } from "./neighbours";
import { goToRegion } from "./regions";
import { dispatch, useShortcut, useShortcuts } from "./registry";

const Palette = lazy(() => import("../search/Palette").then((module) => ({ default: module.Palette })));
const Sheet = lazy(() => import("./ShortcutSheet").then((module) => ({ default: module.ShortcutSheet })));

const isWaiting = (channel: Channel) =>
  (channel.membership?.mentions ?? 0) > 0 || ((channel.membership?.unread ?? 0) > 0 && !isMuted(channel, Date.now()));

/** The keys that work anywhere, with what they open. */
export function Shortcuts({ workspace }: { readonly workspace: string }) {
  const navigate = useNavigate();
  const { channel: current } = useParams({ strict: false });
  const channels = useMyChannels(workspace);
  const { palette, sheet, setPalette, setSheet } = useShortcuts();
  useEffect(() => {
    window.addEventListener("keydown", dispatch);
    return () => window.removeEventListener("keydown", dispatch);
  }, []);
  const go = (step: 1 | -1, wanted?: (channel: Channel) => boolean) => {
    const next = neighbour(inOrder(channels), current, step, wanted);
    if (!next) return;
    void navigate({ to: "/w/$workspace/c/$channel", params: { workspace, channel: next.id } });
  };
  useShortcut("palette", () => setPalette(!palette));
  useShortcut("sheet", () => setSheet(!sheet));
  useShortcut("nextChannel", () => go(1));
  useShortcut("previousChannel", () => go(-1));
  useShortcut("nextUnread", () => go(1, isWaiting));
  useShortcut("previousUnread", () => go(-1, isWaiting));
  useShortcut("nextRegion", () => goToRegion(1));
  useShortcut("previousRegion", () => goToRegion(-1));
  return (
    <>
      {palette && (
        <Loaded>
          <Palette workspace={workspace} />
        </Loaded>
      )}
      {sheet && (
        <Loaded>
          <Sheet open onOpenChange={setSheet} />
        </Loaded>
      )}
    </>
  );
}

/** A dialog of its own chunk. When that cannot be fetched the dialog does not come, and the page stays. */
function Loaded({ children }: { readonly children: React.ReactNode }) {
  return (
    <ErrorBoundary fallback={null}>
      <Suspense fallback={null}>{children}</Suspense>
    </ErrorBoundary>
  );
}
