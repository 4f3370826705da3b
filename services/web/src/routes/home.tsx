import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Navigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { createWorkspace, sync } from "../api/channels";
import { ApiError } from "../api/client";
import { explain } from "../api/problem";
import { Door } from "../features/auth/Door";
import { Button } from "../ui/Button";
import { Field } from "../ui/Field";

const LAST = "hubbub.workspace";

export function rememberWorkspace(id: string): void {
  localStorage.setItem(LAST, id);
}

/** Leads on: to sign in, to the last workspace, or to create the first one. */
export function HomeScreen() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({
    queryKey: ["home"],
    queryFn: ({ signal }) => sync(signal),
    retry: false,
    staleTime: 0,
    gcTime: 0,
  });
  if (error instanceof ApiError && error.problem.status === 401) return <Navigate to="/sign-in" replace />;
  if (error) {
    return (
      <Door title={explain(error)}>
        <Button onClick={() => refetch()}>{t("app.retry")}</Button>
      </Door>
    );
  }
  if (!data) return <div className="grid h-full place-items-center text-muted">{t("app.loading")}</div>;
  const last = data.workspaces.find((workspace) => workspace.id === localStorage.getItem(LAST)) ?? data.workspaces[0];
  if (last) return <Navigate to="/w/$workspace" params={{ workspace: last.id }} replace />;
  return <FirstWorkspace />;
}

function FirstWorkspace() {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const [name, setName] = useState("");
  const [failure, setFailure] = useState<string>();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    try {
      await createWorkspace({ name });
      await cache.invalidateQueries({ queryKey: ["home"] });
    } catch (error) {
      setFailure(explain(error));
    }
  };
  return (
    <Door title={t("channels.firstWorkspace")}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <Field
          label={t("channels.workspaceName")}
          hint={t("channels.workspaceNameHint")}
          error={failure}
          value={name}
          onChange={(event) => setName(event.target.value)}
          required
          autoFocus
        />
        <Button type="submit" look="primary">
          {t("channels.createWorkspace")}
        </Button>
      </form>
    </Door>
  );
}
