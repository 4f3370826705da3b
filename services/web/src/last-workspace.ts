const LAST = "hubbub.workspace";

/** The workspace to begin in, on this device. */
export const lastWorkspace = () => localStorage.getItem(LAST) ?? undefined;
export const rememberWorkspace = (id: string) => localStorage.setItem(LAST, id);
export const forgetWorkspace = () => localStorage.removeItem(LAST);
