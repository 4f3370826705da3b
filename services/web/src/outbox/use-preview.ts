import { useEffect, useState } from "react";
import { useSession } from "../session-context";
import type { PendingFile } from "../timeline/pending";
import type { Preview } from "./preview";

/** A picture of a file that is not sent yet, from its own bytes. */
export function usePreview(file: PendingFile): Preview | undefined {
  const { blobs } = useSession().sender;
  const [preview, setPreview] = useState<Preview | undefined>(() => blobs.ready(file.key));
  useEffect(() => {
    let wanted = true;
    const shown = blobs.ready(file.key);
    setPreview(shown);
    if (!shown && file.type.startsWith("image/")) {
      void blobs.preview(file.key).then((made) => wanted && setPreview(made));
    }
    return () => {
      wanted = false;
    };
  }, [blobs, file.key, file.type]);
  return preview;
}
