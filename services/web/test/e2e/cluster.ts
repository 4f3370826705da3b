import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** One process of the cluster, as the launcher describes it. */
export interface Service {
  readonly name: string;
  readonly service: string;
  readonly url: string | null;
  readonly admin: string;
  readonly pid: number;
}

export interface Cluster {
  readonly edge: string;
  readonly services: readonly Service[];
}

const FILE =
  process.env["HUBBUB_CLUSTER"] ?? fileURLToPath(new URL("../../../../.hubbub/run/cluster.json", import.meta.url));

/** The cluster as it is now: a process that was started again has another pid. */
export function cluster(): Cluster {
  try {
    return JSON.parse(readFileSync(FILE, "utf8")) as Cluster;
  } catch (error) {
    throw new Error(`no cluster is described in ${FILE}: start one with \`make up\`, or name it in HUBBUB_CLUSTER`, {
      cause: error,
    });
  }
}

/** Where pages are opened: the edge, with its real headers, unless a preview of the client is wanted. */
export function baseUrl(): string {
  return process.env["HUBBUB_E2E_URL"] ?? cluster().edge;
}
