// What a screen reader is told of a message that came.

import { announce } from "./dom.js";
import { excerpt } from "./message.js";
import { t } from "./texts.js";

export function speak(message) {
  if (message.working) {
    if (message.asked_by_me) announce(t("Atelier is working on it."));
    return;
  }
  const alt = message.reply?.images[0]?.alt;
  announce(`${message.author?.name ?? "Atelier"}: ${alt ? t("a picture: {alt}", { alt }) : excerpt(message)}`);
}
