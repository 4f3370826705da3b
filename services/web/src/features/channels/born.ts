/** When a thing was made, told from its id: ids are UUIDs of version 7, which start with their moment in milliseconds. */
export function bornAt(id: string): number | undefined {
  if (id.charAt(14) !== "7") return undefined;
  const ms = Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16);
  return Number.isFinite(ms) ? ms : undefined;
}
