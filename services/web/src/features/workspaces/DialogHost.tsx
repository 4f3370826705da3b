import type { ComponentType } from "react";
import { LazyPart } from "../../ui/LazyPart";
import { lazyPart } from "../../ui/lazy-part";
import { type DialogName, useDialogs } from "./dialogs";

export interface DialogProps {
  readonly workspace: string;
  readonly onClose: () => void;
}

/** Each is fetched when it is first opened. */
const PARTS: Record<DialogName, ComponentType<DialogProps>> = {
  browse: lazyPart(() => import("../channels/BrowseChannels").then((part) => part.BrowseChannels)),
  createChannel: lazyPart(() => import("../channels/BrowseChannels").then((part) => part.CreateChannelDialog)),
  createWorkspace: lazyPart(() => import("./CreateWorkspace").then((part) => part.CreateWorkspace)),
  deleted: lazyPart(() => import("./Deleted").then((part) => part.Deleted)),
  deleteWorkspace: lazyPart(() => import("./DeleteWorkspace").then((part) => part.DeleteWorkspace)),
  direct: lazyPart(() => import("../channels/NewConversation").then((part) => part.NewConversation)),
  emoji: lazyPart(() => import("../pictures/EmojiDialog").then((part) => part.EmojiDialog)),
  invite: lazyPart(() => import("./InvitePeople").then((part) => part.InvitePeople)),
  invites: lazyPart(() => import("./Invites").then((part) => part.Invites)),
  joinByLink: lazyPart(() => import("./JoinByLink").then((part) => part.JoinByLink)),
  leaveWorkspace: lazyPart(() => import("./LeaveWorkspace").then((part) => part.LeaveWorkspace)),
  members: lazyPart(() => import("./WorkspaceMembers").then((part) => part.WorkspaceMembers)),
  status: lazyPart(() => import("../profile/StatusEditor").then((part) => part.StatusEditor)),
  workspaceSettings: lazyPart(() => import("./WorkspaceSettings").then((part) => part.WorkspaceSettings)),
};

/** Draws the dialog that is open. */
export function DialogHost({ workspace }: { readonly workspace: string }) {
  const shown = useDialogs((state) => state.shown);
  const close = useDialogs((state) => state.close);
  if (!shown) return null;
  const Part = PARTS[shown];
  return (
    <LazyPart key={shown}>
      <Part workspace={workspace} onClose={close} />
    </LazyPart>
  );
}
