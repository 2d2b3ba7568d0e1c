// Three ways to the server, the best first. Each works for a line: what it hears goes to
// line.hear, and it says line.up once it works and line.down when it is over. deliver() takes a
// message {id, text, media}; one that was not accepted may be delivered again, by any way.
const PATIENCE = 5000; // milliseconds for an answer that takes no thinking
const BEAT = 25000;
const POLL = 4000;

// A WebSocket: everything, both ways.
class BySocket {
  constructor(line) {
    this.line = line;
    const token = store.get("token");
    const thread = threadId() ?? "new";
    const address = HOST.replace("http", "ws") + `ws/chat/${thread}` + since(line, "?");
    this.socket = new WebSocket(address, token ? ["chat.v1", `token.${token}`] : ["chat.v1"]);
    this.socket.onmessage = (message) => this.heard(JSON.parse(message.data));
    this.socket.onclose = () => this.close();
    this.beat = setInterval(() => this.check(), BEAT);
    this.expect();
  }

  heard(event) {
    clearTimeout(this.waiting);
    this.waiting = null;
    this.line.hear(event);
    if (event.type === "ready") this.line.up();
  }

  deliver({ id, text, media }) {
    this.signal({ type: "message", ...spoken(id, text, media) });
    this.check();
  }

  signal(frame) {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(frame));
  }

  // After a phone's sleep a socket may look open and be dead: only an answer proves it alive.
  check() {
    if (this.waiting) return;
    this.signal({ type: "ping" });
    this.expect();
  }

  expect() {
    this.waiting = setTimeout(() => this.close(), PATIENCE);
  }

  close() {
    clearTimeout(this.waiting);
    clearInterval(this.beat);
    this.socket.onclose = this.socket.onmessage = null;
    this.socket.close();
    this.line.down(this);
  }
}

// Server-Sent Events: messages go by POST, whose answer streams; between those a GET listens.
// Only the newest stream is heard: others would tell the same again.
class ByStream {
  constructor(line) {
    this.line = line;
    becomeVisitor().then(
      () => (threadId() ? this.listen() : line.up()),
      () => this.close(),
    );
  }

  async listen() {
    try {
      const stream = await this.open(`?thread_id=${threadId()}` + since(this.line, "&"));
      this.line.up();
      if (await this.hear(stream)) this.close();
    } catch {
      this.close();
    }
  }

  async deliver({ id, text, media }) {
    try {
      const json = { ...spoken(id, text, media), thread_id: threadId() ?? undefined };
      const stream = await this.open("", { json });
      this.line.hear({ type: "accepted", client_message_id: id });
      this.hear(stream).then((ended) => ended && this.listen());
    } catch (error) {
      if (!this.line.refused(id, error)) this.close();
    }
  }

  async open(query, options) {
    const cut = new AbortController();
    const stream = await ask(`ai/chat/stream${query}`, { ...options, signal: cut.signal });
    this.cut?.abort();
    this.cut = cut;
    return stream;
  }

  // Whether the stream came to its end, or broke; false where a newer one took its place.
  async hear(stream) {
    const { signal } = this.cut;
    try {
      for await (const event of eventsOf(stream)) this.line.hear(event);
    } catch {
      // Whoever listens next is told what was missed.
    }
    return !signal.aborted;
  }

  close() {
    this.cut?.abort();
    this.line.down(this);
  }
}

// Plain requests, where nothing streams: an answer comes whole, anything else is asked for.
class ByRequest {
  constructor(line) {
    this.line = line;
    this.polling = setInterval(() => this.poll(), POLL);
    becomeVisitor().then(
      () => line.up(),
      () => this.close(),
    );
  }

  async deliver({ id, text, media }) {
    try {
      const json = { ...spoken(id, text, media), thread_id: threadId() ?? undefined };
      const answer = await askJson("ai/chat", { json });
      this.line.hear({ type: "accepted", client_message_id: id });
      const metadata = { tools: answer.tool_calls };
      this.line.hear({ ...answer, type: "done", content: answer.response, metadata });
    } catch (error) {
      if (!this.line.refused(id, error)) this.close();
    }
  }

  poll() {
    if (!document.hidden && threadId()) this.line.talk.catchUp().catch(() => this.close());
  }

  close() {
    clearInterval(this.polling);
    this.line.down(this);
  }
}

function since(line, sign) {
  return line.talk.last ? `${sign}after=${line.talk.last}` : "";
}

function spoken(id, text, media) {
  return { message: text, client_message_id: id, attachments: media.map((picture) => picture.id) };
}
