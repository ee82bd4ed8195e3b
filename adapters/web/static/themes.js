// Light, dark, or as the system has it.

import { byId, icon, storage } from "./dom.js";

const NEXT = { auto: "light", light: "dark", dark: "auto" };
const NAMES = { auto: "as the system", light: "light", dark: "dark" };

export function setUpTheme() {
  const button = byId("theme");
  let chosen = document.documentElement.dataset.theme ?? "auto";
  const draw = () => {
    if (chosen === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = chosen;
    const label = `Colours: ${NAMES[chosen]}. Change to ${NAMES[NEXT[chosen]]}`;
    button.replaceChildren(icon(chosen));
    button.setAttribute("aria-label", label);
    button.title = label;
  };
  button.onclick = () => {
    chosen = NEXT[chosen];
    storage.set("theme", chosen);
    draw();
  };
  draw();
}
