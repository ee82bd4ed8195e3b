// The accounts that are one person with this one: listed, joined by a code, parted.

import { get, post, remove } from "./api.js";
import { el, icon, toast } from "./dom.js";
import { session } from "./session.js";
import { t } from "./texts.js";

export const PLATFORMS = { discord: "Discord", telegram: "Telegram" };

/** As people call the platform of an account. */
export const platformName = (platform) => PLATFORMS[platform] ?? (platform === "web" ? t("this page") : t("the terminal"));

/** A part of the dialog “Your name” that fills itself; empty where accounts cannot be joined. */
export function accountPanel() {
  const box = el("section", { class: "accounts", "aria-label": t("Your accounts") });
  fill(box);
  return box;
}

/** Whether the person has accounts elsewhere. */
export async function hasOthers() {
  if (!session.has_accounts) return false;
  return get("/api/accounts").then(({ accounts }) => accounts.length > 0, () => false);
}

/** The export of this account, and of all of them for who has several. */
export function exportLinks() {
  const link = (path, words) => el("a", { class: "button wide", href: `/api/memory/export${path}`, download: "" }, icon("download"), words);
  const box = el("div", { class: "exports" }, link("", t("Export everything about me")));
  hasOthers().then((has) => has && box.append(link("?everywhere=1", t("Export all my accounts"))));
  return box;
}

async function fill(box) {
  try {
    const { accounts } = await get("/api/accounts");
    box.replaceChildren(el("h3", {}, t("One person with you")), accounts.length ? list(accounts, box) : el("p", { class: "hint" }, t("No other account yet. Join your Discord or Telegram, and I remember the same for all of them; what was said in private stays in private.")), joiner(box));
  } catch (problem) {
    box.replaceChildren(...(problem.status === 404 ? [] : [el("p", { class: "problem", role: "alert" }, problem.message)]));
  }
}

function list(accounts, box) {
  return el("ul", { class: "browsers", "aria-label": t("Accounts that are one person with you") }, accounts.map((one) => {
    const part = el("button", { type: "button", class: "button", "aria-label": t("Unlink {name} ({platform})", { name: one.name, platform: platformName(one.platform) }) }, t("Unlink"));
    part.addEventListener("click", () => act(part, async () => {
      await remove(`/api/accounts/${encodeURIComponent(one.id)}`);
      toast(t("{name} stands by itself again.", { name: one.name }));
      fill(box);
    }));
    return el("li", { class: "browser" }, el("span", {}, el("b", {}, one.name), el("small", {}, platformName(one.platform))), part);
  }));
}

/** Shows a code for elsewhere, or takes one from there. */
function joiner(box) {
  const place = el("div", { class: "carrier" });
  const show = el("button", { type: "button", class: "button wide" }, t("Join another account"));
  show.addEventListener("click", () => act(show, async () => {
    const { code, minutes } = await post("/api/accounts/code");
    place.replaceChildren(
      el("p", { class: "hint" }, t("Write this to me in a private chat there. It works once, for {minutes} minutes. Show it to nobody.", { minutes })),
      el("p", {}, el("code", { class: "code" }, `/link ${code}`)),
      typed(box),
    );
    place.querySelector("input").focus();
  }));
  place.append(show);
  return place;
}

function typed(box) {
  const wrong = el("p", { class: "problem", role: "alert" });
  const input = el("input", { id: "account-code", type: "text", maxlength: "40", autocomplete: "off", spellcheck: "false", placeholder: "XXXX-XXXX-XXXX" });
  const form = el("form", { class: "login-form" }, el("label", { for: "account-code" }, t("Or a code that I gave you there")), el("div", { class: "row" }, input, el("button", { type: "submit", class: "button" }, t("Look"))), wrong);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    wrong.textContent = "";
    try {
      form.replaceWith(confirmation(input.value, await post("/api/accounts/look", { code: input.value }), box));
    } catch (problem) {
      wrong.textContent = problem.message;
    }
  });
  return form;
}

function confirmation(code, { name, platform }, box) {
  const yes = el("button", { type: "button", class: "button primary" }, t("Join"));
  const no = el("button", { type: "button", class: "button", onclick: () => fill(box) }, t("No"));
  yes.addEventListener("click", () => act(yes, async () => {
    await post("/api/accounts/join", { code });
    toast(t("Joined. Each account is told, with an Undo."));
    fill(box);
  }));
  const card = el("div", { class: "confirm", role: "group", "aria-label": t("Join these accounts?") }, el("p", {}, t("Join {name} ({platform}) with this page? Whoever has that account reads what I remember of you. Do it only if it is your own.", { name, platform: platformName(platform) })), el("div", { class: "row" }, no, yes));
  setTimeout(() => no.focus());
  return card;
}

async function act(button, what) {
  button.disabled = true;
  try {
    await what();
  } catch (problem) {
    toast(problem.message, { error: true });
    button.disabled = false;
  }
}
