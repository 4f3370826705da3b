import { lazy, Suspense, useEffect } from "react";
import { ErrorBoundary } from "./ErrorBoundary";
import { loadToasts, useToastHost } from "./toast";

const AGAIN_MS = 10_000;

/** A part that failed once would stay failed: whoever was offline then would see no notice until the next reload. */
async function loadPatiently(): Promise<Awaited<ReturnType<typeof loadToasts>>> {
  try {
    return await loadToasts();
  } catch {
    await new Promise<void>((again) => {
      setTimeout(again, AGAIN_MS);
      window.addEventListener("online", () => again(), { once: true });
    });
    return loadPatiently();
  }
}

const Toasts = lazy(() => loadPatiently().then((module) => ({ default: module.Toasts })));

/** Fetched this long after the first screen, so that it is there when the network is not. */
const LATER_MS = 4_000;

export function ToastHost() {
  const { wanted } = useToastHost();
  useEffect(() => {
    const timer = setTimeout(() => useToastHost.setState({ wanted: true }), LATER_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!wanted) return null;
  return (
    <ErrorBoundary fallback={null}>
      <Suspense fallback={null}>
        <Toasts />
      </Suspense>
    </ErrorBoundary>
  );
}
