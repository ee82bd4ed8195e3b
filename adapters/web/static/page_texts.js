// What stands in index.html itself, in the page's language. There it is in English, for whoever has no JavaScript.

import { byId } from "./dom.js";
import { t } from "./texts.js";

export function translatePage() {
  byId("skip").textContent = t("Skip to the message box");
  byId("channels-title").textContent = t("Channels");
  byId("private-title").textContent = t("Just you");
  const labels = {
    sidebar: t("Channels and people"),
    "close-sidebar": t("Close the menu"),
    "open-sidebar": t("Open the menu"),
    lightbox: t("Picture"),
    people: t("Who are you?"),
  };
  for (const [id, label] of Object.entries(labels)) byId(id).setAttribute("aria-label", label);
}
