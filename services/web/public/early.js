/*
 * Runs before anything is drawn and before the client's own scripts are there: sets the colours, and, for who comes for
 * a channel without a service worker to answer, has on its way what would else be asked for one after the other: the
 * chat's scripts, the first screen, and then the channel's newest page. src/early/answers.ts hands the answers out.
 */
(() => {
  const root = document.documentElement;
  const chosen = localStorage.getItem("hubbub.theme");
  const isDark = chosen === "dark" || (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  root.dataset.theme = isDark ? "dark" : "light";

  const place = /^\/w\/[^/]+(?:\/c\/([\w-]+))?$/.exec(location.pathname);
  // Who has been here before has it all on the device.
  if (!place || navigator.serviceWorker?.controller) return;
  for (const file of document.currentScript.dataset.chat?.split(" ") ?? []) {
    const link = document.createElement("link");
    link.rel = "modulepreload";
    link.href = file;
    document.head.append(link);
  }
  const asked = new Map();
  window.hubbubEarly = asked;
  const ask = (url, after) => {
    const answer = after.then(() => fetch(url, { credentials: "same-origin" }));
    // Whoever takes it hears of it.
    answer.catch(() => undefined);
    asked.set(url, answer);
    return answer;
  };
  const sync = ask("/api/v1/sync", Promise.resolve());
  const channel = place[1];
  if (!channel || location.search) return;
  // In this order, as the client asks: the page is never older than the heads that its events follow on.
  const known = sync.then((response) => {
    if (!response.ok) throw new Error("not signed in");
  });
  ask(`/api/v1/channels/${channel}/messages?limit=50`, known);
})();
