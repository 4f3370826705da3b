import { Hash, Lock } from "lucide-react";
import { type FormEvent, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { createChannel } from "../../api/channels";
import { explain, fieldErrors } from "../../api/problem";
import type { Channel, User } from "../../api/types";
import { useSession } from "../../session-context";
import { Button } from "../../ui/Button";
import { Choice } from "../../ui/Choice";
import { Field } from "../../ui/Field";
import { PeoplePicker } from "./PeoplePicker";
import { useMe } from "./use-channels";

/** The server takes this many from the start. */
const MOST_MEMBERS = 200;

interface Props {
  readonly workspace: string;
  readonly onDone: (channel: Channel) => void;
  /** Whether there is something to lose. */
  readonly onDirty: (dirty: boolean) => void;
}

export function CreateChannel({ workspace, onDone, onDirty }: Props) {
  const { t } = useTranslation();
  const me = useMe();
  const session = useSession();
  const [words, setWords] = useState({ name: "", topic: "", description: "" });
  const [kind, setKind] = useState<"public" | "private">("public");
  const [chosen, setChosen] = useState<readonly User[]>([]);
  const [adding, setAdding] = useState(false);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState(false);
  const dirty = Object.values(words).some((word) => word !== "") || chosen.length > 0;
  useEffect(() => {
    onDirty(dirty);
    return () => onDirty(false);
  }, [dirty, onDirty]);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      const channel = await createChannel(workspace, {
        name: words.name,
        kind,
        ...(words.topic === "" ? {} : { topic: words.topic }),
        ...(words.description === "" ? {} : { description: words.description }),
        ...(chosen.length === 0 ? {} : { member_ids: chosen.map((user) => user.id) }),
      });
      session.add(channel);
      onDone(channel);
    } catch (error) {
      const byField = fieldErrors(error);
      // A name that is taken has no field in the answer, but it has one here.
      setErrors(Object.keys(byField).length > 0 ? byField : { name: explain(error) });
      setBusy(false);
    }
  };
  const field = (name: keyof typeof words, most: number) => ({
    value: words[name],
    error: errors[name],
    maxLength: most,
    onChange: (event: { target: { value: string } }) => setWords({ ...words, [name]: event.target.value }),
  });
  const optional = (text: string) => `${text} (${t("app.optional")})`;
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <Field label={t("channels.name")} hint={t("channels.nameHint")} required {...field("name", 80)} />
      <Choice
        label={t("channels.kind")}
        value={kind}
        onChange={setKind}
        options={[
          { value: "public", label: t("channels.public"), hint: t("channels.publicHint") },
          { value: "private", label: t("channels.private"), hint: t("channels.privateHint") },
        ]}
      />
      <Field label={optional(t("channels.topic"))} {...field("topic", 250)} />
      <Field label={optional(t("details.description"))} {...field("description", 1_000)} />
      {adding ? (
        <fieldset>
          <legend className="mb-1 font-medium text-meta">{t("details.addPeople")}</legend>
          <PeoplePicker
            workspace={workspace}
            chosen={chosen}
            onChange={setChosen}
            without={new Set([me.id])}
            most={MOST_MEMBERS}
          />
        </fieldset>
      ) : (
        <Button className="self-start" onClick={() => setAdding(true)}>
          {t("details.addPeople")}
        </Button>
      )}
      <Button type="submit" look="primary" className="self-end" busy={busy}>
        {kind === "private" ? <Lock size={16} aria-hidden="true" /> : <Hash size={16} aria-hidden="true" />}
        {t("channels.create")}
      </Button>
    </form>
  );
}
