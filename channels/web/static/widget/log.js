// What was said, message by message, and below it the answer that is being written. The log is a
// live region; the answer joins it when it is whole, so that a screen reader reads it once.
const TOGETHER = 5 * 60000; // milliseconds in which messages share one time mark

class Log {
  constructor(panel) {
    this.panel = panel;
    this.older = button(
      { class: "older", hidden: true, onclick: () => panel.talk.earlier() },
      say("earlier"),
    );
    this.list = make("div", { role: "log", "aria-live": "polite", "aria-label": say("messages") });
    this.writing = make("div", {
      class: "row assistant live",
      "aria-hidden": "true",
      hidden: true,
    });
    this.cards = div("cards");
    const traits = {
      class: "scroll",
      tabindex: 0,
      role: "group",
      "aria-label": say("conversation"),
    };
    this.scroll = make("div", { ...traits, onscroll: () => this.scrolled() });
    this.scroll.append(this.older, this.list, this.writing, this.cards);
    this.latest = button({
      class: "latest",
      hidden: true,
      "aria-label": say("latest"),
      onclick: () => this.toEnd(),
    });
    this.latest.append(icon("latest"));
    this.atEnd = true;
    this.text = "";
    // Pictures, fonts and the phone's keyboard change heights later than the text.
    const follow = new ResizeObserver(() => this.atEnd && this.toEnd());
    for (const part of [this.scroll, this.list, this.writing, this.cards]) follow.observe(part);
  }

  clear() {
    this.list.replaceChildren();
    this.rows = new Map(); // of the visitor's own messages, by client_message_id
    this.day = this.before = null;
  }

  // Only who scrolls up wants to stay there; that an answer grew is no sign of it.
  scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroll;
    if (scrollHeight - scrollTop - clientHeight < 60) this.atEnd = true;
    else if (scrollTop < this.top) this.atEnd = false;
    this.top = scrollTop;
    this.latest.hidden = this.atEnd;
  }

  toEnd() {
    this.atEnd = true;
    this.scroll.scrollTop = this.scroll.scrollHeight;
  }

  greet(text) {
    this.list.append(div("row assistant greeting", spokenBy(this.panel.name), bubble(text)));
  }

  // A message of anybody, as the server tells it.
  add(message) {
    const at = new Date(message.created_at);
    this.markDay(at);
    if (message.author === "note") return this.note(say(message.content, { name: message.name }));
    const row = div(`row ${message.author}`, this.author(message), body(message));
    for (const { id } of message.media ?? []) row.append(picture(id));
    const time = make("time", { datetime: message.created_at }, timeOf(at));
    const foot = div("foot", message.channel === "sms" ? say("by_text") : null, time);
    if (message.author === "assistant" && message.id) foot.append(thumbs(message));
    for (const { heading } of message.sources ?? [])
      foot.append(make("details", {}, make("summary", {}, say("source")), heading));
    row.append(foot);
    this.joinTo(row, message, at);
    this.list.append(row);
    return row;
  }

  author({ author, name }) {
    if (author === "staff") return make("span", { class: "who" }, name);
    return spokenBy(author === "customer" ? say("you") : this.panel.name);
  }

  // One time mark is enough for what was said in one breath.
  joinTo(row, { author, name }, at) {
    const { before } = this;
    if (before && before.by === author + name && at - before.at < TOGETHER)
      before.row.classList.add("joined");
    this.before = { by: author + name, at, row };
  }

  markDay(at) {
    const day = dayOf(at);
    if (day === this.day) return;
    this.day = day;
    this.before = null;
    this.note(day, "day");
  }

  note(text, kind = "note") {
    this.before = null;
    this.list.append(make("p", { class: kind }, text));
  }

  // The visitor's own message, before the server has it.
  mine(message, pictures) {
    const row = this.add({
      ...message,
      id: null,
      author: "customer",
      content: message.text,
      media: pictures.length ? [] : message.media,
    });
    for (const { canvas } of pictures) row.insertBefore(canvas, row.lastChild);
    row.append(div("state"));
    this.rows.set(message.id, row);
    this.sending(message);
    this.toEnd();
  }

  sending({ id }) {
    this.state(id, "unsent", say("sending"));
  }

  sent({ id }) {
    this.state(id, "");
  }

  failed({ id }, why, retry) {
    const again = button({ onclick: retry }, say("retry"));
    this.state(id, "failed", why || say("not_sent"), " ", again);
  }

  state(id, kind, ...shown) {
    const row = this.rows.get(id);
    row?.classList.remove("unsent", "failed");
    if (kind) row?.classList.add(kind);
    row?.querySelector(".state").replaceChildren(...shown);
  }

  // The answer so far: dots while it is empty. A long one is drawn less often, or drawing would
  // take longer than its tokens.
  live(text) {
    this.text = text;
    this.drawing ??= setTimeout(() => this.draw(), text.length / 50);
  }

  draw() {
    this.drawing = null;
    if (this.writing.hidden) return;
    this.writing.replaceChildren(this.text ? bubble(this.text) : dots(this.doing));
  }

  waiting(yes, doing = "") {
    this.doing = doing;
    this.writing.hidden = !yes;
    if (yes) return this.live(this.text);
    this.text = "";
    this.writing.replaceChildren();
  }
}

function spokenBy(name) {
  return make("span", { class: "hidden" }, `${name}: `);
}

function body({ author, content }) {
  return content ? bubble(content, author === "customer") : null;
}

// What visitors write is no Markdown; nor is what is too long to be an answer, which would be a
// great many nodes.
function bubble(text, plain = text.length > 8000) {
  return make("div", { class: plain ? "bubble plain" : "bubble" }, plain ? text : markdown(text));
}

function dots(doing) {
  return div("bubble dots", make("i"), make("i"), make("i"), doing || null);
}
