// Colours of people without a picture: the same for the same person while the page is open, and different for different people while there
// are colours left. As many as there are classes in stream.css.

const HUES = 8;
const given = new Map();

/** The number of a person's colour. Who they are says which one comes first; where somebody has it already, the next free one does. */
export function hue(id) {
  if (given.has(id)) return given.get(id);
  let first = 0;
  for (const char of id) first = (first * 31 + char.codePointAt(0)) % 9973;
  const order = Array.from({ length: HUES }, (_, step) => (first + step) % HUES);
  const uses = (number) => [...given.values()].filter((other) => other === number).length;
  const chosen = order.reduce((best, number) => (uses(number) < uses(best) ? number : best));
  given.set(id, chosen);
  return chosen;
}
