import { Search } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { gifPreview, takeGif } from "../../api/gifs";
import { explain } from "../../api/problem";
import type { Features, Gif } from "../../api/types";
import { useSession } from "../../session-context";
import { useAnnouncer } from "../../ui/Announcer";
import { Button } from "../../ui/Button";
import { toast } from "../../ui/toast";
import { addStored } from "../composer/files";
import { fileName } from "./file-name";
import { GifGrid } from "./GifGrid";
import { useGifs } from "./use-gifs";

export interface GifPanelProps {
  readonly place: string;
  readonly workspace: string;
  readonly provider: NonNullable<Features["gifs"]>;
  readonly onPicked: () => void;
}

const NAMES = { giphy: "GIPHY", tenor: "Tenor" } as const;

/** Moving pictures by words, or what is popular; the one that is picked becomes a file of the draft. */
export function GifPanel({ place, workspace, provider, onPicked }: GifPanelProps) {
  const { t } = useTranslation();
  const session = useSession();
  const [text, setText] = useState("");
  const [taking, setTaking] = useState<string>();
  const field = useRef<HTMLInputElement>(null);
  const found = useGifs(text);
  useEffect(() => field.current?.focus(), []);

  const pick = async (gif: Gif) => {
    if (taking !== undefined) return;
    setTaking(gif.id);
    try {
      const file = await takeGif(gif, workspace, fileName(gif.title));
      const title = gif.title || t("gifs.untitled");
      addStored(session, place, workspace, file, await gifPreview(gif));
      useAnnouncer.getState().say(t("gifs.added", { title }));
      onPicked();
    } catch (error) {
      setTaking(undefined);
      toast.error(explain(error));
    }
  };

  return (
    <div className="flex h-96 max-h-[min(384px,var(--radix-popover-content-available-height,60dvh))] w-80 max-w-[calc(100vw-32px)] flex-col">
      <div className="p-2">
        <span className="flex h-9 items-center gap-2 rounded-control border border-line-strong bg-canvas px-2.5 focus-within:outline-2 focus-within:outline-link focus-within:outline-offset-1 pointer-coarse:h-11">
          <Search size={15} aria-hidden="true" className="shrink-0 text-subtle" />
          <input
            ref={field}
            type="search"
            value={text}
            maxLength={100}
            onChange={(event) => setText(event.target.value)}
            aria-label={t("gifs.search")}
            placeholder={t("gifs.search")}
            className="w-full min-w-0 bg-transparent outline-none"
          />
        </span>
      </div>
      <p role="status" className="sr-only">
        {found.settled &&
          found.gifs.length > 0 &&
          t("gifs.found", { count: found.gifs.length, number: found.gifs.length })}
      </p>
      <div className="min-h-0 flex-1 overflow-y-auto border-line border-t p-2">
        {found.failed ? (
          <div role="alert" className="grid justify-items-center gap-2 py-8 text-center text-muted">
            <p>{t("gifs.failed")}</p>
            <Button onClick={found.again}>{t("gifs.again")}</Button>
          </div>
        ) : found.settled && found.gifs.length === 0 ? (
          <p role="status" className="py-8 text-center text-muted">
            {t("gifs.none")}
          </p>
        ) : (
          <GifGrid
            gifs={found.gifs}
            label={text.trim() === "" ? t("gifs.popular") : t("gifs.results")}
            taking={taking}
            onPick={(gif) => void pick(gif)}
          />
        )}
        {found.more !== undefined && (
          <div className="grid justify-items-center pt-2">
            <Button onClick={found.more}>{t("gifs.more")}</Button>
          </div>
        )}
      </div>
      <p className="border-line border-t px-3 py-1.5 text-label text-muted">
        {t("gifs.by", { provider: NAMES[provider] })}
      </p>
    </div>
  );
}
