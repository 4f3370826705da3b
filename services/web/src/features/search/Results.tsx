import { useNavigate, useParams } from "@tanstack/react-router";
import { Command } from "cmdk";
import { Search } from "lucide-react";
import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Channel, Message, SearchHit } from "../../api/types";
import { isDirect, othersOf, useMe, useMyChannels } from "../channels/use-channels";
import { useOpenDm } from "../channels/use-open-dm";
import { Entry, Group } from "./Entry";
import { ChannelEntry, MessageEntry, PersonEntry } from "./entries";
import { focusComposer } from "./focus-composer";
import { weightNow } from "./frecency";
import { readQuery } from "./query";
import { ranked } from "./rank";
import { useActions } from "./use-actions";
import { useHeld, useOthers, usePeople } from "./use-found";
import { useFewHits } from "./use-search";
import { useVisits } from "./visits";

const MOST_RECENT = 7;
const MOST_CHANNELS = 12;

interface Found {
  readonly message: Message;
  readonly channel: Channel | undefined;
  readonly marks: SearchHit["highlights"] | string;
}

export interface ResultsProps {
  readonly workspace: string;
  readonly typed: string;
  /** Closes the palette, and then does it. */
  readonly onChoose: (run: () => void) => void;
  /** Told which entry is the first: it is the one that Enter takes. */
  readonly onFirst: (value: string) => void;
}

export function Results({ workspace, typed, onChoose, onFirst }: ResultsProps) {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const openDm = useOpenDm(workspace);
  const { channel: current } = useParams({ strict: false });
  const mine = useMyChannels(workspace);
  const { visits } = useVisits();
  const [now] = useState(Date.now);
  const { scope, text } = readQuery(typed);
  const weight = (channel: Channel) => weightNow(visits[channel.id], now) + (channel.membership?.mentions ? 1 : 0);
  const textsOf = (channel: Channel) =>
    isDirect(channel)
      ? othersOf(channel, me.id).flatMap((user) => [user.display_name, user.handle])
      : [channel.name ?? "", channel.topic];
  const isEmpty = scope === "all" && text === "";
  const candidates = isEmpty ? recent(mine, current, weight) : mine;
  const channels =
    scope === "people" || scope === "actions"
      ? []
      : ranked(text, candidates, textsOf, weight).slice(0, isEmpty ? MOST_RECENT : MOST_CHANNELS);
  const ids = useMemo(() => new Set(mine.map((channel) => channel.id)), [mine]);
  const people = usePeople(workspace, text, scope).filter((user) => user.id !== me.id);
  const others = useOthers(workspace, text, scope);
  const found = useActions(text);
  const actions = scope === "all" || scope === "actions" ? found : [];
  const { hits, failed } = useFewHits(workspace, text, scope);
  const held = useHeld(text, scope, ids);
  // What was said this second, the server finds in the next.
  const messages: readonly Found[] =
    hits.length > 0
      ? hits.map(({ message, channel, highlights }) => ({ message, channel, marks: highlights }))
      : held.map((message) => ({ message, channel: undefined, marks: text }));
  const canSearch = scope === "all" && text !== "";
  const first =
    channels[0]?.id ??
    named("user", people[0]) ??
    named("other", others[0]) ??
    named("action", actions[0]) ??
    (canSearch ? "search" : "");
  useEffect(() => onFirst(first), [first, onFirst]);
  const count = channels.length + people.length + others.length + messages.length + actions.length;

  const go = (
    channel: string,
    search: { readonly thread?: string; readonly at?: number; readonly reply?: number } = {},
  ) =>
    onChoose(() => {
      void navigate({ to: "/w/$workspace/c/$channel", params: { workspace, channel }, search });
      if (search.at === undefined && search.thread === undefined) focusComposer();
    });
  const goTo = (message: Message) =>
    go(
      message.channel_id,
      message.message_no !== null || message.parent_id === null
        ? { at: message.seq }
        : { thread: message.parent_id, reply: message.seq },
    );
  const searchAll = () =>
    onChoose(() => {
      void navigate({ to: "/w/$workspace/search", params: { workspace }, search: { q: text } });
    });

  return (
    <>
      <Command.List className="max-h-[min(60vh,460px)] overflow-y-auto overscroll-contain p-1.5">
        <Command.Empty className="px-3 py-6 text-center text-muted">{t("channels.nothingFound")}</Command.Empty>
        {channels.length > 0 && (
          <Group title={t(isEmpty ? "search.recent" : "search.channels")}>
            {channels.map((channel) => (
              <ChannelEntry
                key={channel.id}
                value={channel.id}
                channel={channel}
                me={me.id}
                onSelect={() => go(channel.id)}
              />
            ))}
          </Group>
        )}
        {people.length > 0 && (
          <Group title={t("search.people")}>
            {people.map((user) => (
              <PersonEntry
                key={user.id}
                user={user}
                onSelect={() => onChoose(() => void openDm([user.id]).then((opened) => opened && focusComposer()))}
              />
            ))}
          </Group>
        )}
        {others.length > 0 && (
          <Group title={t("search.others")}>
            {others.map((channel) => (
              <ChannelEntry
                key={channel.id}
                value={`other:${channel.id}`}
                channel={channel}
                me={me.id}
                onSelect={() => go(channel.id)}
              />
            ))}
          </Group>
        )}
        {actions.length > 0 && (
          <Group title={t("search.actions")}>
            {actions.map((action) => (
              <Entry
                key={action.id}
                value={`action:${action.id}`}
                icon={action.icon}
                onSelect={() => onChoose(action.run)}
              >
                {action.title}
              </Entry>
            ))}
          </Group>
        )}
        {canSearch && (
          <Group title={t("search.allMessages")}>
            <Entry value="search" icon={<Search size={16} aria-hidden="true" />} onSelect={searchAll}>
              {t("search.searchFor", { q: text })}
            </Entry>
            {messages.map(({ message, channel, marks }) => (
              <MessageEntry
                key={message.id}
                message={message}
                place={mine.find((one) => one.id === message.channel_id) ?? channel}
                me={me.id}
                marks={marks}
                onSelect={() => goTo(message)}
              />
            ))}
            {failed && messages.length > 0 && (
              <p className="px-3 pt-1 pb-2 text-label text-subtle">{t("search.messagesHint")}</p>
            )}
          </Group>
        )}
      </Command.List>
      <p role="status" className="sr-only">
        {text === "" ? "" : t("search.results", { count })}
      </p>
    </>
  );
}

const named = (kind: string, one: { readonly id: string } | undefined) => one && `${kind}:${one.id}`;

/** Where I most likely want to go: where I go often and lately, then where something was said last. */
function recent(
  channels: readonly Channel[],
  current: string | undefined,
  weight: (channel: Channel) => number,
): readonly Channel[] {
  return channels
    .filter((channel) => channel.id !== current)
    .sort((a, b) => weight(b) - weight(a) || (b.last_message_at ?? "").localeCompare(a.last_message_at ?? ""));
}
