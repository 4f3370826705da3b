import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { copyText } from "../clipboard";
import { useAnnouncer } from "./Announcer";
import { IconButton } from "./IconButton";
import { toast } from "./toast";

const SHOWN_MS = 2_000;

/** Copies a text, and shows for a moment that it did. */
export function CopyButton({ text, label }: { readonly text: string; readonly label: string }) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    if (!(await copyText(text))) return toast.error(t("app.notCopied"));
    setCopied(true);
    useAnnouncer.getState().say(t("app.copied"));
  };
  return (
    <IconButton
      label={copied ? t("app.copied") : label}
      icon={copied ? <Check size={16} /> : <Copy size={16} />}
      onClick={() => void copy()}
    />
  );
}
