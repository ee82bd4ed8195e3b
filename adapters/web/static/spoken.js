// What a screen reader is told of a message that came.

import { announce } from "./dom.js";
import { excerpt } from "./message.js";

export function speak(message) {
  if (message.working) {
    if (message.asked_by_me) announce("Atelier is working on it.");
    return;
  }
  const alt = message.reply?.images[0]?.alt;
  announce(`${message.author?.name ?? "Atelier"}: ${alt ? `a picture: ${alt}` : excerpt(message)}`);
}
