import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { explain } from "../../api/problem";
import { createInvite } from "../../api/workspaces";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { toast } from "../../ui/toast";

const WEEK_S = 7 * 86_400;

interface Props {
  readonly workspace: string;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

export function InvitePeople({ workspace, open, onOpenChange }: Props) {
  const { t } = useTranslation();
  const [url, setUrl] = useState<string>();
  const [copied, setCopied] = useState(false);
  const create = async () => {
    try {
      const { code } = await createInvite(workspace, { expires_in_s: WEEK_S });
      setUrl(new URL(`/invite/${code}`, location.origin).href);
    } catch (error) {
      toast.error(explain(error));
    }
  };
  const copy = async () => {
    if (url === undefined) return;
    await navigator.clipboard.writeText(url);
    setCopied(true);
  };
  const change = (on: boolean) => {
    setUrl(undefined);
    setCopied(false);
    onOpenChange(on);
  };
  return (
    <Dialog open={open} onOpenChange={change} title={t("channels.invite")} description={t("channels.inviteHint")}>
      {url === undefined ? (
        <Button look="primary" onClick={create} className="w-full">
          {t("channels.createInvite")}
        </Button>
      ) : (
        <div className="flex gap-2">
          <input
            readOnly
            value={url}
            aria-label={t("channels.inviteLink")}
            onFocus={(event) => event.target.select()}
            className="h-10 min-w-0 flex-1 rounded-control border border-line-strong bg-canvas px-3"
          />
          <Button look="primary" onClick={copy}>
            {copied ? <Check size={16} /> : <Copy size={16} />}
            {copied ? t("app.copied") : t("app.copy")}
          </Button>
        </div>
      )}
    </Dialog>
  );
}
