import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { MessageSquare, Pencil, Smile, UserX } from "lucide-react";
import { Popover } from "radix-ui";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys";
import { explain } from "../../api/problem";
import type { User } from "../../api/types";
import { user as fetchUser } from "../../api/users";
import { useIsBlocked } from "../../blocked";
import { Avatar } from "../../ui/Avatar";
import { Button } from "../../ui/Button";
import { CopyButton } from "../../ui/CopyButton";
import { BlockModal } from "../blocks/BlockModal";
import { useBlock } from "../blocks/use-block";
import { useMe } from "../channels/use-channels";
import { useOpenDm } from "../channels/use-open-dm";
import { useDialogs } from "../workspaces/dialogs";
import { LocalTime } from "./LocalTime";
import { useProfile } from "./open-profile";
import { Presence } from "./Presence";

interface Props {
  readonly user: string;
  readonly anchor: HTMLElement;
  readonly workspace: string;
}

/** Who somebody is, beside the name that was pressed. */
export function ProfileCard({ user, anchor, workspace }: Props) {
  const { t } = useTranslation();
  const close = useProfile((state) => state.close);
  const anchored = useRef(anchor);
  anchored.current = anchor;
  const { data, error } = useQuery<User | null>({ queryKey: keys.user(user), queryFn: () => fetchUser(user) });
  return (
    <Popover.Root open onOpenChange={close}>
      <Popover.Anchor virtualRef={anchored} />
      <Popover.Portal>
        <Popover.Content
          aria-label={data ? t("profile.of", { name: data.display_name }) : t("app.loading")}
          // Beside a name there is no room on a phone.
          side={matchMedia("(width >= 48rem)").matches ? "right" : "bottom"}
          align="start"
          sideOffset={8}
          collisionPadding={12}
          hideWhenDetached
          onPointerDownOutside={(event) => {
            // The press on the opener itself closes it by its click, not first here and then opens it again.
            if (anchor.contains(event.target as Node)) event.preventDefault();
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (anchor.isConnected) anchor.focus();
          }}
          className="z-50 w-75 max-w-[calc(100vw-24px)] rounded-menu border border-line bg-raised p-4 shadow-float focus:outline-none"
        >
          {data && <Card user={data} workspace={workspace} onDone={close} />}
          {!data && (
            <p className="text-muted">
              {error !== null ? explain(error) : t(data === null ? "errors.not_found" : "app.loading")}
            </p>
          )}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

interface CardProps {
  readonly user: User;
  readonly workspace: string;
  readonly onDone: () => void;
}

function Card({ user, workspace, onDone }: CardProps) {
  const { t } = useTranslation();
  const me = useMe();
  const own = user.id === me.id;
  const blocked = useIsBlocked(user.id);
  return (
    <div className="flex flex-col gap-3">
      <div className="flex items-center gap-3">
        <Avatar name={user.display_name} url={user.avatar_url} size={64} />
        <div className="min-w-0 flex-1">
          <p className="truncate font-semibold text-title">
            <bdi>{user.display_name}</bdi>
          </p>
          <p className="flex items-center gap-1 text-muted">
            <span className="truncate">@{user.handle}</span>
            <CopyButton text={`@${user.handle}`} label={t("profile.copyHandle")} />
          </p>
          {user.is_bot && <p className="text-label text-subtle">{t("profile.bot")}</p>}
          {user.is_guest && <p className="text-label text-subtle">{t("people.role.guest")}</p>}
          {user.deactivated && <p className="text-label text-subtle">{t("profile.deactivated")}</p>}
        </div>
      </div>
      {blocked ? <p className="text-meta text-muted">{t("blocks.youBlocked")}</p> : <Presence user={user.id} />}
      {own && <LocalTime timezone={me.timezone} />}
      {own && <OwnActions workspace={workspace} onDone={onDone} />}
      {!own && (
        <Others {...{ user, workspace, onDone, blocked }} mayWrite={!blocked && !user.is_guest && !me.is_guest} />
      )}
    </div>
  );
}

interface OthersProps extends CardProps {
  readonly blocked: boolean;
  /** Who came by a guest link takes part in no direct conversation. */
  readonly mayWrite: boolean;
}

/** What one does about somebody else: write to them, or keep them away. */
function Others({ user, workspace, onDone, blocked, mayWrite }: OthersProps) {
  const { t } = useTranslation();
  const openDm = useOpenDm(workspace);
  const block = useBlock();
  const [asking, setAsking] = useState(false);
  const write = async () => {
    if (await openDm([user.id])) onDone();
  };
  return (
    <div className="flex gap-2">
      {mayWrite && (
        <Button look="primary" className="flex-1" onClick={() => void write()} disabled={user.deactivated}>
          <MessageSquare size={16} aria-hidden="true" />
          {t("profile.message")}
        </Button>
      )}
      <Button className="flex-1" onClick={() => (blocked ? void block(user.id, false) : setAsking(true))}>
        <UserX size={16} aria-hidden="true" />
        {t(blocked ? "blocks.unblock" : "blocks.block")}
      </Button>
      <BlockModal user={user} open={asking} onOpenChange={setAsking} />
    </div>
  );
}

function OwnActions({ workspace, onDone }: { readonly workspace: string; readonly onDone: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const edit = () => {
    onDone();
    void navigate({ to: "/w/$workspace/settings/$tab", params: { workspace, tab: "profile" } });
  };
  const status = () => {
    onDone();
    useDialogs.getState().open("status");
  };
  return (
    <div className="flex flex-wrap gap-2">
      <Button className="flex-1" onClick={status}>
        <Smile size={16} aria-hidden="true" />
        {t("profile.setStatus")}
      </Button>
      <Button className="flex-1" onClick={edit}>
        <Pencil size={16} aria-hidden="true" />
        {t("profile.edit")}
      </Button>
    </div>
  );
}
