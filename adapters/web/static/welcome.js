// What an empty conversation says.

import { el } from "./dom.js";
import { t } from "./texts.js";

const examples = () => [t("a fox reading under a lamp"), t("a lighthouse in a storm, woodcut"), t("draw something for me")];

/** `use(words)`: an example was chosen. */
export function welcome(use) {
  return [
    el("img", { src: "/static/icon.svg", alt: "", width: "72", height: "72" }),
    el("h2", {}, t("A blank sheet")),
    el("p", {}, t("Say what you would like to see. Reply to a picture to change it, or attach one of yours.")),
    el("div", { class: "examples", role: "group", "aria-label": t("Examples") }, examples().map((words) => el("button", { type: "button", class: "button", onclick: () => use(words) }, words))),
  ];
}
