// A name belongs to the browsers that hold it: links that carry it to another device, and what one may do with one's own browsers.

import { accountPanel, PLATFORMS } from "./accounts.js";
import { get, post, remove } from "./api.js";
import { browserList } from "./browsers.js";
import { el, icon, toast } from "./dom.js";
import { session } from "./session.js";

const OPENING = "#open=";

/** The link this page was opened with, taken out of the address so that it is not left in the history. "" when there is none. */
export function takeLink() {
  if (!location.hash.startsWith(OPENING)) return "";
  const link = location.hash.slice(OPENING.length);
  history.replaceState(null, "", location.pathname);
  return link;
}

/** A card that asks before a link's name is opened here. Calls done(told), kept(), or later() when the password comes first. */
export async function confirmLink(link, brand, { done, kept, later }) {
  const problem = el("p", { class: "problem", role: "alert" });
  const no = el("button", { type: "button", class: "button wide", onclick: kept }, session.me ? `Stay ${session.me.name}` : "Not now");
  let name = "", platform = "";
  try {
    ({ name, platform } = await post("/api/links/look", { link }));
  } catch (failed) {
    if (failed.status === 401) {
      later();
      return null;
    }
    problem.textContent = failed.message;
    no.textContent = "Go on";
    return el("div", { class: "door-card" }, brand("This link is no use any more"), problem, no);
  }
  const from = platform === "web" ? "" : PLATFORMS[platform];
  const yes = el("button", { type: "button", class: "button primary wide" }, from ? `Open ${name}'s page here` : `Open ${name} here`);
  yes.addEventListener("click", async () => {
    yes.disabled = true;
    try {
      await post("/api/links/open", { link });
      done(await get("/api/session"));
    } catch (failed) {
      problem.textContent = failed.message;
      yes.disabled = false;
    }
  });
  const other = session.me && (from || session.me.name !== name) ? el("p", { class: "hint" }, `This browser is ${session.me.name}'s now. It will be ${from ? `that of ${name} from ${from}` : `${name}'s`}, and ${session.me.name} opens here no more.`) : null;
  return el("div", { class: "door-card" }, brand(from ? `Open ${name}'s (${from}) page in this browser?` : `Open ${name} in this browser?`), el("p", { class: "lead" }, from ? `You will see what I remember of ${name} on ${from}, as one person with this page. Do it only if you asked me for this link yourself.` : "You will see all that I remember under this name, and its private chat. Do it only if the name is yours."), other, problem, yes, no);
}

/** What stands in the dialog “who am I” where names belong to browsers. */
export function ownName() {
  const { me } = session;
  const count = me.browsers === 1 ? "this browser alone" : `this browser and ${me.browsers - 1} more`;
  const others = me.browsers > 1 ? el("button", { type: "button", class: "button wide", onclick: () => endOthers(others) }, "Log out everywhere else") : null;
  return el(
    "div",
    { class: "own-name" },
    el("p", {}, "You are ", el("b", {}, me.name), me.moderator ? ", a moderator" : "", `. The name belongs to ${count}: nobody else can open it.`),
    browserList(),
    accountPanel(),
    carrier(),
    others,
    leaver(),
  );
}

/** Makes the link, once asked, and shows it once. */
function carrier() {
  const box = el("div", { class: "carrier" });
  const make = el("button", { type: "button", class: "button primary wide" }, icon("swap"), "Open on another device");
  make.addEventListener("click", async () => {
    make.disabled = true;
    try {
      const { path, minutes } = await post("/api/links");
      const address = el("input", { id: "link-address", type: "text", readonly: true, value: location.origin + path, autocomplete: "off", "aria-describedby": "link-hint" });
      const copy = el("button", { type: "button", class: "button" }, "Copy");
      copy.addEventListener("click", () => copied(address));
      address.addEventListener("focus", () => address.select());
      box.replaceChildren(el("label", { for: "link-address" }, "Open this on your other device"), el("div", { class: "row" }, address, copy), el("p", { class: "hint", id: "link-hint" }, `It works once, for ${minutes} minutes, and is not shown again. Give it to nobody else: it opens your private chat.`));
      address.focus();
    } catch (problem) {
      toast(problem.message, { error: true });
      make.disabled = false;
    }
  });
  box.append(make);
  return box;
}

async function copied(address) {
  address.select();
  try {
    await navigator.clipboard.writeText(address.value);
    toast("Copied.");
  } catch {
    toast("Press Ctrl+C to copy it.");
  }
}

async function endOthers(button) {
  button.disabled = true;
  try {
    const { ended } = await remove("/api/sessions/others");
    toast(ended === 1 ? "One other browser was logged out." : `${ended} other browsers were logged out.`);
    button.remove();
  } catch (problem) {
    toast(problem.message, { error: true });
    button.disabled = false;
  }
}

/** Log out; from the last browser only after a word of warning. */
function leaver() {
  const box = el("div", {});
  const leave = async () => {
    await post("/api/logout").catch((problem) => toast(problem.message, { error: true }));
    location.reload();
  };
  const first = el("button", { type: "button", class: "button wide", onclick: () => (session.me.browsers > 1 ? leave() : ask()) }, "Log out");
  const ask = () => {
    const stay = el("button", { type: "button", class: "button", onclick: () => { box.replaceChildren(first); first.focus(); } }, "Stay");
    const go = el("button", { type: "button", class: "button danger", onclick: leave }, "Log out all the same");
    box.replaceChildren(el("div", { class: "confirm", role: "group", "aria-label": "Log out?" }, el("p", {}, `No other browser holds ${session.me.name}. Open it on another device first; otherwise only the person who runs this page can give it back to you.`), el("div", { class: "row" }, stay, go)));
    stay.focus();
  };
  box.append(first);
  return box;
}
