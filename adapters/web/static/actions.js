// The buttons under a reply. What a button means is the server's business; here is only how it is offered.

import { newEvent, postForm } from "./api.js";
import { el, icon, imageUrl, toast } from "./dom.js";
import { refineForm, nameForm } from "./forms.js";
import { t } from "./texts.js";
import { toolbar } from "./toolbar.js";

const TAPPED = new Set(["answer", "surprise", "pick"]);
const KEPT_ASIDE = new Set(["remember_style", "remember_character"]);
/** What these do is seen where the button is; all others are answered at the end of the conversation. */
const STAYING = new Set(["delete", "undo", "forget"]);

/** Presses a button; true when it was taken. */
export async function press(view, message, button, { text = "", images = [], event = newEvent(), picture = 0 } = {}) {
  const path = `/api/messages/${encodeURIComponent(message.id)}/press`;
  try {
    const { note } = await postForm(path, { event, button: button.id, text, picture: picture ? String(picture) : "" }, images);
    if (note) toast(note);
    if (!STAYING.has(button.action)) view.toBottom();
    return true;
  } catch (problem) {
    toast(problem.message, { error: true });
    return false;
  }
}

/** Answers to tap on: large, with their pictures where they have some. */
export function tapAnswers(message, view) {
  const offered = message.reply.buttons.filter((button) => TAPPED.has(button.action));
  if (!offered.length) return null;
  const pictured = offered.some((button) => button.image);
  const asking = message.reply.kind === "question";
  const closed = asking && offered.some((button) => button.used);
  const row = el("div", { class: pictured ? "answers pictured" : "answers", role: "group", "aria-label": asking ? t("Answers") : t("Choose one") });
  const all = offered.map((button) => answerButton(message, button, () => all, view));
  row.append(...all);
  if (closed) for (const each of all) each.disabled = true;
  const chosen = view.chosen.get(message.id);
  all.forEach((each, number) => each.classList.toggle("chosen", offered[number].id === chosen));
  const free = asking && !closed ? el("button", { type: "button", class: "quiet-button own-words", onclick: () => view.reply(message) }, icon("reply"), t("Answer in your own words")) : null;
  return el("div", {}, row, free);
}

function answerButton(message, button, all, view) {
  const content = button.image ? [el("img", { src: imageUrl(button.image, 320), alt: "" }), el("span", {}, button.label)] : [button.label];
  const element = el("button", { type: "button", class: `answer is-${button.action}` }, content);
  element.addEventListener("click", async () => {
    for (const each of all()) each.disabled = true;
    view.chosen.set(message.id, button.id);
    element.classList.add("chosen");
    const taken = await press(view, message, button);
    if (!taken || button.action === "pick") for (const each of all()) each.disabled = false;
    else element.closest(".message-body")?.querySelector(".own-words")?.remove();
  });
  return element;
}

/** The row of actions under a picture or an answer. */
export function actions(message, view) {
  const offered = message.reply.buttons.filter((button) => !TAPPED.has(button.action));
  if (!offered.length) return null;
  const drawer = el("div", { class: "drawer" });
  const row = el("div", { class: "actions", role: "group", "aria-label": t("What to do with it") });
  const aside = offered.filter((button) => KEPT_ASIDE.has(button.action));
  let asideShown = false;
  for (const button of offered) {
    if (!KEPT_ASIDE.has(button.action)) row.append(actionButton(message, button, drawer, view));
    else if (!asideShown) {
      asideShown = true;
      row.append(drawerButton(message.reply.remember, "memory", drawer, () => rememberChoices(message, aside, drawer, view)));
    }
  }
  return el("div", { class: "actions-box" }, toolbar(row), drawer);
}

function actionButton(message, button, drawer, view) {
  switch (button.action) {
    case "refine":
      return drawerButton(button.label, "edit", drawer, () => refineForm(message, (more) => press(view, message, button, more), () => close(drawer)));
    case "delete":
      return drawerButton(button.label, "trash", drawer, () => confirmBox(t("Delete this picture for everyone here?"), t("Delete it"), () => press(view, message, button), drawer));
    default:
      return simpleButton(message, button, view);
  }
}

function simpleButton(message, button, view) {
  const element = el("button", { type: "button", class: "action", data: { action: button.action }, title: button.action === "why" ? t("Why this picture?") : null, disabled: button.used }, button.action === "again" ? icon("again") : null, button.label);
  element.addEventListener("click", async () => {
    element.disabled = true;
    const taken = await press(view, message, button);
    element.disabled = taken && (button.used || ["undo", "forget"].includes(button.action));
    if (!element.disabled) element.focus({ preventScroll: true });
  });
  return element;
}

/** A button that opens something below the row; pressing it again, or Escape, closes it. */
function drawerButton(label, image, drawer, make) {
  const element = el("button", { type: "button", class: "action", "aria-expanded": "false" }, icon(image), label);
  element.addEventListener("click", () => {
    const open = element.getAttribute("aria-expanded") === "true";
    close(drawer);
    if (open) return;
    drawer.replaceChildren(make());
    drawer.opener = element;
    element.setAttribute("aria-expanded", "true");
    drawer.querySelector("textarea, input, button")?.focus({ preventScroll: true });
    drawer.scrollIntoView({ block: "nearest" });
  });
  drawer.onkeydown = (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    const opener = drawer.opener;
    close(drawer);
    opener?.focus();
  };
  return element;
}

function close(drawer) {
  drawer.opener?.setAttribute("aria-expanded", "false");
  drawer.replaceChildren();
}

export function confirmBox(question, yes, act, drawer) {
  const keep = el("button", { type: "button", class: "button", onclick: () => { const opener = drawer.opener; close(drawer); opener?.focus(); } }, t("Keep it"));
  const doit = el("button", { type: "button", class: "button danger" }, yes);
  doit.addEventListener("click", async () => {
    doit.disabled = true;
    if (await act()) close(drawer);
    doit.disabled = false;
  });
  return el("div", { class: "confirm", role: "group", "aria-label": question }, el("p", {}, question), el("div", { class: "row" }, keep, doit));
}

function rememberChoices(message, aside, drawer, view) {
  return el("div", { class: "confirm" }, el("p", {}, t("What shall I keep in mind?")), el("div", { class: "row" }, aside.map((button) => {
    if (button.action === "remember_character") {
      const open = () => {
        drawer.replaceChildren(nameForm((text) => press(view, message, button, { text }), () => close(drawer)));
        drawer.querySelector("input").focus();
      };
      return el("button", { type: "button", class: "button", onclick: open }, t("The character"));
    }
    return el("button", { type: "button", class: "button", onclick: async () => { if (await press(view, message, button)) close(drawer); } }, t("The style"));
  })));
}
