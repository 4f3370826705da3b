import { Bell, BellOff } from "lucide-react";
import { useTranslation } from "react-i18next";
import { IconButton } from "../../ui/IconButton";
import { useThreadReader } from "./use-thread-reader";
import { useFollow, useThreadState } from "./use-thread-state";

/** In the head of an open thread: whether its replies are news to me. It is read while it is open. */
export function FollowToggle({ root }: { readonly root: string }) {
  const { t } = useTranslation();
  const state = useThreadState(root);
  const choose = useFollow(root);
  useThreadReader(root, state);
  if (!state) return null;
  const { following } = state;
  const Icon = following ? Bell : BellOff;
  return (
    <IconButton
      label={t("inbox.follow")}
      icon={<Icon size={18} />}
      pressed={following}
      onClick={() => choose(!following)}
    />
  );
}
