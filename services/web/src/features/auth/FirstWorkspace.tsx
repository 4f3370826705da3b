import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { maxLength, minLength, object, pipe, string, trim } from "valibot";
import { signOut } from "../../api/auth";
import { createWorkspace } from "../../api/channels";
import { Button } from "../../ui/Button";
import { Field } from "../../ui/Field";
import { LazyPart } from "../../ui/LazyPart";
import { lazyPart } from "../../ui/lazy-part";
import { Door } from "./Door";
import { Refusal } from "./Refusal";
import { useForm } from "./use-form";

const MyDeleted = lazyPart(() =>
  import("../workspaces/Deleted").then(({ DeletedWorkspaces }) => {
    const Mine = () => <DeletedWorkspaces title={useTranslation().t("ending.stillThere")} />;
    return Mine;
  }),
);

const schema = object({ name: pipe(string(), trim(), minLength(1, "required"), maxLength(80, "too_long")) });

/** For somebody who is in no workspace yet. */
export function FirstWorkspace() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { onSubmit, field, refusal, busy } = useForm({
    schema,
    submit: async (input) => {
      const { id } = await createWorkspace(input);
      await navigate({ to: "/w/$workspace", params: { workspace: id }, replace: true });
    },
  });
  const leave = async () => {
    await signOut().catch(() => undefined);
    await navigate({ to: "/sign-in" });
  };
  return (
    <Door
      title={t("channels.firstWorkspace")}
      footer={
        <button
          type="button"
          onClick={() => void leave()}
          className="font-semibold text-link underline pointer-coarse:min-h-11"
        >
          {t("auth.signOut")}
        </button>
      }
    >
      <form onSubmit={onSubmit} noValidate className="flex flex-col gap-4">
        <Field
          {...field("name")}
          label={t("channels.workspaceName")}
          hint={t("channels.workspaceNameHint")}
          autoComplete="organization"
          autoFocus
        />
        <Refusal error={refusal} />
        <Button type="submit" look="primary" busy={busy}>
          {t("channels.createWorkspace")}
        </Button>
      </form>
      <p className="mt-4 text-meta text-muted">{t("auth.orInvite")}</p>
      <LazyPart>
        <MyDeleted />
      </LazyPart>
    </Door>
  );
}
