import { LazyPart } from "../../ui/LazyPart";
import { lazyPart } from "../../ui/lazy-part";
import { useProfile } from "./open-profile";

const ProfileCard = lazyPart(() => import("./ProfileCard").then((part) => part.ProfileCard));

/** Where the one card of the page is drawn; its code is loaded with the first person who is looked at. */
export function ProfileCardHost({ workspace }: { readonly workspace: string }) {
  const shown = useProfile((state) => state.shown);
  if (!shown) return null;
  return (
    <LazyPart>
      <ProfileCard key={shown.user} user={shown.user} anchor={shown.anchor} workspace={workspace} />
    </LazyPart>
  );
}
