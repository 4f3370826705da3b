import { Link } from "@tanstack/react-router";
import { ChevronLeft } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { explain } from "../../api/problem";
import { Button } from "../../ui/Button";
import { Failed } from "../../ui/Failed";

export interface InboxScreenProps {
  readonly workspace: string;
  readonly title: string;
  readonly error: unknown;
  readonly onRetry: () => void;
  /** Nothing to list. */
  readonly empty: ReactNode | undefined;
  readonly isLoading: boolean;
  readonly hasMore: boolean;
  readonly isLoadingMore: boolean;
  readonly onMore: () => void;
  /** The entries, each an `li`. */
  readonly children: ReactNode;
}

/** A list of what calls me, newest first. On a phone it is a screen of its own, with a way back to the channels. */
export function InboxScreen(props: InboxScreenProps) {
  const { t } = useTranslation();
  const { workspace, title, error, empty, isLoading, hasMore, isLoadingMore } = props;
  return (
    <section aria-label={title} className="flex h-full flex-col">
      <header className="flex h-14 shrink-0 items-center gap-1 border-line border-b px-1 md:px-5">
        <Link
          to="/w/$workspace"
          params={{ workspace }}
          aria-label={t("app.back")}
          className="grid size-9 place-items-center rounded-control hover:bg-hover md:hidden pointer-coarse:size-11"
        >
          <ChevronLeft size={20} aria-hidden="true" />
        </Link>
        <h1 className="font-semibold text-title">{title}</h1>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
        <div className="max-w-[980px] px-3 py-4 md:px-5">
          {error !== null && error !== undefined ? (
            <Failed text={explain(error)} onRetry={props.onRetry} />
          ) : (
            (empty ?? (
              <ul aria-label={title} aria-busy={isLoading} className="flex flex-col gap-3">
                {props.children}
              </ul>
            ))
          )}
          {hasMore && (
            <div className="pt-4 text-center">
              <Button onClick={props.onMore} busy={isLoadingMore}>
                {t("inbox.more")}
              </Button>
            </div>
          )}
        </div>
      </div>
    </section>
  );
}
