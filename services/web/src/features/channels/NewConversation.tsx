import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { openDm, people } from "../../api/channels";
import { keys } from "../../api/keys";
import { explain } from "../../api/problem";
import { useSession } from "../../session-context";
import { Avatar } from "../../ui/Avatar";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Field } from "../../ui/Field";
import { toast } from "../../ui/toast";
import { useMe } from "./use-channels";

interface Props {
  readonly workspace: string;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** A group conversation has at most nine people, oneself included. */
const MOST_OTHERS = 8;

export function NewConversation({ workspace, open, onOpenChange }: Props) {
  const { t } = useTranslation();
  const me = useMe();
  const session = useSession();
  const navigate = useNavigate();
  const [q, setQ] = useState("");
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const { data } = useQuery({
    queryKey: keys.people(workspace, q),
    queryFn: () => people(workspace, q),
    staleTime: 0,
    enabled: open,
  });
  const toggle = (id: string) =>
    setChosen((ids) =>
      ids.includes(id) ? ids.filter((one) => one !== id) : ids.length < MOST_OTHERS ? [...ids, id] : ids,
    );
  const start = async () => {
    try {
      const channel = await openDm(workspace, chosen);
      session.add(channel);
      setChosen([]);
      onOpenChange(false);
      await navigate({ to: "/w/$workspace/c/$channel", params: { workspace, channel: channel.id } });
    } catch (error) {
      toast.error(explain(error));
    }
  };
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t("channels.newDirect")}
      description={t("channels.newDirectHint")}
    >
      <Field label={t("people.find")} type="search" value={q} onChange={(event) => setQ(event.target.value)} />
      <ul className="mt-3 max-h-80 overflow-y-auto">
        {data?.data
          .filter((member) => member.user.id !== me.id)
          .map(({ user }) => (
            <li key={user.id}>
              <label className="flex min-h-11 cursor-pointer items-center gap-3 rounded-control px-2 hover:bg-hover">
                <input
                  type="checkbox"
                  checked={chosen.includes(user.id)}
                  onChange={() => toggle(user.id)}
                  className="size-4 accent-accent"
                />
                <Avatar name={user.display_name} url={user.avatar_url} size={28} />
                <span className="min-w-0 flex-1 truncate">
                  <bdi>{user.display_name}</bdi> <span className="text-muted">@{user.handle}</span>
                </span>
              </label>
            </li>
          ))}
      </ul>
      <Button look="primary" className="mt-4 w-full" disabled={chosen.length === 0} onClick={start}>
        {t("channels.startConversation")}
      </Button>
    </Dialog>
  );
}
