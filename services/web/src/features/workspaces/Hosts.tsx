import { MassMentionHost } from "../messages/MassMentionHost";
import { ProfileCardHost } from "../profile/ProfileCardHost";
import { FollowLooks } from "../settings/FollowLooks";
import { DialogHost } from "./DialogHost";
import { useWorkspaceCommands } from "./use-commands";

/** What stands beside every screen of a workspace and is not drawn until it is asked for. */
export function Hosts({ workspace }: { readonly workspace: string }) {
  useWorkspaceCommands(workspace);
  return (
    <>
      <FollowLooks />
      <MassMentionHost />
      <ProfileCardHost workspace={workspace} />
      <DialogHost workspace={workspace} />
    </>
  );
}
