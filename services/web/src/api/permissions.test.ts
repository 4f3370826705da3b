import { describe, expect, test } from "vitest";
import { AT, channel, membership } from "../../test/factories";
import { effectiveRole, givableRoles, may, outranks } from "./permissions";
import type { ChannelRole } from "./types";

const as = (role: ChannelRole, fields = {}) => channel({ membership: membership({ role }), ...fields });

describe("in a channel", () => {
  test("an admin of the workspace counts as one of the channel, and its owner as the owner", () => {
    expect(effectiveRole(as("member"), "admin")).toBe("admin");
    expect(effectiveRole(as("member"), "owner")).toBe("owner");
    expect(effectiveRole(as("owner"), "admin")).toBe("owner");
    expect(effectiveRole(as("admin"), "guest")).toBe("admin");
  });

  test("who is not a member may do nothing", () => {
    expect(may(channel({ membership: null }), "owner", "setTopic")).toBe(false);
  });

  test("members set the topic and add people, guests do not", () => {
    expect(may(as("member"), "member", "setTopic")).toBe(true);
    expect(may(as("member"), "member", "addMember")).toBe(true);
    expect(may(as("member"), "guest", "setTopic")).toBe(false);
    expect(may(as("member"), "guest", "pin")).toBe(false);
    expect(may(as("member"), "member", "addressAll")).toBe(true);
    expect(may(as("member"), "guest", "addressAll")).toBe(false);
  });

  test("settings are for admins, the end for owners", () => {
    expect(may(as("member"), "member", "setSettings")).toBe(false);
    expect(may(as("admin"), "member", "setSettings")).toBe(true);
    expect(may(as("admin"), "member", "delete")).toBe(false);
    expect(may(as("owner"), "member", "delete")).toBe(true);
  });

  test("an archived channel can be reopened and deleted, not changed", () => {
    const archived = as("owner", { archived_at: AT });
    expect(may(archived, "member", "archive")).toBe(true);
    expect(may(archived, "member", "delete")).toBe(true);
    expect(may(archived, "member", "manageMembers")).toBe(true);
    expect(may(archived, "member", "setTopic")).toBe(false);
    expect(may(archived, "member", "addMember")).toBe(false);
  });

  test("a direct conversation has pins and nothing else", () => {
    const direct = channel({ kind: "dm" });
    expect(may(direct, "owner", "pin")).toBe(true);
    expect(may(direct, "owner", "setTopic")).toBe(false);
  });

  test("only owners, and admins of the workspace, touch owners", () => {
    expect(outranks(as("admin"), "member", "admin")).toBe(true);
    expect(outranks(as("admin"), "member", "owner")).toBe(false);
    expect(outranks(as("owner"), "member", "owner")).toBe(true);
    expect(outranks(as("member"), "admin", "owner")).toBe(true);
    expect(outranks(as("member"), "member", "member")).toBe(false);
  });
});

test("in a workspace, nobody gives more than they have", () => {
  expect(givableRoles("owner", "admin")).toContain("owner");
  expect(givableRoles("admin", "member")).toEqual(["admin", "member", "guest"]);
  expect(givableRoles("admin", "owner")).toEqual([]);
  expect(givableRoles("member", "guest")).toEqual([]);
});
