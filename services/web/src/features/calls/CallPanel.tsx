import { ChevronDown, ChevronUp, TriangleAlert } from "lucide-react";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { clock } from "../../i18n/clock";
import { formatNames } from "../../i18n/format";
import { useLink } from "../../socket/link";
import { useAnnouncer } from "../../ui/Announcer";
import { Button } from "../../ui/Button";
import { cx } from "../../ui/cx";
import { focusFirst, pathTo } from "../../ui/focus";
import { IconButton } from "../../ui/IconButton";
import { useNow } from "../../ui/use-now";
import { titleOf, useMe } from "../channels/use-channels";
import { Controls } from "./Controls";
import type { Calls } from "./calls";
import { KINDS } from "./peer";
import type { Own } from "./state";
import { useCall } from "./store";
import { Tiles } from "./Tiles";
import { useCallChannel } from "./use-call-channel";

/** What was ended on purpose needs no more words after this. */
const GOODBYE_MS = 2_500;

/** The call, floating above whatever screen one is on. */
export function CallPanel({ calls, own }: { readonly calls: Calls; readonly own: Own }) {
  const { t } = useTranslation();
  const me = useMe();
  const channel = useCallChannel(own.channel);
  const [small, setSmall] = useState(false);
  const panel = useRef<HTMLElement>(null);
  const title = channel ? titleOf(channel, me.id, formatNames) : "";
  const over = own.stage === "ended";
  const text = useStateText(own);
  useEffect(() => {
    if (text !== "") useAnnouncer.getState().say(text);
  }, [text]);
  useEffect(() => {
    if (!over || (own.why !== "hungUp" && own.why !== "theyLeft")) return;
    const timer = setTimeout(() => calls.dismiss(), GOODBYE_MS);
    return () => clearTimeout(timer);
  }, [over, own.why, calls]);
  useLayoutEffect(() => {
    // Whoever started or took the call acts here next; afterwards they are back where they were.
    const path = pathTo(document.activeElement);
    panel.current?.focus({ preventScroll: true });
    return () => {
      queueMicrotask(() => document.activeElement === document.body && focusFirst(path));
    };
  }, []);
  return (
    <section
      ref={panel}
      tabIndex={-1}
      aria-label={t("calls.panel", { name: title })}
      data-region="call"
      data-stage={own.stage}
      className={cx(
        // Where one writes stays free: above the composer, on a phone below the header.
        "appear fixed top-16 right-3 left-3 z-30 flex max-h-[calc(100dvh-144px)] flex-col overflow-hidden rounded-dialog border border-line bg-raised shadow-float focus:outline-none sm:top-auto sm:bottom-32 sm:left-auto",
        small ? "sm:w-[320px]" : "sm:w-[420px]",
      )}
    >
      <header className="flex items-center gap-2 py-1.5 pr-2 pl-4">
        <div className="min-w-0 flex-1">
          <h2 className="truncate font-semibold">
            <bdi>{channel && channel.kind !== "dm" && channel.kind !== "group_dm" ? `#${title}` : title}</bdi>
          </h2>
          <p className="truncate text-label text-muted" data-testid="call-state">
            {text === "" ? <Timer /> : text}
          </p>
        </div>
        {!over && (
          <IconButton
            label={t(small ? "calls.enlarge" : "calls.shrink")}
            aria-expanded={!small}
            icon={small ? <ChevronUp size={18} /> : <ChevronDown size={18} />}
            onClick={() => setSmall(!small)}
          />
        )}
      </header>
      {!over && <Tiles calls={calls} own={own} small={small} />}
      {!over && <Troubles />}
      {over ? <After calls={calls} own={own} /> : <Controls calls={calls} small={small} />}
    </section>
  );
}

/** What is to be said of the call; empty while it simply goes on. */
function useStateText(own: Own): string {
  const { t } = useTranslation();
  const links = useCall((state) => Object.values(state.links).join());
  const lost = useLink(({ status }) => status.name !== "live" && status.name !== "probing");
  if (own.stage === "ended") return t(`calls.over.${own.why ?? "hungUp"}`);
  if (own.stage === "joining") return t("calls.joining");
  if (lost && links.includes("reconnecting")) return t("calls.networkLost");
  if (own.people.length === 0) return t(own.ringing ? "calls.ringing" : "calls.alone");
  if (links.includes("reconnecting")) return t("calls.reconnecting");
  if (!links.includes("connected")) return t("calls.connecting");
  return "";
}

function Timer() {
  const since = useCall((state) => state.since);
  const now = useNow(1_000);
  return <time className="tabular-nums">{clock(now - (since ?? now))}</time>;
}

function Troubles() {
  const { t } = useTranslation();
  const trouble = useCall((state) => state.trouble);
  const entries = KINDS.flatMap((kind) => (trouble[kind] ? [[kind, trouble[kind]] as const] : []));
  if (entries.length === 0) return null;
  return (
    <div role="status">
      <ul className="mx-3 mb-2 rounded-control bg-sidebar px-3 py-2 text-meta">
        {entries.map(([kind, why]) => (
          <li key={kind} className="flex items-start gap-2">
            <TriangleAlert size={15} aria-hidden="true" className="mt-0.5 shrink-0 text-danger" />
            {t(`calls.trouble.${kind}.${why}`)}
          </li>
        ))}
      </ul>
    </div>
  );
}

function After({ calls, own }: { readonly calls: Calls; readonly own: Own }) {
  const { t } = useTranslation();
  const channel = useCallChannel(own.channel);
  const again = own.why === "elsewhere" || own.why === "moved";
  const canCall = channel && own.why !== "gone" && own.why !== "hungUp";
  return (
    <div className="flex flex-wrap justify-end gap-2 px-4 pt-1 pb-4">
      {canCall && (
        <Button look="primary" onClick={() => calls.start(channel, false, again)}>
          {t(again ? "calls.moveHere" : "calls.callAgain")}
        </Button>
      )}
      <Button onClick={() => calls.dismiss()}>{t("app.close")}</Button>
    </div>
  );
}
