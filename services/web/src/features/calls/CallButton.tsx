import { useQuery } from "@tanstack/react-query";
import { Phone, PhoneCall, Video } from "lucide-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { channelCall } from "../../api/calls";
import type { Channel } from "../../api/types";
import { Button } from "../../ui/Button";
import { IconButton } from "../../ui/IconButton";
import { Menu } from "../../ui/Menu";
import { ariaLabel, keyLabel, useShortcut } from "../shortcuts/registry";
import { isActive, useCall } from "./store";

/** A call whose last word was missed is looked for now and then, and at once when one comes here. */
const AGAIN_MS = 15_000;

/** Starts a call in this conversation, or joins the one that is on. */
export function CallButton({ channel }: { readonly channel: Channel }) {
  const { t } = useTranslation();
  const calls = useCall((state) => state.calls);
  const own = useCall((state) => state.own);
  const known = useCall((state) => state.known[channel.id]);
  const may = channel.membership !== null && channel.archived_at === null;
  const { data } = useQuery({
    queryKey: ["call", channel.id],
    queryFn: () => channelCall(channel.id),
    enabled: may,
    staleTime: AGAIN_MS,
    refetchInterval: known ? AGAIN_MS : false,
  });
  useEffect(() => {
    if (data) useCall.setState((state) => ({ known: { ...state.known, [channel.id]: data.call } }));
  }, [data, channel.id]);
  const busy = isActive(own);
  const start = (video: boolean) => calls?.start(channel, video);
  useShortcut("call", () => start(false), may && !busy);
  // Nobody is called where one is alone.
  if (!may || !calls || (channel.kind === "dm" && channel.members.length < 2)) return null;
  const here = busy && own?.channel === channel.id;
  if (known && !here) {
    return (
      <Button
        look="primary"
        disabled={busy}
        onClick={() => start(false)}
        aria-label={t("calls.joinCount", { count: known.people.length })}
        className="min-h-8 shrink-0 px-2.5 text-meta"
      >
        <PhoneCall size={15} aria-hidden="true" />
        {t("calls.join")} · {known.people.length}
      </Button>
    );
  }
  const trigger = (
    <IconButton
      label={busy ? t("calls.busyHere") : `${t("calls.start")} (${keyLabel("call")})`}
      aria-keyshortcuts={ariaLabel("call")}
      icon={<Phone size={17} />}
      active={here}
      disabled={busy}
    />
  );
  if (busy) return trigger;
  return (
    <Menu
      trigger={trigger}
      groups={[
        [
          {
            label: t("calls.startVoice"),
            icon: <Phone size={16} />,
            shortcut: keyLabel("call"),
            onSelect: () => start(false),
          },
          { label: t("calls.startVideo"), icon: <Video size={16} />, onSelect: () => start(true) },
        ],
      ]}
    />
  );
}
