import accounts from "./accounts.json";
import app from "./app.json";
import auth from "./auth.json";
import blocks from "./blocks.json";
import calls from "./calls.json";
import channels from "./channels.json";
import composer from "./composer.json";
import details from "./details.json";
import emoji from "./emoji.json";
import ending from "./ending.json";
import errors from "./errors.json";
import gifs from "./gifs.json";
import inbox from "./inbox.json";
import link from "./link.json";
import media from "./media.json";
import messages from "./messages.json";
import notify from "./notify.json";
import outbox from "./outbox.json";
import people from "./people.json";
import pictures from "./pictures.json";
import preferences from "./preferences.json";
import profile from "./profile.json";
import row from "./row.json";
import search from "./search.json";
import settings from "./settings.json";
import shortcuts from "./shortcuts.json";
import workspace from "./workspace.json";

export default {
  accounts,
  app,
  auth,
  blocks,
  calls,
  channels,
  composer,
  emoji,
  ending,
  errors,
  gifs,
  inbox,
  link,
  media,
  messages,
  outbox,
  people,
  row,
  search,
  settings,
  shortcuts,
  details,
  pictures,
  notify,
  preferences,
  profile,
  workspace,
};
