import app from "./app.json";
import auth from "./auth.json";
import channels from "./channels.json";
import composer from "./composer.json";
import errors from "./errors.json";
import link from "./link.json";
import messages from "./messages.json";
import outbox from "./outbox.json";
import people from "./people.json";
import settings from "./settings.json";

export default { app, auth, channels, composer, errors, link, messages, outbox, people, settings };
