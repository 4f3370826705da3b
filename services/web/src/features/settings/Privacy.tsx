import { useTranslation } from "react-i18next";
import { Switch } from "../../ui/Switch";
import { BlockList } from "../blocks/BlockList";
import { useMe } from "../channels/use-channels";
import { useMePatch } from "./use-me-patch";

export function Privacy() {
  const { t } = useTranslation();
  const me = useMe();
  const patch = useMePatch();
  return (
    <div className="flex flex-col gap-8">
      <Switch
        label={t("preferences.receipts")}
        hint={t("preferences.receiptsHint")}
        checked={me.share_receipts}
        onChange={(share_receipts) => void patch({ share_receipts })}
      />
      <BlockList />
    </div>
  );
}
