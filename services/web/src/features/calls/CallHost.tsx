import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys";
import type { Channel } from "../../api/types";
import { useSession } from "../../session-context";
import { LazyPart } from "../../ui/LazyPart";
import { lazyPart } from "../../ui/lazy-part";
import { toast } from "../../ui/toast";
import { useShortcut } from "../shortcuts/registry";
import { Calls } from "./calls";
import type { Incoming } from "./state";
import { isActive, useCall } from "./store";

const CallPanel = lazyPart(() => import("./CallPanel").then((part) => part.CallPanel));
const IncomingCall = lazyPart(() => import("./IncomingCall").then((part) => part.IncomingCall));

/** Hears whoever rings, and draws the one call of this page above all screens: going elsewhere does not end it. */
export function CallHost() {
  const { t } = useTranslation();
  const session = useSession();
  const cache = useQueryClient();
  const navigate = useNavigate();
  const missed = ({ channel: id, from }: Incoming) => {
    const channel = cache.getQueryData<Channel[]>(keys.channels)?.find((one) => one.id === id);
    if (!channel) return;
    const name = channel.members.find((one) => one.id === from)?.display_name ?? channel.name ?? "";
    const params = { workspace: channel.workspace_id, channel: id };
    const show = () => void navigate({ to: "/w/$workspace/c/$channel", params });
    toast.message(t("calls.missed", { name }), {
      id: `missed:${id}`,
      duration: Number.POSITIVE_INFINITY,
      closeButton: true,
      action: { label: t("calls.show"), onClick: show },
    });
  };
  // A call outlives another language and another screen.
  const tell = useRef(missed);
  tell.current = missed;
  useEffect(() => {
    const calls = new Calls(session, { missed: (incoming) => tell.current(incoming) });
    return () => calls.close();
  }, [session]);

  const calls = useCall((state) => state.calls);
  const muted = useCall((state) => state.media.muted);
  const own = useCall((state) => state.own);
  const incoming = useCall((state) => state.incoming);
  useShortcut("muteCall", () => void calls?.sending.mute(!muted), isActive(own));
  if (!calls) return null;
  return (
    <>
      {incoming && (
        <LazyPart>
          <IncomingCall key={incoming.ring} calls={calls} incoming={incoming} />
        </LazyPart>
      )}
      {own && (
        <LazyPart>
          <CallPanel calls={calls} own={own} />
        </LazyPart>
      )}
    </>
  );
}
