import { useQueryClient } from "@tanstack/react-query";
import {
  Bell,
  BellOff,
  CheckCheck,
  Copy,
  EyeOff,
  Link2,
  Pencil,
  Pin,
  PinOff,
  Reply,
  SmilePlus,
  Trash2,
  Users,
  UserX,
} from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Message } from "../../api/types";
import { useIsBlocked } from "../../blocked";
import type { MenuItem } from "../../ui/Menu";
import { useBlock } from "../blocks/use-block";
import { useChannel } from "../channels/use-channels";
import { keyLabel, useShortcuts } from "../shortcuts/registry";
import { useFollow, useThreadState } from "../threads/use-thread-state";
import { isEditable } from "./edit-window";
import { MOST_RECEIPTS } from "./SeenBy";
import type { MessageActions } from "./use-actions";
import type { Tool } from "./use-tools";

export interface RowToolsProps {
  readonly message: Message;
  readonly actions: MessageActions;
  readonly mine: boolean;
  readonly mayModerate: boolean;
  readonly onReply: (() => void) | undefined;
  readonly onEdit: () => void;
  readonly open: Tool;
  readonly onOpen: (tool: Tool) => void;
}

const SIZE = 16;

/** What can be done to a message, for the menu of the toolbar and for the sheet that a long press opens. */
export function useRowItems(props: RowToolsProps): readonly (readonly MenuItem[])[] {
  const { message, actions, mine, mayModerate, onReply, onEdit, onOpen } = props;
  const { t } = useTranslation();
  const cache = useQueryClient();
  const blocked = useIsBlocked(message.author.id);
  const block = useBlock();
  const channel = useChannel(message.channel_id);
  const single = useShortcuts((state) => state.singleKeys);
  const key = (id: Parameters<typeof keyLabel>[0]) => (single ? { shortcut: keyLabel(id) } : {});
  const writable = channel?.archived_at === null;
  const counted = message.message_no !== null;
  const root = message.parent_id ?? message.id;
  const following = useThreadState(root, props.open === "menu" || props.open === "sheet")?.following;
  const choose = useFollow(root);
  const small = channel !== undefined && channel.member_count <= MOST_RECEIPTS;
  const pinned = message.pinned_at !== null;
  const when = (shown: boolean, item: MenuItem) => (shown ? [item] : []);
  return [
    [
      ...when(writable, {
        label: t("messages.react"),
        icon: <SmilePlus size={SIZE} />,
        ...key("react"),
        onSelect: () => onOpen("react"),
      }),
      ...when(onReply !== undefined, {
        label: t("messages.reply"),
        icon: <Reply size={SIZE} />,
        ...key("reply"),
        onSelect: () => onReply?.(),
      }),
      ...when(mine && writable && isEditable(cache, message), {
        label: t("messages.edit"),
        icon: <Pencil size={SIZE} />,
        ...key("edit"),
        onSelect: onEdit,
      }),
    ],
    [
      ...when(message.body !== "", {
        label: t("row.copyText"),
        icon: <Copy size={SIZE} />,
        onSelect: actions.copyBody,
      }),
      { label: t("row.copyLink"), icon: <Link2 size={SIZE} />, ...key("copyLink"), onSelect: actions.copyLink },
      ...when(counted, {
        label: t("row.markUnread"),
        icon: <EyeOff size={SIZE} />,
        ...key("markUnread"),
        onSelect: actions.unread,
      }),
      ...when(channel?.membership != null && following !== undefined, {
        label: t(following ? "inbox.unfollow" : "inbox.follow"),
        icon: following ? <BellOff size={SIZE} /> : <Bell size={SIZE} />,
        onSelect: () => choose(following !== true),
      }),
      ...when(writable, {
        label: t(pinned ? "messages.unpin" : "messages.pin"),
        icon: pinned ? <PinOff size={SIZE} /> : <Pin size={SIZE} />,
        ...key("pin"),
        onSelect: () => void actions.pin(),
      }),
    ],
    [
      ...when(message.reactions.length > 0, {
        label: t("row.reactors"),
        icon: <Users size={SIZE} />,
        onSelect: () => onOpen("reactors"),
      }),
      ...when(counted && small, {
        label: t("row.readers"),
        icon: <CheckCheck size={SIZE} />,
        onSelect: () => onOpen("readers"),
      }),
    ],
    [
      ...when(!mine, {
        label: t(blocked ? "blocks.unblockName" : "blocks.blockName", { name: message.author.display_name }),
        icon: <UserX size={SIZE} />,
        onSelect: () => (blocked ? void block(message.author.id, false) : onOpen("block")),
      }),
      ...when(mine || mayModerate, {
        label: t("app.delete"),
        icon: <Trash2 size={SIZE} />,
        danger: true,
        ...key("delete"),
        onSelect: () => onOpen("delete"),
      }),
    ],
  ];
}
