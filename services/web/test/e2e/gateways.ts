import { expect } from "@playwright/test";
import { cluster, type Service } from "./cluster";

/** The gateways as they run now. */
export function gateways(): Service[] {
  return cluster().services.filter((service) => service.service === "gateway");
}

export function service(name: string): Service {
  const found = cluster().services.find((one) => one.name === name);
  if (!found) throw new Error(`the cluster has no ${name}`);
  return found;
}

/** How many sockets a gateway says that it holds; a gateway that is not there holds none. */
export async function sockets({ admin }: Service): Promise<number> {
  const response = await fetch(`${admin}/metrics`).catch(() => undefined);
  const text = (await response?.text()) ?? "";
  return Number(/^hubbub_gateway_connections\S* (\d+)/m.exec(text)?.[1] ?? 0);
}

/** Sockets by gateway, the fewest first. */
export async function spread(): Promise<number[]> {
  return (await Promise.all(gateways().map(sockets))).sort((one, other) => one - other);
}

/** Waits until the sockets are spread so: only for specs that have the cluster to themselves. */
export async function expectSpread(wanted: readonly number[]): Promise<void> {
  await expect.poll(spread, "sockets of the gateways").toEqual(wanted);
}

/** The gateway that holds somebody, when one alone does. */
export async function onlyGateway(): Promise<Service> {
  for (const gateway of gateways()) if ((await sockets(gateway)) > 0) return gateway;
  throw new Error("no gateway holds a socket");
}

/** Ends a process as a crash would: no goodbye, no flushing. */
export function kill({ pid }: Service): void {
  process.kill(pid, "SIGKILL");
}

/** Waits until the launcher has started it again and it is ready. */
export async function expectBack(killed: Service): Promise<void> {
  const ready = async () => {
    const now = service(killed.name);
    if (now.pid === killed.pid) return false;
    return (await fetch(`${now.admin}/health/ready`).catch(() => undefined))?.ok ?? false;
  };
  await expect.poll(ready, { message: `${killed.name} is back`, timeout: 30_000 }).toBe(true);
}
