import { type RefObject, useLayoutEffect, useRef } from "react";
import type { Edited } from "./format";
import { replaced } from "./replaced";

export interface FieldHandle {
  readonly ref: RefObject<HTMLTextAreaElement | null>;
  /** Makes the text what an edit says, as if it were typed: Ctrl+Z takes it back. */
  apply(edit: (text: string, start: number, end: number) => Edited | undefined): void;
}

/** The text field, and edits of it by more than a key press. */
export function useField(text: string, setText: (text: string) => void): FieldHandle {
  const ref = useRef<HTMLTextAreaElement>(null);
  const selection = useRef<readonly [number, number]>(undefined);
  useLayoutEffect(() => {
    const field = ref.current;
    if (!field) return;
    if (!CSS.supports("field-sizing", "content")) {
      field.style.height = "auto";
      field.style.height = `${field.scrollHeight}px`;
    }
    if (selection.current) field.setSelectionRange(...selection.current);
    selection.current = undefined;
  });
  return {
    ref,
    apply: (edit) => {
      const field = ref.current;
      const edited = field && edit(field.value, field.selectionStart, field.selectionEnd);
      if (!edited) return;
      field.focus();
      if (typed(field, edited.text)) {
        field.setSelectionRange(edited.start, edited.end);
        return;
      }
      selection.current = [edited.start, edited.end];
      setText(edited.text);
      // The same text as before draws nothing anew.
      if (edited.text === text) field.setSelectionRange(edited.start, edited.end);
    },
  };
}

/** The one way to change a field that its own undo knows of; not every browser does it. */
function typed(field: HTMLTextAreaElement, text: string): boolean {
  const { from, to, put } = replaced(field.value, text);
  if (from === to && put === "") return true;
  field.setSelectionRange(from, to);
  document.execCommand?.(put === "" ? "delete" : "insertText", false, put);
  return field.value === text;
}
