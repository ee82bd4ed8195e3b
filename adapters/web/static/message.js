// One message as an element. It is made anew when the message changes; only a working message is changed in place.

import { actions, tapAnswers } from "./actions.js";
import { el, icon, iconButton, imageUrl } from "./dom.js";
import { folded } from "./folding.js";
import { hue } from "./hues.js";
import { marked, mentionsMe } from "./mentions.js";
import { ownTools } from "./own_messages.js";
import { openLightbox } from "./picture/open.js";
import { reportTool } from "./report.js";
import { richText, sectionCard, sections } from "./richtext.js";
import { toolbar } from "./toolbar.js";
import { updateWorking, workingBlock } from "./working.js";
import { language, t, tn } from "./texts.js";

export function messageElement(message, view) {
  const bot = message.author === null;
  const name = bot ? "Atelier" : message.author.name;
  const classes = ["message", bot ? "of-bot" : "of-person", message.mine ? "mine" : "", message.reply?.kind === "error" ? "is-error" : "", mentionsMe(message) ? "to-me" : ""];
  const body = el("div", { class: "message-body" });
  const element = el(
    "li",
    { class: classes.filter(Boolean).join(" "), id: `${view.prefix}${message.id}`, tabindex: "-1", data: { id: message.id } },
    avatar(message, name),
    el(
      "article",
      { class: "message-main", "aria-label": `${name}, ${clock(message.at)}` },
      el("header", { class: "message-head" }, el("bdi", { class: "message-author" }, name), el("time", { datetime: message.at }, clock(message.at)), badge(message)),
      quote(message, view),
      body,
      view.inThread ? null : threadChip(message, view),
    ),
    message.working ? null : tools(message, view, name),
  );
  fill(body, message, view);
  return element;
}

/** Changes a working message in place; false when it must be made anew. */
export function updateInPlace(element, before, after, preview) {
  if (!before.working || !after.working) return false;
  updateWorking(element.querySelector(".working"), after, preview);
  return true;
}

function fill(body, message, view) {
  if (message.working) {
    body.append(workingBlock(message));
    return;
  }
  const reply = message.reply;
  if (!reply) {
    if (message.text) body.append(folded(message.text, el("p", { class: "text" }, plain(message.text))));
    body.append(pictures(message.images.map((id) => ({ id, alt: t("A picture that was attached") })), { extra: "attached", lazy: !isNew(message, view) }));
    return;
  }
  const tapped = new Set(reply.buttons.map((button) => button.image).filter(Boolean));
  const found = reply.kind === "text" ? sections(reply.text) : null;
  const own = reply.images.map((image, position) => (image.sheet ? image : { ...image, message: message.id, position })).filter((image) => !tapped.has(image.id));
  const cover = reply.spoiler && !view.uncovered.has(message.id) ? () => view.uncovered.add(message.id) : null;
  const lazy = !isNew(message, view);
  if (reply.kind === "image") body.append(pictures(own, { cover, lazy }));
  if (reply.text) body.append(found ? sectionCard(found) : folded(reply.text, el("p", { class: "text" }, richText(reply.text))));
  if (reply.kind !== "image" && own.length) body.append(pictures(own, { cover, lazy }));
  body.append(files(reply.files));
  const taps = tapAnswers(message, view);
  if (taps) body.append(taps);
  const row = actions(message, view);
  if (row) body.append(row);
}

function plain(text) {
  const fragment = document.createDocumentFragment();
  text.split("\n").forEach((line, number) => fragment.append(...(number ? [el("br")] : []), ...marked(line)));
  return fragment;
}

/** A message that came just now: its pixels are there already, and must be seen at once. Others load their pictures when they come into sight. */
const isNew = (message, view) => view.arriving === message.id;

/** cover: null, or what to do when covered pictures are shown. */
function pictures(images, { extra = "", cover = null, lazy = false } = {}) {
  const grid = el("div", { class: `pictures ${extra} count-${Math.min(images.length, 4)}` });
  images.forEach((image, at) => {
    const shown = el("img", { src: imageUrl(image.id, 960), alt: image.alt || t("A picture"), decoding: "async", loading: lazy ? "lazy" : "eager" });
    shown.addEventListener("error", () => shown.replaceWith(el("span", { class: "picture-gone" }, t("This picture is not kept any more."))), { once: true });
    grid.append(el("button", { type: "button", class: "picture", "aria-label": image.alt ? t("Open the picture: {alt}", { alt: image.alt }) : t("Open the picture"), onclick: () => openLightbox(images, at) }, shown));
  });
  if (cover && images.length) return covered(grid, cover);
  return images.length ? grid : "";
}

/** The pictures lie under a cover until it is tapped. */
function covered(grid, show) {
  const box = el("div", { class: "covered" }, grid);
  grid.inert = true;
  const button = el("button", { type: "button", class: "button cover" }, icon("lock"), t("Covered. Show it"));
  button.addEventListener("click", () => {
    show();
    box.replaceWith(grid);
    grid.inert = false;
    grid.querySelector("button").focus({ preventScroll: true });
  });
  box.append(button);
  return box;
}

function files(ids) {
  return ids.length
    ? el("p", { class: "files" }, ids.map((id) => el("a", { class: "button", href: `${imageUrl(id)}?download=1`, download: "" }, icon("download"), t("Download the file"))))
    : "";
}

function avatar(message, name) {
  if (message.author === null) return el("img", { class: "avatar", src: "/static/icon.svg", alt: "", width: "36", height: "36" });
  return el("span", { class: `avatar hue-${hue(message.author.id)}`, "aria-hidden": "true" }, [...name][0].toUpperCase());
}

function badge(message) {
  return message.reply?.only_me ? el("span", { class: "badge" }, icon("lock"), t("Only you can see this")) : null;
}

function quote(message, view) {
  if (!message.reply_to) return null;
  const box = el("button", { type: "button", class: "quote", onclick: () => view.goTo(message.reply_to) }, icon("reply"), el("span", { class: "quote-text" }, "…"));
  view.find(message.reply_to).then((found) => {
    const words = found ? excerpt(found) : t("a message that is not there any more");
    const who = found ? (found.author?.name ?? "Atelier") : "";
    box.querySelector(".quote-text").replaceChildren(el("b", {}, el("bdi", {}, who)), " ", el("bdi", {}, words));
    box.setAttribute("aria-label", t("In reply to {who}: {words}", { who, words }));
    const image = found?.reply?.spoiler ? null : (found?.reply?.images[0]?.id ?? found?.images[0]);
    if (image) box.append(el("img", { src: imageUrl(image, 96), alt: "", width: "28", height: "28", loading: "lazy", onerror: (event) => event.target.remove() }));
  });
  return box;
}

export function excerpt(message) {
  const text = (message.reply?.text || message.text || "").replaceAll("**", "").split("\n")[0];
  if (text) return text.length > 90 ? `${text.slice(0, 88)}…` : text;
  return message.working ? t("working on it") : t("a picture");
}

function tools(message, view, name) {
  const bar = el("div", { class: "tools", role: "group", "aria-label": t("What to do with the message of {name}", { name }) });
  bar.append(iconButton("reply", t("Reply to {name}", { name }), () => view.reply(message)));
  if (message.mine) bar.append(...ownTools(message, view));
  if (message.reply?.kind === "image") bar.append(downloadLink(message.reply.images[0]));
  if (message.reply?.images.length && !message.reply.only_me) bar.append(reportTool(message, view));
  if (view.canThread && !message.thread) bar.append(iconButton("thread", t("Open a thread from here"), () => view.openThread(message.id)));
  return toolbar(bar);
}

function downloadLink(image) {
  return el("a", { class: "icon-button", href: `${imageUrl(image.id)}?download=1`, download: "", "aria-label": t("Download the picture"), title: t("Download the picture") }, icon("download"));
}

function threadChip(message, view) {
  const count = view.threadCount(message.id);
  if (!count) return null;
  return el("button", { type: "button", class: "thread-chip", onclick: () => view.openThread(message.id) }, icon("thread"), tn("{n} message in the thread", "{n} messages in the thread", count));
}

export const clock = (at) => new Date(at).toLocaleTimeString(language(), { hour: "2-digit", minute: "2-digit" });
