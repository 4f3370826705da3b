import { expect, test } from "vitest";
import { languageOf } from "./script";

test.each([
  ["Good morning, everybody!", "en"],
  ["大家早上好！我是李伟 🙂", "zh"],
  ["没有了，就这么多 😄 The server does the same towards its log.", "en"],
  ["Please look at 缩略图 when the next build is out, thank you.", "en"],
  ["おはようございます、田中です。", "ja"],
  ["漢字も仮名もある文", "ja"],
  ["안녕하세요", "ko"],
  ["Доброе утро", "ru"],
  ["صباح الخير", "ar"],
  ["Grüße aus Köln", "en"],
  ["👍 100 %", undefined],
  ["", undefined],
])("%s is read as %s", (text, language) => {
  expect(languageOf(text)).toBe(language);
});
