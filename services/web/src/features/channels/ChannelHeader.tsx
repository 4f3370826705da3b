import { Link } from "@tanstack/react-router";
import { ChevronLeft, Info, Pin, Star, Users } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Channel } from "../../api/types";
import { formatNames } from "../../i18n/format";
import { IconButton } from "../../ui/IconButton";
import { LazyPart } from "../../ui/LazyPart";
import { lazyPart } from "../../ui/lazy-part";
import { ChannelIcon } from "./ChannelIcon";
import { DirectLine } from "./DirectLine";
import { HeaderMenu } from "./HeaderMenu";
import { isDirect, titleOf, useMe } from "./use-channels";
import { useOnline } from "./use-online";
import { useOwnSide } from "./use-own-side";
import { usePinCount } from "./use-pin-count";

const CallButton = lazyPart(() => import("../calls/CallButton").then((part) => part.CallButton));

export type DetailsName = "about" | "members" | "pins" | "files" | "settings";

export interface ChannelHeaderProps {
  readonly channel: Channel;
  /** What the pane beside shows; undefined when there is none. */
  readonly details: DetailsName | undefined;
  /** Open the pane there, or close it when it is open there already. */
  readonly onDetails: (tab: DetailsName) => void;
}

export function ChannelHeader({ channel, details, onDetails }: ChannelHeaderProps) {
  const { t } = useTranslation();
  const me = useMe();
  const side = useOwnSide();
  const title = titleOf(channel, me.id, formatNames);
  const starred = channel.membership?.starred === true;
  const direct = isDirect(channel);
  return (
    <header
      data-region="header"
      className="flex h-14 shrink-0 items-center gap-1 border-line border-b pr-2 pl-1 md:pr-3 md:pl-5"
    >
      <Link
        to="/w/$workspace"
        params={{ workspace: channel.workspace_id }}
        aria-label={t("app.back")}
        className="grid size-9 shrink-0 place-items-center rounded-control md:hidden pointer-coarse:size-11"
      >
        <ChevronLeft size={20} />
      </Link>
      <h1 className="min-w-0 shrink truncate font-semibold text-title">
        <button
          type="button"
          onClick={() => onDetails("about")}
          aria-expanded={details === "about"}
          className="flex min-h-9 max-w-full items-center gap-2 rounded-control px-1 hover:bg-hover pointer-coarse:min-h-11"
        >
          <ChannelIcon channel={channel} me={me.id} size={18} />
          <bdi className="truncate">{title}</bdi>
        </button>
      </h1>
      {channel.archived_at !== null && (
        <span className="shrink-0 rounded-full bg-hover px-2 text-label text-muted">{t("channels.archived")}</span>
      )}
      {!direct && (
        <IconButton
          label={t(starred ? "channels.unstar" : "channels.star")}
          active={starred}
          icon={<Star size={16} fill={starred ? "currentColor" : "none"} />}
          onClick={() => void side.star(channel)}
          className="max-sm:hidden"
        />
      )}
      {direct ? <DirectLine channel={channel} /> : <Topic topic={channel.topic} />}
      <PinButton channel={channel} active={details === "pins"} onPress={() => onDetails("pins")} />
      {(!direct || channel.kind === "group_dm") && (
        <MemberCount channel={channel} active={details === "members"} onPress={() => onDetails("members")} />
      )}
      <span className="grid min-w-8 shrink-0 place-items-center pointer-coarse:min-w-11">
        <LazyPart>
          <CallButton channel={channel} />
        </LazyPart>
      </span>
      <IconButton
        label={t("channels.details")}
        active={details !== undefined}
        icon={<Info size={18} />}
        onClick={() => onDetails(details ?? "about")}
        className="max-sm:hidden"
      />
      <HeaderMenu channel={channel} onDetails={onDetails} />
    </header>
  );
}

function Topic({ topic }: { readonly topic: string }) {
  return (
    <p className="min-w-0 flex-1 truncate px-1 text-meta text-muted" title={topic}>
      <span className="max-sm:hidden">{topic}</span>
    </p>
  );
}

interface MemberCountProps {
  readonly channel: Channel;
  readonly active: boolean;
  readonly onPress: () => void;
}

/** How many are in it, and how many of them are there. */
function MemberCount({ channel, active, onPress }: MemberCountProps) {
  const { t } = useTranslation();
  const online = useOnline(channel);
  const members = t("people.memberCount", { count: channel.member_count });
  const there = online === undefined ? [] : [t("people.onlineCount", { count: online })];
  return (
    <Count
      label={[members, ...there].join(", ")}
      count={channel.member_count}
      icon={<Users size={16} aria-hidden="true" />}
      active={active}
      onPress={onPress}
    >
      {online !== undefined && (
        <span aria-hidden="true" className="flex items-center gap-1 max-sm:hidden">
          <span className="size-2 rounded-full bg-online" />
          {online}
        </span>
      )}
    </Count>
  );
}

function PinButton({
  channel,
  active,
  onPress,
}: {
  readonly channel: Channel;
  readonly active: boolean;
  readonly onPress: () => void;
}) {
  const { t } = useTranslation();
  const count = usePinCount(channel.id);
  if (count === 0) return null;
  return (
    <Count
      label={t("channels.pinCount", { count })}
      count={count}
      icon={<Pin size={15} aria-hidden="true" />}
      active={active}
      onPress={onPress}
    />
  );
}

interface CountProps {
  readonly label: string;
  readonly count: number;
  readonly icon: React.ReactNode;
  readonly active: boolean;
  readonly onPress: () => void;
  readonly children?: React.ReactNode;
}

function Count({ label, count, icon, active, onPress, children }: CountProps) {
  return (
    <button
      type="button"
      onClick={onPress}
      aria-label={label}
      aria-expanded={active}
      data-tip={label}
      className={`flex min-h-8 shrink-0 items-center gap-1.5 rounded-control px-2 text-meta tabular-nums hover:bg-hover pointer-coarse:min-h-11 ${active ? "bg-selected text-accent-ink" : "text-muted"}`}
    >
      {icon}
      {count}
      {children}
    </button>
  );
}
