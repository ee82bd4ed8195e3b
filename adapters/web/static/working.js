// The working message: what the bot is doing, kindly, with a canvas that shimmers until there is a picture.

import { newEvent, postForm, messagesUrl } from "./api.js";
import { el, toast } from "./dom.js";
import { t } from "./texts.js";

const STEPS = [
  ["plan", t("Thinking")],
  ["recall", t("Remembering")],
  ["search", t("Looking up")],
  ["render", t("Drawing")],
  ["evaluate", t("Checking")],
];
const FIRST = t("Thinking about it");

export function workingBlock(message) {
  const canvas = el("div", { class: "canvas", "aria-hidden": "true" }, el("span", { class: "canvas-sheen" }));
  const steps = el("ol", { class: "steps", "aria-label": t("Progress") }, STEPS.map(([step, label]) => el("li", { data: { step } }, el("span", { class: "unseen" }, label))));
  const words = el("p", { class: "working-words" });
  const box = el("div", { class: "working", role: "group", "aria-label": t("Atelier is working") }, canvas, el("div", { class: "working-side" }, words, steps, cancelButton(message)));
  updateWorking(box, message, 0);
  return box;
}

export function updateWorking(box, message, preview) {
  const { step, text } = message.working;
  box.querySelector(".working-words").textContent = text ? `${text[0].toUpperCase()}${text.slice(1)} …` : `${FIRST} …`;
  const at = STEPS.findIndex(([name]) => name === step);
  box.querySelectorAll(".steps li").forEach((item, number) => {
    item.className = number < at ? "done" : number === at || (at < 0 && number === 0) ? "now" : "";
    if (item.className === "now") item.setAttribute("aria-current", "step");
    else item.removeAttribute("aria-current");
  });
  box.classList.toggle("is-drawing", at >= 3);
  if (preview) showPreview(box.querySelector(".canvas"), message.id, preview);
}

function showPreview(canvas, id, number) {
  const url = `/api/messages/${encodeURIComponent(id)}/preview?n=${number}`;
  const image = el("img", { alt: "" });
  image.addEventListener("load", () => {
    canvas.querySelector("img")?.remove();
    canvas.prepend(image);
  });
  image.src = url;
}

function cancelButton(message) {
  if (!message.asked_by_me) return null;
  const button = el("button", { type: "button", class: "button small-button" }, t("Stop"));
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      const { note } = await postForm(messagesUrl(message.channel), { event: newEvent(), text: "/cancel", thread: message.thread });
      if (note) toast(note);
    } catch (problem) {
      toast(problem.message, { error: true });
    } finally {
      button.disabled = false;
    }
  });
  return button;
}
