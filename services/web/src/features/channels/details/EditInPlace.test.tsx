// @vitest-environment jsdom
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeAll, expect, test, vi } from "vitest";
import { ApiError } from "../../../api/client";
import { offline } from "../../../api/problem";
import { moreTexts, startI18n } from "../../../i18n";
import { EditInPlace } from "./EditInPlace";

beforeAll(async () => {
  await startI18n("en");
  await moreTexts();
});

const refusal = new ApiError({
  ...offline().problem,
  status: 422,
  code: "invalid_input",
  errors: [{ pointer: "/topic", code: "too_long", limit: 250 }],
});

function show(onSave: (value: string) => Promise<unknown>, editable = true) {
  render(
    <EditInPlace
      label="Topic"
      value="Tides"
      empty="No topic yet"
      editLabel="Edit the topic"
      editable={editable}
      maxLength={250}
      field="topic"
      onSave={onSave}
    />,
  );
}

const open = () => userEvent.click(screen.getByRole("button", { name: "Edit the topic" }));

test("who may not edit finds no button", () => {
  show(vi.fn(), false);
  expect(screen.queryByRole("button")).toBeNull();
});

test("what is saved is trimmed, and the focus is back on the button", async () => {
  const onSave = vi.fn(() => Promise.resolve());
  show(onSave);
  await open();
  await userEvent.clear(screen.getByRole("textbox"));
  await userEvent.type(screen.getByRole("textbox"), "  Berths {Enter}");
  expect(onSave).toHaveBeenCalledExactlyOnceWith("Berths");
  expect(screen.getByRole("button", { name: "Edit the topic" })).toHaveFocus();
});

test("a text that did not change is not sent", async () => {
  const onSave = vi.fn(() => Promise.resolve());
  show(onSave);
  await open();
  await userEvent.type(screen.getByRole("textbox"), "{Enter}");
  expect(onSave).not.toHaveBeenCalled();
  expect(screen.queryByRole("textbox")).toBeNull();
});

test("a refusal is told at the field, and the text stays to be mended", async () => {
  show(() => Promise.reject(refusal));
  await open();
  await userEvent.type(screen.getByRole("textbox"), " and more{Enter}");
  expect(await screen.findByRole("alert")).toHaveTextContent("At most 250 characters.");
  expect(screen.getByRole("textbox")).toHaveValue("Tides and more");
});

test("Escape leaves the field and not what is around it", async () => {
  const outer = vi.fn();
  document.addEventListener("keydown", outer);
  show(vi.fn());
  await open();
  outer.mockClear();
  await userEvent.keyboard("x{Escape}");
  expect(screen.queryByRole("textbox")).toBeNull();
  expect(screen.getByText("Tides")).toBeVisible();
  expect(outer.mock.calls.filter(([event]) => (event as KeyboardEvent).key === "Escape")).toEqual([]);
  document.removeEventListener("keydown", outer);
});
