import type { Pending } from "../timeline/pending";

/** What a reload would interrupt: somebody is writing, or something is on its way. */
export function isBusy(focused: Element | null, outbox: readonly Pending[]): boolean {
  const writes = isField(focused) && focused.value.trim() !== "";
  return writes || outbox.some((entry) => entry.state === "uploading" || entry.state === "sending");
}

function isField(element: Element | null): element is HTMLTextAreaElement | HTMLInputElement {
  return element !== null && (element.tagName === "TEXTAREA" || element.tagName === "INPUT");
}
