import { Monitor, Moon, Sun } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { LANGUAGES, setLanguage } from "../../i18n";
import { applyTheme, storedTheme, type Theme } from "../../theme";
import { IconButton } from "../../ui/IconButton";

const NAMES = { en: "English", zh: "中文" } as const;
const THEMES: readonly Theme[] = ["system", "light", "dark"];
const ICONS = { system: Monitor, light: Sun, dark: Moon } as const;

export interface DoorProps {
  readonly title: string;
  readonly children: ReactNode;
  readonly footer?: ReactNode;
}

/** The frame of every screen before one is signed in. */
export function Door({ title, children, footer }: DoorProps) {
  const { t } = useTranslation();
  useEffect(() => {
    document.title = `${title} · ${t("app.name")}`;
  }, [title, t]);
  return (
    <main className="grid min-h-full place-items-center bg-sidebar px-4 py-10">
      <div className="w-full max-w-sm">
        <p className="mb-6 flex items-center justify-center gap-2.5 font-bold text-page">
          <img src="/icons/hubbub.svg" alt="" width={32} height={32} />
          {t("app.name")}
        </p>
        <div className="rounded-dialog border border-line bg-raised p-6 shadow-float">
          <h1 className="mb-5 font-semibold text-page">{title}</h1>
          {children}
        </div>
        <div className="mt-5 text-center text-muted">{footer}</div>
        <Looks />
      </div>
    </main>
  );
}

/** Language and theme can be chosen before there is an account to keep them in. */
function Looks() {
  const { t, i18n } = useTranslation();
  const [theme, setTheme] = useState(storedTheme);
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? "system";
  const Icon = ICONS[theme];
  return (
    <div className="mt-6 flex items-center justify-center gap-1 text-meta">
      <fieldset className="flex gap-1">
        <legend className="sr-only">{t("settings.language")}</legend>
        {LANGUAGES.map((language) => (
          <button
            key={language}
            type="button"
            lang={language === "zh" ? "zh-CN" : "en"}
            aria-pressed={i18n.language === language}
            onClick={() => void setLanguage(language)}
            className="min-h-8 rounded-control px-3 text-muted hover:bg-hover aria-pressed:font-semibold aria-pressed:text-ink pointer-coarse:min-h-11"
          >
            {NAMES[language]}
          </button>
        ))}
      </fieldset>
      <IconButton
        label={t(`settings.theme.${next}`)}
        icon={<Icon size={16} />}
        onClick={() => {
          applyTheme(next);
          setTheme(next);
        }}
      />
    </div>
  );
}
