import { Command } from "cmdk";
import type { ReactNode } from "react";

export interface EntryProps {
  /** Unlike any other in the list. */
  readonly value: string;
  readonly icon: ReactNode;
  readonly children: ReactNode;
  /** Quiet, at the end. */
  readonly aside?: ReactNode;
  readonly onSelect: () => void;
}

/** One line of the palette. */
export function Entry({ value, icon, children, aside, onSelect }: EntryProps) {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="flex min-h-10 cursor-default scroll-my-2 items-center gap-2.5 rounded-control px-3 py-1.5 data-[selected=true]:bg-hover data-[selected=true]:outline-2 data-[selected=true]:-outline-offset-2 data-[selected=true]:outline-line-strong pointer-coarse:min-h-11"
    >
      <span className="grid w-5 shrink-0 place-items-center text-muted">{icon}</span>
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {aside !== undefined && <span className="shrink-0 text-label text-subtle">{aside}</span>}
    </Command.Item>
  );
}

export function Group({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Command.Group
      heading={title}
      className="[&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:pt-2.5 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:font-semibold [&_[cmdk-group-heading]]:text-label [&_[cmdk-group-heading]]:text-subtle"
    >
      {children}
    </Command.Group>
  );
}
