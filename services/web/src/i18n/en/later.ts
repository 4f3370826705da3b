import accounts from "./accounts.json";
import blocks from "./blocks.json";
import calls from "./calls.json";
import details from "./details.json";
import emoji from "./emoji.json";
import ending from "./ending.json";
import gifs from "./gifs.json";
import inbox from "./inbox.json";
import media from "./media.json";
import notify from "./notify.json";
import pictures from "./pictures.json";
import preferences from "./preferences.json";
import profile from "./profile.json";
import row from "./row.json";
import search from "./search.json";
import shortcuts from "./shortcuts.json";
import workspace from "./workspace.json";

/** The texts of parts that are loaded when they are opened; see `moreTexts`. */
export default {
  calls,
  accounts,
  blocks,
  details,
  emoji,
  ending,
  gifs,
  inbox,
  media,
  notify,
  pictures,
  preferences,
  profile,
  row,
  search,
  shortcuts,
  workspace,
};
