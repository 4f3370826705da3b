import "@testing-library/jest-dom/vitest";
import { afterEach } from "vitest";

// What is drawn in a test is a part of the chat.
if (typeof document !== "undefined") await import("../src/i18n/chat");

afterEach(async () => {
  if (typeof document === "undefined") return;
  const { cleanup } = await import("@testing-library/react");
  cleanup();
});
