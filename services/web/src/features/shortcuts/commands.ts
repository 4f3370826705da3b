import { type ReactNode, useEffect, useRef } from "react";
import { create } from "zustand";

/** Something one can do from the palette. */
export interface Command {
  readonly id: string;
  readonly title: string;
  readonly icon?: ReactNode;
  /** Other words that find it. */
  readonly keywords?: readonly string[];
  readonly run: () => void;
}

interface CommandState {
  readonly commands: ReadonlyMap<string, Command>;
  put(command: Command): void;
  drop(id: string): void;
}

export const useCommands = create<CommandState>((set) => ({
  commands: new Map(),
  put: (command) => set(({ commands }) => ({ commands: new Map(commands).set(command.id, command) })),
  drop: (id) => set(({ commands }) => ({ commands: new Map([...commands].filter(([key]) => key !== id)) })),
}));

/** Offers a command in the palette for as long as the component is mounted. */
export function useCommand(command: Command, enabled = true): void {
  const latest = useRef(command);
  latest.current = command;
  const { id, title } = command;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new title is a new entry, a new closure is not
  useEffect(() => {
    if (!enabled) return;
    const { put, drop } = useCommands.getState();
    put({ ...latest.current, run: () => latest.current.run() });
    return () => drop(id);
  }, [id, title, enabled]);
}
