import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  type RouteComponent,
  RouterProvider,
} from "@tanstack/react-router";
import { render } from "@testing-library/react";

/** Shows one screen, alone in a router that stands at `path`. */
export function showScreen(component: RouteComponent, path: string) {
  const root = createRootRoute();
  const screen = createRoute({
    getParentRoute: () => root,
    path: path.replace(/\?.*/, ""),
    component,
    validateSearch: (search) => search as { next?: string },
  });
  const history = createMemoryHistory({ initialEntries: [path] });
  const router = createRouter({ routeTree: root.addChildren([screen]), history });
  render(<RouterProvider router={router as never} />);
}
