import { useState } from "react";
import { useTranslation } from "react-i18next";
import { applyDensity, DENSITIES, storedDensity } from "../../density";
import { LANGUAGES } from "../../i18n";
import type { Theme } from "../../theme";
import { Choice } from "../../ui/Choice";
import { Switch } from "../../ui/Switch";
import { useMe } from "../channels/use-channels";
import { useShortcuts } from "../shortcuts/registry";
import { useLooks } from "./use-looks";
import { useMePatch } from "./use-me-patch";

const THEMES: readonly Theme[] = ["system", "light", "dark"];
/** Each in its own words, for those who cannot read the others. */
const NAMES = { en: "English", zh: "中文" } as const;

export function Appearance() {
  const { t } = useTranslation();
  const me = useMe();
  const patch = useMePatch();
  const looks = useLooks();
  const [density, setDensity] = useState(storedDensity);
  const singleKeys = useShortcuts((state) => state.singleKeys);
  const setSingleKeys = useShortcuts((state) => state.setSingleKeys);
  return (
    <div className="flex flex-col gap-6">
      <Choice
        label={t("preferences.theme.label")}
        value={looks.theme}
        options={THEMES.map((value) => ({ value, label: t(`preferences.theme.${value}`) }))}
        onChange={looks.setTheme}
      />
      <Choice
        label={t("settings.language")}
        value={looks.language}
        options={LANGUAGES.map((value) => ({ value, label: NAMES[value] }))}
        onChange={(language) => void looks.setLanguage(language)}
      />
      <Choice
        label={t("preferences.density.label")}
        value={density}
        options={DENSITIES.map((value) => ({
          value,
          label: t(`preferences.density.${value}`),
          hint: t(`preferences.density.${value}Hint`),
        }))}
        onChange={(value) => {
          applyDensity(value);
          setDensity(value);
        }}
      />
      <Switch
        label={t("preferences.linkPreviews")}
        hint={t("preferences.linkPreviewsHint")}
        checked={me.link_previews ?? true}
        onChange={(link_previews) => void patch({ link_previews })}
      />
      <Switch
        label={t("preferences.singleKeys")}
        hint={t("preferences.singleKeysHint")}
        checked={singleKeys}
        onChange={setSingleKeys}
      />
    </div>
  );
}
