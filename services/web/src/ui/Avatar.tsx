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

/** Decoration: the name always stands beside it, so it is hidden from screen readers. */
export function Avatar({ name, url, size = 36, className }: AvatarProps) {
  const [broken, setBroken] = useState<string | null>(null);
  const text = size < SMALL ? initial(name) : initials(name);
  const shared = cx("shrink-0 select-none rounded-menu", className);
  if (url !== null && url !== broken) {
    return (
      <img
        src={url}
        alt=""
        width={size}
        height={size}
        loading="lazy"
        className={cx(shared, "object-cover")}
        onError={() => setBroken(url)}
      />
    );
  }
  return (
    <span
      aria-hidden="true"
      className={cx(shared, "grid place-items-center font-semibold text-white")}
      style={{
        width: size,
        height: size,
        background: avatarColour(name),
        fontSize: Math.round(size * (size < SMALL ? 0.55 : 0.38)),
      }}
    >
      {text === "" ? <UserIcon size={size * 0.5} /> : text}
    </span>
  );
}
