// The panel of one channel: searching what was said in it, and for moderators its title and its end.

import { get, patch, remove } from "./api.js";
import { confirmBox } from "./actions.js";
import { el, icon, imageUrl, toast } from "./dom.js";
import { clock, excerpt } from "./message.js";
import { session } from "./session.js";
import { channelTitle } from "./sidebar.js";
import { language, t, tn } from "./texts.js";

const TYPING_MILLISECONDS = 250;

/** go(id): to a message; changed(): the list of channels is another one. */
export function channelPanel(channel, { go, changed }) {
  const words = el("input", { id: "channel-search", type: "search", placeholder: t("a fox, last week"), "aria-label": t("Search this channel"), autocomplete: "off" });
  const count = el("p", { class: "hint", role: "status" });
  const list = el("ul", { class: "threads", "aria-label": t("Found messages") });
  let typing = 0;
  let asked = null;
  words.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(search, TYPING_MILLISECONDS);
  });

  async function search() {
    const mine = (asked = {});
    if (!words.value.trim()) return show([]);
    try {
      const { messages } = await get(`/api/channels/${encodeURIComponent(channel)}/search?${new URLSearchParams({ words: words.value })}`);
      if (mine === asked) show(messages);
    } catch (problem) {
      toast(problem.message, { error: true });
    }
  }

  function show(messages) {
    list.replaceChildren(...messages.map((message) => el("li", {}, found(message, go))));
    count.textContent = !words.value.trim() ? "" : messages.length ? tn("{n} found", "{n} found", messages.length) : t("Nothing like that was said here.");
  }

  return el("div", { class: "panel-body" }, words, count, list, session.me.moderator && channel !== "@me" ? management(channel, changed) : null);
}

function found(message, go) {
  const image = message.reply?.spoiler ? null : (message.reply?.images[0]?.id ?? message.images[0]);
  const when = `${new Date(message.at).toLocaleDateString(language())}, ${clock(message.at)}`;
  return el(
    "button",
    { type: "button", class: "thread-entry", onclick: () => go(message.id) },
    image ? el("img", { src: imageUrl(image, 96), alt: "", width: "40", height: "40", loading: "lazy" }) : null,
    el("span", { class: "thread-words" }, el("small", {}, `${message.author?.name ?? "Atelier"}, ${when}`), el("br"), excerpt(message)),
  );
}

/** For moderators. */
function management(channel, changed) {
  const title = el("input", { id: "channel-title", type: "text", maxlength: "40", value: channelTitle(channel), autocomplete: "off" });
  const form = el("form", { class: "setting" }, el("label", { for: "channel-title" }, t("Title")), el("div", { class: "row" }, title, el("button", { type: "submit", class: "button" }, t("Save"))));
  const path = `/api/channels/${encodeURIComponent(channel)}`;
  const act = async (done, said) => {
    try {
      Object.assign(session, await done());
      toast(said);
      changed();
      return true;
    } catch (problem) {
      toast(problem.message, { error: true });
      return false;
    }
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    act(() => patch(path, { title: title.value }), t("The channel has its new title."));
  });
  const drawer = el("div", { class: "drawer" });
  const away = el("button", { type: "button", class: "button wide danger-quiet" }, icon("trash"), t("Delete this channel"));
  away.addEventListener("click", () => {
    drawer.opener = away;
    drawer.replaceChildren(confirmBox(t("Delete the channel with everything that was said and drawn in it? It cannot be undone."), t("Delete the channel"), () => act(() => remove(path), t("The channel is deleted.")), drawer));
    drawer.querySelector("button").focus();
  });
  return el("section", { class: "settings", "aria-label": t("This channel") }, el("h3", {}, t("This channel")), form, away, drawer);
}
