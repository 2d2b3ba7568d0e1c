// Keeps a way to the server open: reconnects with growing, scattered pauses, and takes the next
// way where this one is blocked.
const WAYS = [BySocket, ByStream, ByRequest];
const LONGEST_PAUSE = 30000;

class Line {
  constructor(talk) {
    this.talk = talk;
    this.way = this.tries = this.misses = 0;
    this.queue = Promise.resolve();
    const wake = () => this.wake();
    addEventListener("online", wake);
    addEventListener("pageshow", wake);
    document.addEventListener("visibilitychange", () => document.hidden || wake());
  }

  open() {
    this.wanted = true;
    if (this.link || this.dialling) return;
    clearTimeout(this.timer);
    this.worked = false;
    try {
      this.link = new WAYS[this.way](this);
    } catch {
      this.missed(); // the page's policy forbids it
    }
  }

  // What is heard shows that this way is open.
  hear(event) {
    this.worked = true;
    this.tries = this.misses = 0;
    this.talk.hear(event);
  }

  up() {
    if (this.works) return;
    this.works = true;
    this.talk.connected(true);
    for (const message of this.talk.unsent.values()) this.send(message);
  }

  down(link) {
    if (link !== this.link) return;
    this.link = null;
    this.works = false;
    this.talk.connected(false);
    if (this.worked) this.again();
    else this.missed();
  }

  // A way that told nothing, though the server can be reached, is blocked on this network.
  async missed() {
    this.dialling = true;
    try {
      await this.talk.catchUp();
      if (++this.misses > 1 && this.way < WAYS.length - 1) {
        this.way++;
        this.misses = this.tries = 0;
      }
    } catch {
      // The server cannot be reached: that is nothing against the way.
    }
    this.dialling = false;
    this.again();
  }

  again() {
    const pause = Math.min(LONGEST_PAUSE, 500 * 2 ** this.tries++);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.open(), pause * (0.5 + Math.random() / 2));
  }

  wake() {
    if (!this.wanted) return;
    this.tries = 0;
    if (this.link) this.link.check?.();
    else this.open();
  }

  // One after the other, each at most once by one link.
  send(message) {
    this.queue = this.queue.then(() => {
      const { link } = this;
      if (!this.works || message.failed || message.by === link || !this.talk.unsent.has(message.id))
        return;
      message.by = link;
      return link.deliver(message);
    });
  }

  signal(frame) {
    this.link?.signal?.(frame);
  }

  // Whether the server refused a message; anything else that failed is the connection's fault.
  refused(id, error) {
    if (!(error instanceof Refusal)) return false;
    const { message, after, status } = error;
    this.hear({ type: "error", error: message, client_message_id: id, retry_after: after, status });
    return true;
  }
}
