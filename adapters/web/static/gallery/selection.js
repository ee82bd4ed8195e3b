// Several pictures at once: chosen by tapping (Shift takes all between), then taken home as a zip or deleted.

import { remove } from "../api.js";
import { el, icon, toast } from "../dom.js";
import { t, tn } from "../texts.js";

const TOGETHER_MAX = 200;

export class Selection {
  constructor(gallery) {
    this.gallery = gallery;
    this.last = null;
    this.start = el("button", { type: "button", class: "button", "aria-pressed": "false", onclick: () => this.switch(!gallery.grid.selecting) }, icon("check"), el("span", {}, t("Choose several")));
    this.said = el("span", { class: "grow", role: "status" });
    this.download = el("a", { class: "button", download: "" }, icon("download"), t("Download"));
    this.download.addEventListener("click", (event) => { if (!this.fits()) event.preventDefault(); });
    this.delete = el("button", { type: "button", class: "button danger-quiet", onclick: () => this.fits() && this.ask() }, icon("trash"), t("Delete"));
    this.row = el("div", { class: "row" }, this.said, this.download, this.delete, el("button", { type: "button", class: "button", onclick: () => this.switch(false) }, t("Done")));
    this.bar = el("div", { class: "selection", role: "group", "aria-label": t("Chosen pictures"), hidden: true }, this.row);
  }

  get ids() {
    return [...this.gallery.grid.chosen];
  }

  switch(on) {
    const { grid } = this.gallery;
    grid.selecting = on;
    grid.chosen.clear();
    this.last = null;
    this.start.setAttribute("aria-pressed", String(on));
    this.bar.replaceChildren(this.row);
    grid.marks();
    this.draw();
    if (!on) this.start.focus();
  }

  toggle(at, further) {
    const { grid, pictures } = this.gallery;
    const on = !grid.chosen.has(pictures[at].id);
    const from = further && this.last !== null ? Math.min(this.last, at) : at;
    const to = further && this.last !== null ? Math.max(this.last, at) : at;
    for (const { id } of pictures.slice(from, to + 1)) grid.chosen[on ? "add" : "delete"](id);
    this.last = at;
    grid.marks();
    this.draw();
  }

  draw() {
    const { grid } = this.gallery;
    const count = grid.chosen.size;
    this.start.hidden = !this.gallery.pictures.length && !grid.selecting;
    this.bar.hidden = !grid.selecting;
    this.said.textContent = count ? tn("{n} chosen", "{n} chosen", count) : t("Tap the pictures you mean.");
    this.delete.disabled = !count;
    if (count) this.download.href = `/api/gallery/archive?images=${this.ids.slice(0, TOGETHER_MAX).join(",")}`;
    else this.download.removeAttribute("href");
  }

  fits() {
    const count = this.gallery.grid.chosen.size;
    if (count > TOGETHER_MAX) toast(t("At most {most} pictures go at once; {number} are chosen.", { most: TOGETHER_MAX, number: count }), { error: true });
    return count > 0 && count <= TOGETHER_MAX;
  }

  ask() {
    const { ids } = this;
    const words = tn("Delete this picture for everyone, wherever it is shown? It cannot be undone.", "Delete these {n} pictures for everyone, wherever they are shown? It cannot be undone.", ids.length);
    const back = () => this.bar.replaceChildren(this.row);
    const keep = el("button", { type: "button", class: "button", onclick: () => { back(); this.delete.focus(); } }, t("Keep them"));
    const yes = el("button", { type: "button", class: "button danger" }, t("Delete them"));
    yes.addEventListener("click", async () => {
      yes.disabled = true;
      try {
        const { deleted, left } = await remove("/api/gallery", { images: ids });
        toast(left ? t("{deleted} deleted. {left} can only be deleted where they were drawn.", { deleted, left }) : tn("{n} picture is deleted.", "{n} pictures are deleted.", deleted));
        this.switch(false);
        await this.gallery.load();
        this.gallery.filters.fill();
      } catch (problem) {
        toast(problem.message, { error: true });
        back();
      }
    });
    this.bar.replaceChildren(el("div", { class: "confirm", role: "group", "aria-label": t("Delete them?") }, el("p", {}, words), el("div", { class: "row" }, keep, yes)));
    keep.focus();
  }
}
