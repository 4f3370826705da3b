import { signOut } from "../api/auth";
import { forgetUser, wipe } from "../last-user";
import type { Session } from "../session";
import { forgetShown } from "../timeline/persist";

/** Sign out by one's own wish: nothing of this person stays on the device, in no tab. */
export async function leave(session: Session): Promise<void> {
  await signOut().catch(() => undefined);
  session.tabs.tell("signedOut", null);
  session.keeper.stop();
  session.close();
  forgetUser();
  await wipe(session.me);
  location.assign("/sign-in");
}

/** The server ended the session: what was shown goes, what was written and not sent waits for the same person. */
export async function expelled(session: Session): Promise<void> {
  forgetUser();
  session.keeper.stop();
  await forgetShown(session.disk).catch(() => undefined);
}
