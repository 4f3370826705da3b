import { useNavigate } from "@tanstack/react-router";
import {
  ArrowRightLeft,
  Bell,
  CheckCheck,
  ChevronDown,
  History,
  Link2,
  LogOut,
  Mail,
  Plus,
  Settings,
  Smile,
  Trash2,
  UserPlus,
  Users,
} from "lucide-react";
import { useTranslation } from "react-i18next";
import { addsEmoji, managesWorkspace } from "../../api/permissions";
import { readAll } from "../../api/workspaces";
import { useSession } from "../../session-context";
import { Menu, type MenuItem } from "../../ui/Menu";
import { attempt } from "../../use-task";
import { keyLabel } from "../shortcuts/registry";
import { useDialogs } from "../workspaces/dialogs";
import { useMe, useWorkspace, useWorkspaces } from "./use-channels";

/** Marks all channels of a workspace as read. */
export function useReadAll(workspace: string): () => Promise<boolean> {
  const session = useSession();
  return () =>
    attempt(
      readAll(workspace).then((positions) => {
        for (const position of positions) session.read(position);
      }),
    );
}

/** The workspace's name, and all that can be done to it. */
export function WorkspaceMenu({ workspace }: { readonly workspace: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const here = useWorkspace(workspace);
  const others = useWorkspaces().filter((one) => one.id !== workspace);
  const { open } = useDialogs.getState();
  const markAllRead = useReadAll(workspace);
  const guest = here?.role === "guest";
  const people: MenuItem[] = [
    ...(guest
      ? []
      : [
          { label: t("channels.invite"), icon: <UserPlus size={16} />, onSelect: () => open("invite") },
          { label: t("channels.invites"), icon: <Mail size={16} />, onSelect: () => open("invites") },
        ]),
    { label: t("channels.people"), icon: <Users size={16} />, onSelect: () => open("members") },
    ...(addsEmoji(here?.role)
      ? [{ label: t("channels.customEmoji"), icon: <Smile size={16} />, onSelect: () => open("emoji") }]
      : []),
    ...(managesWorkspace(here?.role)
      ? [
          {
            label: t("channels.workspaceSettings"),
            icon: <Settings size={16} />,
            onSelect: () => open("workspaceSettings"),
          },
        ]
      : []),
  ];
  const reading: MenuItem[] = [
    {
      label: t("channels.markAllRead"),
      icon: <CheckCheck size={16} />,
      shortcut: keyLabel("markAllRead"),
      onSelect: () => void markAllRead(),
    },
    {
      label: t("channels.notifications"),
      icon: <Bell size={16} />,
      onSelect: () => void navigate({ to: "/w/$workspace/settings/$tab", params: { workspace, tab: "notifications" } }),
    },
  ];
  // The rail has them too; a phone has no rail.
  const byLink = useMe().is_guest;
  const workspaces: MenuItem[] = [
    ...others.map((one) => ({
      label: t("channels.switchTo", { name: one.name }),
      icon: <ArrowRightLeft size={16} />,
      onSelect: () => void navigate({ to: "/w/$workspace", params: { workspace: one.id } }),
    })),
    { label: t("channels.createWorkspace"), icon: <Plus size={16} />, onSelect: () => open("createWorkspace") },
    { label: t("channels.joinByLink"), icon: <Link2 size={16} />, onSelect: () => open("joinByLink") },
  ];
  const leaving: MenuItem[] = [
    ...(guest
      ? []
      : [{ label: t("channels.recentlyDeleted"), icon: <History size={16} />, onSelect: () => open("deleted") }]),
    { label: t("channels.leaveWorkspace"), icon: <LogOut size={16} />, onSelect: () => open("leaveWorkspace") },
    ...(here?.role === "owner"
      ? [
          {
            label: t("channels.deleteWorkspace"),
            icon: <Trash2 size={16} />,
            danger: true,
            onSelect: () => open("deleteWorkspace"),
          },
        ]
      : []),
  ];
  return (
    <h1 className="min-w-0 font-bold text-title">
      <Menu
        align="start"
        trigger={
          <button
            type="button"
            className="flex min-h-9 max-w-full items-center gap-1 rounded-control px-2 hover:bg-hover pointer-coarse:min-h-11"
          >
            <bdi className="truncate">{here?.name ?? ""}</bdi>
            <ChevronDown size={16} aria-hidden="true" className="shrink-0 text-muted" />
          </button>
        }
        groups={byLink ? [people, reading] : [people, reading, workspaces, leaving]}
      />
    </h1>
  );
}
