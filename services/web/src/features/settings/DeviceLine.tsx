import { Laptop, Smartphone } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../../ui/Button";
import { nameAgent } from "./agent";

export interface DeviceLineProps {
  readonly userAgent: string | null;
  /** It is the one that this is read on, which is not ended here. */
  readonly isCurrent: boolean;
  readonly children: ReactNode;
  readonly ending: string;
  /** What ends it, said of the device by its name. */
  readonly endingOf: (name: string) => string;
  readonly onEnd: () => void;
}

/** A browser or phone that somebody is signed in with: its name, what is known of it, and the way to end that. */
export function DeviceLine({ userAgent, isCurrent, children, ending, endingOf, onEnd }: DeviceLineProps) {
  const { t } = useTranslation();
  const agent = nameAgent(userAgent);
  const Icon = agent.phone ? Smartphone : Laptop;
  const name =
    agent.browser !== undefined && agent.system !== undefined
      ? t("preferences.sessions.agent", { browser: agent.browser, system: agent.system })
      : (agent.browser ?? agent.system ?? userAgent ?? t("preferences.sessions.unknown"));
  return (
    <div className="flex min-h-14 items-center gap-3 py-2">
      <Icon size={20} aria-hidden="true" className="shrink-0 text-muted" />
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium">
          {name}
          {isCurrent && (
            <span className="ml-2 rounded-full bg-selected px-2 py-0.5 text-accent-ink text-label">
              {t("preferences.sessions.current")}
            </span>
          )}
        </p>
        <p className="truncate text-label text-muted">{children}</p>
      </div>
      {!isCurrent && (
        <Button onClick={onEnd} aria-label={endingOf(name)}>
          {ending}
        </Button>
      )}
    </div>
  );
}
