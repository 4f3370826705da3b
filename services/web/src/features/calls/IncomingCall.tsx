import { Phone, PhoneOff, Video } from "lucide-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useUser } from "../../api/use-user";
import { formatNames } from "../../i18n/format";
import { useAnnouncer } from "../../ui/Announcer";
import { Avatar } from "../../ui/Avatar";
import { Button } from "../../ui/Button";
import { isDirect, titleOf, useMe } from "../channels/use-channels";
import type { Calls } from "./calls";
import { ringSound } from "./ring-sound";
import type { Incoming } from "./state";
import { useCallChannel } from "./use-call-channel";

/** Somebody rings. Not a modal: whoever is writing goes on, and no Enter of theirs takes a call. F6 comes here. */
export function IncomingCall({ calls, incoming }: { readonly calls: Calls; readonly incoming: Incoming }) {
  const { t } = useTranslation();
  const me = useMe();
  const user = useUser(incoming.from);
  const channel = useCallChannel(incoming.channel);
  const name = channel?.members.find((one) => one.id === incoming.from)?.display_name ?? user?.display_name ?? "";
  const place = channel && (channel.kind === "dm" ? undefined : titleOf(channel, me.id, formatNames));
  const kind = t(incoming.video ? "calls.videoCall" : "calls.voiceCall");
  const text = t("calls.rings", { name });
  const quiet = me.status.presence === "dnd";
  useEffect(() => {
    if (name !== "") useAnnouncer.getState().say(`${text}. ${t("calls.howToAnswer")}`, true);
  }, [text, name, t]);
  useEffect(() => (quiet ? undefined : ringInOneTab(me.id)), [quiet, me.id]);
  useEffect(() => {
    if (quiet || name === "" || typeof Notification === "undefined" || Notification.permission !== "granted") return;
    if (!document.hidden && document.hasFocus()) return;
    const note = new Notification(text, { body: kind, tag: incoming.ring, icon: "/icons/hubbub.svg", silent: true });
    note.onclick = () => {
      window.focus();
      note.close();
    };
    return () => note.close();
  }, [quiet, name, text, kind, incoming.ring]);
  if (!channel) return null;
  const accept = (video: boolean) => calls.accept(video, channel.kind === "dm");
  return (
    <section
      aria-label={text}
      data-region="ringing"
      // Heard above a dialog as well, which keeps the pointer from everything else.
      className="appear pointer-events-auto fixed top-3 right-3 left-3 z-50 rounded-dialog border border-line bg-raised p-4 shadow-float sm:left-auto sm:w-[380px]"
    >
      <div className="flex items-center gap-3">
        <span className="relative">
          <Avatar name={name} url={user?.avatar_url ?? null} size={48} />
          <span aria-hidden="true" className="absolute -top-1 -right-1 size-3 animate-ping rounded-full bg-online" />
        </span>
        <div className="min-w-0">
          <p className="truncate font-semibold">
            <bdi>{text}</bdi>
          </p>
          <p className="truncate text-meta text-muted">
            {kind}
            {place !== undefined && (
              <>
                {" · "}
                <bdi>{isDirect(channel) ? place : `#${place}`}</bdi>
              </>
            )}
          </p>
        </div>
      </div>
      <div className="mt-4 grid grid-cols-2 gap-2">
        <Button look="primary" onClick={() => accept(false)} className="bg-ok! text-canvas!">
          <Phone size={16} aria-hidden="true" />
          {t("calls.accept")}
        </Button>
        <Button onClick={() => accept(true)}>
          <Video size={16} aria-hidden="true" />
          {t("calls.acceptVideo")}
        </Button>
        <Button look="danger" onClick={() => calls.decline()} className="col-span-2">
          <PhoneOff size={16} aria-hidden="true" />
          {t("calls.decline")}
        </Button>
      </div>
    </section>
  );
}

/** All tabs show it; one of them is heard. */
function ringInOneTab(me: string): () => void {
  let stop: () => void = () => undefined;
  let over = false;
  const begin = () => {
    if (!over) stop = ringSound();
  };
  if (typeof navigator.locks === "undefined") begin();
  else {
    void navigator.locks.request(`hubbub.ringing:${me}`, { ifAvailable: true }, (lock) => {
      if (!lock || over) return undefined;
      begin();
      return new Promise<void>((resolve) => {
        const end = stop;
        stop = () => {
          end();
          resolve();
        };
      });
    });
  }
  return () => {
    over = true;
    stop();
  };
}
