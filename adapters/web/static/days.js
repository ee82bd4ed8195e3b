// The lines between the days of a conversation.

import { el } from "./dom.js";
import { language, t } from "./texts.js";

/** Gives the line of a moment's day, the same element each time. */
export function dayLines() {
  const known = new Map();
  return (at) => {
    const day = new Date(at).toDateString();
    if (!known.has(day)) known.set(day, el("li", { class: "day" }, el("span", {}, dayName(new Date(at)))));
    return known.get(day);
  };
}

function dayName(date) {
  const today = new Date();
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  if (date.toDateString() === today.toDateString()) return t("Today");
  if (date.toDateString() === yesterday.toDateString()) return t("Yesterday");
  return date.toLocaleDateString(language(), { weekday: "long", day: "numeric", month: "long", year: date.getFullYear() === today.getFullYear() ? undefined : "numeric" });
}
