import { useEffect, useState } from "react";
import { signInMethods } from "../../api/auth";
import type { SignInMethods } from "../../api/types";

/** What is believed until the server has said how it lets people in, and when it does not: it decides anyway. */
const LIKELY: SignInMethods = { signup: "open", mail: true };

/** How this server lets people in. */
export function useSignInMethods(): SignInMethods {
  const [methods, setMethods] = useState(LIKELY);
  useEffect(() => {
    let wanted = true;
    signInMethods().then(
      (said) => wanted && setMethods(said),
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, []);
  return methods;
}
