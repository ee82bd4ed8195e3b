// The door where names belong to people: the ways in that this page has.

import { get, post } from "./api.js";
import { el } from "./dom.js";
import { language, t } from "./texts.js";

const FAILED = "#sign-in-failed";

/** The card with every way in. Calls done(told) when one of them let the visitor in. */
export function loginCard(ways, brand, done) {
  const parts = [
    location.hash === FAILED ? el("p", { class: "problem", role: "alert" }, t("Signing in there did not work. Please try again.")) : null,
    ways.proxy ? behindProxy(ways.proxy, done) : null,
    ways.password ? passwordForm(done) : null,
    ways.services?.length ? services(ways.services) : null,
    ways.links_from?.length ? fromTheBot(ways.links_from) : null,
    !ways.password && !ways.proxy && !ways.services?.length ? el("p", { class: "hint" }, t("Whoever runs this page can give you an invitation: a link that opens once.")) : null,
  ];
  return el("div", { class: "door-card" }, brand(t("Come in")), parts);
}

/** Whom the proxy in front of the page vouches for. */
function behindProxy(name, done) {
  const wrong = el("p", { class: "problem", role: "alert" });
  const go = el("button", { type: "button", class: "button primary wide" }, t("Go on as {name}", { name }));
  go.addEventListener("click", async () => {
    wrong.textContent = "";
    try {
      await post("/api/sign-in/proxy");
      done(await get("/api/session"));
    } catch (problem) {
      wrong.textContent = problem.message;
    }
  });
  return el("div", { class: "login-services" }, go, wrong);
}

function passwordForm(done) {
  const wrong = el("p", { class: "problem", id: "door-problem", role: "alert" });
  const input = el("input", { id: "password", type: "password", autocomplete: "current-password", required: true, "aria-describedby": "door-problem" });
  const form = el("form", { class: "login-form" }, el("label", { for: "password" }, t("Password")), input, wrong, el("button", { type: "submit", class: "button primary wide" }, t("Enter")));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    wrong.textContent = "";
    try {
      done(await post("/api/login", { password: input.value }));
    } catch (problem) {
      wrong.textContent = problem.message;
    }
  });
  return form;
}

/** Where the visitor is known already. They come back to this page. */
function services(found) {
  return el("div", { class: "login-services" }, found.map(({ name, path }) => el("a", { class: "button wide", href: path }, t("Go on with {name}", { name }))));
}

function fromTheBot(platforms) {
  const where = new Intl.ListFormat(language(), { type: "disjunction" }).format(platforms);
  return el("p", { class: "hint" }, t("Do you know me from {platforms}? Write /web to me there in private, and I give you a link that opens your page.", { platforms: where }));
}
