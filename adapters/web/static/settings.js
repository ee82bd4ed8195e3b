// The person's own settings: how often to be asked, whether to remember and to learn.

import { get, put } from "./api.js";
import { el, toast } from "./dom.js";
import { languages, t } from "./texts.js";

const ASK = [
  ["never", t("never, just draw")],
  ["when-needed", t("when it matters")],
  ["often", t("often")],
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
  const spoken = el("select", { id: "set-language" }, [["", t("the one I write in")], ...languages()].map(([value, label]) => el("option", { value, selected: settings.language === value }, label)));
  spoken.addEventListener("change", async () => {
    await save({ language: spoken.value });
    location.reload();
  });
  form.replaceChildren(
    el("div", { class: "setting" }, el("label", { for: "set-ask" }, t("Ask me questions")), ask),
    el("div", { class: "setting" }, el("label", { for: "set-language" }, t("Language")), spoken),
    toggle("set-memory", t("Memory"), t("read and add to what I remember of you"), settings.memory, (on) => save({ memory: on })),
    toggle("set-learning", t("Learn in passing"), t("note lasting likes from what you say about pictures"), settings.learning === "yes", (on) => save({ learning: on ? "yes" : "no" })),
    toggle("set-private", t("Use private words in channels"), t("what you told me in private may shape pictures that others see"), settings.private_in_public, (on) => save({ private_in_public: on })),
  );
}

function toggle(id, title, what, on, change) {
  const input = el("input", { type: "checkbox", id });
  input.checked = on;
  input.addEventListener("change", () => change(input.checked));
  return el("label", { class: "switch", for: id }, input, el("span", {}, el("b", {}, title), el("small", {}, what)));
}
