// Forms behind buttons: Refine (what should change, with pictures), and the name of a character.

import { attachments } from "./attachments.js";
import { newEvent } from "./api.js";
import { el, icon } from "./dom.js";
import { t } from "./texts.js";

let count = 0;

export function refineForm(message, send, close) {
  const id = `refine-${++count}`;
  const text = el("textarea", { id, rows: "2", dir: "auto", placeholder: t("make it night, add a cat …"), maxlength: "4000" });
  const held = attachments(() => changed());
  const prompt = message.reply.prompt;
  let event = newEvent();
  const changed = () => { event = newEvent(); };
  const form = el(
    "form",
    { class: "inline-form" },
    el("label", { for: id }, t("What should change?")),
    text,
    prompt ? el("div", { class: "last-prompt" }, el("p", {}, el("b", {}, t("Drawn from:")), " ", prompt), el("button", { type: "button", class: "quiet-button", onclick: () => { text.value = prompt; changed(); text.focus(); } }, t("Start from these words"))) : null,
    held.list,
    el("div", { class: "row" }, held.picker(t("Add a picture")), el("span", { class: "grow" }), el("button", { type: "button", class: "button", onclick: close }, t("Cancel")), el("button", { type: "submit", class: "button primary" }, icon("edit"), t("Refine"))),
  );
  text.addEventListener("input", changed);
  text.addEventListener("keydown", (key) => {
    if (key.key === "Enter" && !key.shiftKey && !key.isComposing) {
      key.preventDefault();
      form.requestSubmit();
    }
  });
  form.addEventListener("paste", (paste) => held.add(paste.clipboardData?.files));
  submits(form, async () => {
    if (!text.value.trim() && !held.files().length) return text.focus();
    if (await send({ text: text.value.trim(), images: held.files(), event })) close();
  });
  return form;
}

export function nameForm(send, close) {
  const id = `name-${++count}`;
  const name = el("input", { id, type: "text", maxlength: "60", placeholder: "Luna", autocomplete: "off" });
  const form = el(
    "form",
    { class: "inline-form" },
    el("label", { for: id }, t("What is the character called?")),
    el("div", { class: "row" }, name, el("button", { type: "submit", class: "button primary" }, t("Remember"))),
    el("p", { class: "hint" }, t("Leave it empty if the picture already says so.")),
  );
  submits(form, async () => {
    if (await send(name.value.trim())) close();
  });
  return form;
}

function submits(form, act) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("[type=submit]");
    button.disabled = true;
    await act();
    button.disabled = false;
  });
}
