export interface Preview {
  readonly url: string;
  /** Of the picture itself, in pixels. */
  readonly width: number;
  readonly height: number;
}

/** As large as a preview is ever drawn, twice over for fine screens. */
const LONGEST_SIDE = 840;
/** Smaller files are shown as they are: an animation goes on moving. */
const SMALL_BYTES = 512 * 1024;

/** What to draw for a picture; undefined for what no browser can draw. A photograph of 12 megapixels is not kept in full. */
export async function makePreview(blob: Blob): Promise<Preview | undefined> {
  if (!blob.type.startsWith("image/") || typeof Image === "undefined") return undefined;
  const url = URL.createObjectURL(blob);
  const image = new Image();
  image.src = url;
  try {
    await image.decode();
    const { naturalWidth: width, naturalHeight: height } = image;
    const share = LONGEST_SIDE / Math.max(width, height);
    if (blob.size <= SMALL_BYTES || share >= 1) return { url, width, height };
    const small = await shrink(image, Math.round(width * share), Math.round(height * share));
    URL.revokeObjectURL(url);
    return { url: URL.createObjectURL(small), width, height };
  } catch {
    URL.revokeObjectURL(url);
    return undefined;
  }
}

async function shrink(image: HTMLImageElement, width: number, height: number): Promise<Blob> {
  const bitmap = await createImageBitmap(image, { resizeWidth: width, resizeHeight: height, resizeQuality: "medium" });
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  canvas.getContext("2d")?.drawImage(bitmap, 0, 0);
  bitmap.close();
  return new Promise((resolve, reject) => {
    canvas.toBlob((small) => (small ? resolve(small) : reject(new Error("no picture came out"))), "image/webp", 0.8);
  });
}
