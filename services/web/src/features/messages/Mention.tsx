import { cx } from "../../ui/cx";
import { ProfileTrigger } from "../profile/ProfileTrigger";

/** A name in a body: opens the person's card. One function for all rows, so that memoised bodies stay as they are. */
export function renderMention({
  userId,
  text,
  mine,
}: {
  readonly userId: string;
  readonly text: string;
  readonly mine: boolean;
}) {
  return (
    <ProfileTrigger user={userId} className={cx("mention hover:underline", mine && "mention-me")}>
      <bdi>{text}</bdi>
    </ProfileTrigger>
  );
}
