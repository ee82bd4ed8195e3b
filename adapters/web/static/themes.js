// Light, dark, or as the system has it.

import { byId, icon, storage } from "./dom.js";
import { t } from "./texts.js";

const NEXT = { auto: "light", light: "dark", dark: "auto" };
const NAMES = { auto: () => t("as the system"), light: () => t("light"), dark: () => t("dark") };

export function setUpTheme() {
  const button = byId("theme");
  let chosen = document.documentElement.dataset.theme ?? "auto";
  const draw = () => {
    if (chosen === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = chosen;
    const label = t("Colours: {now}. Change to {next}", { now: NAMES[chosen](), next: NAMES[NEXT[chosen]]() });
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
