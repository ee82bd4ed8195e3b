// The person's own settings: how often to be asked, whether to remember and to learn.

import { get, put } from "./api.js";
import { byId, el, toast } from "./dom.js";
import { areOn, switchNotices } from "./notifications.js";

const ASK = [
  ["never", "never, just draw"],
  ["when-needed", "when it matters"],
  ["often", "often"],
];

export function settingsForm() {
  const form = el("div", { class: "settings-form" });
  get("/api/settings").then(({ settings }) => draw(form, settings), (problem) => form.replaceChildren(el("p", { class: "hint" }, problem.message)));
  return form;
}

function draw(form, settings) {
  const save = async (change) => {
    try {
      const told = await put("/api/settings", change);
      Object.assign(settings, told.settings);
    } catch (problem) {
      toast(problem.message, { error: true });
      draw(form, settings);
    }
  };
  const ask = el("select", { id: "set-ask" }, ASK.map(([value, label]) => el("option", { value, selected: settings.ask === value }, label)));
  ask.addEventListener("change", () => save({ ask: ask.value }));
  form.replaceChildren(
    el("div", { class: "setting" }, el("label", { for: "set-ask" }, "Ask me questions"), ask),
    toggle("set-memory", "Memory", "read and add to what I remember of you", settings.memory, (on) => save({ memory: on })),
    toggle("set-learning", "Learn in passing", "note lasting likes from what you say about pictures", settings.learning === "yes", (on) => save({ learning: on ? "yes" : "no" })),
    toggle("set-notices", "Notices on this device", "when a picture is ready or somebody speaks to you while the page is not in sight", areOn(), (on) => switchNotices(on).then((isOn) => { byId("set-notices").checked = isOn; })),
    toggle("set-private", "Use private words in channels", "what you told me in private may shape pictures that others see", settings.private_in_public, (on) => save({ private_in_public: on })),
  );
}

function toggle(id, title, what, on, change) {
  const input = el("input", { type: "checkbox", id });
  input.checked = on;
  input.addEventListener("change", () => change(input.checked));
  return el("label", { class: "switch", for: id }, input, el("span", {}, el("b", {}, title), el("small", {}, what)));
}
