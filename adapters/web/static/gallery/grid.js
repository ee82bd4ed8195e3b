// Squares of pictures in rows, of which only those in sight (and a little more) are in the page, however many there are.

import { el, icon, imageUrl } from "../dom.js";
import { t } from "../texts.js";

const GAP = 8;
const SIDE_MIN = 150;
const SIDE_MIN_PHONE = 104;
const COLUMNS_MIN = 3;
const ROWS_BEYOND = 2;

export class Grid {
  /** open(at), choose(at, further): what a press does; near(): called when the end of what is known comes near; top(picture): the first in sight */
  constructor({ open, choose, near, top }) {
    this.hooks = { open, choose, near, top };
    this.pictures = [];
    this.tiles = new Map();
    this.active = 0;
    this.chosen = new Set();
    this.selecting = false;
    this.list = el("ul", { class: "tiles", "aria-label": t("Pictures") });
    this.element = el("div", { class: "tiles-scroller" }, this.list);
    this.element.addEventListener("scroll", () => this.later(), { passive: true });
    this.list.addEventListener("keydown", (event) => this.key(event));
    this.resized = new ResizeObserver(() => this.arrange());
    this.resized.observe(this.element);
  }

  close() {
    this.resized.disconnect();
    cancelAnimationFrame(this.frame);
  }

  /** All that is known; the tiles of what stayed in its place stay. */
  show(pictures) {
    this.pictures = pictures;
    this.active = Math.min(this.active, Math.max(0, pictures.length - 1));
    for (const [at, tile] of this.tiles) if (pictures[at]?.id !== tile.dataset.id) this.drop(at);
    this.arrange();
  }

  arrange() {
    const width = this.element.clientWidth - 2 * GAP;
    if (width <= 0) return;
    const least = matchMedia("(max-width: 760px)").matches ? SIDE_MIN_PHONE : SIDE_MIN;
    const first = Math.floor(this.element.scrollTop / (this.side + GAP || 1)) * (this.columns ?? 0);
    this.columns = Math.max(COLUMNS_MIN, Math.floor((width + GAP) / (least + GAP)));
    const side = (width - GAP * (this.columns - 1)) / this.columns;
    if (side !== this.side) {
      this.side = side;
      this.list.style.setProperty("--side", `${side}px`);
      for (const [at, tile] of this.tiles) this.put(tile, at);
      this.element.scrollTop = Math.floor(first / this.columns) * (side + GAP);
    }
    this.list.style.height = `${Math.ceil(this.pictures.length / this.columns) * (side + GAP) + GAP}px`;
    this.render();
  }

  later() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      this.render();
    });
  }

  /** Puts what is in sight into the page, and takes out what is not. */
  render() {
    if (!this.side) return;
    const row = this.side + GAP;
    const { scrollTop, clientHeight } = this.element;
    const first = Math.max(0, Math.floor(scrollTop / row) - ROWS_BEYOND) * this.columns;
    const last = Math.min(this.pictures.length, (Math.ceil((scrollTop + clientHeight) / row) + ROWS_BEYOND) * this.columns);
    for (const at of this.tiles.keys()) if ((at < first || at >= last) && at !== this.active) this.drop(at);
    for (let at = first; at < last; at += 1) this.tile(at);
    if (this.pictures.length) this.tile(this.active);
    this.hooks.top(this.pictures[Math.min(this.pictures.length - 1, Math.max(0, Math.floor(scrollTop / row)) * this.columns)]);
    if (last + 4 * this.columns >= this.pictures.length) this.hooks.near();
  }

  tile(at) {
    const known = this.tiles.get(at);
    if (known) return known;
    const picture = this.pictures[at];
    const image = el("img", { src: imageUrl(picture.id, 320), alt: "", decoding: "async", draggable: "false" });
    image.addEventListener("error", () => image.replaceWith(el("span", { class: "picture-gone" }, t("Not kept any more"))), { once: true });
    const button = el("button", { type: "button", class: "tile-open", tabindex: at === this.active ? "0" : "-1", onclick: (event) => this.pressed(at, event) }, image, el("span", { class: "tile-mark" }, icon("check")));
    const tile = el("li", { class: "tile", data: { id: picture.id }, "aria-setsize": String(this.pictures.length), "aria-posinset": String(at + 1) }, button);
    this.tiles.set(at, tile);
    this.mark(at);
    this.put(tile, at);
    this.list.append(tile);
    return tile;
  }

  put(tile, at) {
    const step = this.side + GAP;
    tile.style.transform = `translate(${GAP + (at % this.columns) * step}px, ${GAP + Math.floor(at / this.columns) * step}px)`;
  }

  drop(at) {
    const tile = this.tiles.get(at);
    tile.querySelector("img")?.removeAttribute("src"); // a thumbnail that nobody waits for is not fetched to its end
    tile.remove();
    this.tiles.delete(at);
  }

  mark(at) {
    const { id, alt } = this.pictures[at];
    const isChosen = this.chosen.has(id);
    const button = this.tiles.get(at).firstElementChild;
    button.setAttribute("aria-label", this.selecting ? t("Choose: {what}", { what: alt || t("a picture") }) : t("Open: {what}", { what: alt || t("a picture") }));
    if (this.selecting) button.setAttribute("aria-pressed", String(isChosen));
    else button.removeAttribute("aria-pressed");
  }

  /** After what is chosen, or whether anything can be, changed. */
  marks() {
    this.list.classList.toggle("selecting", this.selecting);
    for (const at of this.tiles.keys()) this.mark(at);
  }

  pressed(at, event) {
    this.point(at);
    if (this.selecting) this.hooks.choose(at, event.shiftKey);
    else this.hooks.open(at);
  }

  point(at) {
    this.tiles.get(this.active)?.firstElementChild.setAttribute("tabindex", "-1");
    this.active = at;
    this.tile(at).firstElementChild.setAttribute("tabindex", "0");
  }

  focus(at) {
    this.point(Math.max(0, Math.min(at, this.pictures.length - 1)));
    const row = Math.floor(this.active / this.columns) * (this.side + GAP);
    const { scrollTop, clientHeight } = this.element;
    if (row < scrollTop) this.element.scrollTop = row;
    else if (row + this.side + 2 * GAP > scrollTop + clientHeight) this.element.scrollTop = row + this.side + 2 * GAP - clientHeight;
    this.tiles.get(this.active).firstElementChild.focus({ preventScroll: true });
  }

  key(event) {
    const rows = Math.max(1, Math.floor(this.element.clientHeight / (this.side + GAP)));
    const by = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -this.columns, ArrowDown: this.columns, PageUp: -rows * this.columns, PageDown: rows * this.columns }[event.key];
    const to = event.key === "Home" ? 0 : event.key === "End" ? this.pictures.length - 1 : by === undefined ? null : this.active + by;
    if (to === null) return;
    event.preventDefault();
    this.focus(to);
  }
}
