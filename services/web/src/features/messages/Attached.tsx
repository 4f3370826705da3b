import type { File } from "../../api/types";
import { FileCard } from "./FileCard";
import { Film } from "./Film";
import { isPaper, isText } from "./media";
import { Paper } from "./Paper";
import { Sound } from "./Sound";
import { TextFile } from "./TextFile";

/** Whether this browser says that it may be able to. */
function plays({ kind, content_type }: File): boolean {
  if (kind !== "audio" && kind !== "video") return false;
  return document.createElement(kind).canPlayType(content_type) !== "";
}

/** A file that is no picture: what can be played in a player, text with its first lines, a document with its first page, everything else as a card. */
export function Attached({ file }: { readonly file: File }) {
  if (file.state !== "ready") return <FileCard file={file} />;
  if (file.kind === "video" && plays(file)) return <Film file={file} />;
  if (file.kind === "audio" && plays(file)) return <Sound file={file} />;
  if (isPaper(file)) return <Paper file={file} page={file.thumbnail_url} />;
  return isText(file) ? <TextFile file={file} /> : <FileCard file={file} />;
}
