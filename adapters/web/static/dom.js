// Building elements. Text from people is only ever set as text; nothing on this page is parsed as HTML.

import { t } from "./texts.js";

/** el("button", {class: "x", onclick: f, "aria-label": "..."}, "text", child) */
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else if (name === "value") element.value = value;
    else if (name === "data") Object.assign(element.dataset, value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const PATHS = {
  menu: "M4 7h16M4 12h16M4 17h16",
  close: "M6 6l12 12M18 6L6 18",
  send: "M4 12l16-7-5 15-3-6.500z",
  attach: "M20 11.500l-8.200 8.200a5 5 0 0 1-7.100-7.100l8.500-8.500a3.400 3.400 0 0 1 4.800 4.800l-8.500 8.500a1.700 1.700 0 0 1-2.400-2.400l7.700-7.700",
  incognito: "M3 12h18M6.500 12l1.500-6.500h8l1.500 6.500M7 19a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM17 19a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM10 16h4",
  reply: "M9 7L4 12l5 5M4 12h10a6 6 0 0 1 6 6v1",
  thread: "M5 5h14v10h-8l-4 4v-4H5z",
  memory: "M12 20s-7-4.300-7-9.600A4.400 4.400 0 0 1 12 7a4.400 4.400 0 0 1 7 3.400C19 15.700 12 20 12 20z",
  light: "M12 4V2M12 22v-2M4 12H2M22 12h-2M6.300 6.300L5 5M19 19l-1.300-1.300M6.300 17.700L5 19M19 5l-1.300 1.300M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8z",
  dark: "M20 14.500A8.500 8.500 0 0 1 9.500 4a8.500 8.500 0 1 0 10.500 10.500z",
  auto: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 3v18M12 7l6 0M12 12h8.500M12 17h6",
  hash: "M9 4L7 20M17 4l-2 16M4 9h16M3.500 15h16",
  lock: "M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 0 1 7 0v3",
  plus: "M12 5v14M5 12h14",
  trash: "M5 7h14M10 7V5h4v2M7 7l1 13h8l1-13M10.500 11v5M13.500 11v5",
  download: "M12 4v11M7 11l5 5 5-5M5 20h14",
  edit: "M5 19l1-4L16 5l3 3L9 18z",
  down: "M6 9l6 6 6-6",
  left: "M15 5l-7 7 7 7",
  right: "M9 5l7 7-7 7",
  flag: "M6 21V4M6 5h12l-2.500 4L18 13H6",
  again: "M19 8a8 8 0 1 0 1 6M20 4v5h-5",
  microphone: "M12 15a3.500 3.500 0 0 0 3.500-3.500v-5a3.500 3.500 0 0 0-7 0v5A3.500 3.500 0 0 0 12 15zM5.500 11.500a6.500 6.500 0 0 0 13 0M12 18v3M9 21h6",
  gauge: "M4 18a9 9 0 1 1 16 0M12 14l4-5M12 15.500a1.500 1.500 0 1 0 0-3 1.500 1.500 0 0 0 0 3z",
  smaller: "M10.500 17a6.500 6.500 0 1 0 0-13 6.500 6.500 0 0 0 0 13zM15.500 15.500L21 21M7.500 10.500h6",
  larger: "M10.500 17a6.500 6.500 0 1 0 0-13 6.500 6.500 0 0 0 0 13zM15.500 15.500L21 21M7.500 10.500h6M10.500 7.500v6",
  search: "M10.500 17a6.500 6.500 0 1 0 0-13 6.500 6.500 0 0 0 0 13zM15.500 15.500L21 21",
  images: "M4 8h12v12H4zM8 4h12v12M4 17l4-4 4 4 2-2 2 2",
  why: "M9 9a3 3 0 1 1 4.500 2.600c-1 .6-1.500 1.200-1.500 2.400M12 17.500v.5M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z",
  vary: "M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM16.500 13.500v6M13.500 16.500h6",
  brush: "M20 4l-9.500 10M9 13.500c-2.500 0-3 2-3 3.500 0 1.500-1 2.500-2.500 2.500 2 1.500 8.500 1.500 8.500-3 0-1.800-1.300-3-3-3z",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  link: "M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.700-5.700l-1.500 1.500M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.700 5.700l1.500-1.500",
  check: "M5 12.500l4.500 4.500L19 7.500",
  undo: "M4 10h10a5.500 5.500 0 0 1 0 11h-3M8 6l-4 4 4 4",
  swap: "M7 4L3 8l4 4M3 8h14M17 12l4 4-4 4M21 16H7",
};

/** Arrows that point where the text goes; they turn with it from right to left. */
const ALONG_THE_TEXT = new Set(["send", "reply", "undo"]);

export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", ALONG_THE_TEXT.has(name) ? "icon along" : "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

export function iconButton(name, label, onclick, extra = "") {
  return el("button", { type: "button", class: `icon-button ${extra}`, "aria-label": label, title: label, onclick }, icon(name));
}

export const byId = (id) => document.getElementById(id);

export const imageUrl = (id, width = 0) => `/api/images/${encodeURIComponent(id)}${width ? `?w=${width}` : ""}`;

/** A sheet of a part that is fetched when it is needed. Rejects where it cannot be, and may be asked for again. */
export function stylesheet(path) {
  if (document.querySelector(`link[href="${path}"]`)) return Promise.resolve();
  const link = el("link", { rel: "stylesheet", href: path });
  return new Promise((resolve, reject) => {
    link.addEventListener("load", resolve, { once: true });
    link.addEventListener("error", () => (link.remove(), reject(new Error(path))), { once: true });
    document.head.append(link);
  });
}

/** Says something to screen readers, without showing it. */
export function announce(text) {
  byId("announcer").textContent = text;
}

const TOLD_MILLISECONDS = 6_000;
const WRONG_MILLISECONDS = 15_000;

/** A short notice that leaves by itself, what went wrong later; while it is pointed at or has the focus, it stays. `again`: what to do to try again. */
export function toast(text, { error = false, again = null } = {}) {
  const box = el("div", { class: error ? "toast error" : "toast", role: error ? "alert" : "status" }, el("span", {}, text.split("`").map((part, at) => (at % 2 ? el("code", {}, part) : part))));
  if (again) box.append(el("button", { type: "button", class: "button", onclick: () => (box.remove(), again()) }, t("Try again")));
  box.append(iconButton("close", t("Dismiss"), () => box.remove()));
  const all = byId("toasts");
  all.append(box);
  while (all.childElementCount > 4) all.firstElementChild.remove();
  const leave = () => (box.matches(":hover, :focus-within") ? setTimeout(leave, TOLD_MILLISECONDS) : box.remove());
  setTimeout(leave, error ? WRONG_MILLISECONDS : TOLD_MILLISECONDS);
}

export const storage = {
  get(name) {
    try {
      return localStorage.getItem(`atelier.${name}`);
    } catch {
      return null;
    }
  },
  set(name, value) {
    try {
      localStorage.setItem(`atelier.${name}`, value);
    } catch {
      // Storage may be switched off; the choice then lasts as long as the page.
    }
  },
};
