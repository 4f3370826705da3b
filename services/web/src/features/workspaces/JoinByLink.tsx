import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Field } from "../../ui/Field";
import type { DialogProps } from "./DialogHost";
import { codeOf } from "./invite-terms";

/** For an invitation that came as a text, where no link can be pressed. */
export function JoinByLink({ onClose }: DialogProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [text, setText] = useState("");
  const [wrong, setWrong] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const code = codeOf(text);
    if (code === undefined) return setWrong(true);
    onClose();
    void navigate({ to: "/invite/$code", params: { code } });
  };
  return (
    <Dialog open onOpenChange={(open) => open || onClose()} title={t("channels.joinByLink")}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <Field
          label={t("channels.inviteLink")}
          hint={t("workspace.invite.pasteHint")}
          error={wrong ? t("workspace.invite.notALink") : undefined}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setWrong(false);
          }}
          required
          autoFocus
        />
        <Button type="submit" look="primary" className="self-end">
          {t("workspace.invite.look")}
        </Button>
      </form>
    </Dialog>
  );
}
