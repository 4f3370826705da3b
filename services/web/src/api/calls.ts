import { call } from "./client";
import type { components } from "./schema";

/** The call in a channel, if there is one. */
export const channelCall = (channel: string) => call<components["schemas"]["CallView"]>("GET", `/calls/${channel}`);
export const callCredentials = (channel: string) =>
  call<components["schemas"]["IceServers"]>("POST", `/calls/${channel}/credentials`, { body: {} });
