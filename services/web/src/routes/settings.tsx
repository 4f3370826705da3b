import { Link, useCanGoBack, useNavigate, useParams, useRouter } from "@tanstack/react-router";
import { ChevronLeft } from "lucide-react";
import { type ComponentType, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../features/channels/use-channels";
import { Appearance } from "../features/settings/Appearance";
import { Notifications } from "../features/settings/Notifications";
import { Privacy } from "../features/settings/Privacy";
import { Profile } from "../features/settings/Profile";
import { Security } from "../features/settings/Security";

const TABS = ["profile", "appearance", "notifications", "privacy", "security"] as const;
type Tab = (typeof TABS)[number];

const SCREENS: Record<Tab, ComponentType> = {
  profile: Profile,
  appearance: Appearance,
  notifications: Notifications,
  privacy: Privacy,
  security: Security,
};

/** One's own account: each part has an address. */
export function SettingsScreen() {
  const { t } = useTranslation();
  const { workspace, tab } = useParams({ from: "/w/$workspace/settings/$tab" });
  const navigate = useNavigate();
  const router = useRouter();
  const canGoBack = useCanGoBack();
  // To where one came from; from an address alone, to the workspace.
  const back = () =>
    canGoBack ? router.history.back() : void navigate({ to: "/w/$workspace", params: { workspace } });
  // Who came by a guest link has no password and one session.
  const tabs = useMe().is_guest ? TABS.filter((one) => one !== "security") : TABS;
  const shown: Tab = tabs.find((one) => one === tab) ?? "profile";
  const Screen = SCREENS[shown];
  const parts = useRef<HTMLElement>(null);
  // Where not all of them fit, the one that is open is to be seen.
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at again when another one is open
  useEffect(() => {
    parts.current?.querySelector("[aria-current=page]")?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [shown]);
  return (
    <section aria-label={t("settings.open")} className="flex h-full flex-col">
      <header className="flex h-14 shrink-0 items-center gap-1 border-line border-b px-1 md:px-5">
        <button
          type="button"
          onClick={back}
          aria-label={t("app.back")}
          className="grid size-9 place-items-center rounded-control hover:bg-hover pointer-coarse:size-11"
        >
          <ChevronLeft size={20} aria-hidden="true" />
        </button>
        <h1 className="font-semibold text-title">{t("settings.open")}</h1>
      </header>
      <div className="flex min-h-0 flex-1 flex-col md:flex-row">
        <nav
          ref={parts}
          aria-label={t("preferences.parts")}
          className="shrink-0 overflow-x-auto border-line border-b p-2 md:w-58 md:border-r md:border-b-0 md:p-3"
        >
          <ul className="flex gap-1 md:flex-col">
            {tabs.map((one) => (
              <li key={one}>
                <Link
                  to="/w/$workspace/settings/$tab"
                  params={{ workspace, tab: one }}
                  replace
                  className="flex min-h-9 items-center whitespace-nowrap rounded-control px-3 hover:bg-hover pointer-coarse:min-h-11 aria-[current=page]:bg-selected aria-[current=page]:font-semibold aria-[current=page]:text-accent-ink"
                  activeProps={{ "aria-current": "page" }}
                >
                  {t(`preferences.tab.${one}`)}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <div className="min-h-0 min-w-0 flex-1 overflow-y-auto px-4 py-5 md:px-8">
          <div className="mx-auto max-w-xl md:mx-0">
            <h2 className="mb-4 font-bold text-page">{t(`preferences.tab.${shown}`)}</h2>
            <Screen />
          </div>
        </div>
      </div>
    </section>
  );
}
