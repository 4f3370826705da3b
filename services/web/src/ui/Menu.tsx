import { cloneElement, lazy, type ReactElement, type ReactNode, Suspense, useState } from "react";
import { ErrorBoundary } from "./ErrorBoundary";

export interface MenuItem {
  readonly label: string;
  readonly icon?: ReactNode;
  readonly shortcut?: string;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  readonly onSelect: () => void;
}

export interface MenuProps {
  /** A button. */
  readonly trigger: ReactElement;
  /** Groups, drawn with a line between. */
  readonly groups: readonly (readonly MenuItem[])[];
  readonly align?: "start" | "end";
  readonly onOpenChange?: (open: boolean) => void;
}

const load = () => import("./MenuPopup");
const MenuPopup = lazy(() => load().then((module) => ({ default: module.MenuPopup })));

/**
 * A button that opens a menu. The menu itself is fetched when the button is pointed at or focused: a screen has
 * hundreds of them, and the first one needs none.
 */
export function Menu(props: MenuProps) {
  const [wanted, setWanted] = useState<"pointer" | "keyboard">();
  const closed = cloneElement(props.trigger, {
    "aria-haspopup": "menu",
    "aria-expanded": false,
    onPointerEnter: load,
    onFocus: load,
    onClick: (event: React.MouseEvent) => setWanted(event.detail === 0 ? "keyboard" : "pointer"),
    onKeyDown: (event: React.KeyboardEvent) => {
      if (event.key !== "ArrowDown") return;
      event.preventDefault();
      setWanted("keyboard");
    },
  } as object);
  if (!wanted) return closed;
  return (
    <ErrorBoundary fallback={closed}>
      <Suspense fallback={closed}>
        <MenuPopup {...props} byKeyboard={wanted === "keyboard"} />
      </Suspense>
    </ErrorBoundary>
  );
}
