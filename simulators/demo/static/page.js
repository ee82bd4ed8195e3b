// Shows what every place of the simulated platforms shows, and does there what its reader does. Texts are only ever set as text.

const LOOK_MILLISECONDS = 600;
const NOTICE_MILLISECONDS = 6_000;
const stages = new Map();

function el(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function notice(words) {
  const place = document.querySelector("#notice");
  place.textContent = words;
  clearTimeout(notice.timer);
  notice.timer = setTimeout(() => { place.textContent = ""; }, NOTICE_MILLISECONDS);
}

async function post(path, act) {
  const answer = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(act) });
  const told = await answer.json();
  if (told.error) throw new Error(told.error);
  return told;
}

async function base64(file) {
  const address = await new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
  return address.split(",", 2)[1];
}

class StageView {
  constructor(name, state) {
    this.name = name;
    this.element = document.querySelector("#stage").content.firstElementChild.cloneNode(true);
    this.element.dataset.name = name;
    this.element.querySelector("h2").textContent = name;
    this.who = this.element.querySelector(".who");
    this.place = this.element.querySelector(".place");
    this.list = this.element.querySelector(".messages");
    this.form = this.element.querySelector(":scope > form");
    this.answering = this.form.querySelector(".answering");
    this.who.append(...state.people.map((person) => el("option", {}, person)));
    this.place.append(...state.places.map(({ name: place }) => el("option", {}, place)));
    this.who.onchange = this.place.onchange = () => { this.replyTo(null); this.show(this.state); };
    this.answering.querySelector("button").onclick = () => this.replyTo(null);
    this.form.onsubmit = (event) => { event.preventDefault(); this.send(); };
    document.querySelector("#stages").append(this.element);
  }

  act(more) {
    return { stage: this.name, who: this.who.value, place: this.place.value, ...more };
  }

  show(state) {
    this.state = state;
    const place = state.places.find(({ name }) => name === this.place.value);
    if (place.of && place.of !== this.who.value) this.who.value = place.of; // nobody writes in somebody else's private chat
    this.who.disabled = Boolean(place.of);
    this.form.querySelector(".names").hidden = Boolean(place.of);
    const seen = place.messages.filter((message) => !message.only_for || message.only_for === this.who.value);
    const key = JSON.stringify([place.name, this.who.value, seen]);
    if (key === this.key) return;
    const fresh = this.key !== undefined;
    this.key = key;
    const atEnd = this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < 120;
    this.list.replaceChildren(...seen.map((message) => this.message(message, seen)));
    if (atEnd || !fresh) this.toEnd();
    const last = seen.at(-1);
    if (last?.wants_reply && last.id !== this.offered) {
      this.offered = last.id;
      this.replyTo(last);
    }
  }

  toEnd() {
    this.list.scrollTop = this.list.scrollHeight;
    for (const image of this.list.querySelectorAll("img")) image.onload = () => { this.list.scrollTop = this.list.scrollHeight; };
  }

  message(message, all) {
    const answered = all.find(({ id }) => id === message.reply_to);
    const quoted = answered ? [el("div", { className: "quoted" }, `to ${answered.author}: ${excerpt(answered)}`)] : [];
    const alone = message.only_for ? [el("small", {}, ` (only ${message.only_for} sees this)`)] : [];
    return el("li", { className: message.by_bot ? "bot" : "" },
      ...quoted,
      el("b", {}, message.author), ...alone,
      el("button", { type: "button", className: "quiet", onclick: () => this.replyTo(message) }, "reply"),
      el("p", {}, message.text),
      ...message.pictures.map((address) => el("img", { src: address, alt: "" })),
      el("div", {}, ...message.buttons.flatMap((label) => [el("button", { type: "button", onclick: () => this.press(message, label) }, label), " "])));
  }

  replyTo(message) {
    this.replied = message;
    this.answering.hidden = !message;
    this.answering.querySelector("span").textContent = message ? `Answers ${message.author}: ${excerpt(message)}` : "";
    if (message) this.form.elements.text.focus();
  }

  async send() {
    const { text, picture, names_bot } = this.form.elements;
    const file = picture.files[0];
    if (!text.value.trim() && !file) return;
    try {
      const more = { text: text.value, message: this.replied?.id ?? "", names_bot: names_bot.checked, picture: file ? await base64(file) : "" };
      await post("/say", this.act(more));
      text.value = picture.value = "";
      this.replyTo(null);
      this.list.scrollTop = this.list.scrollHeight;
    } catch (problem) {
      notice(problem.message);
    }
  }

  async press(message, label) {
    try {
      const told = await post("/press", this.act({ message: message.id, label }));
      if (told.notice) notice(told.notice);
      if (told.form) await this.fillIn(message, told);
    } catch (problem) {
      notice(problem.message);
    }
  }

  async fillIn(message, { form, title }) {
    const dialog = document.querySelector("#form");
    const act = this.act({ message: message.id, form });
    dialog.querySelector("h3").textContent = title;
    const words = dialog.querySelector("textarea");
    words.value = "";
    dialog.returnValue = "";
    dialog.showModal();
    await new Promise((resolve) => { dialog.onclose = resolve; });
    if (dialog.returnValue === "send") await post("/fill-in", { ...act, text: words.value });
  }
}

function excerpt(message) {
  const words = message.text || (message.pictures.length ? "a picture" : "");
  return words.length > 60 ? `${words.slice(0, 59)}…` : words;
}

async function look() {
  try {
    const state = await (await fetch("/state")).json();
    for (const [name, told] of Object.entries(state)) {
      if (!stages.has(name)) stages.set(name, new StageView(name, told));
      stages.get(name).show(told);
    }
  } catch {
    notice("The demonstration does not answer: it was stopped, or is not there yet.");
  }
  setTimeout(look, LOOK_MILLISECONDS);
}

look();
