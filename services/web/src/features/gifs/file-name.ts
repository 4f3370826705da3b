const MOST = 60;

/** A name for the file, after what the picture shows. */
export function fileName(title: string, type: string): string {
  const words = title
    .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
    .slice(0, MOST)
    .replaceAll(/^-+|-+$/g, "");
  return `${words || "gif"}.${type.replace(/^image\//, "").replace("jpeg", "jpg") || "gif"}`;
}
