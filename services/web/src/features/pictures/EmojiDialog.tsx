import { useQueryClient } from "@tanstack/react-query";
import { Smile, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys";
import { addsEmoji, managesWorkspace } from "../../api/permissions";
import { removeEmoji } from "../../api/pictures";
import type { CustomEmoji } from "../../api/types";
import { useUser } from "../../api/use-user";
import { useCustomEmojis, withEmoji } from "../../emoji/custom";
import { ConfirmModal } from "../../ui/ConfirmModal";
import { Dialog } from "../../ui/Dialog";
import { EmptyState } from "../../ui/EmptyState";
import { Field } from "../../ui/Field";
import { IconButton } from "../../ui/IconButton";
import { attempt } from "../../use-task";
import { useMe, useWorkspace } from "../channels/use-channels";
import type { DialogProps } from "../workspaces/DialogHost";
import { NewEmoji } from "./NewEmoji";

/** From so many on, they are searched. */
const MANY = 8;

/** A workspace's own emoji: which there are, a new one, one less. */
export function EmojiDialog({ workspace, onClose }: DialogProps) {
  const { t } = useTranslation();
  const role = useWorkspace(workspace)?.role;
  const emojis = [...useCustomEmojis().values()];
  const [wanted, setWanted] = useState("");
  const shown = emojis.filter((emoji) => emoji.name.includes(wanted.trim().toLowerCase()));
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={t("pictures.emoji.title")}
      description={t("pictures.emoji.hint")}
      wide
    >
      {addsEmoji(role) && <NewEmoji workspace={workspace} known={emojis} />}
      {emojis.length > MANY && (
        <Field
          label={t("pictures.emoji.find")}
          type="search"
          value={wanted}
          onChange={(event) => setWanted(event.target.value)}
          className="mt-4"
        />
      )}
      {emojis.length === 0 ? (
        <EmptyState icon={<Smile />} title={t("pictures.emoji.none")} />
      ) : (
        <ul aria-label={t("pictures.emoji.title")} className="mt-4 divide-y divide-line">
          {shown.map((emoji) => (
            <li key={emoji.name} className="[contain-intrinsic-size:auto_52px] [content-visibility:auto]">
              <Line workspace={workspace} emoji={emoji} />
            </li>
          ))}
        </ul>
      )}
      {emojis.length > 0 && shown.length === 0 && (
        <p className="py-6 text-center text-muted">{t("channels.nothingFound")}</p>
      )}
    </Dialog>
  );
}

function Line({ workspace, emoji }: { readonly workspace: string; readonly emoji: CustomEmoji }) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const me = useMe();
  const role = useWorkspace(workspace)?.role;
  const author = useUser(emoji.created_by);
  const [removing, setRemoving] = useState(false);
  const remove = async () => {
    if (!(await attempt(removeEmoji(workspace, emoji.name)))) return;
    cache.setQueryData<CustomEmoji[]>(
      keys.customEmoji(workspace),
      (known) => known && withEmoji(known, emoji.name, null),
    );
  };
  return (
    <div className="flex min-h-13 items-center gap-3">
      <img src={emoji.url} alt="" loading="lazy" draggable={false} className="size-8 shrink-0 object-contain" />
      <p className="min-w-0 flex-1">
        <span className="block truncate font-medium">:{emoji.name}:</span>
        {author && (
          <span className="block truncate text-label text-muted">
            {t("pictures.emoji.by", { name: author.display_name })}
          </span>
        )}
      </p>
      {(managesWorkspace(role) || (addsEmoji(role) && emoji.created_by === me.id)) && (
        <IconButton
          label={t("pictures.emoji.remove", { name: emoji.name })}
          icon={<Trash2 size={16} />}
          onClick={() => setRemoving(true)}
        />
      )}
      <ConfirmModal
        open={removing}
        onOpenChange={setRemoving}
        title={t("pictures.emoji.removeTitle", { name: emoji.name })}
        text={t("pictures.emoji.removeText")}
        confirm={t("app.delete")}
        onConfirm={remove}
      />
    </div>
  );
}
