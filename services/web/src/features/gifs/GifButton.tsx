import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys";
import type { Features } from "../../api/types";
import { IconButton } from "../../ui/IconButton";
import { LazyPart } from "../../ui/LazyPart";
import { lazyPart } from "../../ui/lazy-part";
import { Popover } from "../../ui/Popover";

const GifPanel = lazyPart(() => import("./GifPanel").then((part) => part.GifPanel));

// The session fills it; nobody fetches it here.
const idle = { queryFn: () => Promise.reject(new Error("filled by the session")), enabled: false } as const;

export interface GifButtonProps {
  /** The draft that the picture goes into. */
  readonly place: string;
  readonly workspace: string;
  readonly onPicked: () => void;
}

/** Opens the search for moving pictures, where the installation has one. */
export function GifButton({ place, workspace, onPicked }: GifButtonProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const hasPicked = useRef(false);
  const { data } = useQuery<Features>({ queryKey: keys.features, ...idle });
  if (!data?.gifs) return null;
  const picked = () => {
    hasPicked.current = true;
    setOpen(false);
  };
  const closed = (event: Event) => {
    if (!hasPicked.current) return;
    hasPicked.current = false;
    // Not back to the button: the text is where one goes on.
    event.preventDefault();
    onPicked();
  };
  return (
    <Popover
      trigger={
        <IconButton
          label={t("composer.gif")}
          icon={
            <span aria-hidden="true" className="rounded-sm border-[1.5px] border-current px-0.5 font-bold text-[9px]/3">
              GIF
            </span>
          }
        />
      }
      label={t("composer.gif")}
      open={open}
      onOpenChange={setOpen}
      onClosed={closed}
      side="top"
    >
      <LazyPart>
        <GifPanel place={place} workspace={workspace} provider={data.gifs} onPicked={picked} />
      </LazyPart>
    </Popover>
  );
}
