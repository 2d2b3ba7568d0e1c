// The cards on which a visitor leaves a name and a phone, and proves that the phone is theirs.
// The server has the last word on both.
const TWO_LETTERS = /\p{L}.*\p{L}/u;

function field(name, traits) {
  const id = `chat-${name}`;
  const input = make("input", {
    id,
    name,
    required: true,
    "aria-describedby": `${id}-trouble`,
    ...traits,
  });
  const trouble = make("p", { class: "trouble", id: `${id}-trouble`, role: "alert" });
  const complain = (text) => {
    trouble.textContent = text;
    input.setAttribute("aria-invalid", Boolean(text));
    if (text) input.focus();
  };
  const box = div("field", make("label", { for: id }, say(name)), input, trouble);
  return { name, input, box, complain };
}

// A card with fields; sent(values) may raise Refusal, whose text goes under the last field.
function card(title, hint, fields, action, sent, ...more) {
  const send = make("button", { class: "main" }, action);
  const submit = async (event) => {
    event.preventDefault();
    if (!fields.every(acceptable)) return;
    send.disabled = true;
    try {
      await sent(Object.fromEntries(fields.map(({ name, input }) => [name, input.value.trim()])));
    } catch (error) {
      fields.at(-1).complain(troubleOf(error));
    }
    send.disabled = false;
  };
  const row = div("row-of-buttons", send, ...more);
  const boxes = fields.map(({ box }) => box);
  const traits = { class: "card", novalidate: true, "aria-label": title, onsubmit: submit };
  return make("form", traits, make("h3", {}, title), hint && make("p", {}, hint), ...boxes, row);
}

function acceptable({ name, input, complain }) {
  const text = input.value.trim();
  const good = {
    name: TWO_LETTERS.test(text),
    phone: text.replace(/\D/g, "").length > 6,
    code: /^\d{6}$/.test(text),
  };
  complain(good[name] ? "" : say(`${name}_wrong`));
  return good[name];
}

function troubleOf(error) {
  if (!(error instanceof Refusal)) return say("offline_short");
  if (error.after) return say("wait", { seconds: error.after });
  const { tries_left: left } = error.facts;
  return left == null ? error.message : say("code_refused", { left });
}

class Forms {
  constructor(panel) {
    this.panel = panel;
  }

  show(shown) {
    this.panel.log.cards.replaceChildren(...(shown ? [shown] : []));
    if (shown?.isConnected) this.panel.log.toEnd();
  }

  // A card that goes when the visitor would rather write.
  offer(shown) {
    this.asked = shown;
    this.show(shown);
  }

  later() {
    const close = () => {
      this.show(null);
      this.panel.composer.field.focus();
    };
    return button({ class: "quiet", onclick: close }, say("not_now"));
  }

  askContact(wanted = ["name", "phone"]) {
    const fields = [];
    const { name, phone } = contact();
    if (wanted.includes("name"))
      fields.push(field("name", { autocomplete: "name", value: name, maxlength: 80 }));
    if (wanted.includes("phone")) fields.push(phoneField(phone));
    const sent = (values) => this.contactSent(values);
    const title = say("contact_title");
    this.offer(card(title, say("contact_hint"), fields, say("contact_send"), sent, this.later()));
    return fields[0].input;
  }

  async contactSent(values) {
    const json = { thread_id: threadId(), ...values };
    const { name, phone_national: phone, proved } = await askJson("ai/contact", { json });
    remember({ name, phone, proved });
    this.panel.quick.draw();
    if (values.phone && !proved) return this.offerProof();
    this.thank(say("contact_thanks", { name: name ?? "" }));
  }

  thank(text) {
    this.show(null);
    this.panel.log.note(text);
    this.panel.composer.field.focus();
  }

  // Nobody has to prove anything; it brings their texts and bookings into this conversation.
  offerProof() {
    const { phone } = contact();
    const shown = card(
      say("proof_title"),
      say("proof_hint", { phone }),
      [],
      say("proof_send"),
      () => this.sendCode(),
      this.later(),
    );
    this.show(shown);
    shown.querySelector("button").focus();
  }

  async sendCode() {
    const { phone } = contact();
    try {
      await ask("ai/contact/code", { json: { thread_id: threadId(), phone } });
      this.askCode(phone);
    } catch (error) {
      this.panel.trouble(troubleOf(error));
    }
  }

  askCode(phone) {
    const traits = {
      inputmode: "numeric",
      autocomplete: "one-time-code",
      maxlength: 6,
      pattern: "[0-9]*",
      class: "code",
    };
    const code = field("code", traits);
    const again = button({ class: "quiet", onclick: () => this.sendCode() }, say("code_again"));
    const hint = say("code_hint", { phone });
    this.show(
      card(
        say("code_title"),
        hint,
        [code],
        say("code_send"),
        (values) => this.prove(values),
        again,
        this.later(),
      ),
    );
    code.input.focus();
  }

  async prove({ code }) {
    store.set("proving", Date.now() + LONGEST_PAUSE);
    const proof = await askJson("ai/contact/proof", { json: { thread_id: threadId(), code } });
    remember({ proved: true, ...(proof.name && { name: proof.name }) });
    this.panel.quick.draw();
    await this.panel.talk.reload();
    this.thank(say("proved"));
  }

  async continueByText() {
    try {
      await ask("ai/contact/text", { json: { thread_id: threadId() } });
      this.thank(say("by_text_now", { phone: contact().phone }));
    } catch (error) {
      this.panel.trouble(troubleOf(error));
    }
  }
}

function phoneField(value) {
  const traits = {
    type: "tel",
    autocomplete: "tel",
    inputmode: "tel",
    value,
    placeholder: "(555) 123-4567",
    dir: "ltr",
  };
  return field("phone", { ...traits, oninput: ({ target }) => formatPhone(target) });
}
