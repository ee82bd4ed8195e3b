// Pictures about to be sent: picked, pasted or dropped, each with a preview and a way to take it out again.

import { el, icon, iconButton, toast } from "./dom.js";
import { session } from "./session.js";
import { t, tn } from "./texts.js";

export function attachments(changed = () => {}) {
  let held = [];
  const list = el("ul", { class: "attachments", "aria-label": t("Attached pictures") });

  function draw() {
    list.replaceChildren(
      ...held.map((entry) => {
        const shown = el("img", { src: entry.url, alt: entry.file.name || t("Pasted picture") });
        shown.addEventListener("error", () => unreadable(entry), { once: true });
        const remove = iconButton("close", entry.file.name ? t("Take out {name}", { name: entry.file.name }) : t("Take out the picture"), () => takeOut(entry), "small");
        return el("li", {}, shown, remove);
      }),
    );
    changed();
  }

  function takeOut(entry) {
    URL.revokeObjectURL(entry.url);
    held = held.filter((other) => other !== entry);
    draw();
  }

  function unreadable(entry) {
    if (!held.includes(entry)) return;
    takeOut(entry);
    toast(t("{name} cannot be read as a picture. PNG, JPEG, WebP and GIF work.", { name: entry.file.name || t("That file") }), { error: true });
  }

  function add(files) {
    const { images, image_bytes: bytes } = session.limits;
    for (const file of files ?? []) {
      if (!file.type.startsWith("image/")) toast(t("{name} is not a picture.", { name: file.name }), { error: true });
      else if (file.size > bytes) toast(t("{name} is larger than {size} MB.", { name: file.name, size: Math.round(bytes / 1e6) }), { error: true });
      else if (held.length >= images) return toast(tn("At most {n} picture goes with one message.", "At most {n} pictures go with one message.", images), { error: true });
      else held.push({ file, url: URL.createObjectURL(file) });
    }
    draw();
  }

  function clear() {
    for (const entry of held) URL.revokeObjectURL(entry.url);
    held = [];
    draw();
  }

  /** A button that opens the file chooser. */
  function picker(label, iconOnly = false) {
    const input = el("input", { type: "file", accept: "image/png,image/jpeg,image/webp,image/gif", multiple: true, class: "unseen", tabindex: "-1", "aria-label": label });
    input.addEventListener("change", () => {
      add(input.files);
      input.value = "";
    });
    const button = iconOnly ? iconButton("attach", label, () => input.click()) : el("button", { type: "button", class: "button", onclick: () => input.click() }, icon("attach"), label);
    return el("span", { class: "picker" }, button, input);
  }

  return { list, add, clear, picker, files: () => held.map((entry) => entry.file) };
}
