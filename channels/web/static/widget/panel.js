// The panel and its launcher: the view of a Talk.
const RATED_AFTER = 3; // answers

class Panel {
  constructor(root, config) {
    this.config = config;
    this.name = config.business;
    this.log = new Log(this);
    this.composer = new Composer(this);
    this.forms = new Forms(this);
    this.quick = new Quick(this);
    this.unread = this.answers = 0;
    root.append(this.build());
    this.talk = new Talk(this);
    fitKeyboard(this.node);
  }

  build() {
    this.launcher = button(
      { class: "launcher", "aria-haspopup": "dialog", onclick: () => this.open() },
      icon("chat"),
    );
    this.badge = make("span", { class: "badge", hidden: true });
    this.launcher.append(this.badge);
    this.starts = div("starts");
    this.log.scroll.insertBefore(this.starts, this.log.cards);
    this.notice = make("span", { role: "status" });
    this.count = make("span", { "aria-hidden": "true" });
    const traits = {
      class: "panel",
      role: "dialog",
      "aria-labelledby": "chat-title",
      tabindex: -1,
      hidden: true,
    };
    this.node = make("div", { ...traits, onkeydown: (event) => this.key(event) }, this.header());
    this.node.append(this.log.scroll, this.log.latest, div("strip", this.notice, this.count));
    this.node.append(this.quick.node, this.composer.form, this.privacy());
    this.label();
    return make(
      "section",
      { "aria-label": say("chat_with", { business: this.name }) },
      this.launcher,
      this.node,
    );
  }

  header() {
    const { phone } = this.config;
    this.state = make("p", {}, say("assistant"));
    const names = div("names", make("h2", { id: "chat-title" }, this.name), this.state);
    const call =
      phone &&
      make("a", { class: "round", href: `tel:${phone}`, "aria-label": say("call") }, icon("phone"));
    const close = button(
      { class: "round", "aria-label": say("close"), onclick: () => this.close() },
      icon("close"),
    );
    return make(
      "header",
      {},
      make("span", { class: "face" }, icon("flame")),
      names,
      call || null,
      close,
    );
  }

  privacy() {
    const { privacy } = this.config;
    const shown = SAFE_ADDRESS.test(privacy ?? "")
      ? link(privacy, [say("privacy")])
      : (privacy ?? "");
    return make("p", { class: "fine" }, shown);
  }

  open(byVisitor = true) {
    this.opened = true;
    this.node.hidden = false;
    this.launcher.hidden = true;
    this.unread = 0;
    this.label();
    this.node.setAttribute("aria-modal", FULL_SCREEN.matches);
    this.log.toEnd();
    if (byVisitor) (FULL_SCREEN.matches ? this.node : this.composer.field).focus();
    if (this.talk.last) store.set("seen", this.talk.last);
    store.set("open", true);
    this.talk.open();
  }

  close() {
    this.opened = false;
    this.node.hidden = true;
    this.launcher.hidden = false;
    this.launcher.focus();
    store.drop("open");
    if (this.answers >= RATED_AFTER) this.askRating();
  }

  key(event) {
    if (event.key === "Escape") this.close();
    else keepInside(this.node, event);
  }

  label() {
    const { unread } = this;
    this.badge.textContent = unread;
    this.badge.hidden = !unread;
    const text = unread
      ? say("open_unread", { unread })
      : say("chat_with", { business: this.name });
    this.launcher.setAttribute("aria-label", text);
  }

  say(text, pictures) {
    this.quick.offer([]);
    this.forms.asked?.remove(); // they would rather write
    this.talk.say(text, pictures);
  }

  // What Talk tells.

  clear() {
    const { name } = contact();
    const welcome = name ? say("welcome_back", { name }) + " " : "";
    this.log.clear();
    this.log.greet(welcome + this.config.greeting);
    const suggest = (text) => button({ class: "start", onclick: () => this.say(text) }, text);
    this.starts.replaceChildren(...(this.config.suggestions ?? []).map(suggest));
  }

  older(more) {
    this.log.older.hidden = !more;
    this.log.list.querySelector(".greeting").hidden = more;
  }

  // While the past is filled in, nothing of it is read aloud.
  busy(yes) {
    this.log.list.setAttribute("aria-busy", yes);
    if (!yes) this.log.toEnd();
  }

  mine(message, pictures = []) {
    this.starts.replaceChildren();
    this.log.mine(message, pictures);
  }

  theirs(message, past) {
    this.starts.replaceChildren();
    const customer = message.author === "customer";
    if (!customer) this.log.waiting(false);
    this.log.add(message);
    if (!customer && !past) this.answers++;
    this.countUnread(message, past);
    if (!past && this.log.atEnd) this.log.toEnd();
  }

  countUnread({ id, author }, past) {
    if (this.opened) return store.set("seen", id);
    const old = past && !this.reached;
    this.reached ||= id === store.get("seen");
    if (old || author === "customer" || author === "note") return;
    this.unread++;
    this.label();
  }

  sent(message) {
    this.log.sent(message);
    this.quick.draw();
  }

  tool(name) {
    if (words[`tool_${name}`]) this.log.waiting(true, say(`tool_${name}`));
  }

  answered({ tools = [], quick_replies: replies = [] }) {
    this.quick.offer(replies);
    if (tools.includes("create_booking_inquiry")) this.askRating();
  }

  trouble(text) {
    this.strip(text || say("trouble"));
  }

  strip(text, count = "") {
    if (this.notice.textContent !== text) this.notice.textContent = text;
    this.count.textContent = count;
  }

  countDown(seconds, then) {
    const until = Date.now() + seconds * 1000;
    clearInterval(this.counting);
    this.counting = setInterval(() => {
      const left = Math.ceil((until - Date.now()) / 1000);
      this.strip(left > 0 ? say("too_fast") : "", left > 0 ? ` ${left} s` : "");
      if (left > 0) return;
      clearInterval(this.counting);
      then();
    }, 250);
  }

  // A blink of the connection is nobody's business.
  connected(works) {
    if (works) {
      clearTimeout(this.worry);
      this.worry = null;
      this.strip("");
    } else this.worry ??= setTimeout(() => this.strip(say("offline")), 1500);
  }

  person(active, name) {
    this.state.textContent = active
      ? say("person_here", { name: name ?? say("someone") })
      : say("assistant");
    this.node.classList.toggle("person", Boolean(active));
    if (active) this.log.waiting(false);
    this.quick.draw();
  }

  staffTyping() {
    clearTimeout(this.typing);
    this.log.live("");
    this.log.waiting(true);
    this.typing = setTimeout(() => this.log.waiting(false), 6000);
  }

  askRating() {
    const thread = threadId();
    const inUse = this.log.cards.contains(this.node.getRootNode().activeElement);
    if (!thread || inUse || store.get("rated") === thread) return;
    this.forms.offer(ratingCard(() => this.forms.thank(say("rating_thanks"))));
  }
}
