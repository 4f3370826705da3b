import { type ComponentProps, useState } from "react";
import { useTranslation } from "react-i18next";
import { formatDay } from "../../i18n/format";
import { LazyPart } from "../../ui/LazyPart";
import { lazyPart } from "../../ui/lazy-part";
import { Popover } from "../../ui/Popover";
import { useDateJump } from "./date-jump";

const DayPicker = lazyPart(() => import("./DayPicker").then((part) => part.DayPicker));

/** Above the first message of a day; in a channel it leads to other days. */
export function DayLine({ at }: { readonly at: number }) {
  const { t } = useTranslation();
  const jump = useDateJump();
  const [isOpen, setOpen] = useState(false);
  const day = formatDay(at, Date.now());
  return (
    <h2 className="flex items-center gap-3 px-5 pt-4 pb-1 font-semibold text-label text-muted before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
      {jump ? (
        <Popover
          open={isOpen}
          onOpenChange={setOpen}
          label={t("messages.jumpToDate")}
          trigger={<DayButton title={t("messages.jumpToDate")}>{day}</DayButton>}
        >
          <LazyPart>
            <DayPicker
              at={at}
              onPick={async (wanted) => {
                await jump(wanted);
                setOpen(false);
              }}
            />
          </LazyPart>
        </Popover>
      ) : (
        day
      )}
    </h2>
  );
}

function DayButton(props: ComponentProps<"button">) {
  return (
    <button
      {...props}
      type="button"
      className="min-h-6 rounded-full px-2 hover:bg-hover hover:text-ink pointer-coarse:min-h-11"
    />
  );
}

/** Above the first message that was not read when the channel was opened. */
export function UnreadLine() {
  const { t } = useTranslation();
  return (
    <h2 className="flex items-center gap-3 px-5 pt-2 font-semibold text-accent-ink text-label before:h-px before:flex-1 before:bg-accent">
      {t("messages.newMessages")}
    </h2>
  );
}
