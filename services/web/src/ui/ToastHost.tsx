import { lazy, Suspense, useEffect } from "react";
import { ErrorBoundary } from "./ErrorBoundary";
import { loadToasts, useToastHost } from "./toast";

const Toasts = lazy(() => loadToasts().then((module) => ({ default: module.Toasts })));

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
