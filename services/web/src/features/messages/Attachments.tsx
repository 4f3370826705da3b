import { useState } from "react";
import type { File, Message } from "../../api/types";
import { LazyPart } from "../../ui/LazyPart";
import { lazyPart } from "../../ui/lazy-part";
import { ImageGrid } from "./ImageGrid";
import { heightOf, isPicture } from "./media";

const Lightbox = lazyPart(() => import("../../ui/Lightbox").then((part) => part.Lightbox));
const Attached = lazyPart(() => import("./Attached").then((part) => part.Attached));

/** The files of a message: pictures in a grid, then everything else. */
export function Attachments({ message }: { readonly message: Message }) {
  const { files, author, created_at } = message;
  const images = files.filter(isPicture);
  const [shown, setShown] = useState<number>();
  const pictures = images.map((file) => ({ file, by: author.display_name, at: Date.parse(created_at) }));
  return (
    <>
      {images.length > 0 && <ImageGrid images={images} onOpen={setShown} />}
      {files
        .filter((file) => !isPicture(file))
        .map((file) => (
          <Place key={file.id} file={file} />
        ))}
      {shown !== undefined && (
        <LazyPart>
          <Lightbox pictures={pictures} index={shown} onClose={() => setShown(undefined)} />
        </LazyPart>
      )}
    </>
  );
}

/** As high as what will stand there, so that nothing moves when it comes. */
function Place({ file }: { readonly file: File }) {
  return (
    <div className="mt-1" style={{ minHeight: heightOf(file) }}>
      <LazyPart>
        <Attached file={file} />
      </LazyPart>
    </div>
  );
}
