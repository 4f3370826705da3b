import type { components } from "./schema";

type Schemas = components["schemas"];

export type User = Schemas["User"];
export type Me = Schemas["Me"];
export type Status = Schemas["Status"];
export type Block = Schemas["Block"];
export type Workspace = Schemas["Workspace"];
export type WorkspaceMembership = Schemas["WorkspaceMembership"];
export type Channel = Schemas["Channel"];
/** One that can be restored. */
export type DeletedChannel = Schemas["DeletedChannel"];
export type DeletedWorkspace = Schemas["DeletedWorkspace"];
export type Membership = Schemas["Membership"];
export type Message = Schemas["Message"];
export type MessagePage = Schemas["MessagePage"];
export type Reaction = Schemas["Reaction"];
export type Reactor = Schemas["Reactor"];
export type Reader = Schemas["Reader"];
export type Revision = Schemas["Revision"];
export type Embed = Schemas["Embed"];
export type CallSignal = Schemas["CallSignal"];
export type Features = Schemas["Features"];
export type Gif = Schemas["Gif"];
export type File = Schemas["File"];
export type SearchHit = Schemas["SearchHit"];
export type SearchSuggestions = Schemas["SearchSuggestions"];
export type MentionEntry = Schemas["MentionEntry"];
export type Thread = Schemas["Thread"];
export type ThreadPage = Schemas["ThreadPage"];
export type ThreadState = Schemas["ThreadState"];
export type Problem = Schemas["Problem"];
export type ReadPosition = Schemas["ReadPosition"];
export type Sync = Schemas["Sync"];
export type ChannelMember = Schemas["ChannelMember"];
export type WorkspaceMember = Schemas["WorkspaceMember"];
export type Session = Schemas["Session"];
export type Invite = Schemas["InvitePreview"];
/** An invitation as those see it who gave it out. */
export type GivenInvite = Schemas["Invite"];
export type CustomEmoji = Schemas["CustomEmoji"];
export type GuestLink = Schemas["GuestLink"];
/** What who has a guest link may know before they enter. */
export type GuestPreview = Schemas["GuestPreview"];
export type SignupMode = Schemas["SignupMode"];
export type SignInMethods = Schemas["SignInMethods"];
export type Notifications = Schemas["Notifications"];
export type NotificationEntry = Schemas["NotificationEntry"];
export type PushSubscribed = Schemas["PushSubscription"];
export type ChannelRole = Schemas["ChannelRole"];
export type WorkspaceRole = Schemas["WorkspaceRole"];
export type Posting = Schemas["Posting"];

/** A file of a channel, with the message that it hangs on. */
export type ChannelFile = Schemas["ChannelFile"];
export type Upload = Schemas["Upload"];
export type UploadedPart = Schemas["UploadedPart"];
export type Storage = Schemas["Storage"];
export type DeliveryReport = Schemas["DeliveryReport"];

export interface Page<T> {
  readonly data: T[];
  readonly next_cursor: string | null;
}
