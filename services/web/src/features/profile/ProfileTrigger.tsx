import type { ButtonHTMLAttributes, ReactNode } from "react";
import { useProfile } from "./open-profile";

export interface ProfileTriggerProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, "onClick"> {
  readonly user: string;
  readonly children: ReactNode;
}

/** A button (an avatar, a name, a mention) that opens the card of the person it stands for. */
export function ProfileTrigger({ user, children, type = "button", ...rest }: ProfileTriggerProps) {
  return (
    <button
      {...rest}
      type={type}
      aria-haspopup="dialog"
      onClick={(event) => useProfile.getState().open(user, event.currentTarget)}
    >
      {children}
    </button>
  );
}
