import details from "./details.json";
import preferences from "./preferences.json";
import profile from "./profile.json";
import workspace from "./workspace.json";

/** The texts of parts that are loaded when they are opened; see `moreTexts`. */
export default { details, preferences, profile, workspace };
