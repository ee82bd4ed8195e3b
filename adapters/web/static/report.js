// Reporting a picture of the bot: its moderators are told, and nobody else sees that.

import { messagesUrl, newEvent, postForm } from "./api.js";
import { el, iconButton, toast } from "./dom.js";
import { t } from "./texts.js";

const REASON_CHARS_MAX = 200;
let count = 0;

/** A tool that opens the form below its message, and closes it again. */
export function reportTool(message, view) {
  const tool = iconButton("flag", t("Report this picture"), () => {
    const body = tool.closest(".message").querySelector(".message-body");
    const open = body.querySelector(".report");
    if (open) return leave(open, tool);
    const box = el("div", { class: "drawer report" }, reportForm(message, view, () => leave(box, tool)));
    body.append(box);
    tool.setAttribute("aria-expanded", "true");
    box.querySelector("input").focus();
    box.scrollIntoView({ block: "nearest" });
  });
  tool.setAttribute("aria-expanded", "false");
  return tool;
}

function leave(box, tool) {
  box.remove();
  tool.setAttribute("aria-expanded", "false");
  tool.focus({ preventScroll: true });
}

function reportForm(message, view, close) {
  const id = `report-${++count}`;
  const why = el("input", { id, type: "text", maxlength: String(REASON_CHARS_MAX), dir: "auto", autocomplete: "off" });
  const event = newEvent();
  const send = el("button", { type: "submit", class: "button danger" }, t("Report"));
  const form = el(
    "form",
    { class: "inline-form" },
    el("label", { for: id }, t("What is wrong with this picture? (if you like)")),
    why,
    el("p", { class: "hint" }, t("Moderators see the picture and that you reported it. Nobody else does.")),
    el("div", { class: "row" }, el("button", { type: "button", class: "button", onclick: close }, t("Cancel")), send),
  );
  form.addEventListener("keydown", (key) => {
    if (key.key !== "Escape") return;
    key.stopPropagation();
    close();
  });
  form.addEventListener("submit", async (submitted) => {
    submitted.preventDefault();
    send.disabled = true;
    if (await report(message, view, why.value.trim(), event)) close();
    send.disabled = false;
  });
  return form;
}

async function report(message, view, why, event) {
  const fields = { event, text: `/report ${why}`.trim(), reply_to: message.id, thread: message.thread };
  try {
    const { note } = await postForm(messagesUrl(message.channel), fields);
    if (note) toast(note);
    view.toBottom();
    return true;
  } catch (problem) {
    toast(problem.message, { error: true });
    return false;
  }
}
