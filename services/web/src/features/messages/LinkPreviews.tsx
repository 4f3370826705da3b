import { Play } from "lucide-react";
import { useState } from "react";
import type { Embed, Message } from "../../api/types";
import { safeHref } from "../../markdown/parse";
import { cx } from "../../ui/cx";
import { LazyPart } from "../../ui/LazyPart";
import { lazyPart } from "../../ui/lazy-part";
import { useMe } from "../channels/use-channels";

const RemovePreview = lazyPart(() => import("./RemovePreview").then((part) => part.RemovePreview));

export interface LinkPreviewsProps {
  readonly message: Message;
  readonly mayRemove: boolean;
}

/** What linked pages say of themselves. Their pictures come from our own host, or not at all: it would tell who reads. */
export function LinkPreviews({ message, mayRemove }: LinkPreviewsProps) {
  const { link_previews: wanted } = useMe();
  if (wanted === false) return null;
  return message.embeds.map((embed) => {
    const href = safeHref(embed.url);
    if (href === undefined || (embed.title === "" && embed.description === "" && !pictureOf(embed))) return null;
    return (
      <div key={embed.url} className="group/card relative mt-1.5 mb-1 w-fit max-w-[min(520px,100%)]">
        <Card embed={embed} href={href} />
        {mayRemove && (
          <LazyPart>
            <RemovePreview message={message} embed={embed} />
          </LazyPart>
        )}
      </div>
    );
  });
}

/** From this width on, a picture is drawn below the text, as the page means it. */
const WIDE = 300;

function Card({ embed, href }: { readonly embed: Embed; readonly href: string }) {
  const picture = pictureOf(embed);
  const wide = picture !== undefined && picture.width >= WIDE && picture.width > picture.height * 1.2;
  return (
    <div className="flex gap-3 border-line-strong border-l-3 py-0.5 pr-8 pl-3">
      <div className="min-w-0 flex-1">
        <p className="text-label text-subtle">
          <bdi>{embed.site_name || new URL(href).host}</bdi>
        </p>
        <a
          href={href}
          target="_blank"
          rel="noopener noreferrer nofollow"
          className="line-clamp-2 font-semibold text-link wrap-anywhere"
        >
          <bdi>{embed.title || href}</bdi>
        </a>
        <p className="line-clamp-3 text-meta text-muted wrap-anywhere">
          <bdi>{embed.description}</bdi>
        </p>
        {picture && wide && <Picture picture={picture} video={embed.kind === "video"} className="mt-1.5 w-90" />}
      </div>
      {picture && !wide && <Picture picture={picture} video={embed.kind === "video"} className="size-18 shrink-0" />}
    </div>
  );
}

interface Shown {
  readonly url: string;
  readonly width: number;
  readonly height: number;
}

function pictureOf({ image_url, image_width, image_height }: Embed): Shown | undefined {
  if (!image_url?.startsWith("/")) return undefined;
  return { url: image_url, width: image_width ?? 1, height: image_height ?? 1 };
}

interface PictureProps {
  readonly picture: Shown;
  readonly video: boolean;
  readonly className: string;
}

/** Its place is there before it is: nothing moves when it comes. */
function Picture({ picture, video, className }: PictureProps) {
  const [broken, setBroken] = useState(false);
  if (broken) return null;
  return (
    <span
      className={cx("relative block max-w-full overflow-hidden rounded-menu bg-code", className)}
      style={{ aspectRatio: `${picture.width} / ${picture.height}` }}
    >
      <img
        src={picture.url}
        alt=""
        loading="lazy"
        decoding="async"
        onError={() => setBroken(true)}
        className="size-full object-cover"
      />
      {video && (
        <span className="absolute inset-0 grid place-items-center">
          <span className="grid size-10 place-items-center rounded-full bg-scrim text-white">
            <Play size={18} aria-hidden="true" />
          </span>
        </span>
      )}
    </span>
  );
}
