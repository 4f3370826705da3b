import { Check, Hash } from "lucide-react";
import { useTranslation } from "react-i18next";
import { joinChannel, leaveChannel } from "../../api/channels";
import type { Channel } from "../../api/types";
import { useSession } from "../../session-context";
import { Button } from "../../ui/Button";
import { useTask } from "../../use-task";

interface Props {
  readonly channel: Channel;
  readonly onOpen: (channel: Channel) => void;
  readonly onChanged: () => void;
}

/** A public channel, to be looked at, joined or left. */
export function BrowseRow({ channel, onOpen, onChanged }: Props) {
  const { t } = useTranslation();
  const session = useSession();
  const { busy, run } = useTask();
  const name = channel.name ?? "";
  const join = () => run(async () => session.add(await joinChannel(channel.id)));
  const leave = () =>
    run(async () => {
      await leaveChannel(channel.id);
      session.remove(channel.id);
    });
  return (
    <div className="flex items-center gap-3 py-2.5">
      <Hash size={18} aria-hidden="true" className="shrink-0 text-muted" />
      <div className="min-w-0 flex-1">
        <p className="flex items-center gap-2">
          <bdi className="truncate font-semibold">{name}</bdi>
          {channel.membership && (
            <span className="flex shrink-0 items-center gap-1 text-label text-ok">
              <Check size={14} aria-hidden="true" />
              {t("channels.joined")}
            </span>
          )}
        </p>
        <p className="truncate text-meta text-muted">
          {t("people.memberCount", { count: channel.member_count })}
          {channel.topic !== "" && ` · ${channel.topic}`}
        </p>
      </div>
      {channel.membership && (
        <Button
          look="quiet"
          busy={busy}
          aria-label={t("channels.leaveTitle", { name })}
          onClick={() => void leave().then((done) => done && onChanged())}
          className="max-sm:hidden"
        >
          {t("channels.leave")}
        </Button>
      )}
      <Button
        busy={busy}
        onClick={() =>
          channel.membership ? onOpen(channel) : void join().then((done) => (done ? onOpen(channel) : undefined))
        }
        aria-label={`${t(channel.membership ? "channels.open" : "channels.join")} ${name}`}
      >
        {t(channel.membership ? "channels.open" : "channels.join")}
      </Button>
    </div>
  );
}
