import { Link, type LinkProps } from "@tanstack/react-router";

/** The way to another door. */
export function DoorLink(props: LinkProps) {
  return <Link {...props} className="font-semibold text-link underline pointer-coarse:py-3" />;
}
