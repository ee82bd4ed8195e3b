// What can be done with a picture that is looked at: its own buttons, taking it along, and deleting it.

import { press } from "../actions.js";
import { messagesUrl, newEvent, postForm, get, remove } from "../api.js";
import { el, icon, iconButton, imageUrl, toast } from "../dom.js";
import { sectionCard, sections, richText } from "../richtext.js";
import { changeForm } from "./change_form.js";
import { t } from "../texts.js";

/** Told to the drawer by who wants it closed. */
export const PUT_AWAY = "atelier:put-away";

/** listen(heard): messages that come are told to `heard`; deleted(): called when it is gone. */
export function pictureTools({ image, message, page, tools, drawer, zoom, listen, close, deleted }) {
  const own = Boolean(message?.asked_by_me) || Boolean(image.own);
  const drawn = Boolean(message?.reply?.buttons.some((button) => button.action === "vary"));
  const at = { channel: message?.channel, thread: message?.thread ?? "" };
  const position = image.position ?? 0;
  let opener = null;
  const show = (...content) => {
    if (tools.contains(document.activeElement)) opener = document.activeElement;
    drawer.replaceChildren(...content);
    drawer.hidden = !content.length;
    (drawer.querySelector("textarea, input, button") ?? (content.length ? null : opener))?.focus();
  };
  drawer.addEventListener(PUT_AWAY, () => {
    listen(null);
    const [open] = drawer.children;
    if (open?.putAway) open.putAway();
    else show();
  });

  const act = async (action, more = {}) => {
    const button = message.reply.buttons.find((one) => one.action === action);
    return button ? press({ toBottom: () => {} }, message, button, { ...more, picture: position }) : false;
  };
  const away = () => {
    close();
    page.go(at.channel, at.thread);
  };
  const why = async () => {
    listen((heard) => {
      if (!heard.reply || heard.reply_to !== message.id || heard.reply.images.length) return;
      listen(null);
      const found = sections(heard.reply.text);
      show(found ? sectionCard(found) : el("p", { class: "text" }, richText(heard.reply.text)));
    });
    show(el("p", { class: "hint", role: "status" }, t("Looking up why …")));
    if (!(await act("why"))) show();
  };
  const change = (painting) => {
    const form = changeForm({
      image, zoom, painting, channel: at.channel,
      send: (fields, mask) => sent(messagesUrl(at.channel), { event: newEvent(), reply_to: message.id, thread: at.thread, picture: String(position), ...fields }, mask),
      done: (taken) => (taken ? away() : show()),
    });
    show(form);
    form.ready?.();
  };

  const offered = [
    drawn ? iconButton("why", t("Why this picture?"), why) : null,
    drawn ? iconButton("edit", t("Refine it"), () => change(false)) : null,
    drawn ? iconButton("brush", t("Paint a part to change"), () => change(true)) : null,
    drawn ? iconButton("vary", t("Vary it"), async () => { if (await act("vary")) away(); }) : null,
    iconButton("attach", t("Use it as a reference"), () => reference(image, page, close)),
    el("a", { class: "icon-button", href: `${imageUrl(image.id)}?download=1`, download: "", "aria-label": t("Download"), title: t("Download the original file") }, icon("download")),
    own ? iconButton("copy", t("Copy the prompt"), () => copyPrompt(image, message)) : null,
    message && at.channel !== "@me" ? iconButton("link", t("Copy a link for people of this channel"), () => copied(shareLink(at.channel, message.id, position), t("The link is copied. It opens for people of this channel only."))) : null,
    own ? iconButton("trash", t("Delete it"), () => show(confirmDelete(image, deleted, () => show()))) : null,
  ];
  tools.replaceChildren(...offered.filter(Boolean));
}

async function sent(path, fields, mask) {
  try {
    const { note } = await postForm(path, fields, mask ? [mask] : []);
    if (note) toast(note);
    return true;
  } catch (problem) {
    toast(problem.message, { error: true });
    return false;
  }
}

async function reference(image, page, close) {
  try {
    const response = await fetch(imageUrl(image.id));
    if (!response.ok) throw new Error();
    const blob = await response.blob();
    close();
    page.attach(new File([blob], `reference.${blob.type.split("/")[1]}`, { type: blob.type }));
  } catch {
    toast(t("That picture cannot be fetched just now."), { error: true });
  }
}

async function copyPrompt(image, message) {
  const told = await get(`/api/gallery/${encodeURIComponent(image.id)}/prompt`).catch(() => null);
  const prompt = told?.prompt || message?.reply?.prompt;
  if (prompt) return copied(prompt, t("The prompt is copied."));
  return toast(t("No prompt is kept of this picture."));
}

export async function copied(text, said) {
  try {
    await navigator.clipboard.writeText(text);
    toast(said);
  } catch {
    toast(t("Your browser does not let me copy."), { error: true });
  }
}

export const shareLink = (channel, message, position) => `${location.origin}/#/${encodeURIComponent(channel)}/${message}.${position}`;

function confirmDelete(image, deleted, back) {
  const yes = el("button", { type: "button", class: "button danger" }, t("Delete it"));
  yes.addEventListener("click", async () => {
    yes.disabled = true;
    try {
      await remove("/api/gallery", { images: [image.id] });
      toast(t("Deleted."));
      deleted();
    } catch (problem) {
      toast(problem.message, { error: true });
      yes.disabled = false;
    }
  });
  const keep = el("button", { type: "button", class: "button", onclick: back }, t("Keep it"));
  return el("div", { class: "confirm", role: "group", "aria-label": t("Delete this picture?") }, el("p", {}, t("Delete this picture for everyone, wherever it is shown? It cannot be undone.")), el("div", { class: "row" }, keep, yes));
}
