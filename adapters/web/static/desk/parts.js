// What both desks are made of: cards, tables that scroll by themselves, and figures.

import { el } from "../dom.js";
import { language, tn } from "../texts.js";

export function card(title, ...content) {
  return el("section", { class: "desk-card", "aria-label": title }, el("h2", {}, title), content);
}

/** rows: arrays of cells; a number is set to the right. `none` is said where there are no rows. */
export function table(title, heads, rows, none) {
  if (!rows.length) return el("p", { class: "hint" }, none);
  const isNumber = (value) => typeof value === "number" || /^[\p{Sc}\p{Cf}US\s]*[\p{N}.,\s]+[\p{L}\p{Sc}\p{Cf}]{0,4}$/u.test(value);
  const kind = (column) => (isNumber(rows[0][column]) ? "number" : null);
  const cell = (value, column) => el(column ? "td" : "th", { class: kind(column), scope: column ? null : "row" }, String(value));
  const head = el("tr", {}, heads.map((name, column) => el("th", { class: kind(column), scope: "col" }, name)));
  const body = rows.map((row) => el("tr", {}, row.map(cell)));
  return el("div", { class: "desk-table", tabindex: "0", role: "region", "aria-label": title }, el("table", {}, el("thead", {}, head), el("tbody", {}, body)));
}

export const number = (value, options) => new Intl.NumberFormat(language(), options).format(value);
export const money = (usd) => number(usd, { style: "currency", currency: "USD", minimumFractionDigits: 2, maximumFractionDigits: usd < 1 ? 4 : 2 });
export const when = (at) => new Date(at).toLocaleString(language(), { dateStyle: "medium", timeStyle: "short" });
export const bytes = (size) => (size >= 1e9 ? number(size / 1e9, { style: "unit", unit: "gigabyte", maximumFractionDigits: 1 }) : number(size / 1e6, { style: "unit", unit: "megabyte", maximumFractionDigits: 1 }));

export function ago(seconds) {
  if (seconds < 120) return tn("{n} second ago", "{n} seconds ago", Math.round(seconds));
  if (seconds < 7200) return tn("{n} minute ago", "{n} minutes ago", Math.round(seconds / 60));
  return tn("{n} hour ago", "{n} hours ago", Math.round(seconds / 3600));
}
