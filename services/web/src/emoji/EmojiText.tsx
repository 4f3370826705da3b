import { useEffect, useState } from "react";
import { emojiNamed, loadEmojis } from "./data";

const NAME = /^:([a-z0-9_+-]{1,64}):$/;

/** An emoji, or the one that a `:name:` stands for; a name that nobody knows is shown as it was written. */
export function EmojiText({ emoji }: { readonly emoji: string }) {
  const name = NAME.exec(emoji)?.[1];
  return name === undefined ? emoji : <Named name={name} source={emoji} />;
}

function Named({ name, source }: { readonly name: string; readonly source: string }) {
  const [found, setFound] = useState<string>();
  useEffect(() => {
    let left = false;
    // The names come with the picker's data; offline without them, the source does.
    void loadEmojis("en").then(
      (set) => left || setFound(emojiNamed(name, set)),
      () => undefined,
    );
    return () => {
      left = true;
    };
  }, [name]);
  return found === undefined ? source : <span title={source}>{found}</span>;
}
