import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { CopyButton } from "../ui/CopyButton";

export interface CodeFrameProps {
  readonly text: string;
  readonly language: string | undefined;
  readonly children: ReactNode;
}

/** A block of code: which language, a button to copy it, and its lines, which scroll and so must be reachable by key. */
export function CodeFrame({ text, language, children }: CodeFrameProps) {
  const { t } = useTranslation();
  return (
    <div className="code-block">
      <div className="code-head">
        <span>{language ?? t("messages.code")}</span>
        <CopyButton text={text} label={t("messages.copyCode")} />
      </div>
      <section tabIndex={0} aria-label={language ?? t("messages.code")}>
        <pre dir="ltr">
          <code>{children}</code>
        </pre>
      </section>
    </div>
  );
}
