// Buttons in a row are one stop of the Tab key; the arrows, Home and End go along them.

/** Makes the element such a row; buttons may come and go. */
export function toolbar(element) {
  element.setAttribute("role", "toolbar");
  const items = () => [...element.querySelectorAll("button, a")].filter((one) => !one.disabled && one.checkVisibility({ visibilityProperty: false }));
  const stop = (chosen) => {
    for (const one of element.querySelectorAll("button, a")) one.tabIndex = one === chosen ? 0 : -1;
  };
  element.addEventListener("focusin", (event) => event.target !== element && stop(event.target));
  element.addEventListener("keydown", (event) => {
    const all = items();
    const at = all.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to === undefined || at < 0) return;
    event.preventDefault();
    all[(to + all.length) % all.length].focus();
  });
  stop(element.querySelector("button:not(:disabled), a"));
  return element;
}
