// What one can do with one's own messages: write them anew, take them back, and call them up with the arrow keys.

import { remove } from "./api.js";
import { confirmBox } from "./actions.js";
import { el, iconButton, imageUrl, toast } from "./dom.js";
import { t } from "./texts.js";

/** Tools of a message that is the viewer's own. */
export function ownTools(message, view) {
  const again = iconButton("edit", t("Edit and send again"), () => editAnew(message, view));
  const away = iconButton("trash", t("Delete my message"), () => ask(message, away));
  return [again, away];
}

/** The words, what they replied to and the pictures, in the message box. What was sent stays until it is deleted. */
async function editAnew(message, view) {
  const { composer } = view;
  composer.text.value = message.text;
  composer.changed();
  composer.reply(message.reply_to ? await view.find(message.reply_to) : null);
  composer.text.focus();
  const files = await Promise.all(message.images.map(fetched));
  if (files.some(Boolean)) composer.held.add(files.filter(Boolean));
}

async function fetched(id) {
  try {
    const response = await fetch(imageUrl(id));
    if (!response.ok) return null;
    const blob = await response.blob();
    return new File([blob], `picture.${blob.type.split("/")[1]}`, { type: blob.type });
  } catch {
    return null;
  }
}

function ask(message, opener) {
  const body = opener.closest(".message").querySelector(".message-body");
  const drawer = body.querySelector(".drawer.own") ?? body.appendChild(el("div", { class: "drawer own" }));
  drawer.opener = opener;
  drawer.replaceChildren(confirmBox(t("Delete your message, and stop what it asked for?"), t("Delete it"), () => deleted(message), drawer));
  drawer.onkeydown = (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    drawer.replaceChildren();
    opener.focus();
  };
  drawer.querySelector("button").focus();
}

async function deleted(message) {
  try {
    await remove(`/api/messages/${encodeURIComponent(message.id)}`);
    return true;
  } catch (problem) {
    toast(problem.message, { error: true });
    return false;
  }
}

/** Calls up what one said before: ArrowUp in an empty box, and on from there. said(): own texts, the latest first. */
export function recaller(text, said) {
  let shown = "";
  return (event) => {
    const step = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (!step || event.shiftKey || event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return false;
    if (text.value && text.value !== shown) return false;
    const texts = [...new Set(said())];
    const at = text.value ? texts.indexOf(shown) + step : step > 0 ? 0 : -1;
    if (at >= texts.length || (at < 0 && !text.value)) return false;
    shown = texts[at] ?? "";
    text.value = shown;
    text.setSelectionRange(shown.length, shown.length);
    event.preventDefault();
    return true;
  };
}
