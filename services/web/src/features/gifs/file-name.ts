const MOST = 60;

/** A name for the file, after what the picture shows; the server knows how it ends. */
export function fileName(title: string): string {
  return title
    .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
    .slice(0, MOST)
    .replaceAll(/^-+|-+$/g, "");
}
