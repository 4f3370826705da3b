import type { Part } from "./excerpt";

/** A text with what was found in it. */
export function Marked({ parts }: { readonly parts: readonly Part[] }) {
  return parts.map((part, index) =>
    part.hit ? (
      <mark key={index} className="rounded-xs bg-mention text-ink">
        {part.text}
      </mark>
    ) : (
      part.text
    ),
  );
}
