// Painting the part of a picture that may change: with mouse, pen or finger, or with rectangles from the keyboard.

import { announce, el, icon } from "../dom.js";
import { blackAndWhite, draw, inside } from "./marks.js";
import { t } from "../texts.js";

const BRUSH = 0.08;
const STEP = 0.05;
const LEAST = 0.04;
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class Region {
  /** picture: the <img> on show. Sizes are parts of its longer side, places parts of its width and height. */
  constructor(picture, image) {
    this.picture = picture;
    this.name = image.alt;
    this.marks = [];
    this.size = BRUSH;
    this.frame = null;
    this.canvas = el("canvas", { class: "region", tabindex: "0", role: "application", "aria-label": t("Part to change. Paint here; or move a rectangle with the arrow keys, size it with Shift and arrows, Enter paints it, Backspace undoes.") });
    this.undoButton = el("button", { type: "button", class: "button", disabled: true, onclick: () => this.undo() }, icon("undo"), t("Undo"));
    this.clearButton = el("button", { type: "button", class: "button", disabled: true, onclick: () => this.clear() }, t("Clear"));
    const size = el("input", { type: "range", id: "brush-size", min: "2", max: "30", value: String(BRUSH * 100) });
    size.addEventListener("input", () => { this.size = Number(size.value) / 100; });
    this.bar = el("div", { class: "row region-bar" }, el("label", { for: "brush-size" }, t("Brush")), size, this.undoButton, this.clearButton);
    this.listen();
  }

  get isEmpty() {
    return !this.marks.length;
  }

  /** Over the picture, once it stands in its place. */
  async open() {
    await this.picture.decode().catch(() => {});
    this.picture.after(this.canvas);
    this.watch = new ResizeObserver(() => this.place());
    this.watch.observe(this.picture);
    this.place();
    this.canvas.focus({ preventScroll: true });
  }

  close() {
    this.watch?.disconnect();
    this.canvas.remove();
  }

  place() {
    const { offsetLeft: x, offsetTop: y, clientWidth: width, clientHeight: height } = this.picture;
    Object.assign(this.canvas.style, { left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px` });
    const dots = Math.min(devicePixelRatio, 2);
    this.canvas.width = Math.round(width * dots);
    this.canvas.height = Math.round(height * dots);
    this.redraw();
  }

  redraw() {
    draw(this.canvas, this.marks, this.frame);
    this.undoButton.disabled = this.clearButton.disabled = this.isEmpty;
  }

  /** The part as a black and white picture in the picture's own size: white may change. */
  mask() {
    const { naturalWidth: width, naturalHeight: height } = this.picture;
    return blackAndWhite(this.marks, width, height);
  }

  undo() {
    this.marks.pop();
    this.redraw();
    announce(this.isEmpty ? t("Nothing is painted.") : t("Undone."));
    if (this.isEmpty) this.canvas.focus({ preventScroll: true });
  }

  clear() {
    this.marks = [];
    this.redraw();
    announce(t("Nothing is painted."));
    this.canvas.focus({ preventScroll: true });
  }

  listen() {
    const { canvas } = this;
    let stroke = null;
    const at = (event) => {
      const box = canvas.getBoundingClientRect();
      return [(event.clientX - box.x) / box.width, (event.clientY - box.y) / box.height];
    };
    canvas.addEventListener("pointerdown", (event) => {
      if (event.button || (stroke && !(event.pointerType === "pen" && stroke.pointerType === "touch"))) return;
      event.preventDefault();
      canvas.setPointerCapture(event.pointerId);
      canvas.focus({ preventScroll: true });
      this.frame = null;
      if (stroke) this.marks.splice(this.marks.indexOf(stroke), 1); // the hand lay down before its pen
      const { pointerId, pointerType } = event;
      stroke = { size: this.size, points: [at(event)], pointerId, pointerType };
      this.marks.push(stroke);
      this.redraw();
    });
    // One pointer paints at a time: the hand that rests beside it paints nothing, and ends nothing.
    canvas.addEventListener("pointermove", (event) => {
      if (stroke?.pointerId !== event.pointerId) return;
      for (const each of event.getCoalescedEvents?.() ?? [event]) stroke.points.push(at(each));
      this.redraw();
    });
    for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, ({ pointerId }) => { if (stroke?.pointerId === pointerId) stroke = null; });
    canvas.addEventListener("keydown", (event) => this.key(event));
  }

  key(event) {
    const way = KEYS[event.key];
    if (way) this.move(way, event.shiftKey);
    else if (event.key === "Enter" || event.key === " ") this.stamp();
    else if (event.key === "Backspace" || (event.key === "z" && (event.ctrlKey || event.metaKey))) this.undo();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** The rectangle that the keyboard moves; the first key brings it into the middle. */
  move([x, y], sizes) {
    const frame = this.frame ?? { x: 0.375, y: 0.375, width: 0.25, height: 0.25 };
    if (this.frame && sizes) Object.assign(frame, { width: Math.max(LEAST, frame.width + x * STEP), height: Math.max(LEAST, frame.height + y * STEP) });
    else if (this.frame) Object.assign(frame, { x: frame.x + x * STEP, y: frame.y + y * STEP });
    this.frame = inside(frame);
    this.redraw();
    const percent = (part) => `${Math.round(part * 100)} %`;
    announce(t("Rectangle: {left} from the left, {top} from the top, {width} wide, {height} high.", { left: percent(this.frame.x), top: percent(this.frame.y), width: percent(this.frame.width), height: percent(this.frame.height) }));
  }

  stamp() {
    if (!this.frame) return this.move([0, 0], false);
    this.marks.push({ ...this.frame });
    this.redraw();
    announce(t("The rectangle is painted."));
  }
}
