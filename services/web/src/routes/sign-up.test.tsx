// @vitest-environment jsdom
import { cleanup, screen } from "@testing-library/react";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import * as api from "../api/auth";
import type { SignupMode } from "../api/types";
import { startI18n } from "../i18n";
import { SignUpScreen } from "./sign-up";
import { showScreen } from "./testing";

vi.mock("../api/auth");
beforeAll(() => startI18n("en"));
afterEach(cleanup);

/** The screen of a server that lets people in like this. */
function show(signup: SignupMode | "unreachable", path = "/sign-up") {
  vi.mocked(api.signInMethods).mockImplementation(() =>
    signup === "unreachable" ? Promise.reject(new Error("no answer")) : Promise.resolve({ signup, mail: true }),
  );
  showScreen(SignUpScreen, path);
}

const form = () => screen.queryByRole("button", { name: "Create account" });

test("where everybody may make an account, there is a form", async () => {
  show("open");
  await screen.findByRole("heading", { name: "Make yourself at home" });
  expect(form()).not.toBeNull();
});

test("where nobody may, it says so instead", async () => {
  show("closed");
  await screen.findByRole("heading", { name: "No new accounts" });
  expect(screen.getByRole("status")).toHaveTextContent("does not accept new accounts");
  expect(form()).toBeNull();
  expect(screen.getByRole("link", { name: "Sign in" })).toBeInTheDocument();
});

test("where it takes an invitation, it says so to who has none", async () => {
  show("invite");
  await screen.findByRole("heading", { name: "By invitation only" });
  expect(form()).toBeNull();
});

test("where it takes an invitation, who has one gets the form", async () => {
  show("invite", "/sign-up?next=%2Finvite%2FAb_9-x");
  await vi.waitFor(() => expect(api.signInMethods).toHaveBeenCalled());
  await screen.findByRole("heading", { name: "Make yourself at home" });
  expect(form()).not.toBeNull();
});

test("where the server does not say, there is a form, and the server decides", async () => {
  show("unreachable");
  await screen.findByRole("heading", { name: "Make yourself at home" });
  expect(form()).not.toBeNull();
});
