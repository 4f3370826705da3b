import { useEffect, useRef, useState } from "react";
import type { Disk } from "../../outbox/store";

const SAVE_MS = 400;

/** What is being written at a place; it survives a reload and a change of channel. */
export function useDraft(disk: Disk, place: string): readonly [string, (text: string) => void] {
  const [text, setText] = useState("");
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    let current = true;
    setText("");
    void disk.get("drafts", place).then((stored) => {
      if (current && stored !== undefined) setText((typed) => (typed === "" ? stored : typed));
    });
    return () => {
      current = false;
    };
  }, [disk, place]);
  const change = (next: string) => {
    setText(next);
    clearTimeout(timer.current);
    const save = () => void (next === "" ? disk.delete("drafts", place) : disk.put("drafts", next, place));
    // Sent or emptied is final at once: a reload must not bring it back.
    if (next === "") save();
    else timer.current = setTimeout(save, SAVE_MS);
  };
  return [text, change];
}
