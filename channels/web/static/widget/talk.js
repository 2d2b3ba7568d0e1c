// The conversation as this tab knows it. What the server says comes in by hear(); the view shows
// it. What the visitor says is kept in the store until the server has it.
const GONE = [401, 403, 404];

class Talk {
  constructor(view) {
    this.view = view;
    this.unsent = new Map(); // by client_message_id
    this.known = new Set(); // ids and client_message_ids
    this.line = new Line(this);
    this.reset();
    store.watch("thread", (thread) => thread && this.reload().then(() => this.open()));
  }

  reset() {
    this.messages = [];
    this.last = null; // the newest id the server told us in order
    this.redraw();
  }

  // Shows what was said before, and connects where there is something to hear.
  async open() {
    this.opened ??= recognise()
      .then(() => this.catchUp())
      .catch(() => {});
    await this.opened;
    for (const message of store.all("unsent ")) {
      if (this.known.has(message.id)) store.drop(`unsent ${message.id}`);
      else if (!this.unsent.has(message.id)) this.keep(message);
    }
    if (threadId() || this.unsent.size) this.line.open();
  }

  // Asks for what was said since the last message we know; for the newest, where we know none.
  async catchUp() {
    if (!threadId()) return void (await ask("widget"));
    try {
      for (let more = true; more;) {
        const { last } = this;
        const page = await this.history(since(this.line, "&"));
        if (!last) this.view.older(page.more);
        this.view.busy(true);
        for (const message of page.messages) this.take(message, true);
        this.view.busy(false);
        this.handedOver(page.handoff, page.staff_name);
        more = last && page.more;
      }
    } catch (error) {
      // While a new token is on its way, the old one may hold no more.
      if (store.get("proving") > Date.now() || !GONE.includes(error.status)) throw error;
      this.forget(error.status);
    }
  }

  history(part) {
    return askJson(`ai/chat/${threadId()}/history?limit=50${part}`);
  }

  async earlier() {
    const { id } = this.messages.find((message) => message.id);
    const page = await this.history(`&before=${id}`);
    this.messages.unshift(...page.messages.filter((message) => !this.known.has(message.id)));
    this.redraw();
    this.view.older(page.more);
  }

  redraw() {
    this.known.clear();
    this.view.clear();
    this.view.busy(true);
    for (const message of this.messages.splice(0)) this.show(message, true);
    this.view.busy(false);
    for (const message of this.unsent.values()) this.view.mine(message);
  }

  // After a proof this conversation has a longer past.
  async reload() {
    this.reset();
    await this.catchUp().catch(() => {});
  }

  // The thread is another's or no more: what is unsent begins a new one.
  forget(status) {
    ["thread", "contact"].forEach(store.drop);
    if (status !== 404) store.drop("token");
    this.reset();
  }

  say(text, pictures = []) {
    const media = pictures.map(({ id }) => ({ id }));
    const message = { id: newId(), text, media, created_at: new Date().toISOString() };
    store.set(`unsent ${message.id}`, message);
    this.keep(message, pictures);
    this.view.log.waiting(!this.handoff);
    this.line.open();
  }

  keep(message, pictures = []) {
    this.unsent.set(message.id, message);
    this.view.mine(message, pictures);
    if (message.failed) return this.failed(message);
    if (this.line.works) this.line.send(message);
  }

  retry(message) {
    message.failed = false;
    message.by = null;
    store.set(`unsent ${message.id}`, { ...message, by: undefined });
    this.view.log.sending(message);
    this.line.open();
    this.line.send(message);
  }

  connected(works) {
    this.view.connected(works);
    if (!works) return this.view.log.waiting(false);
    // Without a last message the server cannot tell what this tab has missed.
    if (!this.last && threadId()) this.catchUp().catch(() => {});
  }

  hear(event) {
    const thread = event.thread_id;
    keepToken(event);
    if (thread && thread !== threadId()) store.set("thread", thread);
    this[`on_${event.type}`]?.(event);
  }

  on_ready({ handoff, name }) {
    this.handedOver(handoff, name);
  }

  on_accepted({ client_message_id: id, message_id }) {
    const message = this.unsent.get(id);
    if (!message) return;
    this.known.add(id).add(message_id ?? id);
    this.unsent.delete(id);
    store.drop(`unsent ${id}`);
    const said = {
      id: message_id,
      client_message_id: id,
      content: message.text,
      author: "customer",
    };
    this.messages.push({ ...message, ...said });
    this.view.sent(message);
    this.view.log.waiting(!this.handoff);
  }

  on_start() {
    this.view.log.waiting(true);
    this.view.log.live("");
    this.text = "";
  }

  on_token({ content }) {
    this.text = (this.text ?? "") + content;
    this.view.log.live(this.text);
  }

  on_replace({ message_id: id, content }) {
    const message = id && this.messages.find((message) => message.id === id);
    if (message) {
      message.content = content;
      return this.redraw();
    }
    this.text = content;
    this.view.log.live(content);
  }

  on_tool({ name }) {
    this.view.tool(name);
  }

  on_done({ message_id: id, content, metadata }) {
    this.text = "";
    this.view.log.waiting(false);
    if (id && content)
      this.take({
        ...metadata,
        id,
        content,
        author: "assistant",
        created_at: new Date().toISOString(),
      });
    this.view.answered(metadata ?? {});
  }

  on_message({ message }) {
    this.take(message);
  }

  on_contact_request({ fields }) {
    this.view.forms.askContact(fields);
  }

  on_handoff({ active, name }) {
    this.handedOver(active, name);
    if (!active) this.view.askRating();
  }

  on_typing() {
    this.view.staffTyping();
  }

  on_error({ client_message_id: id, error, retry_after: after, status }) {
    const message = this.unsent.get(id);
    this.view.log.waiting(false);
    if (!message) return this.view.trouble(error);
    if (GONE.includes(status) && threadId()) {
      this.forget(status);
      return this.retry(message);
    }
    message.failed = true;
    if (after) return this.view.countDown(after, () => this.retry(message));
    store.set(`unsent ${id}`, { ...message, by: undefined });
    this.failed(message, error);
  }

  failed(message, why) {
    this.view.log.failed(message, why, () => this.retry(message));
  }

  handedOver(active, name) {
    this.handoff = active;
    this.view.person(active, name);
  }

  // A message the server has: shown once, whichever ways it comes by.
  take(message, past = false) {
    const { id, client_message_id: clientId } = message;
    this.last = id;
    if (this.unsent.has(clientId))
      this.on_accepted({ client_message_id: clientId, message_id: id });
    if (this.known.has(id) || this.known.has(clientId ?? id)) return;
    this.show(message, past);
  }

  show(message, past) {
    this.known.add(message.id).add(message.client_message_id ?? message.id);
    this.messages.push(message);
    if (message.author !== "customer") this.text = "";
    this.view.theirs(message, past);
  }
}
