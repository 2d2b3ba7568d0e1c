// Where the visitor writes, and chooses pictures.
const MOST_CHARACTERS = 4000;
const MOST_PICTURES = 4;

class Composer {
  constructor(panel) {
    this.panel = panel;
    this.pictures = []; // {id, canvas}
    this.field = make("textarea", {
      rows: 1,
      maxlength: MOST_CHARACTERS,
      placeholder: say("placeholder"),
      "aria-label": say("placeholder"),
      enterkeyhint: "send",
      dir: "auto",
      oninput: () => this.typed(),
      onkeydown: (event) => this.key(event),
      onpaste: (event) => this.attach(event.clipboardData.files),
    });
    const chosen = ({ target }) => this.attach(target.files).then(() => (target.value = ""));
    this.file = make("input", {
      type: "file",
      accept: "image/*",
      multiple: true,
      hidden: true,
      onchange: chosen,
    });
    this.clip = button(
      { class: "round", "aria-label": say("attach"), onclick: () => this.file.click() },
      icon("picture"),
    );
    this.send = make(
      "button",
      { class: "round send", "aria-label": say("send"), disabled: true },
      icon("send"),
    );
    this.shelf = div("shelf");
    const box = div("box", this.clip, this.file, this.field, this.send);
    this.form = make(
      "form",
      { class: "composer", onsubmit: (event) => this.submit(event) },
      this.shelf,
      box,
    );
  }

  key(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    this.submit(event);
  }

  typed() {
    this.send.disabled = this.uploading || !(this.field.value.trim() || this.pictures.length);
    this.field.style.height = "auto";
    this.field.style.height = `${this.field.scrollHeight}px`;
    if (this.field.value && !(Date.now() - this.told < 3000)) {
      this.told = Date.now();
      this.panel.talk.line.signal({ type: "typing" });
    }
  }

  submit(event) {
    event.preventDefault();
    if (this.send.disabled) return;
    this.panel.say(this.field.value.trim(), this.pictures);
    this.field.value = "";
    this.pictures = [];
    this.shelf.replaceChildren();
    this.typed();
  }

  async attach(files) {
    const room = MOST_PICTURES - this.pictures.length;
    for (const file of [...files].slice(0, room)) await this.add(file);
  }

  async add(file) {
    const shown = div("thumb", make("span", {}, say("uploading")));
    this.shelf.append(shown);
    this.uploading = true;
    this.typed();
    try {
      const picture = await upload(file);
      this.pictures.push(picture);
      shown.replaceChildren(picture.canvas, this.remover(shown, picture));
    } catch (error) {
      shown.replaceChildren(this.trouble(error, file), this.remover(shown));
    }
    this.uploading = false;
    this.typed();
  }

  trouble(error, file) {
    let why = say("no_picture");
    if (error instanceof TypeError) why = say("offline_short");
    if (error instanceof Refusal) why = error.message;
    return make("span", { role: "alert" }, say("picture_failed", { size: sizeOf(file), why }));
  }

  remover(shown, picture) {
    const remove = () => {
      this.pictures = this.pictures.filter((other) => other !== picture);
      shown.remove();
      this.typed();
      this.field.focus();
    };
    return button(
      { class: "round small", "aria-label": say("remove"), onclick: remove },
      icon("close"),
    );
  }
}
