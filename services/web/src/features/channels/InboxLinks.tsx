import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { AtSign, MessagesSquare } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { threadTotals } from "../../api/inbox";
import { keys } from "../../api/keys";
import { Badge } from "../../ui/Badge";
import { cx } from "../../ui/cx";
import { useMyChannels } from "./use-channels";

/** What calls me anywhere in the workspace, above its channels. */
export function InboxLinks({ workspace }: { readonly workspace: string }) {
  const { t } = useTranslation();
  const channels = useMyChannels(workspace);
  const totals = useQuery({ queryKey: keys.threadTotals(workspace), queryFn: () => threadTotals(workspace) }).data;
  const threads = totals?.unread ?? 0;
  const inThreads = totals?.mentions ?? 0;
  const mentions = channels.reduce((sum, { membership }) => sum + (membership?.mentions ?? 0), inThreads);
  return (
    <ul aria-label={t("channels.inboxes")}>
      <Row to="/w/$workspace/threads" workspace={workspace} icon={<MessagesSquare size={16} />} bold={threads > 0}>
        <span className="min-w-0 flex-1 truncate">{t("channels.threads")}</span>
        <Badge count={threads} loud={inThreads > 0} label={t("channels.threadCount", { count: threads })} />
      </Row>
      <Row to="/w/$workspace/mentions" workspace={workspace} icon={<AtSign size={16} />} bold={mentions > 0}>
        <span className="min-w-0 flex-1 truncate">{t("channels.mentions")}</span>
        <Badge count={mentions} loud label={t("channels.mentionCount", { count: mentions })} />
      </Row>
    </ul>
  );
}

interface RowProps {
  readonly to: "/w/$workspace/threads" | "/w/$workspace/mentions";
  readonly workspace: string;
  readonly icon: ReactNode;
  readonly bold: boolean;
  readonly children: ReactNode;
}

function Row({ to, workspace, icon, bold, children }: RowProps) {
  return (
    <li>
      <Link
        to={to}
        params={{ workspace }}
        className={cx(
          "mx-2 flex min-h-8 items-center gap-2 rounded-control px-2 hover:bg-hover compact:min-h-7 pointer-coarse:min-h-11 aria-[current=page]:bg-selected aria-[current=page]:text-accent-ink",
          bold ? "font-semibold text-ink" : "text-muted",
        )}
        activeProps={{ "aria-current": "page" }}
      >
        <span aria-hidden="true" className="grid size-4 place-items-center">
          {icon}
        </span>
        {children}
      </Link>
    </li>
  );
}
