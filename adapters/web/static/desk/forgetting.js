// A whole community is forgotten: it asked for it, or sent the bot away.

import { post } from "../api.js";
import { el, toast } from "../dom.js";
import { t } from "../texts.js";
import { card } from "./parts.js";

export function forgettingCard() {
  const community = el("input", { id: "desk-community", type: "text", maxlength: "200", pattern: "[a-z]+:[^\\s\\/]+", required: true, placeholder: "discord:9876543210", autocomplete: "off" });
  const begin = el("button", { type: "submit", class: "button" }, t("Forget a community"));
  const row = el("div", { class: "row" }, community, begin);
  const asked = el("div", {});
  const form = el("form", { class: "setting" }, el("label", { for: "desk-community" }, t("Community")), row, asked);
  const back = () => {
    asked.replaceChildren();
    row.hidden = false;
    community.focus();
  };
  const forget = async (button) => {
    button.disabled = true;
    try {
      await post("/api/desk/operator/forget", { community: community.value.trim() });
      community.value = "";
      toast(t("All of it goes now, in the background."));
      back();
    } catch (problem) {
      toast(problem.message, { error: true });
      button.disabled = false;
    }
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const words = t("Forget all that is kept of {community}? It cannot be undone.", { community: community.value.trim() });
    const no = el("button", { type: "button", class: "button", onclick: back }, t("Not now"));
    const yes = el("button", { type: "button", class: "button danger", onclick: () => forget(yes) }, t("Forget a community"));
    row.hidden = true;
    asked.replaceChildren(el("div", { class: "confirm", role: "group", "aria-label": t("Forget a community") }, el("p", {}, words), el("div", { class: "row" }, no, yes)));
    no.focus();
  });
  return card(t("Forget a community"), form);
}
