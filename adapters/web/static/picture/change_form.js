// Words for what should change, of the whole picture or of a part that is painted first.

import { get } from "../api.js";
import { el, icon } from "../dom.js";
import { Region } from "./region.js";
import { t } from "../texts.js";

let count = 0;

/** send(fields, mask): resolves to whether it was taken; done(taken): the form is not needed any more. */
export function changeForm({ image, zoom, painting, channel, send, done }) {
  const id = `change-${++count}`;
  const text = el("textarea", { id, rows: "2", dir: "auto", maxlength: "4000", placeholder: painting ? t("a red door") : t("make it night, add a cat …") });
  const region = painting ? new Region(zoom.picture, image) : null;
  const problem = el("p", { class: "problem", role: "alert" });
  const leave = (taken) => {
    region?.close();
    zoom.hold(false);
    done(taken);
  };
  const go = el("button", { type: "submit", class: "button primary" }, icon(painting ? "brush" : "edit"), painting ? t("Change this part") : t("Refine"));
  const form = el(
    "form",
    { class: "inline-form" },
    region?.bar,
    painting ? maskNote(channel) : null,
    el("label", { for: id }, painting ? t("What should be in the painted part?") : t("What should change?")),
    text,
    problem,
    el("div", { class: "row" }, el("span", { class: "grow" }), el("button", { type: "button", class: "button", onclick: () => leave(false) }, t("Cancel")), go),
  );
  text.addEventListener("keydown", (key) => {
    if (key.key !== "Enter" || key.shiftKey || key.isComposing) return;
    key.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (region?.isEmpty) return void (problem.textContent = t("Paint the part first: with the brush, or with rectangles from the keyboard."));
    if (!text.value.trim()) return text.focus();
    go.disabled = true;
    const mask = region ? await region.mask() : null;
    const taken = await send({ text: text.value.trim(), ...(mask && { masked: "yes" }) }, mask);
    go.disabled = false;
    if (taken) leave(true);
  });
  form.putAway = () => leave(false);
  form.ready = () => {
    if (!region) return;
    zoom.hold(true);
    region.open();
  };
  return form;
}

/** Said before anything is painted: whether the model that draws here keeps to the painted part. */
function maskNote(channel) {
  const note = el("p", { class: "hint mask-note", role: "status" });
  get(`/api/channels/${encodeURIComponent(channel)}/masks`).then(({ note: words }) => { note.textContent = words; }, () => {});
  return note;
}
