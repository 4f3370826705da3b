/** How close together lines stand: a matter of the screen, so it is kept on the device. */
export const DENSITIES = ["comfortable", "compact"] as const;
export type Density = (typeof DENSITIES)[number];

const STORED = "hubbub.density";

export function storedDensity(): Density {
  return localStorage.getItem(STORED) === "compact" ? "compact" : "comfortable";
}

/** Styles ask for `compact:` (see index.css). */
export function applyDensity(density: Density): void {
  localStorage.setItem(STORED, density);
  document.documentElement.dataset["density"] = density;
}
