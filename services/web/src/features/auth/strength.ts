/** The fewest characters that the server takes. */
export const SHORTEST = 8;

export type Strength = "none" | "short" | "fair" | "good" | "strong";

/** How long a password is, in words: length is what makes it hard to guess, more than signs and digits. */
export function strengthOf(password: string): Strength {
  const length = [...password].length;
  if (length === 0) return "none";
  if (length < SHORTEST) return "short";
  if (length < 12 || new Set(password).size < 5) return "fair";
  return length < 16 ? "good" : "strong";
}

/** A handle for a name, or nothing when the name has no Latin letters. */
export function suggestHandle(name: string): string {
  const plain = name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const words = plain.match(/[a-z0-9]+/g) ?? [];
  const isLatin = !/\p{L}/u.test(plain.replace(/[a-z]/g, ""));
  const handle = words.join(".").slice(0, 32).replace(/\.$/, "");
  return isLatin && handle.length >= 2 ? handle : "";
}
