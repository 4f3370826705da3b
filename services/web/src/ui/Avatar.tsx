import { User as UserIcon } from "lucide-react";
import { useState } from "react";
import { avatarColour, initial, initials } from "./avatar";
import { cx } from "./cx";

export interface AvatarProps {
  readonly name: string;
  readonly url: string | null;
  /** Side in px. */
  readonly size?: number;
  readonly className?: string;
}

/** Below this, two letters are a smudge. */
const SMALL = 28;

/**
 * A picture, with the initials in its place until it is there and when it does not come. Decoration: the name always
 * stands beside it, so it is hidden from screen readers.
 */
export function Avatar({ name, url, size = 36, className }: AvatarProps) {
  const [loaded, setLoaded] = useState<string>();
  const [broken, setBroken] = useState<string>();
  const text = size < SMALL ? initial(name) : initials(name);
  const isThere = url !== null && url === loaded;
  return (
    <span
      aria-hidden="true"
      className={cx(
        "relative grid shrink-0 select-none place-items-center overflow-hidden rounded-menu font-semibold text-white",
        className,
      )}
      style={{
        width: size,
        height: size,
        // What is transparent in a picture shows the page, not the colour that stood in for it.
        background: isThere ? undefined : avatarColour(name),
        fontSize: Math.round(size * (size < SMALL ? 0.55 : 0.38)),
      }}
    >
      {!isThere && (text === "" ? <UserIcon size={size * 0.5} /> : text)}
      {url !== null && url !== broken && (
        <img
          // One that the browser has is there before the first paint.
          ref={(image) => {
            if (image?.complete && image.naturalWidth > 0) setLoaded(url);
          }}
          src={url}
          alt=""
          width={size}
          height={size}
          loading="lazy"
          draggable={false}
          className="absolute inset-0 size-full object-cover"
          onLoad={() => setLoaded(url)}
          onError={() => setBroken(url)}
        />
      )}
    </span>
  );
}
