import app from "./app.json";
import auth from "./auth.json";
import errors from "./errors.json";
import link from "./link.json";
import people from "./people.json";
import settings from "./settings.json";

/** The texts of every screen, those for signing in included: the fewer, the sooner that is there. */
export default { app, auth, errors, link, people, settings };
