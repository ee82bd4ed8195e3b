// “My pictures”: all that were drawn for this person, found by words, time, place, character and style.

import { get } from "../api.js";
import { byId, el, icon, toast } from "../dom.js";
import { openLightbox } from "../picture/open.js";
import { filters } from "./filters.js";
import { Grid } from "./grid.js";
import { Selection } from "./selection.js";
import { language, t, tn } from "../texts.js";

const MONTH = { month: "long", year: "numeric" };

export class Gallery {
  constructor({ root, page }) {
    this.page = page;
    this.pictures = [];
    this.next = "";
    this.filters = filters(() => this.load());
    this.count = el("p", { class: "hint", role: "status" });
    this.month = el("p", { class: "tiles-month", "aria-hidden": "true" });
    this.empty = el("div", { class: "empty", hidden: true });
    this.grid = new Grid({
      open: (at) => this.open(at),
      choose: (at, further) => this.selection.toggle(at, further),
      near: () => this.more(),
      top: (picture) => { this.month.textContent = picture ? new Date(picture.at).toLocaleDateString(language(), MONTH) : ""; },
    });
    this.selection = new Selection(this);
    this.element = el("section", { class: "gallery", "aria-label": t("My pictures") }, el("div", { class: "gallery-bar" }, this.filters.element, this.selection.start), el("div", { class: "gallery-line" }, this.count, this.month), this.selection.bar, this.empty, this.grid.element);
    root.replaceChildren(this.element);
    this.load();
    this.filters.fill();
  }

  close() {
    this.closed = true;
    this.grid.close();
  }

  async load() {
    const asked = (this.asked = {});
    this.coming = null;
    try {
      const { pictures, next } = await get(`/api/gallery${this.filters.query()}`);
      if (asked !== this.asked || this.closed) return;
      this.pictures = pictures.map(own);
      this.next = next;
      this.grid.element.scrollTop = 0;
      this.draw();
    } catch (problem) {
      if (!this.closed) toast(problem.message, { error: true });
    }
  }

  /** The next page; false when there is none. */
  more() {
    if (!this.next) return Promise.resolve(false);
    this.coming ??= this.further().finally(() => { this.coming = null; });
    return this.coming;
  }

  async further() {
    const asked = this.asked;
    try {
      const { pictures, next } = await get(`/api/gallery${this.filters.query({ after: this.next })}`);
      if (asked !== this.asked || this.closed) return false;
      this.pictures.push(...pictures.map(own));
      this.next = next;
      this.draw();
      return true;
    } catch (problem) {
      this.next = "";
      toast(problem.message, { error: true });
      return false;
    }
  }

  draw() {
    const { length } = this.pictures;
    this.grid.show(this.pictures);
    this.selection.draw();
    this.empty.hidden = length > 0;
    this.grid.element.hidden = !length;
    const counted = this.next ? t("{n} and more pictures", { n: length }) : tn("{n} picture", "{n} pictures", length);
    this.count.textContent = length ? counted : "";
    if (length) return;
    const words = this.filters.isUsed() ? [t("Nothing like that"), t("Try other words, or another time: “last week”, “in May”.")] : [t("No pictures yet"), t("What I draw for you is kept here, from every channel.")];
    this.empty.replaceChildren(icon("images"), el("h2", {}, words[0]), el("p", {}, words[1]));
  }

  open(at) {
    openLightbox(this.pictures, at, { more: this.next ? () => this.more() : null, gone: (ids) => this.deleted(ids) });
    byId("lightbox").addEventListener("close", () => this.closed || !this.pictures.length || this.grid.focus(this.grid.active), { once: true });
  }

  /** A message of the bot is gone, with its pictures. */
  gone(message) {
    const ids = this.pictures.filter((picture) => picture.message === message).map((picture) => picture.id);
    if (ids.length && !byId("lightbox").open) this.deleted(ids);
  }

  deleted(ids) {
    const left = this.pictures.filter((picture) => !ids.includes(picture.id));
    this.pictures.splice(0, this.pictures.length, ...left);
    for (const id of ids) this.grid.chosen.delete(id);
    this.draw();
    this.filters.fill();
  }

  /** A message came: with a new picture of this person's, perhaps. Whoever looks further down is not disturbed. */
  heard(message) {
    if (message?.asked_by_me && message.reply?.kind === "image" && !this.pictures.some((one) => one.id === message.reply.images[0]?.id)) this.newer();
  }

  newer() {
    if (!this.grid.element.scrollTop && !this.grid.selecting && !byId("lightbox").open) this.load();
  }
}

const own = (picture) => ({ ...picture, own: true });
