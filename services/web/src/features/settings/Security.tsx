import { Email } from "./Email";
import { Password } from "./Password";
import { Sessions } from "./Sessions";

export function Security() {
  return (
    <div className="flex flex-col gap-8">
      <Email />
      <Password />
      <Sessions />
    </div>
  );
}
