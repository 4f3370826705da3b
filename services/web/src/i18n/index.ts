import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import en from "./en";
import type chat from "./en/chat";
import type later from "./en/later";

export const LANGUAGES = ["en", "zh"] as const;
export type Language = (typeof LANGUAGES)[number];

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "translation";
    resources: { translation: typeof en & typeof chat & typeof later };
  }
}

const STORED = "hubbub.language";

/** The account's choice, else the last one on this device, else the browser's, else English. */
export function preferredLanguage(account?: string): Language {
  const wanted = [account, localStorage.getItem(STORED) ?? undefined, ...navigator.languages];
  for (const tag of wanted) {
    const found = LANGUAGES.find((language) => tag?.toLowerCase().startsWith(language));
    if (found) return found;
  }
  return "en";
}

export async function startI18n(language: Language): Promise<void> {
  await i18next.use(initReactI18next).init({
    resources: { en: { translation: en } },
    lng: "en",
    fallbackLng: "en",
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  await setLanguage(language);
}

/** More English, of a screen that is there now; it may come before the start. */
export function addTexts(texts: object): void {
  Object.assign(en, texts);
  if (i18next.isInitialized) i18next.addResourceBundle("en", "translation", texts, true);
}

/** English is in the first bundle; the others are fetched when they are wanted. */
export async function setLanguage(language: Language): Promise<void> {
  if (language === "zh" && !i18next.hasResourceBundle("zh", "translation")) {
    i18next.addResourceBundle("zh", "translation", (await import("./zh")).default);
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  localStorage.setItem(STORED, language);
}

let more: Promise<void> | undefined;

/**
 * The English of parts that are opened later: it stays out of the first load, and comes with the first such part.
 * Other languages come whole.
 */
export function moreTexts(): Promise<void> {
  more ??= import("./en/later").then(
    (texts) => void i18next.addResourceBundle("en", "translation", texts.default, true),
    (error: unknown) => {
      more = undefined;
      throw error;
    },
  );
  return more;
}
