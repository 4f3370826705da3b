import { useTranslation } from "react-i18next";
import { cx } from "../../ui/cx";
import { useStatus } from "./presence";

/** Presence told by shape as well as by colour: a disc, a crescent, a bar, a hollow ring. */
export function Dot({ user, className }: { readonly user: string; readonly className?: string }) {
  const { t } = useTranslation();
  const presence = useStatus(user)?.presence ?? "offline";
  return (
    <svg
      viewBox="0 0 12 12"
      className={cx("size-3 shrink-0", className)}
      role="img"
      aria-label={t(`people.presence.${presence}`)}
    >
      <circle cx="6" cy="6" r="6" fill="var(--sidebar)" />
      {presence === "online" && <circle cx="6" cy="6" r="4" fill="var(--online)" />}
      {presence === "away" && <path d="M8.6 8.9A4 4 0 1 1 6.2 2a3.4 3.4 0 1 0 2.4 6.9z" fill="var(--away)" />}
      {presence === "dnd" && (
        <>
          <circle cx="6" cy="6" r="4" fill="var(--busy)" />
          <rect x="3.6" y="5.2" width="4.8" height="1.6" rx=".8" fill="var(--sidebar)" />
        </>
      )}
      {presence === "offline" && <circle cx="6" cy="6" r="3.2" fill="none" stroke="var(--subtle)" strokeWidth="1.6" />}
    </svg>
  );
}
