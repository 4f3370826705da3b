import { create } from "zustand";

/** The dialogs of a workspace and of one's own account that more than one place opens. */
export type DialogName =
  | "browse"
  | "createChannel"
  | "createWorkspace"
  | "deleted"
  | "deleteWorkspace"
  | "direct"
  | "emoji"
  | "invite"
  | "invites"
  | "joinByLink"
  | "leaveWorkspace"
  | "members"
  | "status"
  | "workspaceSettings";

interface DialogState {
  readonly shown: DialogName | undefined;
  open(name: DialogName): void;
  close(): void;
}

export const useDialogs = create<DialogState>((set) => ({
  shown: undefined,
  open: (shown) => set({ shown }),
  close: () => set({ shown: undefined }),
}));
