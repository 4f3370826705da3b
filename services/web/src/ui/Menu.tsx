import { DropdownMenu } from "radix-ui";
import type { ReactNode } from "react";
import { cx } from "./cx";

export interface MenuItem {
  readonly label: string;
  readonly icon?: ReactNode;
  readonly shortcut?: string;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  readonly onSelect: () => void;
}

export interface MenuProps {
  readonly trigger: ReactNode;
  /** Groups, drawn with a line between. */
  readonly groups: readonly (readonly MenuItem[])[];
  readonly align?: "start" | "end";
  readonly onOpenChange?: (open: boolean) => void;
}

export function Menu({ trigger, groups, align = "end", onOpenChange }: MenuProps) {
  return (
    <DropdownMenu.Root modal={false} {...(onOpenChange ? { onOpenChange } : {})}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className="z-50 min-w-52 rounded-menu border border-line bg-raised p-1 shadow-float"
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
                    onSelect={item.onSelect}
                    className={cx(
                      "flex min-h-8 cursor-default items-center gap-2.5 rounded-control px-2.5 outline-none data-[disabled]:opacity-50 data-[highlighted]:bg-hover pointer-coarse:min-h-11",
                      item.danger && "text-danger",
                    )}
                  >
                    {item.icon}
                    <span className="flex-1">{item.label}</span>
                    {item.shortcut !== undefined && (
                      <kbd className="font-sans text-label text-subtle">{item.shortcut}</kbd>
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
