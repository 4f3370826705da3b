import { Mic, MicOff, MonitorUp, PhoneOff, Settings2, Video, VideoOff } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../../ui/Button";
import { IconButton } from "../../ui/IconButton";
import { LazyPart } from "../../ui/LazyPart";
import { lazyPart } from "../../ui/lazy-part";
import { Popover } from "../../ui/Popover";
import { ariaLabel } from "../shortcuts/registry";
import type { Calls } from "./calls";
import { canShareScreen } from "./media";
import { useCall } from "./store";

const DevicePickers = lazyPart(() => import("./DevicePickers").then((part) => part.DevicePickers));

/** What one does in a call. */
export function Controls({ calls, small }: { readonly calls: Calls; readonly small: boolean }) {
  const { t } = useTranslation();
  const { muted, video, screen } = useCall((state) => state.media);
  const [choosing, setChoosing] = useState(false);
  return (
    <div className="flex flex-wrap items-center justify-center gap-2 px-3 pt-1 pb-3">
      <IconButton
        label={t(muted ? "calls.unmute" : "calls.mute")}
        aria-keyshortcuts={ariaLabel("muteCall")}
        icon={muted ? <MicOff size={18} /> : <Mic size={18} />}
        onClick={() => void calls.sending.mute(!muted)}
        className={muted ? "bg-danger text-on-danger hover:bg-danger hover:text-on-danger" : "bg-sidebar"}
      />
      <IconButton
        label={t(video ? "calls.cameraOff" : "calls.cameraOn")}
        icon={video ? <Video size={18} /> : <VideoOff size={18} />}
        active={video}
        onClick={() => void calls.sending.camera(!video)}
        className={video ? "" : "bg-sidebar"}
      />
      {canShareScreen() && (
        <IconButton
          label={t(screen ? "calls.screenOff" : "calls.screenOn")}
          icon={<MonitorUp size={18} />}
          active={screen}
          onClick={() => void calls.sending.screen(!screen)}
          className={screen ? "" : "bg-sidebar"}
        />
      )}
      {!small && (
        <Popover
          label={t("calls.devices")}
          side="top"
          open={choosing}
          onOpenChange={setChoosing}
          trigger={<IconButton label={t("calls.devices")} icon={<Settings2 size={18} />} className="bg-sidebar" />}
        >
          <LazyPart>
            <DevicePickers calls={calls} />
          </LazyPart>
        </Popover>
      )}
      <Button look="danger" onClick={() => calls.hangUp()} className="min-h-8">
        <PhoneOff size={16} aria-hidden="true" />
        {t("calls.hangUp")}
      </Button>
    </div>
  );
}
