import { useNavigate, useParams } from "@tanstack/react-router";
import { useEffect } from "react";
import type { Channel } from "../../api/types";
import { moreTexts } from "../../i18n";
import { useSession } from "../../session-context";
import { LazyPart } from "../../ui/LazyPart";
import { lazyPart } from "../../ui/lazy-part";
import { inOrder } from "../channels/order";
import { isMuted, useMyChannels } from "../channels/use-channels";
import { focusComposer } from "../search/focus-composer";
import { remember } from "../search/visits";
import { neighbour } from "./neighbours";
import { goToRegion } from "./regions";
import { dispatch, useShortcut, useShortcuts } from "./registry";

const loadPalette = () => import("../search/Palette").then((part) => part.Palette);
const Palette = lazyPart(loadPalette);
const Sheet = lazyPart(() => import("./ShortcutSheet").then((part) => part.ShortcutSheet));

/** By the time somebody presses Ctrl+K and types on, the palette must be there. */
const LATER_MS = 2_500;

const isWaiting = (channel: Channel) =>
  (channel.membership?.mentions ?? 0) > 0 || ((channel.membership?.unread ?? 0) > 0 && !isMuted(channel, Date.now()));

/** The keys that work anywhere, with what they open. */
export function Shortcuts({ workspace }: { readonly workspace: string }) {
  const navigate = useNavigate();
  const { channel: current } = useParams({ strict: false });
  const { disk } = useSession();
  const channels = useMyChannels(workspace);
  const { palette, sheet, setPalette, setSheet } = useShortcuts();
  useEffect(() => {
    window.addEventListener("keydown", dispatch);
    return () => window.removeEventListener("keydown", dispatch);
  }, []);
  useEffect(() => {
    const timer = setTimeout(() => Promise.all([loadPalette(), moreTexts()]).catch(() => undefined), LATER_MS);
    return () => clearTimeout(timer);
  }, []);
  useEffect(() => {
    if (current !== undefined) void remember(disk, current);
  }, [disk, current]);
  const go = (step: 1 | -1, wanted?: (channel: Channel) => boolean) => {
    const next = neighbour(inOrder(channels), current, step, wanted);
    if (!next) return;
    const region = document.activeElement?.closest<HTMLElement>("[data-region]")?.dataset["region"];
    void navigate({ to: "/w/$workspace/c/$channel", params: { workspace, channel: next.id } });
    // What had the focus goes with the old channel, unless it stands in what stays.
    if (region !== "sidebar" && region !== "workspaces") focusComposer();
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
        <LazyPart>
          <Palette workspace={workspace} />
        </LazyPart>
      )}
      {sheet && (
        <LazyPart>
          <Sheet open onOpenChange={setSheet} />
        </LazyPart>
      )}
    </>
  );
}
