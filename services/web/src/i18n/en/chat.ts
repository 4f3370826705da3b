import channels from "./channels.json";
import composer from "./composer.json";
import messages from "./messages.json";
import outbox from "./outbox.json";

/** The texts of the first screen after signing in. */
export default { channels, composer, messages, outbox };
