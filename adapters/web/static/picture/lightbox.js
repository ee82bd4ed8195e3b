// A picture, large: through the others with the arrows, nearer with + and -, and what can be done with it. Escape closes it (the dialog's own doing).

import { get } from "../api.js";
import { byId, el, iconButton, imageUrl } from "../dom.js";
import { PUT_AWAY, pictureTools } from "./tools.js";
import { Zoom } from "./zoom.js";
import { t } from "../texts.js";

const NEAR_THE_END = 5;

/** What is shown: {images, at, more, gone}. An image: {id, alt}, and where it is one of the bot's also {message, position}. */
let shown = null;
let zoom = null;
let page = null;
/** Called with each message that comes while a picture is open. */
let listener = null;

/** more(): brings further images into the list; gone(ids): they were deleted. */
export function openLightbox(images, start, { more = null, gone = () => {} } = {}) {
  shown = { images, at: start, more, gone };
  draw();
  const box = byId("lightbox");
  if (!box.open) box.showModal();
}

export const closeLightbox = () => byId("lightbox").close();

/** A message came; Why? waits for its answer here. */
export function lightboxHeard(message) {
  listener?.(message);
}

async function draw() {
  const box = byId("lightbox");
  const { images, at } = shown;
  const image = images[at];
  const many = images.length > 1;
  listener = null;
  const picture = el("img", { src: imageUrl(image.id), alt: image.alt });
  picture.addEventListener("error", () => picture.replaceWith(el("p", { class: "picture-gone" }, t("This picture is not kept any more."))), { once: true });
  zoom = new Zoom(picture);
  const drawer = el("div", { class: "lightbox-drawer", hidden: true });
  const tools = el("div", { class: "lightbox-tools", role: "group", "aria-label": t("What to do with it") });
  const bar = el(
    "div",
    { class: "lightbox-bar" },
    many ? iconButton("left", t("Previous picture"), () => turn(-1)) : null,
    many ? el("span", { class: "lightbox-count" }, t("{number} of {all}", { number: at + 1, all: `${images.length}${shown.more ? "+" : ""}` })) : null,
    many ? iconButton("right", t("Next picture"), () => turn(1)) : null,
    iconButton("smaller", t("Smaller"), () => zoom.step(-1)),
    iconButton("larger", t("Larger"), () => zoom.step(1)),
    tools,
  );
  const close = iconButton("close", t("Close"), () => box.close(), "lightbox-close");
  box.replaceChildren(el("figure", {}, zoom.element, el("figcaption", { dir: "auto" }, image.alt)), drawer, bar, close);
  const message = image.message ? await get(`/api/messages/${encodeURIComponent(image.message)}`).then((told) => told.message, () => null) : null;
  if (shown?.images[shown.at] !== image || !bar.isConnected) return;
  pictureTools({ image, message, page, tools, drawer, zoom, listen: (heard) => { listener = heard; }, close: closeLightbox, deleted: () => left(image) });
}

/** After a picture was deleted: on to the next one. */
function left(image) {
  shown.images.splice(shown.images.indexOf(image), 1);
  shown.gone([image.id]);
  if (!shown.images.length) return closeLightbox();
  shown.at = Math.min(shown.at, shown.images.length - 1);
  draw();
}

async function turn(step) {
  const { images, more } = shown;
  if (more && step > 0 && shown.at + NEAR_THE_END >= images.length && !(await more())) shown.more = null;
  shown.at = (shown.at + step + images.length) % images.length;
  draw();
  byId("lightbox").querySelector(`[aria-label="${CSS.escape(step > 0 ? t("Next picture") : t("Previous picture"))}"]`)?.focus();
}

export function setUpLightbox(owner) {
  page = owner;
  const box = byId("lightbox");
  box.addEventListener("click", (event) => {
    if ((event.target === box || event.target.tagName === "FIGURE") && !box.querySelector(".region")) box.close();
  });
  // Escape, and the phone's way back (which may be refused once), first put away what is open below the picture.
  const putAway = (event) => {
    const drawer = box.querySelector(".lightbox-drawer:not([hidden])");
    if (!drawer) return;
    event.preventDefault();
    drawer.dispatchEvent(new CustomEvent(PUT_AWAY));
  };
  box.addEventListener("cancel", (event) => event.target === box && putAway(event));
  box.addEventListener("close", () => {
    listener = null;
    box.replaceChildren();
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return putAway(event);
    if (event.target.closest("input, textarea, .region")) return;
    const zooms = { "+": 1, "=": 1, "-": -1, 0: 0 }[event.key];
    if (zooms !== undefined) zoom.step(zooms);
    else if (shown.images.length > 1 && ["ArrowLeft", "ArrowRight"].includes(event.key) && !zoom.isLarge) turn(event.key === "ArrowLeft" ? -1 : 1);
    else return;
    event.preventDefault();
  });
}
