import { useEffect, useState } from "react";
import { nameOf, useCustomEmojis } from "./custom";
import { emojiNamed, loadEmojis } from "./data";

/** An emoji, or the one that a `:name:` stands for; a name that nobody knows is shown as it was written. */
export function EmojiText({ emoji }: { readonly emoji: string }) {
  const name = nameOf(emoji);
  const url = useCustomEmojis().get(name ?? "")?.url;
  if (name === undefined) return emoji;
  return url === undefined ? <Named name={name} source={emoji} /> : <Picture url={url} source={emoji} />;
}

/** One of the workspace's own. */
function Picture({ url, source }: { readonly url: string; readonly source: string }) {
  const [broken, setBroken] = useState<string>();
  if (broken === url) return source;
  return (
    <img
      src={url}
      alt={source}
      title={source}
      loading="lazy"
      draggable={false}
      className="custom-emoji"
      onError={() => setBroken(url)}
    />
  );
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
