// The small Markdown subset of the bot's replies: **bold**, line breaks, bare links, and `code`. Made of text nodes only.

import { el } from "./dom.js";
import { t } from "./texts.js";

const TOKENS = /(\*\*[^*\n]+\*\*|`[^`\n]+`|https?:\/\/[^\s<>"“”]+)/g;

export function richText(text) {
  const fragment = document.createDocumentFragment();
  text.split("\n").forEach((line, number) => {
    if (number) fragment.append(el("br"));
    fragment.append(...inline(line));
  });
  return fragment;
}

function inline(line) {
  return line.split(TOKENS).filter(Boolean).map((part) => {
    if (part.length > 4 && part.startsWith("**") && part.endsWith("**")) return el("strong", {}, part.slice(2, -2));
    if (part.length > 2 && part.startsWith("`") && part.endsWith("`")) return el("code", {}, part.slice(1, -1));
    if (/^https?:\/\//.test(part)) return link(part);
    return document.createTextNode(part);
  });
}

function link(part) {
  const url = part.replace(/[).,;:!?'\]]+$/, "");
  const fragment = document.createDocumentFragment();
  fragment.append(el("a", { href: url, target: "_blank", rel: "noopener noreferrer nofollow" }, shortened(url)), part.slice(url.length));
  return fragment;
}

const shortened = (url) => (url.length > 60 ? `${url.slice(0, 57)}…` : url);

/** "Why?": headings in bold on lines of their own, then "slot: value" rows. Null when the text is not made like that. */
export function sections(text) {
  const lines = text.split("\n");
  if (!/^\*\*[^*]+\*\*$/.test(lines[0] ?? "")) return null;
  const found = [];
  for (const line of lines) {
    const heading = /^\*\*([^*]+)\*\*$/.exec(line);
    if (heading) found.push({ heading: heading[1], lines: [] });
    else if (line.trim()) found.at(-1).lines.push(line);
  }
  return found.every((section) => section.lines.length) ? found : null;
}

/** The headings of Why?, as the bot's replies have them (agent/commands/why.py). */
const explains = () => [t("You said"), t("They said"), t("You answered"), t("They answered"), t("I remembered"), t("I looked up"), t("I worked out"), t("I assumed")];

export function sectionCard(found) {
  const title = explains().includes(found[0].heading) ? el("p", { class: "why-title" }, t("Why this picture?")) : null;
  return el("div", { class: "why" }, title, found.map(({ heading, lines }) => el("section", {}, el("h3", {}, heading), el("ul", {}, lines.map(row)))));
}

function row(line) {
  const [, name, value] = /^([\p{L}\p{M} -]{2,24}?)\s?[:：]\s?(.+)$/su.exec(line) ?? [null, "", line];
  const [, what, source] = (name && /^(.+) (\(.+\))$/s.exec(value)) || [null, value, ""];
  return el("li", {}, name ? el("span", { class: "why-slot" }, name) : null, el("span", { class: "why-value" }, richText(what), source ? el("span", { class: "why-source" }, " ", richText(source)) : null));
}
