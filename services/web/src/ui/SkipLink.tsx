import { useTranslation } from "react-i18next";

/** The first stop of the keyboard: past the lists, to what one came for. The address stays as it is. */
export function SkipLink() {
  const { t } = useTranslation();
  return (
    // biome-ignore lint/a11y/useValidAnchor: it is a link within the page; only its mark in the address is unwanted
    <a
      href="#main"
      onClick={(event) => {
        event.preventDefault();
        document.getElementById("main")?.focus();
      }}
      className="sr-only rounded-control border border-line bg-raised font-semibold text-link shadow-float focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:px-3 focus:py-2"
    >
      {t("app.skipToMessages")}
    </a>
  );
}
