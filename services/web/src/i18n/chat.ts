import { addTexts } from ".";
import chat from "./en/chat";

// Imported for this alone, by the screens that draw these texts.
addTexts(chat);
