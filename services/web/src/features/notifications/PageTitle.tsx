import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { formatNames } from "../../i18n/format";
import { titleOf, useAllChannels, useMe } from "../channels/use-channels";
import { showOnIcon } from "./favicon";
import { pageTitle, waitingCount } from "./waiting";

/** The tab's title and icon: where one is, and how much waits. Draws nothing. */
export function PageTitle({ channel }: { readonly channel: string | undefined }) {
  const { t } = useTranslation();
  const me = useMe();
  const channels = useAllChannels();
  const current = channels.find((one) => one.id === channel);
  const name = current && titleOf(current, me.id, formatNames);
  const place = current?.name == null ? name : `#${name}`;
  const count = waitingCount(channels, Date.now());
  const title = pageTitle(t("app.name"), place, count);
  useEffect(() => {
    document.title = title;
  }, [title]);
  useEffect(() => {
    void showOnIcon(count);
  }, [count]);
  useEffect(() => () => void showOnIcon(0), []);
  return null;
}
