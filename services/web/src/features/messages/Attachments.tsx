import { useMemo, useState } from "react";
import type { Message } from "../../api/types";
import { LazyPart } from "../../ui/LazyPart";
import { lazyPart } from "../../ui/lazy-part";
import { FileCard } from "./FileCard";
import { ImageGrid } from "./ImageGrid";
import { sortFiles } from "./media";
import { Player, plays } from "./Player";

const Lightbox = lazyPart(() => import("../../ui/Lightbox").then((part) => part.Lightbox));

/** The files of a message: pictures in a grid, what can be played in a player, everything else as a card. */
export function Attachments({ message }: { readonly message: Message }) {
  const { files, author, created_at } = message;
  const { images, videos, sounds, others } = useMemo(() => sortFiles(files, plays), [files]);
  const [shown, setShown] = useState<number>();
  const pictures = images.map((file) => ({ file, by: author.display_name, at: Date.parse(created_at) }));
  return (
    <>
      {images.length > 0 && <ImageGrid images={images} onOpen={setShown} />}
      {[...videos, ...sounds].map((file) => (
        <Player key={file.id} file={file} />
      ))}
      {others.map((file) => (
        <FileCard key={file.id} file={file} />
      ))}
      {shown !== undefined && (
        <LazyPart>
          <Lightbox pictures={pictures} index={shown} onClose={() => setShown(undefined)} />
        </LazyPart>
      )}
    </>
  );
}
