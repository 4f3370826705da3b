import { useTranslation } from "react-i18next";
import { may } from "../../../api/permissions";
import { removeCover, setCover } from "../../../api/pictures";
import type { Channel } from "../../../api/types";
import { PictureButtons } from "../../pictures/PictureButtons";
import { useChanged } from "../use-changed";
import { useWorkspace } from "../use-channels";

/** Width by height, and pixels across. */
const SHAPE = 3;
const LONGEST = 1_600;

/** The channel's picture across the pane; drawn by nobody else, so it is decoration. */
export function Cover({ channel }: { readonly channel: Channel }) {
  const { t } = useTranslation();
  const changed = useChanged();
  const role = useWorkspace(channel.workspace_id)?.role;
  const settable = may(channel, role, "setSettings");
  if (channel.cover_url === null && !settable) return null;
  return (
    <div className="flex flex-col gap-2">
      {channel.cover_url !== null && (
        <img
          src={channel.cover_url}
          alt=""
          draggable={false}
          style={{ aspectRatio: SHAPE }}
          className="w-full rounded-menu border border-line bg-hover object-cover"
        />
      )}
      {settable && (
        <PictureButtons
          title={t("pictures.cover")}
          shape={SHAPE}
          longest={LONGEST}
          url={channel.cover_url}
          onSave={(image) => setCover(channel.id, image).then(changed)}
          onRemove={() => removeCover(channel.id).then(() => changed({ ...channel, cover_url: null }))}
        />
      )}
    </div>
  );
}
