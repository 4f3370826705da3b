import { useParams } from "@tanstack/react-router";
import { MentionsInbox } from "../features/inbox/MentionsInbox";
import { ThreadsInbox } from "../features/inbox/ThreadsInbox";

export function MentionsScreen() {
  const { workspace } = useParams({ from: "/w/$workspace/mentions" });
  return <MentionsInbox key={workspace} workspace={workspace} />;
}

export function ThreadsScreen() {
  const { workspace } = useParams({ from: "/w/$workspace/threads" });
  return <ThreadsInbox key={workspace} workspace={workspace} />;
}
