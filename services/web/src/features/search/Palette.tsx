import { Command } from "cmdk";
import { Search } from "lucide-react";
import { Dialog } from "radix-ui";
import { useCallback, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useFocusReturn } from "../../ui/focus";
import { useShortcuts } from "../shortcuts/registry";
import { Results } from "./Results";

/** Ctrl+K: go to any conversation, person or message of this workspace, or do something. */
export function Palette({ workspace }: { readonly workspace: string }) {
  const { t } = useTranslation();
  const setPalette = useShortcuts((state) => state.setPalette);
  const [typed, setTyped] = useState("");
  const [selected, setSelected] = useState("");
  // Whether I went down the list since I typed: then what comes in late leaves the selection alone.
  const moved = useRef(false);
  const onFirst = useCallback((first: string) => {
    if (!moved.current) setSelected(first);
  }, []);
  const chosen = useRef<() => void>(undefined);
  const giveBack = useFocusReturn(true);
  // What was chosen runs when the palette is gone and the focus is back: a dialog that it opens returns it there.
  const choose = (run: () => void) => {
    chosen.current = run;
    setPalette(false);
  };
  return (
    <Dialog.Root open onOpenChange={setPalette}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-black/45" />
        <Dialog.Content
          aria-describedby={undefined}
          onCloseAutoFocus={(event) => {
            giveBack(event);
            chosen.current?.();
          }}
          className="appear fixed top-[max(12px,10vh)] left-1/2 z-40 w-[calc(100vw-24px)] max-w-xl -translate-x-1/2 overflow-hidden rounded-dialog border border-line bg-raised shadow-float focus:outline-none"
        >
          <Dialog.Title className="sr-only">{t("search.title")}</Dialog.Title>
          <Command
            shouldFilter={false}
            label={t("search.title")}
            loop
            value={selected}
            onValueChange={setSelected}
            onKeyDown={(event) => {
              if (event.key !== "Enter") moved.current = event.key.startsWith("Arrow") || event.key === "Tab";
            }}
            onPointerMove={() => {
              moved.current = true;
            }}
          >
            <div className="flex items-center gap-2.5 border-line border-b px-4">
              <Search size={18} aria-hidden="true" className="shrink-0 text-subtle" />
              <Command.Input
                value={typed}
                onValueChange={setTyped}
                placeholder={t("search.placeholder")}
                className="h-12 w-full min-w-0 bg-transparent outline-none"
              />
            </div>
            <Results workspace={workspace} typed={typed} onChoose={choose} onFirst={onFirst} />
          </Command>
          <p className="border-line border-t px-4 py-2 text-label text-subtle">{t("search.hint")}</p>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
