import type { components } from "./schema";

type Schemas = components["schemas"];

export type User = Schemas["User"];
export type Me = Schemas["Me"];
export type Status = Schemas["Status"];
export type Workspace = Schemas["Workspace"];
export type Channel = Schemas["Channel"];
export type Membership = Schemas["Membership"];
export type Message = Schemas["Message"];
export type MessagePage = Schemas["MessagePage"];
export type Reaction = Schemas["Reaction"];
export type File = Schemas["File"];
export type Problem = Schemas["Problem"];
export type ReadPosition = Schemas["ReadPosition"];
export type Sync = Schemas["Sync"];
export type ChannelMember = Schemas["ChannelMember"];
export type WorkspaceMember = Schemas["WorkspaceMember"];
export type Session = Schemas["Session"];
export type Invite = Schemas["InvitePreview"];

export interface Page<T> {
  readonly data: T[];
  readonly next_cursor: string | null;
}
