/** In pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** What is looked at: the middle of the part that is kept, in pixels of the image, and how near it is. */
export interface View {
  readonly x: number;
  readonly y: number;
  /** 1: as much as fits; larger is nearer. */
  readonly zoom: number;
}

export interface Part extends Size {
  readonly left: number;
  readonly top: number;
}

export const NEAREST = 5;

/** The whole of the image, as far as the shape (width by height) allows. */
export function wholeView(image: Size): View {
  return { x: image.width / 2, y: image.height / 2, zoom: 1 };
}

/** The part of the image that is kept. Pure. */
export function partOf(view: View, image: Size, shape: number): Part {
  const width = Math.min(image.width, image.height * shape) / view.zoom;
  const height = width / shape;
  return { left: view.x - width / 2, top: view.y - height / 2, width, height };
}

/** The view moved to where it shows nothing beyond the image. Pure. */
export function within(view: View, image: Size, shape: number): View {
  const zoom = Math.min(NEAREST, Math.max(1, view.zoom));
  const { width, height } = partOf({ ...view, zoom }, image, shape);
  return {
    x: clamp(view.x, width / 2, image.width - width / 2),
    y: clamp(view.y, height / 2, image.height - height / 2),
    zoom,
  };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), Math.max(least, most));
}

/** The size that a part is drawn in: no larger than it is, and at most `longest` pixels wide. Pure. */
export function drawnSize(part: Size, longest: number): Size {
  const scale = Math.min(1, longest / part.width);
  return {
    width: Math.max(1, Math.round(part.width * scale)),
    height: Math.max(1, Math.round(part.height * scale)),
  };
}

/** The part as a file of its own; what can be transparent stays so. */
export function cut(image: HTMLImageElement, part: Part, longest: number, type: string): Promise<Blob> {
  const size = drawnSize(part, longest);
  const canvas = document.createElement("canvas");
  canvas.width = size.width;
  canvas.height = size.height;
  const context = canvas.getContext("2d");
  if (!context) return Promise.reject(new Error("this browser cannot draw"));
  context.imageSmoothingQuality = "high";
  context.drawImage(image, part.left, part.top, part.width, part.height, 0, 0, size.width, size.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error("the picture cannot be cut"))),
      type === "image/jpeg" ? "image/jpeg" : "image/png",
      0.92,
    ),
  );
}
