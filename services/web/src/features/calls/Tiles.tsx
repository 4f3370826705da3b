import { MicOff } from "lucide-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useUser } from "../../api/use-user";
import { Avatar } from "../../ui/Avatar";
import { cx } from "../../ui/cx";
import { useMe } from "../channels/use-channels";
import type { Calls } from "./calls";
import { chosenDevices } from "./media";
import type { Own } from "./state";
import { useCall } from "./store";
import type { CallMedia } from "./types";

/** Everybody in the call, oneself last, and the screens that are shown first. */
export function Tiles({ calls, own, small }: { readonly calls: Calls; readonly own: Own; readonly small: boolean }) {
  const me = useMe();
  const media = useCall((state) => state.media);
  // A track that has come, or was exchanged, is looked for again.
  useCall((state) => state.turn);
  const people = [...own.people.map(({ user_id, media }) => ({ user: user_id, media })), { user: me.id, media }];
  const shown = people.filter((one) => one.media.screen);
  // Of two, one sees the other, and oneself in a corner.
  const pair = people.length === 2;
  const columns = people.length > 4 ? "grid-cols-3" : people.length > 2 ? "grid-cols-2" : "relative grid-cols-1";
  return (
    <div className={cx("min-h-0 overflow-y-auto px-3 pb-2", small && "hidden")}>
      {shown.map(({ user }) => (
        <Screen key={user} calls={calls} user={user} />
      ))}
      <ul className={cx("grid gap-2", columns)}>
        {people.map((one) => (
          <Tile key={one.user} calls={calls} me={me.id} corner={pair && one.user === me.id} {...one} />
        ))}
      </ul>
      {own.people.map(({ user_id }) => (
        <Sound key={user_id} track={calls.track(user_id, "audio")} />
      ))}
    </div>
  );
}

interface TileProps {
  readonly calls: Calls;
  readonly me: string;
  readonly user: string;
  readonly media: CallMedia;
  /** Small, over the other one. */
  readonly corner: boolean;
}

function Tile({ calls, me, user, media, corner }: TileProps) {
  const { t } = useTranslation();
  const known = useUser(user);
  const link = useCall((state) => state.links[user]);
  const speaking = useCall((state) => state.speaking.includes(user === me ? "" : user)) && !media.muted;
  const own = user === me;
  const name = own ? t("calls.you") : (known?.display_name ?? "");
  const track = media.video ? calls.track(user, "camera") : undefined;
  return (
    <li
      data-user={user}
      data-speaking={speaking || undefined}
      className={cx(
        "grid aspect-video place-items-center overflow-hidden rounded-menu border-2",
        corner ? "absolute right-2 bottom-2 w-1/3 bg-raised shadow-float" : "relative bg-sidebar",
        speaking ? "border-online" : corner ? "border-line" : "border-transparent",
      )}
    >
      {track ? (
        <Picture track={track} mirrored={own} label={t("calls.pictureOf", { name })} />
      ) : (
        <Avatar name={known?.display_name ?? name} url={known?.avatar_url ?? null} size={corner ? 36 : 56} />
      )}
      {!own && link !== "connected" && (
        <span className="absolute inset-x-1 top-1 rounded-control bg-raised px-2 text-center text-label text-muted">
          {t(link === "reconnecting" ? "calls.reconnecting" : "calls.connecting")}
        </span>
      )}
      <span className="absolute right-1 bottom-1 left-1 flex">
        <span className="flex max-w-full items-center gap-1 rounded-control bg-raised px-1.5 text-label">
          {media.muted && (
            <MicOff size={12} role="img" aria-label={t("calls.isMuted")} className="shrink-0 text-danger" />
          )}
          <bdi className="truncate">{name}</bdi>
          {speaking && <span className="sr-only">{t("calls.speaks")}</span>}
        </span>
      </span>
    </li>
  );
}

function Screen({ calls, user }: { readonly calls: Calls; readonly user: string }) {
  const { t } = useTranslation();
  const known = useUser(user);
  const track = calls.track(user, "screen");
  if (!track) return null;
  const name = known?.display_name ?? "";
  return (
    <figure className="mb-2 overflow-hidden rounded-menu bg-sidebar">
      <Picture track={track} whole label={t("calls.screenOf", { name })} />
      <figcaption className="truncate px-2 py-1 text-label text-muted">{t("calls.screenOf", { name })}</figcaption>
    </figure>
  );
}

interface PictureProps {
  readonly track: MediaStreamTrack;
  readonly label: string;
  readonly mirrored?: boolean;
  readonly whole?: boolean;
}

function Picture({ track, label, mirrored = false, whole = false }: PictureProps) {
  const video = useRef<HTMLVideoElement>(null);
  useStream(video, track);
  return (
    <video
      ref={video}
      autoPlay
      playsInline
      muted
      aria-label={label}
      className={cx("size-full", whole ? "object-contain" : "object-cover", mirrored && "-scale-x-100")}
    />
  );
}

/** What somebody says, out of the loudspeaker that was chosen. */
function Sound({ track }: { readonly track: MediaStreamTrack | undefined }) {
  const audio = useRef<HTMLAudioElement>(null);
  useStream(audio, track);
  const { speaker } = chosenDevices();
  useEffect(() => {
    if (speaker !== undefined) void audio.current?.setSinkId?.(speaker).catch(() => undefined);
  }, [speaker]);
  // biome-ignore lint/a11y/useMediaCaption: live speech has no captions
  return <audio ref={audio} autoPlay />;
}

function useStream(element: React.RefObject<HTMLMediaElement | null>, track: MediaStreamTrack | undefined): void {
  useEffect(() => {
    const media = element.current;
    if (!media) return;
    media.srcObject = track ? new MediaStream([track]) : null;
    return () => {
      media.srcObject = null;
    };
  }, [element, track]);
}
