import { useNavigate } from "@tanstack/react-router";
import {
  AtSign,
  Compass,
  MessageSquarePlus,
  MessagesSquare,
  Plus,
  Settings,
  Smile,
  UserPlus,
  Users,
} from "lucide-react";
import { useTranslation } from "react-i18next";
import { useWorkspace } from "../channels/use-channels";
import { useCommand } from "../shortcuts/commands";
import { useDialogs } from "./dialogs";

/** What the palette offers besides channels: the same dialogs that the sidebar opens. */
export function useWorkspaceCommands(workspace: string): void {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const guest = useWorkspace(workspace)?.role === "guest";
  const { open } = useDialogs.getState();
  const icon = { size: 16, "aria-hidden": true } as const;
  useCommand(
    {
      id: "channel.create",
      title: t("channels.create"),
      icon: <Plus {...icon} />,
      run: () => open("createChannel"),
    },
    !guest,
  );
  useCommand(
    { id: "channel.browse", title: t("channels.browse"), icon: <Compass {...icon} />, run: () => open("browse") },
    !guest,
  );
  useCommand({
    id: "channel.direct",
    title: t("channels.newDirect"),
    icon: <MessageSquarePlus {...icon} />,
    run: () => open("direct"),
  });
  useCommand(
    { id: "workspace.invite", title: t("channels.invite"), icon: <UserPlus {...icon} />, run: () => open("invite") },
    !guest,
  );
  useCommand({
    id: "workspace.people",
    title: t("channels.people"),
    icon: <Users {...icon} />,
    run: () => open("members"),
  });
  useCommand({
    id: "inbox.threads",
    title: t("channels.threads"),
    icon: <MessagesSquare {...icon} />,
    run: () => void navigate({ to: "/w/$workspace/threads", params: { workspace } }),
  });
  useCommand({
    id: "inbox.mentions",
    title: t("channels.mentions"),
    icon: <AtSign {...icon} />,
    run: () => void navigate({ to: "/w/$workspace/mentions", params: { workspace } }),
  });
  useCommand({
    id: "status",
    title: t("settings.setStatus"),
    icon: <Smile {...icon} />,
    run: () => open("status"),
  });
  useCommand({
    id: "settings",
    title: t("settings.open"),
    icon: <Settings {...icon} />,
    run: () => void navigate({ to: "/w/$workspace/settings/$tab", params: { workspace, tab: "profile" } }),
  });
}
