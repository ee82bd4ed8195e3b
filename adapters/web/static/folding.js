// Long texts are shown in part, with a button for the rest, so that one message does not push all others away.

import { el } from "./dom.js";
import { t } from "./texts.js";

const CHARS_MAX = 900;
const LINES_MAX = 14;

export function folded(text, paragraph) {
  if (text.length <= CHARS_MAX && text.split("\n").length <= LINES_MAX) return paragraph;
  const box = el("div", { class: "folded" }, paragraph);
  const button = el("button", { type: "button", class: "quiet-button", "aria-expanded": "false" }, t("Show all of it"));
  button.addEventListener("click", () => {
    const open = box.classList.toggle("unfolded");
    button.setAttribute("aria-expanded", String(open));
    button.textContent = open ? t("Show less") : t("Show all of it");
    if (!open) box.scrollIntoView({ block: "nearest" });
  });
  return el("div", {}, box, button);
}
