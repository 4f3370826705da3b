import type { ReactNode } from "react";

export interface EmptyStateProps {
  readonly icon: ReactNode;
  readonly title: string;
  readonly text?: string | undefined;
  readonly action?: ReactNode;
}

/** Says what will be here, and the next step towards it. */
export function EmptyState({ icon, title, text, action }: EmptyStateProps) {
  return (
    <div className="mx-auto flex max-w-sm flex-col items-center gap-2 px-6 py-10 text-center">
      <span aria-hidden="true" className="grid size-12 place-items-center rounded-full bg-selected text-accent-ink">
        {icon}
      </span>
      <h2 className="text-balance font-semibold text-title">{title}</h2>
      {text !== undefined && <p className="text-balance text-muted">{text}</p>}
      {action}
    </div>
  );
}
