// The door where names belong to people: the ways in that this page has.

import { post } from "./api.js";
import { el } from "./dom.js";

/** The card with every way in. Calls done(told) when one of them let the visitor in. */
export function loginCard(ways, brand, done) {
  const parts = [
    ways.password ? passwordForm(done) : null,
    ways.services?.length ? services(ways.services) : null,
    ways.links_from?.length ? fromTheBot(ways.links_from) : null,
    !ways.password && !ways.services?.length ? el("p", { class: "hint" }, "Whoever runs this page can give you an invitation: a link that opens once.") : null,
  ];
  return el("div", { class: "door-card" }, brand("Come in"), parts);
}

function passwordForm(done) {
  const wrong = el("p", { class: "problem", id: "door-problem", role: "alert" });
  const input = el("input", { id: "password", type: "password", autocomplete: "current-password", required: true, "aria-describedby": "door-problem" });
  const form = el("form", { class: "login-form" }, el("label", { for: "password" }, "Password"), input, wrong, el("button", { type: "submit", class: "button primary wide" }, "Enter"));
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
  return el("div", { class: "login-services" }, found.map(({ name, path }) => el("a", { class: "button wide", href: path }, `Go on with ${name}`)));
}

function fromTheBot(platforms) {
  const where = platforms.join(" or ");
  return el("p", { class: "hint" }, "Do you know me from ", el("b", {}, where), "? Write ", el("code", {}, "/web"), " to me there in private, and I give you a link that opens your page.");
}
