// What narrows the gallery: words and times, where it was drawn, who is in it, in which style.

import { get } from "../api.js";
import { el } from "../dom.js";
import { channelTitle } from "../sidebar.js";
import { t } from "../texts.js";

const TYPING_MILLISECONDS = 250;
const PLATFORMS = { web: t("This page"), discord: "Discord", telegram: "Telegram", console: t("Terminal") };

export function filters(changed) {
  const search = el("input", { id: "gallery-search", type: "search", placeholder: t("a fox, last week"), "aria-label": t("Search my pictures"), autocomplete: "off" });
  const place = choice("gallery-place", t("Where it was drawn"));
  const character = choice("gallery-character", t("Who is in it"));
  const style = choice("gallery-style", t("Style"));
  let typing = 0;
  search.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(changed, TYPING_MILLISECONDS);
  });
  for (const each of [place, character, style]) each.addEventListener("change", changed);

  function query(more = {}) {
    const [platform, channel] = place.value ? JSON.parse(place.value) : ["", ""];
    const asked = { search: search.value.trim(), platform, channel, character: character.value, style: style.value, ...more };
    const said = new URLSearchParams(Object.entries(asked).filter(([, value]) => value));
    return said.size ? `?${said}` : "";
  }

  /** What there is to choose from; what is chosen stays. */
  async function fill() {
    const told = await get("/api/gallery/facets").catch(() => null);
    if (!told) return;
    options(place, t("Everywhere"), placesOf(told.places));
    options(character, t("Anybody"), told.characters.map(({ value, count }) => ({ value, label: value, count })));
    options(style, t("Any style"), told.styles.map(({ value, count }) => ({ value, label: value, count })));
  }

  return { element: el("div", { class: "gallery-filters", role: "search" }, search, place, character, style), query, fill, isUsed: () => Boolean(query()) };
}

function choice(id, label) {
  return el("select", { id, "aria-label": label, hidden: true });
}

function options(select, all, found) {
  const chosen = select.value;
  const known = found.some(({ value }) => value === chosen);
  select.replaceChildren(el("option", { value: "" }, all), ...found.map(({ value, label, count }) => el("option", { value }, `${label} (${count})`)));
  select.value = known ? chosen : "";
  select.hidden = found.length < 1;
}

/** Channels of this page by name, and each other platform as a whole. */
function placesOf(places) {
  const named = places.filter((place) => place.channel).map(({ platform, channel, count }) => ({ value: JSON.stringify([platform, channel]), label: channelTitle(channel), count }));
  const counts = new Map();
  for (const place of places) if (!place.channel) counts.set(place.platform, (counts.get(place.platform) ?? 0) + place.count);
  const others = [...counts].map(([platform, count]) => ({ value: JSON.stringify([platform, ""]), label: PLATFORMS[platform] ?? platform, count }));
  return [...named, ...others];
}
