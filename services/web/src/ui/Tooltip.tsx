import {
  cloneElement,
  type ReactElement,
  type ReactNode,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from "react";

const DELAY_MS = 400;
/** Long enough to move the pointer onto the text (WCAG 1.4.13). */
const LINGER_MS = 120;
const GAP_PX = 6;
const EDGE_PX = 8;

/** A name or a short note that shows while the pointer rests on a control, or when it is reached by keyboard. */
export function Tooltip({ text, children }: { readonly text: string; readonly children: ReactElement }) {
  return cloneElement(children, { "data-tip": text } as object);
}

/** Draws the tooltips of everything below it: there is one at a time, so one element does for all. */
export function TooltipProvider({ children }: { readonly children: ReactNode }) {
  return (
    <>
      {children}
      <Layer />
    </>
  );
}

interface Shown {
  readonly target: HTMLElement;
  readonly text: string;
}

function Layer() {
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const [shown, setShown] = useState<Shown | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const after = (ms: number, run: () => void) => {
      clearTimeout(timer);
      timer = setTimeout(run, ms);
    };
    const show = (target: HTMLElement, ms: number) =>
      after(ms, () => setShown(target.isConnected ? { target, text: target.dataset["tip"] ?? "" } : null));
    const hide = () => {
      clearTimeout(timer);
      setShown(null);
    };
    const over = ({ target, pointerType }: PointerEvent) => {
      if (pointerType === "touch" || !(target instanceof Element)) return;
      if (box.current?.contains(target)) return clearTimeout(timer);
      const tipped = target.closest<HTMLElement>("[data-tip]");
      if (tipped) show(tipped, DELAY_MS);
      else after(LINGER_MS, hide);
    };
    const focus = ({ target }: FocusEvent) => {
      // When a dialog gives the focus back to a clicked button, nobody asked for its name.
      if (target instanceof HTMLElement && target.dataset["tip"] && target.matches(":focus-visible")) show(target, 0);
      else hide();
    };
    const key = (event: KeyboardEvent) => event.key === "Escape" && hide();
    document.addEventListener("pointerover", over);
    document.addEventListener("focusin", focus);
    for (const type of ["pointerdown", "focusout", "scroll"]) document.addEventListener(type, hide, true);
    document.addEventListener("keydown", key, true);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("pointerover", over);
      document.removeEventListener("focusin", focus);
      for (const type of ["pointerdown", "focusout", "scroll"]) document.removeEventListener(type, hide, true);
      document.removeEventListener("keydown", key, true);
    };
  }, []);
  useLayoutEffect(() => {
    if (!shown || !box.current) return;
    const { target, text } = shown;
    place(box.current, target);
    // Most tooltips repeat the name of an icon; only those that say more describe it.
    if (target.getAttribute("aria-label") === text || target.hasAttribute("aria-describedby")) return;
    target.setAttribute("aria-describedby", id);
    return () => target.removeAttribute("aria-describedby");
  }, [shown, id]);
  if (!shown) return null;
  return (
    <div
      ref={box}
      id={id}
      role="tooltip"
      className="tooltip appear fixed top-0 left-0 z-50 w-max max-w-64 rounded-control bg-ink px-2 py-1 text-label text-canvas shadow-float"
    >
      {shown.text}
    </div>
  );
}

/** Above the control, or below it where there is no room; never over the edge of the window. */
function place(box: HTMLElement, target: HTMLElement): void {
  const at = target.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = box;
  const left = at.left + at.width / 2 - width / 2;
  const above = at.top - height - GAP_PX;
  box.style.left = `${Math.max(EDGE_PX, Math.min(left, window.innerWidth - width - EDGE_PX))}px`;
  box.style.top = `${above >= EDGE_PX ? above : at.bottom + GAP_PX}px`;
}
