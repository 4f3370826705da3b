import { type ClipboardEvent, useState } from "react";
import { insert } from "./format";
import { bytesOf, MOST_BYTES, snippetName } from "./limit";
import { readPaste } from "./paste";
import type { FieldHandle } from "./use-field";
import type { TrayHandle } from "./use-tray";

export interface PasteHandle {
  /** Pasted text that no message holds: somebody has to say what becomes of it. */
  readonly long: string | undefined;
  onPaste(event: ClipboardEvent<HTMLTextAreaElement>): void;
  asFile(text: string): void;
  anyway(): void;
  forget(): void;
}

const loadHtml = () => import("./html");

/** What is pasted becomes what a person would have written: files, links, Markdown. */
export function usePaste(field: FieldHandle, tray: TrayHandle): PasteHandle {
  const [long, setLong] = useState<string>();
  const put = (text: string) => field.apply((all, start, end) => insert(all, start, end, text));
  const putOrAsk = (text: string) => (bytesOf(text) > MOST_BYTES ? setLong(text) : put(text));
  return {
    long,
    onPaste: (event) => {
      const { value, selectionStart, selectionEnd } = event.currentTarget;
      const paste = readPaste(event.clipboardData, value, selectionStart, selectionEnd);
      if (paste.kind === "plain") return;
      event.preventDefault();
      switch (paste.kind) {
        case "files":
          tray.add(paste.files);
          break;
        case "link":
          field.apply(() => paste.edited);
          break;
        case "long":
          setLong(paste.text);
          break;
        case "html":
          loadHtml().then(
            ({ toMarkdown }) => putOrAsk(toMarkdown(paste.html) ?? paste.text),
            () => put(paste.text),
          );
      }
    },
    asFile: (text) => {
      setLong(undefined);
      tray.add([new File([text], snippetName(text, new Date()), { type: "text/plain" })]);
    },
    anyway: () => {
      if (long !== undefined) put(long);
      setLong(undefined);
    },
    forget: () => setLong(undefined),
  };
}
