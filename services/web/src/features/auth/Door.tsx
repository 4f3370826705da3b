import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { LANGUAGES, setLanguage } from "../../i18n";

const NAMES = { en: "English", zh: "中文" } as const;

/** The frame of every screen before one is signed in. */
export function Door({
  title,
  children,
  footer,
}: {
  readonly title: string;
  readonly children: ReactNode;
  readonly footer?: ReactNode;
}) {
  const { t, i18n } = useTranslation();
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
        <fieldset className="mt-6 flex justify-center gap-1 text-meta">
          <legend className="sr-only">{t("settings.language")}</legend>
          {LANGUAGES.map((language) => (
            <button
              key={language}
              type="button"
              lang={language === "zh" ? "zh-CN" : "en"}
              aria-pressed={i18n.language === language}
              onClick={() => setLanguage(language)}
              className="min-h-8 rounded-control px-3 text-muted hover:bg-hover aria-pressed:font-semibold aria-pressed:text-ink"
            >
              {NAMES[language]}
            </button>
          ))}
        </fieldset>
      </div>
    </main>
  );
}
