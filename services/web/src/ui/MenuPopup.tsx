import { DropdownMenu } from "radix-ui";
import { useLayoutEffect, useRef } from "react";
import { cx } from "./cx";
import { focusFirst, pathTo } from "./focus";
import type { MenuProps } from "./Menu";

/** The menu of `Menu`, open as soon as it is there. Only that loads this. */
export function MenuPopup({
  trigger,
  groups,
  align = "end",
  onOpenChange,
  byKeyboard,
}: MenuProps & { readonly byKeyboard: boolean }) {
  const opener = useRef<HTMLButtonElement>(null);
  const path = useRef<readonly HTMLElement[]>([]);
  const chosen = useRef<() => void>(undefined);
  // Radix has not seen the key that opened it the first time, and would leave the focus on the menu itself.
  const entering = useRef(byKeyboard);
  const enter = (event: React.FocusEvent) => {
    if (!entering.current || event.target !== event.currentTarget) return;
    entering.current = false;
    event.currentTarget.querySelector<HTMLElement>('[role="menuitem"]:not([data-disabled])')?.focus();
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: it opens once by itself, when it is drawn
  useLayoutEffect(() => {
    path.current = pathTo(opener.current);
    onOpenChange?.(true);
  }, []);
  // What was chosen runs when the menu is gone and the focus is back: a dialog that it opens can then return it there.
  const settle = () => {
    const run = chosen.current;
    chosen.current = undefined;
    queueMicrotask(() => {
      if (document.activeElement === document.body) focusFirst(path.current);
      run?.();
    });
  };
  return (
    <DropdownMenu.Root
      modal={false}
      defaultOpen
      onOpenChange={(open) => {
        if (open) path.current = pathTo(opener.current);
        onOpenChange?.(open);
      }}
    >
      <DropdownMenu.Trigger ref={opener} asChild>
        {trigger}
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align={align}
          sideOffset={4}
          collisionPadding={8}
          onFocus={enter}
          onCloseAutoFocus={settle}
          className="appear z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-52 max-w-[calc(100vw-16px)] overflow-y-auto rounded-menu border border-line bg-raised p-1 shadow-float"
        >
          {groups
            .filter((group) => group.length > 0)
            .map((group, index) => (
              <DropdownMenu.Group
                key={group.map((item) => item.label).join("|")}
                className={cx(index > 0 && "mt-1 border-line border-t pt-1")}
              >
                {group.map((item) => (
                  <DropdownMenu.Item
                    key={item.label}
                    disabled={item.disabled ?? false}
                    onSelect={() => {
                      chosen.current = item.onSelect;
                    }}
                    aria-keyshortcuts={item.shortcut}
                    className={cx(
                      "flex min-h-8 cursor-default items-center gap-2.5 rounded-control px-2.5 outline-none data-[disabled]:opacity-50 data-[highlighted]:bg-hover pointer-coarse:min-h-11",
                      item.danger && "text-danger",
                    )}
                  >
                    {item.icon}
                    <span className="flex-1">{item.label}</span>
                    {item.shortcut !== undefined && (
                      <span aria-hidden="true" className="text-label text-subtle">
                        {item.shortcut}
                      </span>
                    )}
                  </DropdownMenu.Item>
                ))}
              </DropdownMenu.Group>
            ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
