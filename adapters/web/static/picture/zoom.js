// A picture that can be looked at more closely: by buttons, keys, the wheel and a double click; when it is larger than its place it is scrolled.

import { el } from "../dom.js";
import { t } from "../texts.js";

const STEPS = [1, 1.5, 2, 3, 4, 6];

export class Zoom {
  constructor(picture) {
    this.picture = picture;
    this.at = 0;
    this.element = el("div", { class: "stage", role: "group", "aria-label": t("The picture") }, picture);
    this.element.addEventListener("wheel", (event) => {
      if (this.held || (!event.ctrlKey && !this.isLarge && Math.abs(event.deltaX) > Math.abs(event.deltaY))) return;
      event.preventDefault();
      this.step(event.deltaY < 0 ? 1 : -1, event);
    }, { passive: false });
    picture.addEventListener("dblclick", (event) => this.held || this.to(this.isLarge ? 0 : 2, event));
    this.drag();
  }

  get isLarge() {
    return this.at > 0;
  }

  /** 1 nearer, -1 further, 0 as a whole. */
  step(by, near = null) {
    if (!this.held) this.to(by ? this.at + by : 0, near);
  }

  /** Keeps the point under the pointer where it is. */
  to(at, near = null) {
    const before = this.picture.getBoundingClientRect();
    const stage = this.element.getBoundingClientRect();
    const point = near ? [near.clientX, near.clientY] : [stage.x + stage.width / 2, stage.y + stage.height / 2];
    this.at = Math.max(0, Math.min(at, STEPS.length - 1));
    this.element.classList.toggle("large", this.isLarge);
    this.element.tabIndex = this.isLarge ? 0 : -1;
    if (!this.isLarge) this.whole = 0;
    else this.whole ||= before.width;
    this.picture.style.width = this.isLarge ? `${this.whole * STEPS[this.at]}px` : "";
    const after = this.picture.getBoundingClientRect();
    const [x, y] = [(point[0] - before.x) / (before.width || 1), (point[1] - before.y) / (before.height || 1)];
    this.element.scrollLeft += after.x + x * after.width - point[0];
    this.element.scrollTop += after.y + y * after.height - point[1];
  }

  /** While a region is painted, the picture stays as a whole. */
  hold(on) {
    if (on) this.to(0);
    this.held = on;
  }

  drag() {
    let from = null;
    this.element.addEventListener("pointerdown", (event) => {
      if (!this.isLarge || event.pointerType === "touch") return;
      from = [event.clientX + this.element.scrollLeft, event.clientY + this.element.scrollTop];
      this.element.setPointerCapture(event.pointerId);
      event.preventDefault();
    });
    this.element.addEventListener("pointermove", (event) => {
      if (from) this.element.scrollTo(from[0] - event.clientX, from[1] - event.clientY);
    });
    this.element.addEventListener("pointerup", () => { from = null; });
  }
}
