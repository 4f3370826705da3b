import { useTranslation } from "react-i18next";
import { Dialog } from "../../ui/Dialog";
import { Switch } from "../../ui/Switch";
import { type Group, SHORTCUTS } from "./keys";
import { keyCaps } from "./match";
import { isMac, useShortcuts } from "./registry";

const GROUPS: readonly Group[] = ["navigation", "calls", "messages", "composer", "list"];

export interface ShortcutSheetProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** All keys, from the table that they act by. */
export function ShortcutSheet({ open, onOpenChange }: ShortcutSheetProps) {
  const { t } = useTranslation();
  const { singleKeys, setSingleKeys } = useShortcuts();
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t("shortcuts.title")} wide>
      <div className="gap-8 sm:columns-2">
        {GROUPS.map((group) => (
          <section key={group} className="mb-5 break-inside-avoid">
            <h3 className="mb-1 font-semibold text-label text-subtle">{t(`shortcuts.group.${group}`)}</h3>
            <dl>
              {SHORTCUTS.filter((one) => one.group === group).map((one) => (
                <div
                  key={one.id}
                  className="flex min-h-8 items-center justify-between gap-3 border-line border-b py-1 last:border-0"
                >
                  <dt>{t(`shortcuts.name.${one.id}`)}</dt>
                  <dd className="flex shrink-0 gap-1">
                    <Keys keys={one.keys} />
                  </dd>
                </div>
              ))}
            </dl>
            {group === "list" && (
              <Switch
                label={t("shortcuts.singleKeys")}
                hint={t("shortcuts.singleKeysHint")}
                checked={singleKeys}
                onChange={setSingleKeys}
              />
            )}
          </section>
        ))}
      </div>
    </Dialog>
  );
}

function Keys({ keys }: { readonly keys: string }) {
  return keyCaps(keys, isMac).map((cap) => (
    <kbd
      key={cap}
      className="grid h-6 min-w-6 place-items-center rounded-control border border-line bg-code px-1.5 font-sans text-label text-muted"
    >
      {cap}
    </kbd>
  ));
}
