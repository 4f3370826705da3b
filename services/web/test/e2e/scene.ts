import type { Channel, Message, Workspace } from "../../src/api/types";
import type { World } from "./fixtures";
import type { Person } from "./people";
import { picture } from "./picture";
import { film, sound } from "./played";

/** A channel in which everything stands that a message can be. */
export interface Scene {
  readonly maya: Person;
  readonly ben: Person;
  readonly workspace: Workspace;
  readonly channel: Channel;
  /** Nothing was said in it yet. */
  readonly empty: Channel;
  /** A conversation of the two. */
  readonly direct: Channel;
  /** Has two replies. */
  readonly root: Message;
  /** Mine, shows a picture. */
  readonly shown: Message;
  /** Leads into the workspace. */
  readonly invitation: string;
  /** Leads into the channel, without an account. */
  readonly guestLink: string;
}

const CODE =
  "How a client notices a hole:\n\n```rust\nmatch event.seq.cmp(&(last + 1)) {\n    Ordering::Equal => apply(event),\n    _ => fill(channel, last), // or it was seen\n}\n```";
const MATH =
  "It waits $t = \\min(30, 0.5 \\cdot 2^n)$ seconds, on average\n\n$$\\bar t = \\frac{1}{n} \\sum_{i=1}^{n} t_i$$";
const TABLE =
  "| Service | Replicas |\n|---|--:|\n| gateway | 3 |\n| worker | 2 |\n\n> quoted, *slanted*, **strong**, `code`\n\n- [x] measured\n- [ ] written down\n\nSee https://hubbub.example/docs";

/** A document of one page, as small as they come: readers find its objects without a table of them. */
const REPORT = [
  "%PDF-1.4",
  "1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj",
  "2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj",
  "3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 300 400]/Contents 5 0 R/Resources<</Font<</F 4 0 R>>>>>> endobj",
  "4 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica>> endobj",
  "5 0 obj <</Length 48>> stream\nBT /F 24 Tf 40 340 Td (Harbour report) Tj ET   \nendstream endobj",
  "trailer <</Root 1 0 R>>",
].join("\n");

/** Makes the scene: `maya` is who looks at it, and what is at its end is unread for her. */
export async function scene(world: World): Promise<Scene> {
  const { people, workspace, channel } = await world.team("Maya Chen", "李伟 Li Wei", "Sofia Rossi");
  const [maya, ben, sofia] = people;
  const say = (who: Person, body: string, extras = {}) => who.say(channel.id, body, extras);
  const file = async (who: Person, name: string, bytes: Uint8Array, type = "image/png") =>
    (await who.upload(workspace.id, name, type, new Uint8Array(bytes))).id;

  await say(maya, "Good morning! This is where we talk about the *new* client.");
  await say(ben, "What we recorded", {
    file_ids: [
      await file(ben, "talk.wav", sound(65), "audio/wav"),
      await file(ben, "demo.webm", film(), "video/webm"),
      await file(ben, "paper.pdf", new TextEncoder().encode("%PDF-1.7\n"), "application/pdf"),
      await file(ben, "report.pdf", new TextEncoder().encode(REPORT), "application/pdf"),
    ],
  });
  await say(ben, CODE);
  await say(maya, MATH);
  await say(ben, TABLE);
  const shown = await say(maya, "The first look", {
    file_ids: [await file(maya, "first-look.png", picture(480, 300))],
  });
  const three = await Promise.all(
    [320, 240, 400].map((width, index) => file(ben, `idea-${index + 1}.png`, picture(width, 240))),
  );
  await say(ben, "三个方案，*哪个*更好？", { file_ids: three });
  await say(ben, "", { file_ids: [await file(ben, "notes.txt", new TextEncoder().encode("notes"), "text/plain")] });
  const edited = await say(maya, "The second one");
  await maya.patch(`/messages/${edited.id}`, { body: "The second one, with more room" });
  const deleted = await say(ben, "Never mind");
  await ben.delete(`/messages/${deleted.id}`);
  const root = await say(ben, "Who takes the phone on Thursday?");
  await say(sofia, "I do", { parent_id: root.id });
  await say(maya, "没问题，谢谢！", { parent_id: root.id });
  for (const [who, emoji] of [
    [maya, "👍"],
    [ben, "👍"],
    [sofia, "🎉"],
  ] as const) {
    await who.put(`/messages/${root.id}/reactions/${encodeURIComponent(emoji)}`);
  }
  await maya.put(`/messages/${root.id}/pin`);
  await maya.post(`/channels/${channel.id}/read`, { message_no: root.message_no });
  await say(ben, `@${maya.me.handle} 这条还没有人看过`);
  await say(sofia, "New for everybody");

  const empty = await world.channel(workspace, maya, { name: "quiet-place", members: [ben] });
  const direct = await maya.post<Channel>(`/workspaces/${workspace.id}/dms`, { user_ids: [ben.id] });
  await ben.say(direct.id, "你好！");
  const { code } = await maya.post<{ code: string }>(`/workspaces/${workspace.id}/invites`, {});
  const link = await maya.post<{ code: string }>(`/channels/${channel.id}/guest-links`, {});
  return { maya, ben, workspace, channel, empty, direct, root, shown, invitation: code, guestLink: link.code };
}
