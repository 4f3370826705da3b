import "../i18n/chat";
import { useQuery } from "@tanstack/react-query";
import { Navigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { myWorkspaces } from "../api/channels";
import { ApiError } from "../api/client";
import { explain } from "../api/problem";
import { Door } from "../features/auth/Door";
import { FirstWorkspace } from "../features/auth/FirstWorkspace";
import { lastWorkspace } from "../last-workspace";
import { Button } from "../ui/Button";
import { Splash } from "../ui/Splash";

/** Leads on: to the last workspace, to sign in, or to create the first one. */
export function HomeScreen() {
  const { t } = useTranslation();
  // Whether it still is one of mine, the shell finds out by itself, and sends back here if not.
  const [last] = useState(lastWorkspace);
  const { data, error, refetch } = useQuery({
    queryKey: ["home"],
    queryFn: ({ signal }) => myWorkspaces(signal),
    enabled: last === undefined,
    retry: false,
    staleTime: 0,
    gcTime: 0,
  });
  if (last !== undefined) return <Navigate to="/w/$workspace" params={{ workspace: last }} replace />;
  if (error instanceof ApiError && error.problem.status === 401) return <Navigate to="/sign-in" replace />;
  if (error) {
    return (
      <Door title={explain(error)}>
        <Button onClick={() => refetch()}>{t("app.retry")}</Button>
      </Door>
    );
  }
  if (!data) return <Splash label={t("app.loading")} />;
  const [first] = data;
  if (first) return <Navigate to="/w/$workspace" params={{ workspace: first.id }} replace />;
  return <FirstWorkspace />;
}
