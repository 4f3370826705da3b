// @vitest-environment jsdom
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { startI18n } from "../i18n";
import { ConfirmModal } from "./ConfirmModal";
import { Dialog } from "./Dialog";
import { IconButton } from "./IconButton";
import { Menu } from "./Menu";
import { Tooltip, TooltipProvider } from "./Tooltip";

beforeAll(() => startI18n("en"));

function Deleting({ onConfirm, typed }: { readonly onConfirm: () => void; readonly typed?: string }) {
  const [open, setOpen] = useState(false);
  return (
    <TooltipProvider>
      <button type="button" onClick={() => setOpen(true)}>
        Delete it
      </button>
      <ConfirmModal
        open={open}
        onOpenChange={setOpen}
        title="Delete the channel?"
        text="All of it goes."
        confirm="Delete"
        onConfirm={onConfirm}
        {...(typed === undefined ? {} : { typed })}
      />
    </TooltipProvider>
  );
}

describe("a question before something is destroyed", () => {
  test("is an alert dialog with a name and a description, and the focus is on Cancel", async () => {
    render(<Deleting onConfirm={vi.fn()} />);
    await userEvent.click(screen.getByRole("button", { name: "Delete it" }));
    const dialog = screen.getByRole("alertdialog", { name: "Delete the channel?" });
    expect(dialog).toHaveAccessibleDescription("All of it goes.");
    expect(screen.getByRole("button", { name: "Cancel" })).toHaveFocus();
  });

  test("does nothing on Enter or Escape, and gives the focus back", async () => {
    const onConfirm = vi.fn();
    render(<Deleting onConfirm={onConfirm} />);
    for (const key of ["{Enter}", "{Escape}"]) {
      await userEvent.click(screen.getByRole("button", { name: "Delete it" }));
      await userEvent.keyboard(key);
      await waitFor(() => expect(screen.getByRole("button", { name: "Delete it" })).toHaveFocus());
      expect(screen.queryByRole("alertdialog")).toBeNull();
    }
    expect(onConfirm).not.toHaveBeenCalled();
  });

  test("asks for the name each time anew, when it cannot be undone", async () => {
    const onConfirm = vi.fn();
    render(<Deleting onConfirm={onConfirm} typed="launch" />);
    const open = () => userEvent.click(screen.getByRole("button", { name: "Delete it" }));
    await open();
    expect(screen.getByRole("button", { name: "Delete" })).toBeDisabled();
    await userEvent.type(screen.getByRole("textbox", { name: /launch/ }), "launch");
    expect(screen.getByRole("button", { name: "Delete" })).toBeEnabled();
    await userEvent.keyboard("{Escape}");
    await open();
    expect(screen.getByRole("textbox", { name: /launch/ })).toHaveValue("");
    await userEvent.type(screen.getByRole("textbox", { name: /launch/ }), "launch");
    await userEvent.click(screen.getByRole("button", { name: "Delete" }));
    expect(onConfirm).toHaveBeenCalledOnce();
  });
});

function Row() {
  const [there, setThere] = useState(true);
  const [open, setOpen] = useState(false);
  return (
    <TooltipProvider>
      <main id="main" tabIndex={-1}>
        {there && (
          <article tabIndex={0} aria-label="a row">
            <Menu
              trigger={<IconButton label="More" icon={null} />}
              groups={[
                [{ label: "Rename", shortcut: "E", onSelect: () => setOpen(true) }],
                [{ label: "Remove", danger: true, onSelect: () => setThere(false) }],
              ]}
            />
          </article>
        )}
        <Dialog open={open} onOpenChange={setOpen} title="Rename" description="Short and clear">
          <input aria-label="Name" />
          <button type="button" onClick={() => setThere(false)}>
            Remove the row
          </button>
        </Dialog>
      </main>
    </TooltipProvider>
  );
}

describe("a menu and the dialog it opens", () => {
  const choose = async (item: string) => {
    await userEvent.click(screen.getByRole("button", { name: "More" }));
    expect(await screen.findByRole("menu", { name: "More" })).toBeVisible();
    await userEvent.click(screen.getByRole("menuitem", { name: item }));
  };

  test("name their items without the shortcut, focus the first field, and end where they began", async () => {
    render(<Row />);
    await choose("Rename");
    expect(await screen.findByRole("dialog", { name: "Rename" })).toHaveAccessibleDescription("Short and clear");
    expect(screen.getByRole("textbox", { name: "Name" })).toHaveFocus();
    await userEvent.keyboard("{Escape}");
    await waitFor(() => expect(screen.getByRole("button", { name: "More" })).toHaveFocus());
  });

  test("leave the focus in the page when the row of the opener is gone", async () => {
    render(<Row />);
    await choose("Rename");
    await userEvent.click(await screen.findByRole("button", { name: "Remove the row" }));
    await userEvent.click(screen.getByRole("button", { name: "Close" }));
    await waitFor(() => expect(screen.getByRole("main")).toHaveFocus());
  });
});

describe("a menu opened by keyboard", () => {
  test("begins on its first item, the first time as well", async () => {
    render(<Row />);
    screen.getByRole("button", { name: "More" }).focus();
    await userEvent.keyboard("{Enter}");
    await waitFor(() => expect(screen.getByRole("menuitem", { name: "Rename" })).toHaveFocus());
    await userEvent.keyboard("{Escape}");
    await waitFor(() => expect(screen.getByRole("button", { name: "More" })).toHaveFocus());
  });
});

describe("a tooltip", () => {
  test("shows for the keyboard, not over again when a click gave the focus, and goes on Escape", async () => {
    render(
      <TooltipProvider>
        <IconButton label="Star" icon={null} />
      </TooltipProvider>,
    );
    await userEvent.tab();
    expect(await screen.findByRole("tooltip")).toHaveTextContent("Star");
    await userEvent.keyboard("{Escape}");
    expect(screen.queryByRole("tooltip")).toBeNull();
  });

  test("describes a control that has another name, while it shows", async () => {
    render(
      <TooltipProvider>
        <Tooltip text="Maya and Ben">
          <button type="button" aria-label="two hearts">
            2
          </button>
        </Tooltip>
      </TooltipProvider>,
    );
    await userEvent.hover(screen.getByRole("button"));
    await waitFor(() => expect(screen.getByRole("button")).toHaveAccessibleDescription("Maya and Ben"));
    await userEvent.unhover(screen.getByRole("button"));
    await waitFor(() => expect(screen.getByRole("button")).not.toHaveAttribute("aria-describedby"));
  });
});
