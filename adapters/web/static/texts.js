// What the page says, in the language of whoever looks at it: the server's catalogue, English as the key. Whatever imports this runs once
// the catalogue is there.

let said = { language: "en", direction: "ltr", texts: {}, plural: [], languages: {} };

/** Fetches the catalogue and turns the page to its language and direction. Without it the page is English. */
async function load() {
  try {
    const response = await fetch("/api/texts", { signal: AbortSignal.timeout(10_000) });
    if (response.ok) said = await response.json();
  } catch {
    // English, then.
  }
  document.documentElement.lang = said.language;
  document.documentElement.dir = said.direction;
}

/** The language of the page, as the server is asked to speak it too. */
export const language = () => said.language;

/** The languages that there are: [the server's name, what it calls itself]. */
export const languages = () => Object.entries(said.languages);

/** t("Hello {name}", { name: "Ana" }) */
export function t(text, values = {}) {
  return filled(said.texts[text]?.[0] || text, values);
}

/** tn("{n} thing", "{n} things", 3): the form for that number. `plural` tells the form of 0 to 199; every language repeats after that. */
export function tn(one, many, number, values = {}) {
  const forms = said.texts[one];
  const at = number < 200 ? number : 100 + (number % 100);
  const form = forms ? forms[said.plural[at]] : number === 1 ? one : many;
  return filled(form || many, { n: number, ...values });
}

const filled = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

await load();
