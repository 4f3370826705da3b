// @vitest-environment jsdom
import { cleanup, screen } from "@testing-library/react";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import * as api from "../api/auth";
import { addTexts, startI18n } from "../i18n";
import accounts from "../i18n/en/accounts.json";
import { ForgotScreen } from "./forgot";
import { showScreen } from "./testing";

vi.mock("../api/auth");
beforeAll(async () => {
  await startI18n("en");
  addTexts({ accounts });
});
afterEach(cleanup);

function show(mail: boolean) {
  vi.mocked(api.signInMethods).mockResolvedValue({ signup: "open", mail });
  showScreen(ForgotScreen, "/forgot");
}

const ask = () => screen.queryByRole("button", { name: "Send me a link" });

test("where mail is sent, one asks for a link", async () => {
  show(true);
  await vi.waitFor(() => expect(ask()).not.toBeNull());
});

test("where no mail is sent, it says whom to ask instead of promising one", async () => {
  show(false);
  expect(await screen.findByRole("status")).toHaveTextContent("Ask whoever runs it");
  expect(ask()).toBeNull();
});
