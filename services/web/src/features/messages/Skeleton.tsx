import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

/** Sooner it would only flicker. */
const AFTER_MS = 150;
const WIDTHS = ["w-2/3", "w-1/2", "w-3/4", "w-2/5", "w-3/5", "w-1/3"];

export function Skeleton() {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div role="status" aria-label={t("app.loading")} className="flex h-full flex-col justify-end gap-5 px-5 pb-4">
      {shown &&
        WIDTHS.map((width) => (
          <div key={width} aria-hidden="true" className="flex gap-3">
            <span className="size-9 rounded-menu bg-hover" />
            <span className="flex-1">
              <span className="mb-2 block h-3 w-28 rounded-full bg-hover" />
              <span className={`block h-3 rounded-full bg-hover ${width}`} />
            </span>
          </div>
        ))}
    </div>
  );
}
