// All work pauses and goes on again: what is under way ends, so that machines can be stopped without anybody noticing.

import { put } from "../api.js";
import { el, toast } from "../dom.js";
import { t, tn } from "../texts.js";

/** told: the operator's overview; changed(told): called with the one after a change. */
export function pauseControl({ paused, under_way: left }, changed) {
  const box = el("div", { class: "desk-pause" });
  const set = async (button, value) => {
    button.disabled = true;
    try {
      const after = await put("/api/desk/operator/pause", { paused: value });
      changed(after);
      document.querySelector(".desk-pause > button")?.focus();
    } catch (problem) {
      toast(problem.message, { error: true });
      button.disabled = false;
    }
  };
  const act = (label, kind, done) => {
    const button = el("button", { type: "button", class: `button ${kind}` }, label);
    button.addEventListener("click", () => done(button));
    return button;
  };
  const ask = () => {
    const no = act(t("Not now"), "", () => { box.replaceChildren(begin); begin.focus(); });
    const words = t("Begin no turn any more, on any machine? What people write is stored and waits; what is under way ends.");
    const yes = act(t("Pause all work"), "danger", (button) => set(button, true));
    box.replaceChildren(el("div", { class: "confirm", role: "group", "aria-label": t("Pause all work") }, el("p", {}, words), el("div", { class: "row" }, no, yes)));
    no.focus();
  };
  const begin = act(t("Pause all work"), "", ask);
  const state = left ? tn("Paused. {n} turn or reply is still under way.", "Paused. {n} turns or replies are still under way.", left) : t("Paused. Nothing is under way any more.");
  box.append(...(paused ? [el("p", { role: "status" }, state), act(t("Begin turns again"), "primary", (button) => set(button, false))] : [begin]));
  return box;
}
