import { CheckCheck, LogOut } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Channel } from "../../api/types";
import { formatNames } from "../../i18n/format";
import type { MenuItem } from "../../ui/Menu";
import { MenuPopup } from "../../ui/MenuPopup";
import { type Ending, EndingModals } from "./EndingModals";
import type { RowMenuAt } from "./row-menu";
import { isDirect, titleOf, useChannel, useMe } from "./use-channels";
import { useOwnItems } from "./use-own-items";
import { useOwnSide } from "./use-own-side";

/** What can be done to a conversation from its row, and the question before it is left. */
export function RowMenu({ at }: { readonly at: RowMenuAt }) {
  const channel = useChannel(at.channel);
  return channel ? <Loaded at={at} channel={channel} /> : null;
}

function Loaded({ at, channel }: { readonly at: RowMenuAt; readonly channel: Channel }) {
  const { t } = useTranslation();
  const me = useMe();
  const side = useOwnSide();
  const [asking, setAsking] = useState<Ending>();
  const own = useOwnItems(channel);
  const unread = (channel.membership?.unread ?? 0) > 0;
  const groups: MenuItem[][] = [
    [
      {
        label: t("channels.markRead"),
        icon: <CheckCheck size={16} />,
        disabled: !unread,
        onSelect: () => void side.read(channel),
      },
    ],
    own,
    isDirect(channel)
      ? []
      : [{ label: t("channels.leave"), icon: <LogOut size={16} />, onSelect: () => setAsking("leave") }],
  ];
  return (
    <>
      <MenuPopup
        align="start"
        byKeyboard={at.byKeyboard}
        trigger={
          <button
            type="button"
            tabIndex={-1}
            aria-hidden="true"
            aria-label={t("channels.actionsFor", { name: titleOf(channel, me.id, formatNames) })}
            // It only says where the menu stands; the focus belongs to the row.
            onFocus={() => at.row.focus()}
            className="pointer-events-none fixed size-0 opacity-0"
            style={{ left: at.x, top: at.y }}
          />
        }
        groups={groups}
      />
      <EndingModals channel={channel} asking={asking} onDone={() => setAsking(undefined)} />
    </>
  );
}
