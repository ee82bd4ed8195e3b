// The door (password, who to be) and the dialog to become somebody else.

import { get, post } from "./api.js";
import { byId, el, iconButton, storage } from "./dom.js";
import { confirmLink, ownName } from "./links.js";
import { loginCard } from "./login.js";
import { hue } from "./hues.js";
import { session } from "./session.js";
import { t } from "./texts.js";

const SHOWN_MAX = 12;

/** One of the ways in. Resolves to what the server then tells. */
export function askToComeIn(ways) {
  return new Promise((resolve) => {
    const card = loginCard(ways, brand, resolve);
    showDoor(card);
    card.querySelector("input, a, button")?.focus();
  });
}

/** Who to be, for the first time. Resolves to what the server then tells. */
export function askName() {
  return new Promise((resolve) => {
    const form = el("div", { class: "door-card" }, brand(t("Who is here?")), el("p", { class: "lead" }, t("I draw for you, and remember what you like under your name.")), chooser(resolve, storage.get("who") ?? ""), standing());
    showDoor(form);
    form.querySelector("input[type=text]").focus();
  });
}

/** Before a link's name is opened here. Resolves to what the server tells then, to null when the person would rather not, and to
    undefined when the password comes first. */
export function askLink(link) {
  return new Promise((resolve) => {
    confirmLink(link, brand, { done: resolve, kept: () => resolve(null), later: () => resolve(undefined) }).then((card) => {
      if (!card) return;
      showDoor(card);
      card.querySelector("button").focus();
    });
  });
}

function showDoor(card) {
  byId("door").replaceChildren(card);
  byId("door").hidden = false;
  byId("app").hidden = true;
}

/** The dialog “who am I”. */
export async function openPeople(changed) {
  // Who has come since the page was opened.
  await get("/api/session").then((told) => Object.assign(session, { people: told.people ?? [], me: told.me ?? session.me }), () => {});
  const dialog = byId("people");
  const done = (told) => {
    dialog.close();
    changed(told);
  };
  const body = session.has_accounts ? ownName() : [chooser(done, ""), standing()];
  dialog.replaceChildren(
    el("header", { class: "panel-head" }, el("h2", {}, session.has_accounts ? t("Your name") : t("Who are you?")), iconButton("close", t("Close"), () => dialog.close())),
    el("div", { class: "people-body" }, body),
  );
  dialog.showModal();
}

function chooser(done, suggested) {
  const wrong = problemLine();
  const moderator = el("input", { type: "checkbox", id: t("moderator") });
  moderator.checked = Boolean(session.me?.moderator);
  const choose = async (name) => {
    const told = await post("/api/session", { name, moderator: moderator.checked });
    storage.set("who", told.me.name);
    done(told);
  };
  const input = el("input", { id: "person-name", type: "text", maxlength: "32", placeholder: "Ana", autocomplete: "off", value: suggested, "aria-describedby": "door-problem" });
  const form = el("form", {}, el("label", { for: "person-name" }, session.people.length ? t("Somebody new") : t("Your name")), el("div", { class: "row" }, input, el("button", { type: "submit", class: "button primary" }, t("Be this person"))));
  submits(form, wrong, () => choose(input.value));
  return el("div", { class: "chooser" }, known(choose, wrong), form, wrong, session.may_moderate ? moderatorSwitch(moderator, choose) : null);
}

function known(choose, wrong) {
  if (!session.people.length) return null;
  return el("div", { class: "known", role: "group", "aria-label": t("People who have been here") }, session.people.slice(0, SHOWN_MAX).map((person) =>
    el("button", { type: "button", class: "person", "aria-current": person.id === session.me?.id ? "true" : null, onclick: () => attempt(wrong, () => choose(person.name)) },
      el("span", { class: `avatar hue-${hue(person.id)}`, "aria-hidden": "true" }, [...person.name][0].toUpperCase()), person.name)));
}

function moderatorSwitch(input, choose) {
  if (session.me) input.addEventListener("change", () => choose(session.me.name));
  return el("label", { class: "switch", for: t("moderator") }, input, el("span", {}, el("b", {}, t("Moderator")), el("small", {}, t("sets what holds for a whole channel"))));
}

/** What a name is worth here. */
function standing() {
  const words = session.has_accounts
    ? t("A name belongs to the browser that takes it. Yours from another device opens with a link from there.")
    : t("This is a demonstration on this machine: whoever opens the page may be anybody. With a password (ATELIER_WEB_PASSWORD) or with accounts (ATELIER_WEB_ACCOUNTS) each name is its owner's.");
  return el("p", { class: "hint standing" }, words);
}

const brand = (title) => el("div", { class: "door-brand" }, el("img", { src: "/static/icon.svg", alt: "", width: "64", height: "64" }), el("p", { class: "brand-name" }, "Atelier"), el("h1", {}, title));
const problemLine = () => el("p", { class: "problem", id: "door-problem", role: "alert" });

function submits(form, wrong, act) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    attempt(wrong, act);
  });
}

async function attempt(wrong, act) {
  wrong.textContent = "";
  try {
    await act();
  } catch (problem) {
    wrong.textContent = problem.message;
  }
}
