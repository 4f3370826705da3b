import { Popover as Radix } from "radix-ui";
import type { PopoverProps } from "./Popover";

/** The panel of `Popover`, open as soon as it is there. Only that loads this. */
export function PopoverPopup({ trigger, label, children, side = "bottom", onClosed, ...state }: PopoverProps) {
  return (
    <Radix.Root defaultOpen {...state}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          side={side}
          sideOffset={6}
          collisionPadding={8}
          {...(onClosed ? { onCloseAutoFocus: onClosed } : {})}
          className="appear z-50 max-w-[calc(100vw-16px)] rounded-menu border border-line bg-raised shadow-float focus:outline-none"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
