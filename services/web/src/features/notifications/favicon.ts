const ICON = "/icons/hubbub.svg";
const SIZE = 64;

let shown = 0;
let url: string | undefined;

/** The icon of the tab, with the number of what waits on it; 0 gives the plain one back. */
export async function showOnIcon(count: number): Promise<void> {
  if (count === shown) return;
  shown = count;
  const drawn = count > 0 ? await draw(count) : undefined;
  if (count !== shown) return;
  const link = document.querySelector<HTMLLinkElement>("link[rel=icon]");
  if (!link) return;
  const old = url;
  // `blob:` is what the CSP allows; a `data:` address would need a hole in it.
  url = drawn && URL.createObjectURL(drawn);
  link.type = drawn ? "image/png" : "image/svg+xml";
  link.href = url ?? ICON;
  if (old) URL.revokeObjectURL(old);
}

async function draw(count: number): Promise<Blob | undefined> {
  const canvas = document.createElement("canvas");
  canvas.width = SIZE;
  canvas.height = SIZE;
  const pen = canvas.getContext("2d");
  if (!pen) return undefined;
  const icon = new Image(SIZE, SIZE);
  icon.src = ICON;
  await icon.decode().catch(() => undefined);
  pen.drawImage(icon, 0, 0, SIZE, SIZE);
  const token = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name);
  const radius = SIZE * 0.33;
  const at = SIZE - radius;
  pen.fillStyle = token("--ink");
  pen.beginPath();
  pen.arc(at, at, radius, 0, 2 * Math.PI);
  pen.fill();
  pen.fillStyle = token("--canvas");
  pen.font = `bold ${SIZE * 0.42}px system-ui, sans-serif`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillText(count > 9 ? "9+" : String(count), at, at + 2, radius * 1.7);
  return new Promise((resolve) => canvas.toBlob((blob) => resolve(blob ?? undefined)));
}
