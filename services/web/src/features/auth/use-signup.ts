import { useEffect, useState } from "react";
import { signInMethods } from "../../api/auth";
import type { SignupMode } from "../../api/types";

/** Who may make an account here. Until the server has said so, and when it does not, everybody: it decides anyway. */
export function useSignup(): SignupMode {
  const [mode, setMode] = useState<SignupMode>("open");
  useEffect(() => {
    let wanted = true;
    signInMethods().then(
      ({ signup }) => wanted && setMode(signup),
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, []);
  return mode;
}
