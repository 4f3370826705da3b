import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { firstBytes } from "../../api/files";
import { keys } from "../../api/keys";
import type { File } from "../../api/types";
import { cx } from "../../ui/cx";
import { Caption } from "./Caption";
import { FileCard } from "./FileCard";
import { linesOf, TEXT_BYTES } from "./media";

/** Text is shown by its first lines; more of it when asked, and all of it as a download. */
export function TextFile({ file }: { readonly file: File }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const { data, isError } = useQuery({
    queryKey: keys.text(file.id),
    queryFn: () => firstBytes(file, TEXT_BYTES),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (isError) return <FileCard file={file} />;
  const { first, isAll } = linesOf(data ?? "");
  const isCut = file.size > TEXT_BYTES;
  return (
    <figure className="w-[560px] max-w-full">
      <section
        // What scrolls must be reached by the keyboard.
        tabIndex={0}
        aria-label={t("media.text", { name: file.name })}
        aria-busy={data === undefined}
        className={cx("overflow-auto rounded-menu border border-line bg-code", open ? "max-h-96" : "h-[108px]")}
      >
        <pre dir="auto" className="w-fit min-w-full px-3 py-2 font-mono text-meta">
          {open ? data : first}
          {open && isCut && <span className="text-subtle">{`\n${t("media.cut")}`}</span>}
        </pre>
      </section>
      <div className="flex items-center gap-3">
        <Caption file={file} />
        {(!isAll || isCut) && (
          <button
            type="button"
            aria-expanded={open}
            onClick={() => setOpen(!open)}
            className="h-6 shrink-0 rounded-control px-1 text-label text-link hover:underline pointer-coarse:h-11"
          >
            {t(open ? "media.less" : "media.more")}
          </button>
        )}
      </div>
    </figure>
  );
}
