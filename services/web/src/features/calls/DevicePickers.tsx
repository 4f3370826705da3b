import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Select } from "../../ui/Select";
import type { Calls } from "./calls";
import { type Chosen, chosenDevices, type Devices, devices } from "./media";
import { useCall } from "./store";

const NONE: Devices = { microphones: [], cameras: [], speakers: [] };

/** Which microphone, camera and loudspeaker: what is plugged in now, remembered on this device. */
export function DevicePickers({ calls }: { readonly calls: Calls }) {
  const { t } = useTranslation();
  const found = useDevices();
  const [chosen, setChosen] = useState<Chosen>(chosenDevices);
  const use = (kind: keyof Chosen) => (id: string) => {
    setChosen({ ...chosen, [kind]: id });
    void calls.sending.device(kind, id);
  };
  const lists = [
    ["audio", t("calls.microphone"), found.microphones],
    ["camera", t("calls.camera"), found.cameras],
    ["speaker", t("calls.speaker"), found.speakers],
  ] as const;
  return (
    <div className="grid w-72 max-w-full gap-3 p-3">
      {lists.map(([kind, label, list]) => (
        <Select
          key={kind}
          label={label}
          value={list.find((one) => one.deviceId === chosen[kind])?.deviceId ?? list[0]?.deviceId ?? ""}
          disabled={list.length === 0}
          options={
            list.length === 0
              ? [{ value: "", label: t("calls.noDevice") }]
              : list.map((one) => ({ value: one.deviceId, label: one.label || label }))
          }
          onChange={use(kind)}
        />
      ))}
    </div>
  );
}

function useDevices(): Devices {
  const [found, setFound] = useState(NONE);
  // With the first permission the devices get their names.
  const trouble = useCall((state) => state.turn);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when something was opened
  useEffect(() => {
    let over = false;
    const look = () =>
      void devices().then((now) => {
        if (!over) setFound((before) => (same(before, now) ? before : now));
      });
    look();
    navigator.mediaDevices?.addEventListener("devicechange", look);
    return () => {
      over = true;
      navigator.mediaDevices?.removeEventListener("devicechange", look);
    };
  }, [trouble]);
  return found;
}

const ids = (list: Devices) =>
  Object.values(list).flatMap((some: readonly MediaDeviceInfo[]) => some.map((one) => one.deviceId + one.label));
const same = (a: Devices, b: Devices) => ids(a).join() === ids(b).join();
