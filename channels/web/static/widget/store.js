// What outlives the page, shared by the site's tabs. Where a browser forbids localStorage, it
// lasts as long as the page.
const PREFIX = `chat ${HOST} `;
const memory = new Map();

const store = {
  get(key) {
    try {
      return JSON.parse(localStorage.getItem(PREFIX + key) ?? "null");
    } catch {
      return memory.get(key) ?? null;
    }
  },

  set(key, value) {
    try {
      localStorage.setItem(PREFIX + key, JSON.stringify(value));
    } catch {
      memory.set(key, value);
    }
  },

  drop(key) {
    memory.delete(key);
    try {
      localStorage.removeItem(PREFIX + key);
    } catch {
      // It was never there.
    }
  },

  // The values whose keys begin so.
  all(beginning) {
    const keys = [...memory.keys()];
    try {
      for (const key of Object.keys(localStorage)) {
        if (key.startsWith(PREFIX)) keys.push(key.slice(PREFIX.length));
      }
    } catch {
      // Only what memory holds.
    }
    return keys.filter((key) => key.startsWith(beginning)).map((key) => store.get(key));
  },

  // Tells when another tab changes a key.
  watch(key, changed) {
    addEventListener("storage", (event) => event.key === PREFIX + key && changed(store.get(key)));
  },
};

function threadId() {
  return store.get("thread");
}
