// A picture, large. Escape closes it (the dialog's own doing), arrows go through the pictures of one message.

import { byId, el, iconButton, imageUrl } from "./dom.js";
import { t } from "./texts.js";

let shown = [];
let at = 0;

export function openLightbox(images, start) {
  shown = images;
  at = start;
  draw();
  const box = byId("lightbox");
  if (!box.open) box.showModal();
}

function draw() {
  const box = byId("lightbox");
  const { id, alt } = shown[at];
  const download = el("a", { class: "button", href: `${imageUrl(id)}?download=1`, download: "" }, t("Download"));
  const many = shown.length > 1;
  box.replaceChildren(
    el("figure", {}, el("img", { src: imageUrl(id), alt }), el("figcaption", {}, alt)),
    el(
      "div",
      { class: "lightbox-bar" },
      many ? iconButton("left", t("Previous picture"), () => turn(-1)) : null,
      many ? el("span", { class: "lightbox-count" }, t("{number} of {all}", { number: at + 1, all: shown.length })) : null,
      many ? iconButton("right", t("Next picture"), () => turn(1)) : null,
      download,
      iconButton("close", t("Close"), () => box.close()),
    ),
  );
}

function turn(step) {
  at = (at + step + shown.length) % shown.length;
  draw();
}

export function setUpLightbox() {
  const box = byId("lightbox");
  box.addEventListener("click", (event) => {
    if (event.target === box || event.target.tagName === "FIGURE") box.close();
  });
  box.addEventListener("keydown", (event) => {
    if (shown.length < 2 || !["ArrowLeft", "ArrowRight"].includes(event.key)) return;
    event.preventDefault();
    turn(event.key === "ArrowLeft" ? -1 : 1);
  });
}
