import { asks } from "../../outbox/outbox";
import { useOutbox } from "../../outbox/sender";
import { useSession } from "../../session-context";
import { LazyPart } from "../../ui/LazyPart";
import { lazyPart } from "../../ui/lazy-part";

const MassMention = lazyPart(() => import("./MassMention").then((part) => part.MassMention));

/** Asks about a message of mine that would call many people; it waits in the outbox, whatever is answered. */
export function MassMentionHost() {
  const { sender } = useSession();
  const asking = useOutbox((state) => state.entries.find(asks));
  if (!asking?.mass) return null;
  return (
    <LazyPart>
      <MassMention
        key={asking.nonce}
        open
        people={asking.mass.people}
        onOpenChange={(open) => open || sender.answer(asking.nonce, false)}
        onConfirm={() => sender.answer(asking.nonce, true)}
      />
    </LazyPart>
  );
}
