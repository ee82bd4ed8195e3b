// A name belongs to the browsers that hold it: links that carry it to another device, and what one may do with one's own browsers.

import { accountPanel, PLATFORMS } from "./accounts.js";
import { get, post, remove } from "./api.js";
import { browserList } from "./browsers.js";
import { el, icon, toast } from "./dom.js";
import { session } from "./session.js";
import { t, tn } from "./texts.js";

/** A card that asks before a link's name is opened here. Calls done(told), kept(), or later() when the password comes first. */
export async function confirmLink(link, brand, { done, kept, later }) {
  const problem = el("p", { class: "problem", role: "alert" });
  const no = el("button", { type: "button", class: "button wide", onclick: kept }, session.me ? t("Stay {name}", { name: session.me.name }) : t("Not now"));
  let name = "", platform = "";
  try {
    ({ name, platform } = await post("/api/links/look", { link }));
  } catch (failed) {
    if (failed.status === 401) {
      later();
      return null;
    }
    problem.textContent = failed.message;
    no.textContent = t("Go on");
    return el("div", { class: "door-card" }, brand(t("This link is no use any more")), problem, no);
  }
  const from = platform === "web" ? "" : PLATFORMS[platform];
  const yes = el("button", { type: "button", class: "button primary wide" }, from ? t("Open {name}'s page here", { name }) : t("Open {name} here", { name }));
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
  const ends = from ? t("This browser is {me}'s now. It will be that of {name} from {platform}, and {me} opens here no more.", { me: session.me?.name, name, platform: from }) : t("This browser is {me}'s now. It will be {name}'s, and {me} opens here no more.", { me: session.me?.name, name });
  const other = session.me && (from || session.me.name !== name) ? el("p", { class: "hint" }, ends) : null;
  const title = from ? t("Open {name}'s ({platform}) page in this browser?", { name, platform: from }) : t("Open {name} in this browser?", { name });
  const lead = from ? t("You will see what I remember of {name} on {platform}, as one person with this page. Do it only if you asked me for this link yourself.", { name, platform: from }) : t("You will see all that I remember under this name, and its private chat. Do it only if the name is yours.");
  return el("div", { class: "door-card" }, brand(title), el("p", { class: "lead" }, lead), other, problem, yes, no);
}

/** What stands in the dialog “who am I” where names belong to browsers. */
export function ownName() {
  const { me } = session;
  const belongs = me.browsers === 1
    ? t("The name belongs to this browser alone: nobody else can open it.")
    : tn("The name belongs to this browser and {n} more: nobody else can open it.", "The name belongs to this browser and {n} more: nobody else can open it.", me.browsers - 1);
  const who = me.moderator ? t("You are {name}, a moderator.", { name: me.name }) : t("You are {name}.", { name: me.name });
  const others = me.browsers > 1 ? el("button", { type: "button", class: "button wide", onclick: () => endOthers(others) }, t("Log out everywhere else")) : null;
  return el(
    "div",
    { class: "own-name" },
    el("p", {}, el("b", {}, who), " ", belongs),
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
  const make = el("button", { type: "button", class: "button primary wide" }, icon("swap"), t("Open on another device"));
  make.addEventListener("click", async () => {
    make.disabled = true;
    try {
      const { path, minutes } = await post("/api/links");
      const address = el("input", { id: "link-address", type: "text", readonly: true, value: location.origin + path, autocomplete: "off", "aria-describedby": "link-hint" });
      const copy = el("button", { type: "button", class: "button" }, t("Copy"));
      copy.addEventListener("click", () => copied(address));
      address.addEventListener("focus", () => address.select());
      box.replaceChildren(el("label", { for: "link-address" }, t("Open this on your other device")), el("div", { class: "row" }, address, copy), el("p", { class: "hint", id: "link-hint" }, tn("It works once, for {n} minute, and is not shown again. Give it to nobody else: it opens your private chat.", "It works once, for {n} minutes, and is not shown again. Give it to nobody else: it opens your private chat.", minutes)));
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
    toast(t("Copied."));
  } catch {
    toast(t("Press Ctrl+C to copy it."));
  }
}

async function endOthers(button) {
  button.disabled = true;
  try {
    const { ended } = await remove("/api/sessions/others");
    toast(tn("One other browser was logged out.", "{n} other browsers were logged out.", ended));
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
  const first = el("button", { type: "button", class: "button wide", onclick: () => (session.me.browsers > 1 ? leave() : ask()) }, t("Log out"));
  const ask = () => {
    const stay = el("button", { type: "button", class: "button", onclick: () => { box.replaceChildren(first); first.focus(); } }, t("Stay"));
    const go = el("button", { type: "button", class: "button danger", onclick: leave }, t("Log out all the same"));
    box.replaceChildren(el("div", { class: "confirm", role: "group", "aria-label": t("Log out?") }, el("p", {}, t("No other browser holds {name}. Open it on another device first; otherwise only the person who runs this page can give it back to you.", { name: session.me.name })), el("div", { class: "row" }, stay, go)));
    stay.focus();
  };
  box.append(first);
  return box;
}
