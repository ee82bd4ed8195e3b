// What the tests look at inside the page. One object; page_checks.py calls its functions by name.
({
  /** What is cut off at the sides, or makes the page scroll sideways. */
  sideways() {
    return [...document.querySelectorAll("body *")]
      .filter((one) => {
        const box = one.getBoundingClientRect();
        if (!box.width || getComputedStyle(one).visibility === "hidden") return false;
        if (one.closest(".unseen, .skip, .sidebar:not(.open), .picker, .canvas")) return false;
        return box.right > innerWidth + 1 || box.left < -1;
      })
      .map((one) => one.className || one.tagName);
  },

  /** Things to tap that are smaller than a finger: 40 px, or 24 px for a quote inside a message. */
  smallTargets() {
    return [...document.querySelectorAll("button, a.button, a.icon-button, select, textarea, .switch, .check")]
      .filter((one) => {
        const box = one.getBoundingClientRect();
        if (!box.width || one.closest(".sidebar:not(.open), [inert]")) return false;
        const least = one.matches(".quote") ? 24 : 40;
        return box.height < least || box.width < least;
      })
      .map((one) => `${one.className} ${one.getAttribute("aria-label") ?? one.textContent}`);
  },

  /** Texts whose contrast with what is behind them is below 4.5 (WCAG AA). Pictures and disabled controls are left out. */
  faintTexts() {
    const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
    const channels = (colour) => {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      return [...canvas.getImageData(0, 0, 1, 1).data];
    };
    const over = ([r, g, b, a], below) => [r, g, b].map((c, at) => (c * a + below[at] * (255 - a)) / 255);
    const light = (rgb) => rgb.map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)).reduce((sum, c, at) => sum + c * [0.2126, 0.7152, 0.0722][at], 0);
    const ground = (one) => {
      const chain = [];
      for (let at = one; at; at = at.parentElement) chain.push(getComputedStyle(at).backgroundColor);
      return chain.reverse().reduce((below, colour) => over(channels(colour), below), [255, 255, 255]);
    };
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const one = walker.currentNode.parentElement;
      if (!walker.currentNode.data.trim() || !one.checkVisibility({ visibilityProperty: true })) continue;
      if (one.closest(".unseen, :disabled, option, noscript, .skip, .sidebar:not(.open), [inert]")) continue;
      const behind = ground(one);
      const ink = over(channels(getComputedStyle(one).color), behind);
      const [darker, lighter] = [light(ink), light(behind)].sort((a, b) => a - b);
      const contrast = (lighter + 0.05) / (darker + 0.05);
      if (contrast < 4.5) found.push(`${contrast.toFixed(2)} ${one.className || one.tagName}: ${walker.currentNode.data.trim().slice(0, 40)}`);
    }
    return found;
  },

  /** What a screen reader would stumble over. */
  stumbles() {
    const all = (selector) => [...document.querySelectorAll(selector)];
    const name = (one) => one.labels?.length || one.getAttribute("aria-label") || one.textContent.trim();
    const ids = all("[id]").map((one) => one.id);
    const pointers = all("[aria-controls], [aria-labelledby]").flatMap((one) =>
      [one.getAttribute("aria-controls"), one.getAttribute("aria-labelledby")].filter(Boolean),
    );
    return [
      ...all("img:not([alt])").map((one) => `no alt: ${one.src}`),
      ...all("button, a[href], input, textarea, select")
        .filter((one) => !name(one) && !one.closest("[hidden]"))
        .map((one) => `no name: ${one.outerHTML.slice(0, 80)}`),
      ...ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `twice: ${id}`),
      ...pointers.filter((id) => !document.getElementById(id)).map((id) => `nowhere: ${id}`),
      ...(all("h1").length === 1 ? [] : ["not one h1"]),
    ];
  },

  /** From now on counts how often a picture's frame is seen without its pixels. */
  watchForEmptyFrames() {
    window.emptyFrames = 0;
    new MutationObserver(() => {
      for (const image of document.querySelectorAll("#conversation .picture img"))
        if (!image.complete || !image.naturalWidth) window.emptyFrames += 1;
    }).observe(document.querySelector("#conversation"), { childList: true, subtree: true });
  },

  /** Pastes ("paste") or drops ("drop") a file: a small picture, or, where it is called broken, bytes that are none. */
  async transfer([selector, kind, type, name]) {
    const canvas = new OffscreenCanvas(40, 30);
    canvas.getContext("2d").fillRect(0, 0, 40, 30);
    const data = new DataTransfer();
    const bytes = name.startsWith("broken") ? "no picture" : await canvas.convertToBlob();
    data.items.add(new File([bytes], name, { type }));
    const how = { bubbles: true, cancelable: true };
    const event =
      kind === "paste"
        ? new ClipboardEvent("paste", { clipboardData: data, ...how })
        : new DragEvent("drop", { dataTransfer: data, ...how });
    document.querySelector(selector).dispatchEvent(event);
  },
})
