// Pictures about to be sent: picked, pasted or dropped, each with a preview and a way to take it out again.

import { el, icon, iconButton, toast } from "./dom.js";
import { session } from "./session.js";

export function attachments(changed = () => {}) {
  let held = [];
  const list = el("ul", { class: "attachments", "aria-label": "Attached pictures" });

  function draw() {
    list.replaceChildren(
      ...held.map((entry) => {
        const shown = el("img", { src: entry.url, alt: entry.file.name || "Pasted picture" });
        shown.addEventListener("error", () => unreadable(entry), { once: true });
        const remove = iconButton("close", `Take out ${entry.file.name || "the picture"}`, () => takeOut(entry), "small");
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
    toast(`${entry.file.name || "That"} cannot be read as a picture. PNG, JPEG, WebP and GIF work.`, { error: true });
  }

  function add(files) {
    const { images, image_bytes: bytes } = session.limits;
    let left = 0;
    for (const file of files ?? []) {
      if (!file.type.startsWith("image/")) toast(`${file.name} is not a picture.`, { error: true });
      else if (file.size > bytes) toast(`${file.name} is larger than ${Math.round(bytes / 1e6)} MB.`, { error: true });
      else if (held.length >= images) left += 1;
      else held.push({ file, url: URL.createObjectURL(file) });
    }
    draw();
    if (left) toast(`At most ${images} pictures go with one message. ${left} more ${left === 1 ? "was" : "were"} left out.`, { error: true });
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
