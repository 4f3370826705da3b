import { ZoomIn, ZoomOut } from "lucide-react";
import { type KeyboardEvent, type PointerEvent, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { explain } from "../../api/problem";
import { Button } from "../../ui/Button";
import { cx } from "../../ui/cx";
import { Dialog } from "../../ui/Dialog";
import { cut, NEAREST, partOf, type Size, type View, wholeView, within } from "./crop";
import { useObjectUrl } from "./use-object-url";

export interface CropDialogProps {
  readonly file: File;
  readonly title: string;
  /** Width by height of what is kept. */
  readonly shape: number;
  /** Pixels that the picture is at most wide. */
  readonly longest: number;
  /** Rejects with what is to be told. */
  readonly onSave: (image: Blob) => Promise<unknown>;
  readonly onClose: () => void;
}

/** Chooses the part of an image that is kept: dragged, pushed with the arrow keys, brought nearer. */
export function CropDialog(props: CropDialogProps) {
  const { t } = useTranslation();
  return (
    <Dialog
      open
      onOpenChange={(open) => open || props.onClose()}
      title={props.title}
      description={t("pictures.cropHint")}
    >
      <Crop {...props} />
    </Dialog>
  );
}

function Crop({ file, shape, longest, onSave, onClose }: CropDialogProps) {
  const { t } = useTranslation();
  const url = useObjectUrl(file);
  const image = useRef<HTMLImageElement>(null);
  const [size, setSize] = useState<Size>();
  const [view, setView] = useState<View>({ x: 0, y: 0, zoom: 1 });
  const [failure, setFailure] = useState<string>();
  const [busy, setBusy] = useState(false);
  const unreadable = failure !== undefined && !size;
  const move = (next: View) => size && setView(within(next, size, shape));
  const save = async () => {
    if (!image.current || !size) return;
    setBusy(true);
    setFailure(undefined);
    try {
      await onSave(await cut(image.current, partOf(view, size, shape), longest, file.type));
      onClose();
    } catch (error) {
      setFailure(explain(error));
      setBusy(false);
    }
  };
  return (
    <div className="flex flex-col gap-4">
      {url !== undefined && !unreadable && (
        <Stage shape={shape} size={size} view={view} onMove={move}>
          <img
            ref={image}
            src={url}
            alt=""
            draggable={false}
            style={size && placed(view, size, shape)}
            className={cx("pointer-events-none absolute max-w-none", !size && "invisible")}
            onLoad={({ currentTarget: { naturalWidth: width, naturalHeight: height } }) => {
              setSize({ width, height });
              setView(wholeView({ width, height }));
            }}
            onError={() => setFailure(t("pictures.unreadable"))}
          />
        </Stage>
      )}
      {!unreadable && <Zoom zoom={view.zoom} disabled={!size} onChange={(zoom) => move({ ...view, zoom })} />}
      {failure !== undefined && (
        <p role="alert" className="text-danger text-meta">
          {failure}
        </p>
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{t("app.cancel")}</Button>
        <Button look="primary" busy={busy} disabled={!size} onClick={() => void save()}>
          {t("app.save")}
        </Button>
      </div>
    </div>
  );
}

/** In shares of the stage, which shows exactly the part that is kept. */
function placed(view: View, image: Size, shape: number) {
  const part = partOf(view, image, shape);
  const share = (value: number) => `${value * 100}%`;
  return {
    width: share(image.width / part.width),
    height: share(image.height / part.height),
    left: share(-part.left / part.width),
    top: share(-part.top / part.height),
  };
}

interface StageProps {
  readonly shape: number;
  readonly size: Size | undefined;
  readonly view: View;
  readonly onMove: (view: View) => void;
  readonly children: React.ReactNode;
}

/** A push of an arrow key, as a share of what is shown. */
const PUSH = 0.05;
const PUSHES: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

function Stage({ shape, size, view, onMove, children }: StageProps) {
  const { t } = useTranslation();
  const stage = useRef<HTMLDivElement>(null);
  const held = useRef<{ readonly id: number; readonly x: number; readonly y: number }>(undefined);
  const drag = (event: PointerEvent) => {
    const from = held.current;
    const width = stage.current?.clientWidth;
    if (!from || from.id !== event.pointerId || !size || !width) return;
    const scale = partOf(view, size, shape).width / width;
    held.current = { id: event.pointerId, x: event.clientX, y: event.clientY };
    // The picture follows the finger, so the view goes the other way.
    onMove({ ...view, x: view.x - (event.clientX - from.x) * scale, y: view.y - (event.clientY - from.y) * scale });
  };
  const push = (event: KeyboardEvent) => {
    const [right, down] = PUSHES[event.key] ?? [];
    if (right === undefined || down === undefined || !size) return;
    event.preventDefault();
    const part = partOf(view, size, shape);
    onMove({ ...view, x: view.x + right * part.width * PUSH, y: view.y + down * part.height * PUSH });
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be focused, and this is moved by keys
    <div
      ref={stage}
      role="group"
      tabIndex={0}
      aria-label={t("pictures.position")}
      onKeyDown={push}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        held.current = { id: event.pointerId, x: event.clientX, y: event.clientY };
      }}
      onPointerMove={drag}
      onPointerUp={() => {
        held.current = undefined;
      }}
      onPointerCancel={() => {
        held.current = undefined;
      }}
      onWheel={(event) => onMove({ ...view, zoom: view.zoom * (event.deltaY < 0 ? 1.1 : 1 / 1.1) })}
      style={{ aspectRatio: shape }}
      className={cx(
        "relative mx-auto w-full cursor-grab touch-none select-none overflow-hidden rounded-menu border border-line bg-hover active:cursor-grabbing",
        shape === 1 && "max-w-72",
      )}
    >
      {children}
    </div>
  );
}

interface ZoomProps {
  readonly zoom: number;
  readonly disabled: boolean;
  readonly onChange: (zoom: number) => void;
}

function Zoom({ zoom, disabled, onChange }: ZoomProps) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <div className="flex items-center gap-3 text-muted">
      <ZoomOut size={16} aria-hidden="true" />
      <label htmlFor={id} className="sr-only">
        {t("pictures.zoom")}
      </label>
      <input
        id={id}
        type="range"
        min={1}
        max={NEAREST}
        step={0.05}
        value={zoom}
        disabled={disabled}
        onChange={(event) => onChange(Number(event.target.value))}
        className="h-6 min-w-0 flex-1 accent-accent pointer-coarse:h-11"
      />
      <ZoomIn size={16} aria-hidden="true" />
    </div>
  );
}
