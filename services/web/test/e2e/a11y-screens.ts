import type { Locator, Page } from "@playwright/test";
import { violations } from "./axe";
import { channelPath, expect, untilLive } from "./fixtures";
import { PASSWORD, unique } from "./people";
import { picture } from "./picture";
import { hasPoppler } from "./played";
import type { Scene } from "./scene";
import { composer, feed, menuOf, row, thread, write } from "./screen";
import type { Words } from "./words";

export interface Place {
  readonly page: Page;
  readonly t: Words;
  readonly scene: Scene;
}

/** A screen by its name, and how one gets there; a new screen is a new line. */
export type Screens = Readonly<Record<string, (place: Place) => Promise<unknown>>>;

const button = (place: Page | Locator, name: string | RegExp) => place.getByRole("button", { name });
const shows = (locator: Locator) => expect(locator.first()).toBeVisible();
const item = (page: Page, name: string) => page.getByRole("menuitem", { name, exact: true });

/** For whoever is not signed in. */
export const DOORS: Screens = {
  "sign in": ({ page, t }) => page.goto("/sign-in").then(() => shows(button(page, t("auth.signIn")))),
  "sign in, refused": async ({ page, t }) => {
    await page.getByLabel(t("auth.login")).fill("nobody@e2e.example");
    await page.getByLabel(t("auth.password"), { exact: true }).fill("not the password");
    await button(page, t("auth.signIn")).click();
    await shows(page.getByText(t("errors.invalid_credentials")));
  },
  "sign up, with everything missing": async ({ page, t }) => {
    await page.goto("/sign-up");
    await button(page, t("auth.signUp")).click();
    await shows(page.getByText(t("errors.field.required")));
  },
  invitation: async ({ page, scene, t }) => {
    await page.goto(`/invite/${scene.invitation}`);
    await shows(page.getByRole("heading", { name: t("auth.inviteTitle", { workspace: scene.workspace.name }) }));
  },
  "unknown invitation": async ({ page, t }) => {
    await page.goto("/invite/nothing-here");
    await shows(page.getByText(t("auth.inviteUnknown")));
  },
  "a forgotten password": ({ page, t }) =>
    page.goto("/forgot").then(() => shows(page.getByLabel(t("auth.email"), { exact: true }))),
  "a forgotten password, asked for": async ({ page, t }) => {
    await page.getByLabel(t("auth.email"), { exact: true }).fill("nobody@e2e.example");
    await button(page, t("accounts.forgot.send")).click();
    await shows(page.getByRole("heading", { name: t("accounts.forgot.sentTitle") }));
  },
  "a new password": async ({ page, t }) => {
    await page.goto("/reset#made-up");
    await shows(button(page, t("accounts.reset.save")));
  },
  "a link that sets no password": async ({ page, t }) => {
    await page.getByLabel(t("auth.password"), { exact: true }).fill(PASSWORD);
    await button(page, t("accounts.reset.save")).click();
    await shows(page.getByRole("heading", { name: t("accounts.reset.goneTitle") }));
  },
  "a guest link": async ({ page, scene, t }) => {
    await page.goto(`/g/${scene.guestLink}`);
    await shows(button(page, t("accounts.guest.enter")));
  },
  "nothing at this address": async ({ page, t }) => {
    await page.goto("/no/such/page");
    await shows(page.getByText(t("app.notFound")));
  },
  // The last of the doors: from here on somebody is signed in.
  "the first workspace": async ({ page, t }) => {
    const handle = unique("a");
    await page.goto("/sign-up");
    const fields = { displayName: "Noor Haddad", email: `${handle}@e2e.example`, handle, password: PASSWORD };
    for (const [name, value] of Object.entries(fields))
      await page.getByLabel(t(`auth.${name}`), { exact: true }).fill(value);
    await button(page, t("auth.signUp")).click();
    await shows(button(page, t("channels.createWorkspace")));
  },
};

/** Messages and the composer, in the channel of the scene. */
export const MESSAGES: Screens = {
  "the end of a channel": ({ page }) => shows(row(page, "New for everybody")),
  "code and mathematics": async ({ page }) => {
    await feed(page).evaluate((list) => list.parentElement?.scrollTo(0, 0));
    await shows(page.locator(".hljs-keyword"));
    await shows(page.locator(".katex"));
  },
  "what is played, and a card": async ({ page, t }) => {
    await feed(page).evaluate((list) => list.parentElement?.scrollTo(0, 0));
    await shows(page.getByRole("slider", { name: t("media.position") }));
    await shows(page.getByRole("link", { name: /paper\.pdf/ }));
    if (hasPoppler) await shows(page.getByRole("img", { name: t("media.firstPage", { name: "report.pdf" }) }));
  },
  "a picture": ({ page }) => row(page, "The first look").scrollIntoViewIfNeeded(),
  "the beginning of a text": ({ page, t }) =>
    page.getByRole("region", { name: t("media.text", { name: "notes.txt" }) }).scrollIntoViewIfNeeded(),
  "tools of a row": async ({ page, scene }) => {
    await row(page, scene.root.body).scrollIntoViewIfNeeded();
    await row(page, scene.root.body).hover();
  },
  "a row with the focus": ({ page, scene }) => row(page, scene.root.body).focus(),
  "menu of a row": async ({ page, scene }) => {
    await menuOf(row(page, scene.root.body));
    await shows(page.getByRole("menu"));
  },
  "who reacted": async ({ page, scene, t }) => {
    await menuOf(row(page, scene.root.body));
    await item(page, t("row.reactors")).click();
    await shows(page.getByRole("dialog"));
  },
  "who has read it": async ({ page, scene, t }) => {
    await menuOf(row(page, scene.root.body));
    await item(page, t("row.readers")).click();
    await shows(page.getByRole("dialog"));
  },
  "earlier texts": async ({ page, t }) => {
    await button(row(page, "The second one, with more room"), t("messages.edited")).click();
    await shows(page.getByRole("dialog").getByText("The second one"));
  },
  "emoji picker of a row": async ({ page, scene, t }) => {
    await row(page, scene.root.body).hover();
    await button(row(page, scene.root.body), t("messages.react")).first().click();
    await shows(page.getByRole("dialog").getByRole("gridcell"));
  },
  "a message being edited": async ({ page, t }) => {
    await menuOf(row(page, "The second one, with more room"));
    await item(page, t("messages.edit")).click();
    await shows(page.locator("article textarea"));
  },
  "deleting a message": async ({ page, t }) => {
    await menuOf(row(page, "The second one, with more room"));
    await item(page, t("app.delete")).click();
    await shows(page.getByRole("alertdialog"));
  },
  "blocking somebody": async ({ page, t }) => {
    await menuOf(row(page, "哪个"));
    await page.getByRole("menuitem", { name: new RegExp(`^${t("blocks.block")}`) }).click();
    await shows(page.getByRole("alertdialog"));
  },
  lightbox: async ({ page, t }) => {
    await row(page, "The first look").scrollIntoViewIfNeeded();
    await button(page, t("messages.openImage", { name: "first-look.png" })).click();
    await shows(page.locator(".yarl__slide_image"));
  },
  "profile card": async ({ page }) => {
    await button(row(page, "哪个"), /李伟/).first().click();
    await shows(page.getByRole("dialog"));
  },
  "autocomplete of people": async ({ page }) => {
    await composer(page).pressSequentially("@");
    await shows(page.getByRole("option"));
  },
  "autocomplete of emoji": async ({ page }) => {
    await composer(page).fill("");
    await composer(page).pressSequentially(":sm");
    await shows(page.getByRole("option"));
  },
  "emoji picker of the composer": async ({ page, t }) => {
    await composer(page).fill("");
    await page.getByRole("button", { name: t("composer.emoji"), exact: true }).click();
    await shows(page.getByRole("dialog").getByRole("gridcell"));
  },
  "what a link leads to": async ({ page, scene }) => {
    await scene.ben.say(scene.channel.id, `Read ${process.env["HUBBUB_TEST_SITE"]}/article`);
    await shows(page.getByRole("link", { name: "When the tide turns" }));
  },
  "search for moving pictures": async ({ page, t }) => {
    await button(page, t("composer.gif")).click();
    await shows(page.getByRole("dialog").getByRole("button", { name: "popular 1", exact: true }));
  },
  "tray with files": async ({ page, t }) => {
    await page
      .locator("input[type=file]")
      .first()
      .setInputFiles([
        { name: "one.png", mimeType: "image/png", buffer: picture(200, 120) },
        { name: "two.txt", mimeType: "text/plain", buffer: Buffer.from("two") },
      ]);
    await shows(page.getByRole("list", { name: t("composer.files") }).getByText("two.txt"));
  },
  "dropping files": async ({ page, t }) => {
    const dataTransfer = await page.evaluateHandle(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(["notes"], "notes.txt"));
      return transfer;
    });
    await feed(page).dispatchEvent("dragenter", { dataTransfer });
    await shows(page.getByText(t("composer.dropAtOnce")));
    await violations(page).then((lines) => expect(lines).toEqual([]));
    await feed(page).dispatchEvent("dragleave", { dataTransfer });
  },
};

/** What opens over the channel from the frame around it. */
export const OVERLAYS: Screens = {
  "menu of the channel": async ({ page, t }) => {
    await button(page.locator("header[data-region=header]"), t("app.more")).click();
    await shows(page.getByRole("menu"));
  },
  "leaving the channel": async ({ page, t }) => {
    await button(page.locator("header[data-region=header]"), t("app.more")).click();
    await item(page, t("channels.leave")).click();
    await shows(page.getByRole("alertdialog"));
  },
  "menu of a call": async ({ page, t }) => {
    await button(page.locator("header[data-region=header]"), t("calls.start")).click();
    await shows(item(page, t("calls.startVideo")));
  },
  // Without a microphone, which it says.
  "a call in which nobody else is yet": async ({ page, t }) => {
    await button(page.locator("header[data-region=header]"), t("calls.start")).click();
    await item(page, t("calls.startVoice")).click();
    const panel = page.locator("[data-region=call]");
    await shows(panel.getByText(t("calls.alone")));
    await violations(page).then((lines) => expect(lines).toEqual([]));
    await button(panel, t("calls.hangUp")).click();
    await shows(panel.getByText(t("calls.over.hungUp")));
    await expect(panel).toHaveCount(0);
  },
  palette: async ({ page }) => {
    await page.keyboard.press("Control+k");
    await shows(page.getByRole("dialog").getByRole("option"));
  },
  "search in the palette": async ({ page }) => {
    await page.keyboard.press("Control+k");
    await page.getByRole("dialog").getByRole("combobox").fill("so");
    await shows(page.getByRole("dialog").getByRole("option", { name: /Sofia Rossi/ }));
  },
  "shortcut sheet": async ({ page }) => {
    await page.keyboard.press("Control+/");
    await shows(page.getByRole("dialog"));
  },
  "menu of the account": async ({ page, scene, t }) => {
    await button(page, t("settings.account", { name: scene.maya.name }))
      .first()
      .click();
    await shows(page.getByRole("menu"));
  },
  "the state of the connection": async ({ page, scene, t }) => {
    await button(page, t("settings.account", { name: scene.maya.name }))
      .first()
      .click();
    await item(page, t("link.status")).click();
    await shows(page.getByRole("dialog"));
  },
  "status editor": async ({ page, scene, t }) => {
    await button(page, t("settings.account", { name: scene.maya.name }))
      .first()
      .click();
    await item(page, t("settings.setStatus")).click();
    await shows(page.getByRole("dialog"));
  },
  "menu of the workspace": async ({ page, scene }) => {
    await button(page.locator("[data-region=sidebar]"), scene.workspace.name).click();
    await shows(page.getByRole("menu"));
  },
  "menu of a channel in the sidebar": async ({ page, scene }) => {
    const place = page.locator("[data-region=sidebar]").getByRole("link", { name: scene.empty.name ?? "" });
    await place.click({ button: "right" });
    await shows(page.getByRole("menu"));
  },
  "browse channels": async ({ page, t }) => {
    await button(page, t("channels.browse")).click();
    await shows(page.getByRole("dialog").getByRole("listitem"));
  },
  "create a channel": async ({ page, t }) => {
    await button(page, t("channels.browse")).click();
    await page
      .getByRole("dialog")
      .getByRole("tab", { name: t("channels.create") })
      .click();
    await shows(page.getByRole("dialog").getByRole("textbox"));
  },
  "new conversation": async ({ page, t }) => {
    await button(page, t("channels.newDirect")).click();
    await shows(page.getByRole("dialog").getByText("Sofia Rossi"));
  },
  "invite people": async ({ page, t }) => {
    await button(page, t("channels.invite")).first().click();
    await shows(page.getByRole("dialog"));
  },
  "invitation link": async ({ page, t }) => {
    await button(page, t("channels.invite")).first().click();
    await button(page.getByRole("dialog"), t("channels.createInvite")).click();
    await shows(page.getByRole("textbox", { name: t("channels.inviteLink") }));
  },
  ...workspaceDialog("invitations", "channels.invites"),
  ...workspaceDialog("people of the workspace", "channels.people"),
  ...workspaceDialog("settings of the workspace", "channels.workspaceSettings"),
  ...workspaceDialog("custom emoji", "channels.customEmoji"),
  "custom emoji, one added": async ({ page, scene, t }) => {
    await button(page.locator("[data-region=sidebar]"), scene.workspace.name).click();
    await item(page, t("channels.customEmoji")).click();
    const dialog = page.getByRole("dialog");
    const name = unique("emoji").replaceAll("-", "_");
    await dialog
      .locator("input[type=file]")
      .setInputFiles({ name: `${name}.png`, mimeType: "image/png", buffer: picture(64, 64) });
    await button(dialog, t("pictures.emoji.add")).click();
    await shows(dialog.getByRole("listitem").filter({ hasText: `:${name}:` }));
  },
  ...workspaceDialog("create a workspace", "channels.createWorkspace"),
  ...workspaceDialog("join with an invitation", "channels.joinByLink"),
  ...workspaceDialog("what was recently deleted", "channels.recentlyDeleted"),
  ...workspaceDialog("leaving the workspace", "channels.leaveWorkspace", "alertdialog"),
  ...workspaceDialog("deleting the workspace", "channels.deleteWorkspace", "alertdialog"),
};

function workspaceDialog(name: string, key: string, role: "dialog" | "alertdialog" = "dialog"): Screens {
  return {
    [name]: async ({ page, scene, t }) => {
      await button(page.locator("[data-region=sidebar]"), scene.workspace.name).click();
      await item(page, t(key)).click();
      await shows(page.getByRole(role));
    },
  };
}

const DETAILS = ["about", "members", "pins", "files", "settings"];
const SETTINGS = ["profile", "appearance", "notifications", "privacy", "security"];

/** At addresses of their own. */
export const ADDRESSES: Screens = {
  thread: async ({ page, scene }) => {
    await page.goto(`${channelPath(scene.channel)}?thread=${scene.root.id}`);
    await shows(row(thread(page), "没问题"));
  },
  "mentions inbox": async ({ page, scene }) => {
    await scene.ben.say(scene.channel.id, `@${scene.maya.me.handle}, with [a link](https://hubbub.example)`);
    await page.goto(`/w/${scene.workspace.id}/mentions`);
    await shows(page.getByRole("main").getByRole("article"));
  },
  "search, before it": async ({ page, scene, t }) => {
    await page.goto(`/w/${scene.workspace.id}/search`);
    await shows(page.getByRole("searchbox", { name: t("search.field") }));
  },
  "search, what is found": async ({ page, scene, t }) => {
    await scene.ben.say(scene.channel.id, "a needle in the haystack");
    await expect(async () => {
      await page.goto(`/w/${scene.workspace.id}/search?q=needle%20in:${scene.channel.name}`);
      await expect(
        page
          .getByRole("list", { name: t("search.found") })
          .getByRole("article")
          .first(),
      ).toBeVisible({
        timeout: 2_000,
      });
    }).toPass();
  },
  "threads inbox": async ({ page, scene }) => {
    await page.goto(`/w/${scene.workspace.id}/threads`);
    await shows(page.getByRole("main").getByRole("article"));
  },
  ...Object.fromEntries(
    DETAILS.map((tab) => [
      `details: ${tab}`,
      async ({ page, scene }: Place) => {
        await page.goto(`${channelPath(scene.channel)}?details=${tab}`);
        await shows(page.locator("[data-region=details]").getByRole("tabpanel"));
        await untilLive(page);
      },
    ]),
  ),
  "details: being renamed": async ({ page, scene, t }) => {
    await page.goto(`${channelPath(scene.channel)}?details=about`);
    await button(page, t("details.editTopic")).click();
    await shows(button(page, t("app.save")));
  },
  "details: adding people": async ({ page, scene, t }) => {
    await page.goto(`${channelPath(scene.channel)}?details=members`);
    await button(page, t("details.addPeople")).click();
    await shows(page.getByRole("dialog"));
  },
  "details: a new guest link": async ({ page, scene, t }) => {
    await page.goto(`${channelPath(scene.channel)}?details=settings`);
    await button(page, t("accounts.links.create")).click();
    await shows(page.getByRole("dialog"));
  },
  "details: a guest link being withdrawn": async ({ page, t }) => {
    await page.keyboard.press("Escape");
    await button(page, t("accounts.links.revoke")).click();
    await shows(page.getByRole("alertdialog"));
  },
  ...Object.fromEntries(
    SETTINGS.map((tab) => [
      `settings: ${tab}`,
      async ({ page, scene }: Place) => {
        await page.goto(`/w/${scene.workspace.id}/settings/${tab}`);
        await shows(page.getByRole("heading", { level: 1 }));
        await untilLive(page);
      },
    ]),
  ),
  "settings: a picture being cut to size": async ({ page, scene, t }) => {
    await page.goto(`/w/${scene.workspace.id}/settings/profile`);
    await page
      .locator("input[type=file]")
      .setInputFiles({ name: "me.png", mimeType: "image/png", buffer: picture(300, 200) });
    await expect(page.getByRole("dialog").getByRole("slider", { name: t("pictures.zoom") })).toBeEnabled();
  },
  "a conversation of two": async ({ page, scene }) => {
    await page.goto(channelPath(scene.direct));
    await shows(row(page, "你好！"));
  },
  "somebody blocked": async ({ page, scene, t }) => {
    await scene.maya.put(`/users/me/blocks/${scene.ben.id}`);
    await page.goto(channelPath(scene.direct));
    await shows(page.getByText(t("blocks.message")));
    await shows(button(page.getByRole("main"), t("blocks.unblock")));
  },
  "the list of blocked people": async ({ page, scene, t }) => {
    await page.goto(`/w/${scene.workspace.id}/settings/privacy`);
    await shows(button(page, t("blocks.unblockName", { name: scene.ben.name })));
  },
  "an empty channel": async ({ page, scene, t }) => {
    await scene.maya.delete(`/users/me/blocks/${scene.ben.id}`);
    await page.goto(channelPath(scene.empty));
    await shows(page.getByText(t("messages.introTitle", { name: `#${scene.empty.name}` })));
  },
  "a channel that is not mine": async ({ page, scene }) => {
    await page.goto(`${channelPath(scene.channel).slice(0, -4)}0000`);
    await shows(page.getByRole("main").getByRole("heading"));
  },
  "a workspace that is not mine": async ({ page }) => {
    await page.goto("/w/0198f000-0000-7000-8000-000000000000");
    await shows(page.getByRole("heading"));
  },
  "the connection is lost": async ({ page, scene, t }) => {
    await page.goto(channelPath(scene.empty));
    await untilLive(page);
    await page.context().setOffline(true);
    await write(page, "Too late for this");
    await shows(page.getByText(t("app.offline")));
  },
  "a send that failed": async ({ page, scene, t }) => {
    await scene.maya.post(`/channels/${scene.empty.id}/archive`);
    await page.context().setOffline(false);
    await shows(row(page, "Too late for this").getByText(t("messages.notSent")));
  },
};
