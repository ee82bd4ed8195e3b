// In the panel: how the person looks, whom they allow to draw them, and the style boards of theirs and of the channel.

import { get, patch, post, postForm, put, remove } from "./api.js";
import { attachments } from "./attachments.js";
import { el, icon, iconButton, imageUrl, toast } from "./dom.js";
import { openLightbox } from "./picture/open.js";
import { t } from "./texts.js";

const LABEL_CHARS_MAX = 40;
const NAME_CHARS_MAX = 40;
const WORDS_CHARS_MAX = 500;
let count = 0;

/** Two sections of the panel; channel: whose boards are shown too, and where “here” is. */
export function albums(channel) {
  const me = el("section", { class: "settings album", "aria-label": t("How you look") });
  const boards = el("section", { class: "settings album", "aria-label": t("Style boards") });
  const path = (rest = "") => `/api/albums${rest}?${new URLSearchParams({ channel })}`;

  /** What an act came to; false where it was refused, which is said. */
  async function act(request) {
    try {
      draw(await request);
      return true;
    } catch (problem) {
      toast(problem.message, { error: true });
      return false;
    }
  }

  function draw(told) {
    const shows = t("Show or tell me how you look");
    const forgets = t("Forget how I look");
    me.replaceChildren(el("h3", {}, t("How you look")), ...(told.me ? kept(told.me, forgets) : []), opener(shows, () => addForm("me", told.me)), allowance(told), ...(told.me || told.used.pictures.length ? used(told.used) : []));
    const makes = t("New style board");
    boards.replaceChildren(el("h3", {}, t("Style boards")), ...told.boards.map((board) => el("div", { class: "board" }, el("h4", { dir: "auto" }, board.name, " ", board.shared ? el("small", {}, t("house style of this channel")) : ""), kept(board, t("Forget this board")), board.may_share ? sharing(board) : null)), opener(makes, () => addForm("board", null)));
  }

  /** An album: its words, its pictures with their labels, and the way to forget it. */
  function kept(album, forgets) {
    const rows = album.pictures.map((picture, place) => row(album, picture, place + 1));
    const words = album.words ? el("p", { class: "album-words", dir: "auto" }, album.words) : null;
    const drawer = el("div", { class: "drawer" });
    const away = album.may_change ? el("button", { type: "button", class: "quiet-button danger-quiet" }, icon("trash"), forgets) : null;
    away?.addEventListener("click", () => confirmed(drawer, away, forgets, () => act(remove(path(`/${encodeURIComponent(album.id)}`)))));
    return [words, rows.length ? el("ul", { class: "album-pictures" }, rows) : null, away, drawer].filter(Boolean);
  }

  /** What others drew the person in, and the way to take it down. */
  function used({ title, none, pictures }) {
    const shown = pictures.map((each) => ({ id: each.id, alt: each.alt }));
    const drawer = el("div", { class: "drawer" });
    const rows = pictures.map((picture, place) => {
      const name = t("Take down {number}", { number: place + 1 });
      const open = el("button", { type: "button", class: "memory-picture", "aria-label": picture.alt || t("Picture"), onclick: () => openLightbox(shown, place) }, el("img", { src: imageUrl(picture.id, 96), alt: "" }));
      const away = iconButton("trash", name, () => confirmed(drawer, away, name, () => act(remove(path(`/uses/${encodeURIComponent(picture.id)}`)))), "small");
      return el("li", {}, open, el("span", { dir: "auto" }, picture.words), away);
    });
    return [el("h4", {}, title), rows.length ? el("ul", { class: "album-pictures" }, rows) : el("p", { class: "hint" }, none), drawer];
  }

  function sharing(board) {
    const share = el("button", { type: "button", class: "quiet-button" }, t("Make it the house style of this channel"));
    share.addEventListener("click", async () => { share.disabled = true; if (!(await act(post(path(`/${encodeURIComponent(board.id)}/share`), {})))) share.disabled = false; });
    return share;
  }

  function row(album, picture, number) {
    const where = path(`/${encodeURIComponent(album.id)}/pictures/${encodeURIComponent(picture.id)}`);
    const name = t("Label of picture {n}", { n: number });
    const shown = album.pictures.map((each) => ({ id: each.id, alt: each.label || album.name }));
    const open = el("button", { type: "button", class: "memory-picture", "aria-label": picture.label || t("Picture"), onclick: () => openLightbox(shown, number - 1) }, el("img", { src: imageUrl(picture.id, 96), alt: "" }));
    if (!album.may_change) return el("li", {}, open, el("span", { dir: "auto" }, picture.label || t("without a label")));
    const label = el("input", { type: "text", dir: "auto", maxlength: LABEL_CHARS_MAX, value: picture.label, placeholder: t("without a label"), "aria-label": name, autocomplete: "off" });
    label.addEventListener("change", () => act(patch(where, { label: label.value })));
    label.addEventListener("keydown", (event) => { if (event.key === "Enter" && !event.isComposing) label.blur(); });
    return el("li", {}, open, label, iconButton("trash", t("Take out the picture"), () => act(remove(where)), "small"));
  }

  /** A form that opens where its button was. */
  function opener(label, form) {
    const box = el("div", { class: "drawer" });
    const close = () => { box.replaceChildren(button); button.focus(); };
    const button = el("button", { type: "button", class: "button wide", onclick: () => {
      const shown = form();
      shown.addEventListener("keydown", (event) => { if (event.key === "Escape") { event.stopPropagation(); close(); } });
      shown.querySelector(".cancel").addEventListener("click", close);
      box.replaceChildren(shown);
      shown.querySelector("input[type=text], textarea").focus();
    } }, icon("plus"), label);
    box.append(button);
    return box;
  }

  function addForm(kind, album) {
    const id = `album-${++count}`;
    const name = kind === "board" ? el("input", { id: `${id}-name`, type: "text", dir: "auto", maxlength: NAME_CHARS_MAX, autocomplete: "off", required: true }) : null;
    const words = el("textarea", { id, rows: "2", dir: "auto", maxlength: WORDS_CHARS_MAX, value: album?.words ?? "" });
    const held = attachments();
    const save = el("button", { type: "submit", class: "button primary" }, t("Save"));
    const form = el("form", { class: "inline-form" }, name ? [el("label", { for: name.id }, t("Name")), name] : [], el("label", { for: id }, t("In words")), words, held.list, el("div", { class: "row" }, held.picker(t("Add a picture")), el("span", { class: "grow" }), el("button", { type: "button", class: "button cancel" }, t("Cancel")), save));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      save.disabled = true;
      const fields = { words: words.value.trim(), ...(name && { name: name.value.trim() }) };
      await act(postForm(path(`/${kind}`), fields, held.files()));
      save.disabled = false;
    });
    return form;
  }

  function allowance({ allowed, private: alone }) {
    const choices = [["nobody", t("nobody else")], ["ask", t("whoever asks me, when I say yes")]];
    if (!alone) choices.push(["channel", t("everybody in this channel")], ["community", t("everybody here, in every channel")]);
    const who = el("select", { id: "may-draw-me" }, choices.map(([value, label]) => el("option", { value, selected: allowed.here === value }, label)));
    who.addEventListener("change", () => act(put(path("/allowance"), { who: who.value })));
    return el("div", { class: "setting" }, el("label", { for: "may-draw-me" }, t("Who may draw you")), who, el("p", { class: "hint" }, allowed.words));
  }

  get(path()).then(draw, () => { me.hidden = boards.hidden = true; });
  return [me, boards];
}

function confirmed(drawer, opener, question, go) {
  const close = () => { drawer.replaceChildren(); opener.focus(); };
  const keep = el("button", { type: "button", class: "button", onclick: close }, t("Keep it"));
  const yes = el("button", { type: "button", class: "button danger", onclick: async () => { yes.disabled = true; if (!(await go())) close(); } }, t("Forget it"));
  const box = el("div", { class: "confirm", role: "group", "aria-label": question }, el("p", {}, question), el("div", { class: "row" }, keep, yes));
  box.addEventListener("keydown", (event) => { if (event.key === "Escape") { event.stopPropagation(); close(); } });
  drawer.replaceChildren(box);
  keep.focus();
}
