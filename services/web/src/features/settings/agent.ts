/** The order counts: every browser calls itself by the names of those before it. */
const BROWSERS: readonly (readonly [string, RegExp])[] = [
  ["Edge", /\bEdgA?\//],
  ["Opera", /\bOPR\//],
  ["Samsung Internet", /\bSamsungBrowser\//],
  ["Firefox", /\b(Firefox|FxiOS)\//],
  ["Chrome", /\b(Chrome|Chromium|CriOS|HeadlessChrome)\//],
  ["Safari", /\bSafari\//],
];

const SYSTEMS: readonly (readonly [string, RegExp])[] = [
  ["iPhone", /\biPhone\b/],
  ["iPad", /\biPad\b/],
  ["Android", /\bAndroid\b/],
  ["Windows", /\bWindows\b/],
  ["ChromeOS", /\bCrOS\b/],
  ["macOS", /\bMac OS X\b/],
  ["Linux", /\bLinux\b/],
];

export interface Agent {
  readonly browser: string | undefined;
  readonly system: string | undefined;
  readonly phone: boolean;
}

/** What a person would call it: "Firefox", "Android". */
export function nameAgent(text: string | null): Agent {
  const of = (list: typeof BROWSERS) => list.find(([, sign]) => text !== null && sign.test(text))?.[0];
  const system = of(SYSTEMS);
  return { browser: of(BROWSERS), system, phone: system === "iPhone" || system === "Android" || system === "iPad" };
}
