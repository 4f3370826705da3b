import { cloneElement, lazy, type ReactElement, type ReactNode, Suspense, useState } from "react";
import { ErrorBoundary } from "./ErrorBoundary";

export interface PopoverProps {
  /** A button. */
  readonly trigger: ReactElement;
  readonly label: string;
  readonly children: ReactNode;
  readonly open?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
  /** The panel is gone, and its button is about to have the focus again, unless this prevents it. */
  readonly onClosed?: (event: Event) => void;
  readonly side?: "top" | "bottom" | "left" | "right";
}

const load = () => import("./PopoverPopup");
const PopoverPopup = lazy(() => load().then((module) => ({ default: module.PopoverPopup })));

/** A button that opens a panel. What draws the panel is fetched when the button is pointed at or focused. */
export function Popover(props: PopoverProps) {
  const { trigger, open = false, onOpenChange } = props;
  const [wanted, setWanted] = useState(open);
  const closed = cloneElement(trigger, {
    "aria-haspopup": "dialog",
    "aria-expanded": false,
    onPointerEnter: load,
    onFocus: load,
    onClick: () => {
      setWanted(true);
      onOpenChange?.(true);
    },
  } as object);
  if (open && !wanted) setWanted(true);
  if (!wanted) return closed;
  return (
    <ErrorBoundary fallback={closed}>
      <Suspense fallback={closed}>
        <PopoverPopup {...props} />
      </Suspense>
    </ErrorBoundary>
  );
}
